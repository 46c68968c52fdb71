import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Assignment } from '../../src/contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../src/contracts/evidence.ts';
import { type RunOptions, runAssignment } from '../../src/runner/run-assignment.ts';

const gitVariables = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
};

export const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: gitVariables,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();

export const tasksMd = `# Tasks

## 1. Greeting

- [ ] 1.1 Add \`greet\` to \`src/greet.js\`. \`src/index.js\` SHALL NOT be modified.
- [ ] 1.2 Cover it in \`test/greet.test.js\`
  - Validation: \`node check.js\`

## 2. Farewell

- [ ] 2.1 Add \`src/farewell.js\`
`;

const baseFiles: Record<string, string> = {
  'package.json': '{"name":"probe","type":"module"}\n',
  'check.js': 'console.log("checked");\n',
  'src/index.js': 'export const one = 1;\n',
  'openspec/changes/greet/proposal.md': '## Why\nPER-1\n',
  'openspec/changes/greet/design.md': 'The index MUST NOT grow.\n',
  'openspec/changes/greet/tasks.md': tasksMd,
};

export interface World {
  folder: string;
  remote: string;
  base: string;
  /** Folder of a clone to push from. */
  clone: string;
  remove(): void;
}

/** A bare repository with one commit that holds a small project and a change. */
export const makeWorld = (files: Record<string, string> = {}): World => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-runner-'));
  const remote = join(folder, 'remote.git');
  const clone = join(folder, 'clone');
  gitIn(folder, 'init', '--quiet', '--bare', remote);
  gitIn(folder, 'init', '--quiet', clone);
  for (const [path, text] of Object.entries({ ...baseFiles, ...files })) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }
  gitIn(clone, 'add', '--all');
  gitIn(clone, 'commit', '--quiet', '--message', 'Start');
  gitIn(clone, 'push', '--quiet', remote, 'HEAD:refs/heads/main');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, remote, clone, base: gitIn(clone, 'rev-parse', 'HEAD'), remove };
};

export const assignmentFor = (world: World, changes: Partial<Assignment> = {}): Assignment => ({
  id: randomUUID(),
  phase: 'delegate',
  delegation: 1,
  attempt: 1,
  ticket: { key: 'PER-1', title: 'Greet people', url: 'https://linear.example/PER-1' },
  repository: 'acme/probe',
  change: 'greet',
  sections: ['1'],
  base: world.base,
  recordedBase: world.base,
  codeBranch: 'throughline/greet/1-1',
  agent: { name: 'probe', kind: 'command', command: 'true' },
  notes: [],
  verify: { setup: [], commands: ['node check.js'] },
  limits: { agentSeconds: 30, verifySeconds: 30 },
  protectedPaths: ['infra/**'],
  ...changes,
});

export const optionsFor = (world: World, assignment: Assignment): RunOptions & { lines: string[] } => {
  const lines: string[] = [];
  return {
    assignment,
    remote: { url: `file://${world.remote}`, token: 'ghs_placeholder-of-a-token' },
    workDir: join(world.folder, 'work'),
    run: { id: 7, attempt: 1 },
    path: process.env.PATH,
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
    lines,
  };
};

const answerJson = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({ status: 'DONE', summary: 'Greets.', files: [], verification: [], notes: '', ...changes });

/** Shell words that write an answer. */
export const answering = (changes: Record<string, unknown> = {}): string =>
  `cat > "$ANSWER_FILE" <<'JSON'\n${answerJson(changes)}\nJSON\n`;

/** Runs a `command` agent over the world and gives what came back. */
export const runCommand = async (world: World, command: string, changes: Partial<Assignment> = {}) => {
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command }, ...changes });
  const options = optionsFor(world, assignment);
  const outcome = await runAssignment(options);
  return { outcome, assignment, lines: options.lines, evidence: readEvidence(world, assignment.id) };
};

export interface ReadEvidence {
  ref: string;
  file: EvidenceFile;
  names: string[];
  text(name: string): string;
}

export const readEvidence = (world: World, id: string): ReadEvidence => {
  const refs = gitIn(world.remote, 'for-each-ref', '--format=%(refname)').split('\n');
  const ref = refs.find((name) => name.endsWith(`throughline/assignments/${id}`));
  if (ref === undefined) throw new Error(`no evidence among ${refs.join(', ')}`);
  const text = (name: string): string => gitIn(world.remote, 'show', `${ref}:${name}`);
  return {
    ref,
    text,
    file: evidenceFileSchema.parse(JSON.parse(text('evidence.json'))),
    names: gitIn(world.remote, 'ls-tree', '--name-only', ref).split('\n'),
  };
};
