import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvidenceFile, evidenceFileSchema } from '../../src/contracts/evidence.ts';
import type { Item } from '../../src/core/item.ts';
import type { CommitRange, Git, GitReader } from '../../src/ports/git.ts';
import type { WorkflowRun } from '../../src/ports/github.ts';
import { returnedFact } from '../../src/shell/facts/returned.ts';
import { assignmentId, sha } from '../core/support.ts';
import { workflowRun } from './fake-github.ts';
import { createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

const codeBranch = 'throughline/gate-paths/1-1';
const evidence: EvidenceFile = evidenceFileSchema.parse({
  assignment: assignmentId,
  attempt: 1,
  run: { id: 5, attempt: 1 },
  base: sha('b'),
  head: sha('c'),
  codeBranch,
  isolation: 'none',
  agent: { name: 'replay', exitCode: 0, timedOut: false, durationMs: 1 },
  leftoversCommitted: false,
  verification: [],
});
const answer = { status: 'DONE', summary: 'done', files: [], verification: [], notes: '' };

/** The remote of a returned run: two refs and the files of the evidence commit. */
const remote = () => {
  const refs = new Map([
    [`refs/throughline/assignments/${assignmentId}`, sha('e')],
    [`refs/heads/${codeBranch}`, sha('c')],
  ]);
  const files = new Map([
    ['evidence.json', JSON.stringify(evidence)],
    ['answer.json', JSON.stringify(answer)],
  ]);
  const range: CommitRange = { base: sha('b'), head: sha('c'), commits: [], files: [], descends: true };
  const reader: GitReader = {
    range: async () => range,
    refSha: async (ref) => refs.get(ref) ?? null,
    readFile: async ({ path }) => files.get(path) ?? null,
    listFiles: async () => [],
  };
  const git: Git = { open: () => reader };
  return { refs, files, git };
};

let stage: Stage;
let item: Item;
let origin: ReturnType<typeof remote>;
beforeEach(async () => {
  origin = remote();
  stage = await createStage({ git: origin.git });
  item = await trackedItem(stage, 'delegating');
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
});
afterEach(() => stage.store.close());

const read = (run: Partial<WorkflowRun> = {}) => {
  stage.repository.values.runs = [workflowRun(5, { status: 'completed', conclusion: 'success', ...run })];
  return returnedFact({ world: stage.world, item, runId: 5, runAttempt: 1, assignmentId });
};
const say = (change: Partial<EvidenceFile>) =>
  origin.files.set('evidence.json', JSON.stringify({ ...evidence, ...change }));

describe('what a run brought back', () => {
  it('is reviewed from git: every check has its verdict, and the evidence its address', async () => {
    const fact = await read();
    expect(fact).toMatchObject({
      state: 'returned',
      runId: 5,
      head: sha('c'),
      evidenceUrl: `https://github.test/acme/beacon/commit/${sha('e')}`,
    });
    expect(fact?.state === 'returned' && fact.review.checks).toHaveLength(14);
  });

  it('is found under the branch namespace where the custom ref was refused', async () => {
    origin.refs.delete(`refs/throughline/assignments/${assignmentId}`);
    origin.refs.set(`refs/heads/throughline/assignments/${assignmentId}`, sha('e'));
    expect((await read())?.state).toBe('returned');
  });

  it('is a blocked answer when the agent says so', async () => {
    origin.files.set('answer.json', JSON.stringify({ ...answer, status: 'BLOCKED', summary: 'no parser' }));
    expect(await read()).toMatchObject({ state: 'blocked-answer', reason: 'no parser' });
  });

  it("is nothing when the run is not the current attempt's", async () => {
    const other = { world: stage.world, item, runId: 5, runAttempt: 1, assignmentId: 'another' };
    expect(await returnedFact(other)).toBeUndefined();
  });
});

describe('a run that did not bring back what it should is a failure that says so', () => {
  it.each<[string, Partial<WorkflowRun>, string]>([
    ['failed', { conclusion: 'failure' }, 'failed'],
    ['cancelled', { conclusion: 'cancelled' }, 'cancelled'],
    ['timed out', { conclusion: 'timed_out' }, 'timed-out'],
    ['skipped', { conclusion: 'skipped' }, 'failed'],
    ['started again by hand', { attempt: 2 }, 're-run'],
  ])('%s', async (_, run, failure) => {
    expect(await read(run)).toMatchObject({ state: 'failed', failure });
  });

  it.each<[string, () => void, string, string]>([
    [
      'no evidence',
      () => origin.refs.delete(`refs/throughline/assignments/${assignmentId}`),
      'empty',
      'no evidence',
    ],
    ['no evidence.json', () => origin.files.delete('evidence.json'), 'failed', 'no evidence.json'],
    ['no JSON', () => origin.files.set('evidence.json', '{'), 'failed', 'not JSON'],
    ['another shape', () => origin.files.set('evidence.json', '{}'), 'failed', 'not valid'],
    [
      'another assignment',
      () => say({ assignment: '00000000-0000-4000-8000-000000000000' }),
      'failed',
      'another assignment',
    ],
    ['another attempt', () => say({ attempt: 2 }), 'failed', 'another assignment'],
    ['another run', () => say({ run: { id: 6, attempt: 1 } }), 'failed', 'another run'],
    ['another base', () => say({ base: sha('a') }), 'failed', 'another base'],
    ['another branch', () => say({ codeBranch: 'main' }), 'failed', 'another branch'],
    ['no commit', () => say({ head: null }), 'empty', 'changed nothing'],
    [
      'a branch that moved',
      () => origin.refs.set(`refs/heads/${codeBranch}`, sha('d')),
      'failed',
      'not where its evidence says',
    ],
    ['no configuration', () => stage.repository.values.files.clear(), 'failed', 'configuration'],
  ])('%s', async (_, spoil, failure, detail) => {
    spoil();
    expect(await read()).toMatchObject({ state: 'failed', failure, detail: expect.stringContaining(detail) });
  });

  it('a run that GitHub does not know', async () => {
    const unknown = { world: stage.world, item, runId: 5, runAttempt: 1, assignmentId };
    expect(await returnedFact(unknown)).toMatchObject({ state: 'failed', failure: 'lost' });
  });
});
