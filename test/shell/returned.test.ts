import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runName } from '../../src/contracts/assignment.ts';
import { type EvidenceFile, evidenceFileSchema } from '../../src/contracts/evidence.ts';
import { assignmentWorkflow } from '../../src/contracts/workflow.ts';
import type { Attempt } from '../../src/core/attempt.ts';
import type { Item } from '../../src/core/item.ts';
import { Unavailable } from '../../src/ports/errors.ts';
import type { CommitRange, Git, GitReader } from '../../src/ports/git.ts';
import type { WorkflowRun } from '../../src/ports/workflow-runs.ts';
import { returnedFact } from '../../src/shell/facts/returned.ts';
import { ranWell } from '../agent-ran.ts';
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
  agent: ranWell(),
  usage: null,
  direct: [],
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
    mergeBase: async () => null,
    range: async () => range,
    refSha: async (ref) => refs.get(ref) ?? null,
    readFile: async ({ path }) => files.get(path) ?? null,
    listFiles: async () => [],
    readFiles: async () => new Map(),
    hunks: async () => new Map(),
    search: async () => ({ hits: [], complete: true }),
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
      usage: null,
      direct: [],
      agent: {
        kind: 'replay',
        version: null,
        model: null,
        ended: 'untold',
        stopped: null,
        problem: null,
        denied: { count: 0, first: [] },
        invalid: { count: 0, first: [] },
      },
    });
  });

  it('is counted with the attempts that came back: not with failed runs nor what people pushed', async () => {
    const reasons = async (): Promise<string[]> => {
      const fact = await read();
      if (fact?.state !== 'returned') throw new Error('it did not come back');
      return fact.review.reasons;
    };
    expect(await reasons()).toContain('Attempt 1 of 3: another one is left.');
    const fact = await read();
    if (fact?.state !== 'returned') throw new Error('it did not come back');
    const { runId, url, head, review, evidenceUrl } = fact;
    const outcome: Attempt['outcome'] = { state: 'returned', runId, url, head, review, evidenceUrl };
    const before: Partial<Attempt>[] = [
      { outcome: { state: 'failed', failure: 'stale-claims', detail: 'x', url: null } },
      { outcome, pushedBy: 'ada' },
      { outcome },
    ];
    item.delegations[0]?.attempts.unshift(
      ...before.map((one, index) => ({ ...attempt(), assignmentId: `earlier-${index}`, ...one })),
    );
    expect(await reasons()).toContain('Attempt 2 of 3: another one is left.');
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

describe('an agent that did not come to its own end', () => {
  const agentOf = (changes: Partial<EvidenceFile['agent']>): Partial<EvidenceFile> => ({
    agent: {
      ...evidence.agent,
      name: 'coder',
      kind: 'opencode',
      version: '1.18.33',
      model: 'local/kimi',
      ended: 'completed',
      ...changes,
    },
  });

  it.each<[string, Partial<EvidenceFile['agent']>, string]>([
    [
      'that says it failed',
      { ended: 'failed', exitCode: 1, problem: 'out of ideas' },
      'Agent coder with model local/kimi ended by saying that it failed (exit code 1). It said: out of ideas.',
    ],
    ['without a last word', { ended: 'none', exitCode: 0 }, 'stopped without a last word (exit code 0).'],
    [
      'at its time limit',
      { stopped: { limit: 'time', detail: '30 minutes are over' } },
      'was ended: 30 minutes are over. A longer limit is `caps.minutes`.',
    ],
    [
      'that stalled',
      { stopped: { limit: 'stall', detail: 'No sign for 10 minutes.' } },
      'A longer patience is `caps.stall`.',
    ],
    [
      'whose model could not be reached',
      { stopped: { limit: 'model', detail: 'local: 401 three times' } },
      'could not go on with its model: local: 401 three times. See that the line of this provider in `model-keys`',
    ],
    ['that was ended although nothing says at which limit', { timedOut: true }, 'ended at its time limit'],
  ])('%s is not reviewed, whatever it committed and answered', async (_, agent, detail) => {
    say(agentOf(agent));
    for (const conclusion of ['success', 'failure'] as const)
      expect(await read({ conclusion })).toMatchObject({
        state: 'failed',
        failure: 'agent-failed',
        detail: expect.stringContaining(detail),
        head: sha('c'),
        ran: { agent: { version: '1.18.33', ended: agent.ended ?? 'completed' } },
      });
  });

  it.each(['requests', 'tokens', 'cost'] as const)(
    'is blocked by a cap when it was stopped at %s',
    async (limit) => {
      const usage = {
        requests: 3,
        failed: 0,
        inputTokens: 10,
        cachedTokens: 0,
        outputTokens: 5,
        cost: null,
        estimated: false,
        models: [],
        passed: [],
        refused: [],
      };
      say({ ...agentOf({ stopped: { limit, detail: '15 of 15 are used' } }), usage });
      for (const conclusion of ['success', 'failure'] as const)
        expect(await read({ conclusion })).toMatchObject({
          state: 'cap-reached',
          limit,
          detail: '15 of 15 are used.',
          head: sha('c'),
          ran: { usage },
        });
    },
  );

  it('is reviewed when it did, whatever its exit code', async () => {
    say(agentOf({ exitCode: 3 }));
    expect((await read())?.state).toBe('returned');
  });

  it.each<[string, Partial<EvidenceFile['agent']>, string]>([
    ['with an exit code', { exitCode: 3 }, 'ended with exit code 3.'],
    ['by a signal', { exitCode: null, problem: 'killed' }, 'was ended by a signal. It said: killed.'],
  ])('of its own program, which has no last word, ended badly %s', async (_, agent, detail) => {
    for (const kind of ['command', 'replay'] as const)
      for (const conclusion of ['success', 'failure'] as const) {
        say(agentOf({ kind, ended: 'untold', ...agent }));
        expect(await read({ conclusion })).toMatchObject({
          failure: 'agent-failed',
          detail: expect.stringContaining(detail),
        });
      }
    say({ ...agentOf({ kind: 'command', ended: 'untold', ...agent }), head: null });
    expect(await read()).toMatchObject({ detail: expect.stringMatching(/ and changed nothing\./) });
    say(agentOf({ kind: 'command', ended: 'untold', exitCode: 0 }));
    expect((await read())?.state).toBe('returned');
  });

  describe('is read alike from a run that is red for it and from one that is green', () => {
    const stopped = (limit: NonNullable<EvidenceFile['agent']['stopped']>['limit']) => ({
      stopped: { limit, detail: 'that was it' },
    });
    const ends: [string, Partial<EvidenceFile['agent']>][] = [
      ...(['time', 'stall', 'model', 'requests', 'tokens', 'cost'] as const).map(
        (limit): [string, Partial<EvidenceFile['agent']>] => [limit, stopped(limit)],
      ),
      ['failed', { ended: 'failed', exitCode: 1, problem: 'out of ideas' }],
      ['none', { ended: 'none' }],
      ['untold', { kind: 'command', ended: 'untold', exitCode: 2 }],
    ];
    const surroundings: [string, () => void][] = [
      ['with its commits', () => {}],
      ['without commits', () => say({ ...current(), head: null })],
      [
        'with a question',
        () => origin.files.set('answer.json', JSON.stringify({ ...answer, status: 'BLOCKED' })),
      ],
      [
        'with commits that are not where it says',
        () => origin.refs.set(`refs/heads/${codeBranch}`, sha('d')),
      ],
      ['without isolation', () => say({ ...current(), isolation: 'none', isolationGap: 'no sudo' })],
      ['of another workflow', () => stage.repository.values.files.set(caller, 'jobs: [')],
      ['of another run', () => say({ ...current(), run: { id: 6, attempt: 1 } })],
    ];
    const current = (): EvidenceFile =>
      evidenceFileSchema.parse(JSON.parse(origin.files.get('evidence.json') ?? ''));

    it.each(
      ends.flatMap(([end, agent]) =>
        surroundings.map(([about, change]) => [end, about, agent, change] as const),
      ),
    )('%s %s', async (_, about, agent, change) => {
      say(agentOf(agent));
      change();
      const [red, green] = [await read({ conclusion: 'failure' }), await read()];
      // evidence of another run says nothing about this one
      if (about === 'of another run')
        expect([red, green]).toMatchObject([{ failure: 'failed' }, { failure: 'duplicate' }]);
      else expect(red).toEqual(green);
    });

    it('but one that is red for something else stays what it is', async () => {
      say(agentOf({}));
      origin.files.set('answer.json', JSON.stringify({ ...answer, status: 'BLOCKED' }));
      expect(await read({ conclusion: 'failure' })).toMatchObject({ state: 'failed', failure: 'failed' });
    });

    it('and is asked for again while git is away', async () => {
      say(agentOf({ ended: 'none' }));
      const { git } = origin;
      stage.world.git = {
        open: () => ({
          ...git.open({ fullName: '', url: '', token: async () => '' }),
          refSha: () => Promise.reject(new Unavailable('away')),
        }),
      };
      await expect(read({ conclusion: 'failure' })).rejects.toThrow('away');
    });
  });

  it('has no commits to go on from where its branch is not at them', async () => {
    say(agentOf({ stopped: { limit: 'tokens', detail: 'all used' } }));
    expect(await read()).toHaveProperty('head', sha('c'));
    origin.refs.delete(`refs/heads/${codeBranch}`);
    expect(await read()).not.toHaveProperty('head');
  });

  it('is a question rather than a failure when it said so before; at a cap it is the cap', async () => {
    origin.files.set('answer.json', JSON.stringify({ ...answer, status: 'BLOCKED', summary: 'no parser' }));
    say(agentOf({ ended: 'none' }));
    expect(await read()).toMatchObject({ state: 'blocked-answer', ran: { agent: { ended: 'none' } } });
    say(agentOf({ stopped: { limit: 'tokens', detail: 'all used' } }));
    expect(await read()).toMatchObject({ state: 'cap-reached' });
  });

  it('has commits that were withheld said before anything else', async () => {
    say({ ...agentOf({ ended: 'failed' }), head: null, withheld: { why: 'secret', detail: 'a token' } });
    expect(await read()).toMatchObject({ failure: 'failed', detail: expect.stringContaining('a token') });
  });

  it('tells of calls that were denied: how many, and the first', async () => {
    const denied = Array.from({ length: 20 }, (_, index) => ({
      tool: 'bash',
      detail: `rm -rf ${index} ${'x'.repeat(500)}`,
    }));
    say(agentOf({ denied, invalid: [{ tool: 'edit', detail: 'no JSON' }] }));
    const fact = await read();
    const agent = fact?.state === 'returned' ? fact.ran?.agent : null;
    expect(agent?.denied.count).toBe(20);
    expect(agent?.denied.first).toHaveLength(3);
    for (const one of agent?.denied.first ?? []) expect(one.length).toBeLessThanOrEqual(160);
    expect(agent?.invalid).toEqual({ count: 1, first: ['edit: no JSON'] });
  });

  it('is counted also where the run was cancelled or cannot be judged', async () => {
    say(agentOf({ ended: 'none' }));
    expect(await read({ conclusion: 'cancelled' })).toMatchObject({
      failure: 'cancelled',
      ran: { usage: null },
    });
    stage.repository.values.files.delete('.github/throughline.yml');
    expect(await read()).toMatchObject({ state: 'failed', ran: { agent: { ended: 'none' } } });
    expect(await read({ attempt: 2 })).not.toHaveProperty('ran');
  });
});

describe('a run that nobody waits for any more', () => {
  const given = [
    { name: 'withdrawn', by: 'ada' },
    { name: 'rejected', by: 'ada', why: 'no' },
  ] as const;

  it.each(given)('because its delegation was $name tells what it used, and nothing else', async (state) => {
    const [delegation] = item.delegations;
    if (!delegation) throw new Error('no delegation');
    delegation.state = state;
    for (const conclusion of ['success', 'failure', 'cancelled'] as const)
      expect(await read({ conclusion })).toEqual({
        state: 'failed',
        failure: 'cancelled',
        detail: 'Nobody waits for this run any more.',
        url: 'https://github.test/acme/beacon/actions/runs/5',
        ran: expect.objectContaining({ usage: null }),
      });
    say({ run: { id: 6, attempt: 1 } });
    expect(await read()).not.toHaveProperty('ran');
    expect(await read({ attempt: 2 })).not.toHaveProperty('ran');
  });

  it('because it was told already says nothing', async () => {
    const [delegation] = item.delegations;
    const fact = await read();
    if (!delegation || fact?.state !== 'returned' || !fact.ran) throw new Error('not read');
    delegation.state = { name: 'withdrawn', by: 'ada' };
    attempt().ran = fact.ran;
    expect(await read()).toBeUndefined();
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
