import { describe, expect, it } from 'vitest';
import {
  type EvidenceFile,
  evidenceFileSchema,
  mostProblems,
  problemLength,
} from '../../src/contracts/evidence.ts';
import type { Enhancement } from '../../src/contracts/planning/enhance.ts';
import type { PlanRun } from '../../src/core/planning.ts';
import { enhance } from '../../src/openspec/enhance.ts';
import type { FileChange, GitReader } from '../../src/ports/git.ts';
import { plannedFact } from '../../src/shell/facts/planned.ts';
import { ranWell } from '../agent-ran.ts';
import { planningAt } from '../core/planning-support.ts';
import { assignmentId, configuration, newItem, sha } from '../core/support.ts';
import { workflowRun } from './fake-github.ts';

const path = 'openspec/changes/gate-links/tasks.md';
const text = '## 1. Read\n- [ ] 1.1 Read\n';
const answer: Enhancement = {
  status: 'ENHANCED',
  sections: [{ number: '1', goal: 'g', input: 'i', output: 'o', validation: 'v' }],
  tasks: [],
  repos: [{ repo: 'octo/demo', path: '.', branch: 'main', role: 'code' }],
  crossRepo: [],
};
const written = enhance(text, answer, { ticket: 'PER-206', change: 'gate-links' });
const codeBranch = 'throughline/per-206/enhance-1';
const good = ['validate', 'archive'].map((command) => ({
  ...{ command: `openspec ${command} gate-links`, kind: 'command' as const, passed: true, exitCode: 0 },
  ...{ timedOut: false, durationMs: 1, output: 'good\n' },
}));

interface Back {
  evidence?: Partial<EvidenceFile>;
  said?: unknown;
  base?: string;
  file?: Partial<FileChange>;
  files?: FileChange[];
  descends?: boolean;
}

const changed: FileChange = {
  ...{ path, oldPath: null, status: 'modified', oldMode: '100644', newMode: '100644' },
  ...{ additions: 1, deletions: 0, bytes: 1 },
};

const problemsOf = async (back: Back = {}): Promise<string[]> => {
  const { base = text, said = answer, descends = true } = back;
  const evidence = evidenceFileSchema.parse({
    ...{ assignment: assignmentId, attempt: 1, run: { id: 5, attempt: 1 }, base: sha('a'), head: sha('c') },
    ...{ codeBranch, isolation: 'user+pid', isolationGap: null, withheld: null, remarks: [], usage: null },
    runner: { environment: 'github-hosted', worktree: null, tmux: null },
    ...{ agent: ranWell(), direct: [], leftoversCommitted: false, verification: good },
    ...back.evidence,
  });
  const commit = { sha: sha('c'), parents: [sha('a')], message: 'PER-206: Enhance', paths: [path] };
  const by = { authorName: 'a', authorEmail: 'a', committerEmail: 'a' };
  const files = back.files ?? [{ ...changed, ...back.file }];
  const reader: GitReader = {
    mergeBase: async () => null,
    range: async () => ({ base: sha('a'), head: sha('c'), commits: [{ ...commit, ...by }], files, descends }),
    refSha: async () => sha('c'),
    readFile: async ({ commit: at, path: name }) =>
      name === 'answer.json' ? JSON.stringify(said) : at === sha('c') ? written : base,
    listFiles: async () => [path],
    readFiles: async () => new Map(),
    hunks: async () => new Map(),
    search: async () => ({ hits: [], complete: true }),
  };
  const { planning } = planningAt.proposing();
  const before = planning?.runs.at(-1);
  if (!planning || !before) throw new Error('not planned');
  const run: PlanRun = { ...before, phase: 'enhance', codeBranch };
  const item = { ...newItem(), change: 'gate-links', planning: { ...planning, runs: [run] } };
  const at = { ref: 'refs/x', sha: sha('e') };
  const fact = await plannedFact({
    ...{ reader, item, run, workflowRun: workflowRun(5), configuration, at, evidence },
    evidenceUrl: 'https://github.test/e',
  });
  return fact?.state === 'unusable' ? fact.problems : fact?.state === 'planned' ? [] : ['?'];
};

describe('an enhancement that came back', () => {
  it('is taken', async () => {
    expect(await problemsOf()).toEqual([]);
  });

  it.each<[string, Back]>([
    ['The commits do not build on the base', { descends: false }],
    ['make it a plain file', { file: { newMode: '100755' } }],
    ['Nothing was committed, so the tasks are not enhanced.', { evidence: { head: null } }],
    ['Left undone', { evidence: { turns: [{ problems: [] }, { problems: ['Left undone'] }] } }],
    [
      '`openspec x` fails: No.',
      {
        evidence: {
          verification: good.map((one) => ({
            ...one,
            command: 'openspec x',
            passed: false,
            output: 'No.\n',
          })),
        },
      },
    ],
  ])('is refused: %s', async (problem, back) => {
    expect(await problemsOf(back)).toEqual([expect.stringContaining(problem)]);
  });

  it('needs no commit when all of it is there', async () => {
    expect(await problemsOf({ base: written, evidence: { head: null } })).toEqual([]);
  });

  it('is not held to what was wrong before it was put right, or when it is blocked', async () => {
    const turns = [{ problems: ['Left undone'] }, { problems: [] }];
    expect(await problemsOf({ evidence: { turns } })).toEqual([]);
    const blocked = {
      said: { status: 'BLOCKED', why: 'No.' },
      evidence: { head: null, turns: turns.slice(0, 1) },
    };
    expect(await problemsOf(blocked)).toEqual([]);
  });

  it('brings no more problems, and no longer ones, than evidence holds', async () => {
    const files = Array.from({ length: 300 }, (_, index) => ({
      ...changed,
      path: `${index}${'a'.repeat(900)}`,
    }));
    const problems = await problemsOf({ files });
    expect(problems).toHaveLength(mostProblems);
    expect(problems.at(-1)).toMatch(/^… and \d+ more\.$/);
    expect(problems[0]).toHaveLength(problemLength);
  });
});
