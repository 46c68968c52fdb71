import { type Evidence, prepareEvidence, type RawEvidence } from '../../src/checks/evidence.ts';
import type { DelegateAssignment } from '../../src/contracts/assignment.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { EvidenceFile } from '../../src/contracts/evidence.ts';
import type { CommitInfo, CommitRange, FileChange } from '../../src/ports/git.ts';
import { ranWell } from '../agent-ran.ts';

export const sha = (digit: string): string => digit.repeat(40);
export const base = sha('a');
export const first = sha('b');
export const head = sha('c');

export const tasks = (
  marks: { one?: string; two?: string; other?: string; manual?: string } = {},
): string => `# Tasks

Keep the order.

## 1. Scanner

- [${marks.one ?? ' '}] 1.1 Add \`classifyLink\` to \`src/scanner/links.js\`
  - Validation: \`npm test\`
- [${marks.two ?? ' '}] 1.2 Cover it in \`src/scanner/links.test.js\`
- [${marks.manual ?? ' '}] 1.3 [MANUAL] Try it on the old warehouse

## 2. Docs

- [${marks.other ?? ' '}] 2.1 Describe the form in \`docs/links.md\`
`;

export const file = (path: string, changes: Partial<FileChange> = {}): FileChange => ({
  path,
  oldPath: null,
  status: 'modified',
  oldMode: '100644',
  newMode: '100644',
  additions: 10,
  deletions: 2,
  bytes: 2000,
  ...changes,
});

export const commit = (changes: Partial<CommitInfo> = {}): CommitInfo => ({
  sha: head,
  parents: [base],
  message: 'PER-206: classify links',
  authorName: 'throughline',
  authorEmail: 'throughline@noreply.invalid',
  committerEmail: 'throughline@noreply.invalid',
  paths: [],
  ...changes,
});

export const tasksFile = 'openspec/changes/gate-links/tasks.md';
export const changedFiles = (): FileChange[] => [
  file('src/scanner/links.js'),
  file('src/scanner/links.test.js', { status: 'added', oldMode: '000000' }),
  file(tasksFile),
];

export const range = (changes: Partial<CommitRange> = {}): CommitRange => ({
  base,
  head,
  commits: [commit()],
  files: changedFiles(),
  descends: true,
  ...changes,
});

export const assignment = (changes: Partial<DelegateAssignment> = {}): DelegateAssignment => ({
  id: '3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10',
  phase: 'delegate',
  delegation: 1,
  attempt: 1,
  ticket: { key: 'PER-206', title: 'Gate links', url: 'https://linear.app/x/issue/PER-206' },
  repository: 'octo/links',
  change: 'gate-links',
  sections: ['1'],
  base,
  recordedBase: base,
  codeBranch: 'throughline/gate-links/1-1',
  agent: { name: 'oc', kind: 'command', command: './agent' },
  models: {
    chain: [],
    budget: { requests: 400, tokens: 20_000_000, cost: null },
    paths: [],
    direct: [],
  },
  notes: [],
  verify: { setup: [], commands: ['npm test'] },
  limits: { agentSeconds: 60, stallSeconds: 60, verifySeconds: 60 },
  runner: { isolation: 'required', keepHours: 168 },
  protectedPaths: [],
  ...changes,
});

export const evidenceFile = (changes: Partial<EvidenceFile> = {}): EvidenceFile => ({
  assignment: assignment().id,
  attempt: 1,
  run: { id: 7, attempt: 1 },
  base,
  head,
  codeBranch: 'throughline/gate-links/1-1',
  isolation: 'user+pid',
  isolationGap: null,
  withheld: null,
  runner: { environment: 'github-hosted', worktree: null, tmux: null },
  claims: [],
  turns: [],
  remarks: [],
  agent: ranWell({ name: 'oc', kind: 'command', durationMs: 1000 }),
  usage: null,
  direct: [],
  leftoversCommitted: false,
  verification: [
    {
      command: 'npm test',
      kind: 'command',
      passed: true,
      exitCode: 0,
      timedOut: false,
      durationMs: 900,
      output: 'ok 3',
    },
  ],
  ...changes,
});

export const answer = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    status: 'DONE',
    summary: 'Links are classified.',
    files: changedFiles().map((one) => one.path),
    verification: [{ command: 'npm test', passed: true }],
    notes: '',
    ...changes,
  });

export const raw = (changes: Partial<RawEvidence> = {}): RawEvidence => {
  const whole = changes.range ?? range();
  return {
    assignment: assignment(),
    attempts: changes.assignment?.attempt ?? 1,
    answerText: answer(),
    file: evidenceFile(),
    range: whole,
    attemptRange: whole,
    tasksText: { base: tasks(), head: tasks({ one: 'x', two: 'x' }) },
    pushedBy: null,
    heads: [{ head: whole.head, by: changes.pushedBy ?? null }],
    documents: [],
    trees: { base: [], head: [] },
    textsAt: { base: new Map(), head: new Map() },
    hunks: new Map(),
    secrets: [],
    judgement: { state: 'pending' },
    configuration: {
      caps: configurationSchema.shape.caps.parse({}),
      review: configurationSchema.shape.review.parse({}),
      protected: [],
    },
    ...changes,
  };
};

/** Evidence of a delegation that did everything right, but for `changes`. */
export const evidence = (changes: Partial<RawEvidence> = {}): Evidence => prepareEvidence(raw(changes));
