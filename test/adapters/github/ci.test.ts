import { afterEach, describe, expect, test } from 'vitest';
import { Refused } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const ours = 3;
const actions = 15_368;
const checksAt = (page = 1) => `${repo}/commits/h1/check-runs?filter=all&per_page=100&page=${page}`;
const runsAt = (page = 1) => `${repo}/actions/runs?head_sha=h1&per_page=100&page=${page}`;
const statusesAt = (page = 1) => `${repo}/commits/h1/status?per_page=100&page=${page}`;
const next = (path: string) => ({ link: `<https://api.github.com${path}>; rel="next"` });

/** Of an App of somebody else's, unless told. */
const check = (id: number, conclusion: string | null, fields: object = {}) => ({
  id,
  name: 'lint',
  head_sha: 'h1',
  html_url: `https://github.com/c/${id}`,
  status: conclusion === null ? 'in_progress' : 'completed',
  conclusion,
  app: { id: 4 },
  check_suite: { id: 40 },
  ...fields,
});
/** Of a run of Actions. */
const job = (id: number, suite: number, fields: object = {}) =>
  check(id, 'failure', { name: 'build', app: { id: actions }, check_suite: { id: suite }, ...fields });
const run = (id: number, fields: object = {}) => ({
  id,
  name: 'CI',
  workflow_id: 1,
  check_suite_id: id,
  path: '.github/workflows/ci.yml',
  event: 'push',
  head_branch: 'feat/x',
  head_sha: 'h1',
  html_url: `https://github.com/r/${id}`,
  status: 'completed',
  conclusion: 'failure',
  ...fields,
});
const status = (id: number, state: string, fields: object = {}) => ({
  id,
  state,
  context: 'ci/jenkins',
  target_url: null,
  ...fields,
});

interface Played {
  checks?: object[];
  runs?: object[];
  statuses?: object[];
}

function begin({ checks = [], runs = [], statuses = [] }: Played): void {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: ours, slug: 'throughline' } });
  stage.on('GET', checksAt(), { body: { total_count: checks.length, check_runs: checks } });
  stage.on('GET', runsAt(), { body: { total_count: runs.length, workflow_runs: runs } });
  stage.on('GET', statusesAt(), { body: { total_count: statuses.length, statuses } });
}

const ask = () => stage.github.repository(ref).ci('h1');
async function names(played: Played): Promise<string[]> {
  begin(played);
  return (await ask()).failing.map(({ name }) => name);
}

test('a commit nobody looked at is not red', async () => {
  expect(await names({})).toEqual([]);
});

describe('a check', () => {
  test.each([
    ['failure', true],
    ['timed_out', true],
    ['action_required', true],
    ['success', false],
    ['neutral', false],
    ['skipped', false],
    ['cancelled', false],
    [null, false],
  ])('that is %s: red %s', async (conclusion, red) => {
    expect(await names({ checks: [check(1, conclusion)] })).toEqual(red ? ['lint'] : []);
  });

  test('tells its name and its page on GitHub, its own where there is none', async () => {
    begin({
      checks: [
        check(1, 'failure'),
        check(2, 'failure', { name: 'a', html_url: null, details_url: 'https://x.test/2' }),
      ],
    });
    expect((await ask()).failing).toEqual([
      { name: 'a', url: 'https://x.test/2' },
      { name: 'lint', url: 'https://github.com/c/1' },
    ]);
  });

  test('of ours is not the repository’s own', async () => {
    expect(await names({ checks: [check(1, 'failure', { app: { id: ours } })] })).toEqual([]);
    expect(await names({ checks: [check(1, 'failure', { app: null })] })).toEqual(['lint']);
  });

  test.each([
    ['success', []],
    [null, []],
    ['skipped', []],
    ['cancelled', ['lint']],
  ])('that failed and then is %s', async (conclusion, red) => {
    // Whatever the order of the list.
    expect(await names({ checks: [check(2, conclusion), check(1, 'failure')] })).toEqual(red);
    expect(await names({ checks: [check(1, 'failure'), check(2, conclusion)] })).toEqual(red);
  });

  test('of another App or name is another one', async () => {
    const checks = [
      check(1, 'failure'),
      check(2, 'success', { app: { id: 5 } }),
      check(3, 'success', { name: 'test' }),
    ];
    expect(await names({ checks })).toEqual(['lint']);
  });
});

