import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runName } from '../../src/contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../src/contracts/evidence.ts';
import { assignmentWorkflow } from '../../src/contracts/workflow.ts';
import type { Attempt, Item } from '../../src/core/item.ts';
import { Unavailable } from '../../src/ports/errors.ts';
import type { CommitRange, Git, GitReader } from '../../src/ports/git.ts';
import type { WorkflowRun } from '../../src/ports/github.ts';
import { returnedFact } from '../../src/shell/facts/returned.ts';
import { assignmentId, sha } from '../core/support.ts';
import { callerFile, shaOf, workflowRun } from './fake-github.ts';
import { createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

const codeBranch = 'throughline/gate-paths/1-1';
const evidence: EvidenceFile = evidenceFileSchema.parse({
  assignment: assignmentId,
  attempt: 1,
  run: { id: 5, attempt: 1 },
  base: sha('b'),
  head: sha('c'),
  codeBranch,
  isolation: 'user+pid',
  isolationGap: null,
  withheld: null,
  runner: { environment: 'github-hosted', worktree: null, tmux: null },
  remarks: ['The cache was cold.'],
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
const caller = '.github/workflows/throughline.yml';
const attempt = (): Attempt => {
  const found = item.delegations[0]?.attempts[0];
  if (!found) throw new Error('no attempt');
  return found;
};
beforeEach(async () => {
  origin = remote();
  stage = await createStage({ git: origin.git });
  item = await trackedItem(stage, 'delegating');
  Object.assign(attempt(), {
    workflowSha: shaOf(1),
    terms: { labels: ['ubuntu-latest'], isolation: 'required', keepHours: 1, limitSeconds: 3600 },
  } satisfies Partial<Attempt>);
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
  stage.repository.values.files.set(caller, callerFile());
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
    expect(fact?.state === 'returned' && fact.ran).toEqual({
      isolation: 'user+pid',
      isolationGap: null,
      environment: 'github-hosted',
      worktree: null,
      tmux: null,
      remarks: ['The cache was cold.'],
    });
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

describe('a run that bears the name of ours', () => {
  const name = runName(assignmentId);
  const finished = (id: number) => ({ world: stage.world, item, runId: id, runAttempt: 1, assignmentId });
  const end = { name, status: 'completed', conclusion: 'success' } as const;

  it('is not ours when another one was dispatched', async () => {
    stage.repository.values.runs = [workflowRun(5), workflowRun(4, end), workflowRun(9, end)];
    for (const id of [4, 9])
      expect(await returnedFact(finished(id))).toEqual({
        state: 'not-ours',
        reason: `run ${id} is not ours: run 5 was dispatched`,
      });
  });

  it.each<[string, Partial<WorkflowRun>, string]>([
    ['was started by somebody else', { actor: 'mallory' }, 'started by mallory, not by throughline[bot]'],
    ['ran on another branch', { headBranch: 'main' }, 'ran on main, not on throughline/dispatch'],
    ['is of a pull request', { event: 'pull_request' }, 'started by pull_request'],
    [
      'is of another workflow',
      { path: '.github/workflows/ci.yml' },
      'of the workflow .github/workflows/ci.yml',
    ],
  ])('is not ours when it %s, whether or not ours is known', async (_, changes, why) => {
    stage.repository.values.runs = [workflowRun(4, { ...end, ...changes }), workflowRun(5, end)];
    attempt().outcome = { state: 'running', runId: null, url: null };
    expect(await returnedFact(finished(4))).toEqual({
      state: 'not-ours',
      reason: expect.stringContaining(why),
    });
    expect((await returnedFact(finished(5)))?.state).toBe('returned');
  });

  it('is the one that counts when it is the first of ours', async () => {
    attempt().outcome = { state: 'running', runId: null, url: null };
    stage.repository.values.runs = [workflowRun(5, end), workflowRun(7, end)];
    expect(await returnedFact(finished(7))).toMatchObject({
      state: 'not-ours',
      reason: expect.stringContaining('run 5 came before it'),
    });
    expect((await returnedFact(finished(5)))?.state).toBe('returned');
  });

  it('counts before its dispatch is written down', async () => {
    attempt().outcome = { state: 'asked' };
    stage.repository.values.runs = [workflowRun(5, end)];
    expect((await returnedFact(finished(5)))?.state).toBe('returned');
  });

  it('that GitHub does not know is lost when it was ours, else nothing', async () => {
    expect(await returnedFact(finished(5))).toMatchObject({ state: 'failed', failure: 'lost' });
    attempt().outcome = { state: 'running', runId: null, url: null };
    expect((await returnedFact(finished(5)))?.state).toBe('not-ours');
  });
});

describe('a run that did not end well says how', () => {
  it.each<[string, Partial<WorkflowRun>, string, string]>([
    ['failed', { conclusion: 'failure' }, 'failed', 'ended with failure'],
    ['cancelled', { conclusion: 'cancelled' }, 'cancelled', 'was cancelled'],
    ['timed out', { conclusion: 'timed_out' }, 'timed-out', 'time limit'],
    ['skipped', { conclusion: 'skipped' }, 'failed', 'ended with skipped'],
    ['refused as a file', { conclusion: 'startup_failure' }, 'not-started', 'no job was started'],
    ['waiting for approval', { conclusion: 'action_required' }, 'needs-approval', 'approves the run'],
    ['started again by hand', { attempt: 2 }, 're-run', 'runs once'],
  ])('%s', async (_, run, failure, detail) => {
    expect(await read(run)).toMatchObject({
      state: 'failed',
      failure,
      detail: expect.stringContaining(detail),
      url: 'https://github.test/acme/beacon/actions/runs/5',
    });
  });

  const job = { name: 'agent', conclusion: 'failure', step: 'Run the agent', url: null, annotations: [] };

  it('with the job, the step and what GitHub notes of it, as a stranger’s words', async () => {
    stage.repository.values.jobs.set(5, [{ ...job, annotations: ['boom @octocat\nfixes #12 <!-- x -->'] }]);
    const fact = await read({ conclusion: 'failure' });
    const detail = fact?.state === 'failed' ? fact.detail : '';
    expect(detail).toContain('The run ended with failure. Job “agent” failed at step “Run the agent”: boom');
    expect(detail).not.toMatch(/@octocat|fixes #12|<!--/);
  });

  it('when its jobs cannot be read', async () => {
    stage.repository.failNext('failedJobs', new Unavailable('away'));
    expect(await read({ conclusion: 'failure' })).toMatchObject({
      failure: 'failed',
      detail: 'The run ended with failure.',
    });
  });

  it('when a job ran into its limit, which GitHub tells by a note only', async () => {
    const annotations = [
      'The job running on runner x has exceeded the maximum execution time of 30 minutes.',
    ];
    stage.repository.values.jobs.set(5, [{ ...job, conclusion: 'cancelled', annotations }]);
    expect(await read({ conclusion: 'cancelled' })).toMatchObject({ failure: 'timed-out' });
    expect(await read({ conclusion: 'failure' })).toMatchObject({ failure: 'timed-out' });
  });

  it('when the commits were withheld, whatever the run ended with', async () => {
    say({ head: null, withheld: { why: 'secret', detail: 'a GitHub token in src/a.ts' } });
    for (const conclusion of ['failure', 'success'] as const)
      expect(await read({ conclusion })).toMatchObject({
        failure: 'failed',
        detail: expect.stringContaining('kept in the runner: a GitHub token in src/a.ts'),
        ran: { isolation: 'user+pid' },
      });
  });
});

describe('a run that did not bring back what it should is a failure that says so', () => {
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
      'mismatch',
      `expected assignment ${assignmentId}, found 00000000`,
    ],
    ['another attempt', () => say({ attempt: 2 }), 'mismatch', 'expected attempt 1, found 2'],
    ['another run', () => say({ run: { id: 6, attempt: 1 } }), 'duplicate', 'written by run 6, attempt 1'],
    ['another attempt of the run', () => say({ run: { id: 5, attempt: 2 } }), 'duplicate', 'attempt 2'],
    ['another base', () => say({ base: sha('a') }), 'mismatch', `base commit ${sha('b')}, found ${sha('a')}`],
    ['another branch', () => say({ codeBranch: 'main' }), 'mismatch', `branch ${codeBranch}, found main`],
    [
      'no isolation',
      () => say({ isolation: 'none', isolationGap: 'sudo is not to be had' }),
      'mismatch',
      'found none: sudo is not to be had',
    ],
    ['no verification', () => say({ verification: null }), 'failed', 'verify did not report'],
    ['no commit', () => say({ head: null }), 'empty', 'changed nothing'],
    [
      'a branch that moved',
      () => origin.refs.set(`refs/heads/${codeBranch}`, sha('d')),
      'mismatch',
      `at ${sha('c')}, where its evidence says, found ${sha('d')}`,
    ],
    ['no configuration', () => stage.repository.values.files.clear(), 'failed', 'configuration'],
  ])('%s', async (_, spoil, failure, detail) => {
    spoil();
    expect(await read()).toMatchObject({ state: 'failed', failure, detail: expect.stringContaining(detail) });
  });

  it('isolation may be missing where the assignment preferred it', async () => {
    Object.assign(attempt().terms ?? {}, { isolation: 'preferred' });
    say({ isolation: 'none', isolationGap: 'sudo is not to be had' });
    expect(await read()).toMatchObject({ state: 'returned', ran: { isolationGap: 'sudo is not to be had' } });
  });
});

describe('a run that is not what was dispatched is not believed', () => {
  const other = 'acme/beacon/.github/workflows/other.yml';
  const ours = { path: assignmentWorkflow, sha: shaOf(9) };
  it.each<[string, Partial<WorkflowRun>, string]>([
    ['another commit', { headSha: sha('9') }, `at commit ${shaOf(1)}, to which the dispatch branch was set`],
    ['no reusable workflow', { referencedWorkflows: [] }, 'found no other workflow'],
    ['another workflow', { referencedWorkflows: [{ path: other, sha: shaOf(9) }] }, `found ${other}@`],
    ['a further workflow', { referencedWorkflows: [ours, { path: other, sha: sha('a') }] }, 'nothing else'],
    ['ours twice', { referencedWorkflows: [ours, ours] }, 'nothing else'],
    ['ours at another commit', { referencedWorkflows: [{ ...ours, sha: sha('7') }] }, `found ${sha('7')}`],
    ['another actor', { actor: 'mallory' }, 'started by mallory'],
    ['another branch', { headBranch: 'main' }, 'ran on main'],
  ])('%s', async (_, run, detail) => {
    expect(await read(run)).toMatchObject({
      state: 'failed',
      failure: 'mismatch',
      detail: expect.stringContaining(detail),
      url: 'https://github.test/acme/beacon/actions/runs/5',
    });
    expect(stage.repository.calls).not.toContain('readToken');
  });

  it.each<[string, string | null, string]>([
    ['is gone', null, 'no workflow that can be read'],
    ['cannot be read', 'jobs: [', 'no workflow that can be read'],
    ['calls nothing of ours', 'jobs:\n  a:\n    runs-on: x\n', '0 calls'],
    ['calls it twice', `${callerFile()}  again:\n    uses: ${assignmentWorkflow}@v1\n`, '2 calls'],
    ['pins another commit', callerFile(sha('8')), `at ${sha('8')}`],
  ])('a caller that %s', async (_, text, detail) => {
    if (text === null) stage.repository.values.files.delete(caller);
    else stage.repository.values.files.set(caller, text);
    expect(await read()).toMatchObject({ failure: 'mismatch', detail: expect.stringContaining(detail) });
  });

  it('a caller that follows a tag takes what the tag stands for', async () => {
    stage.repository.values.files.set(caller, callerFile('v1'));
    expect((await read())?.state).toBe('returned');
  });

  it('an attempt of an earlier release is judged by what is known of it', async () => {
    delete attempt().workflowSha;
    delete attempt().terms;
    expect((await read({ headSha: sha('9') }))?.state).toBe('returned');
    say({ isolation: 'none' });
    expect(await read()).toMatchObject({ failure: 'mismatch' });
  });
});