describe('a job of Actions', () => {
  test('is named with its workflow and event', async () => {
    expect(await names({ checks: [job(1, 50)], runs: [run(50)] })).toEqual(['CI / build (push)']);
  });

  test('is not hidden by one of its name in another workflow or for another event', async () => {
    const checks = [
      job(1, 50),
      job(2, 51, { conclusion: 'success' }),
      job(3, 52),
      job(4, 53, { conclusion: 'success' }),
    ];
    const runs = [
      run(50),
      run(51, { name: 'Docs', workflow_id: 2, conclusion: 'success' }),
      run(52, { event: 'pull_request' }),
      run(53, { event: 'workflow_dispatch', conclusion: 'success' }),
    ];
    expect(await names({ checks, runs })).toEqual(['CI / build (pull_request)', 'CI / build (push)']);
  });

  test('is over when a later run of its workflow for that event succeeded', async () => {
    const checks = [job(1, 50), job(2, 51, { conclusion: 'success' })];
    expect(await names({ checks, runs: [run(51, { conclusion: 'success' }), run(50)] })).toEqual([]);
  });

  test('whose run is gone goes by its own name', async () => {
    expect(await names({ checks: [job(1, 50)] })).toEqual(['build']);
    expect(
      await names({
        checks: [job(1, 50, { check_suite: null })],
        runs: [run(51, { check_suite_id: undefined })],
      }),
    ).toEqual(['build']);
  });

  const assignment = {
    name: 'throughline',
    workflow_id: 9,
    path: '.github/workflows/throughline.yml@refs/heads/throughline/dispatch',
    event: 'workflow_dispatch',
    head_branch: 'throughline/dispatch',
  };

  test('of an assignment is not the repository’s own', async () => {
    const checks = [job(1, 60, { name: 'assignment / agent' })];
    expect(await names({ checks, runs: [run(60, assignment)] })).toEqual([]);
    expect(await names({ runs: [run(60, { ...assignment, conclusion: 'startup_failure' })] })).toEqual([]);
  });

  test.each([
    ['another event', { event: 'push' }],
    ['another branch', { head_branch: 'feat/x' }],
    ['another workflow', { path: '.github/workflows/ci.yml' }],
  ])('for %s is', async (_, fields) => {
    const checks = [job(1, 60)];
    expect(await names({ checks, runs: [run(60, { ...assignment, ...fields })] })).toHaveLength(1);
  });
});

describe('a run without jobs', () => {
  test.each([
    ['startup_failure', ['CI (push)']],
    ['action_required', ['CI (push)']],
    ['failure', []],
    ['success', []],
    ['cancelled', []],
  ])('that is %s', async (conclusion, red) => {
    expect(await names({ runs: [run(50, { conclusion })] })).toEqual(red);
  });

  test('is told by its file where it has no name, with its page', async () => {
    begin({ runs: [run(50, { conclusion: 'startup_failure', name: null })] });
    const [told] = (await ask()).failing;
    expect(told).toEqual({ name: '.github/workflows/ci.yml (push)', url: 'https://github.com/r/50' });
  });

  test('is over when a later one began', async () => {
    const runs = [
      run(51, { conclusion: null, status: 'queued' }),
      run(50, { conclusion: 'startup_failure' }),
    ];
    expect(await names({ runs })).toEqual([]);
  });
});

test('statuses that failed are red, those that wait or succeeded are not', async () => {
  begin({
    statuses: [
      status(1, 'failure', { target_url: 'https://ci.test/1' }),
      status(2, 'error', { context: 'cla' }),
      status(3, 'pending', { context: 'deploy' }),
      status(4, 'success', { context: 'coverage' }),
    ],
  });
  expect((await ask()).failing).toEqual([
    { name: 'ci/jenkins', url: 'https://ci.test/1' },
    { name: 'cla', url: null },
  ]);
});

test('every page is read', async () => {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: ours, slug: 'throughline' } });
  const checks = (id: number) => ({ total_count: 2, check_runs: [check(id, 'failure', { name: `c${id}` })] });
  const runs = (id: number) => ({
    total_count: 2,
    workflow_runs: [run(id, { conclusion: 'startup_failure', workflow_id: id, name: `r${id}` })],
  });
  const statuses = (id: number) => ({
    total_count: 2,
    statuses: [status(id, 'error', { context: `s${id}` })],
  });
  stage.on('GET', checksAt(1), { body: checks(1), headers: next(checksAt(2)) });
  stage.on('GET', checksAt(2), { body: checks(2) });
  stage.on('GET', runsAt(1), { body: runs(1), headers: next(runsAt(2)) });
  stage.on('GET', runsAt(2), { body: runs(2) });
  stage.on('GET', statusesAt(1), { body: statuses(1), headers: next(statusesAt(2)) });
  stage.on('GET', statusesAt(2), { body: statuses(2) });
  expect((await ask()).failing.map(({ name }) => name)).toEqual([
    ...['c1', 'c2', 'r1 (push)', 'r2 (push)', 's1', 's2'],
  ]);
});

test('a refusal tells the permission that is missing: it is not green', async () => {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: ours, slug: 'throughline' } });
  stage.on('GET', checksAt(), { body: { total_count: 0, check_runs: [] } });
  stage.on('GET', runsAt(), { body: { total_count: 0, workflow_runs: [] } });
  stage.on('GET', statusesAt(), {
    status: 403,
    body: { message: 'Resource not accessible by integration' },
  });
  const refused = await failure(ask());
  expect(refused).toBeInstanceOf(Refused);
  expect(refused).toMatchObject({ remedy: expect.stringContaining('statuses: read') });
});
