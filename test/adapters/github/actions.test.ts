import { afterEach, describe, expect, test } from 'vitest';
import { Refused, Unavailable } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const workflow = `${repo}/actions/workflows/throughline.yml`;
const order = { workflow: 'throughline.yml', ref: 'throughline/dispatch', inputs: { assignment: 'a1' } };
const dispatch = (fields: object = {}) => stage.github.repository(ref).dispatch({ ...order, ...fields });

describe('dispatch', () => {
  test('asks for the run and tells its id', async () => {
    stage = createStage();
    stage.on('POST', `${workflow}/dispatches`, { body: { workflow_run_id: 55 } });
    expect(await dispatch()).toEqual({ runId: 55 });
    expect(stage.sent[0]?.body).toEqual({ ref: order.ref, inputs: order.inputs, return_run_details: true });
  });

  test('knows no run when GitHub does not tell', async () => {
    stage = createStage();
    stage.on('POST', `${workflow}/dispatches`, { status: 204 });
    expect(await dispatch({ workflow: '.github/workflows/throughline.yml' })).toEqual({ runId: null });
  });

  test('a lost reply is Unavailable: it may have begun', async () => {
    stage = createStage();
    stage.breaksOn('POST', `${workflow}/dispatches`);
    expect(await failure(dispatch())).toBeInstanceOf(Unavailable);
  });

  test('a reply that was cut off is no reply', async () => {
    stage = createStage();
    stage.on('POST', `${workflow}/dispatches`, { raw: '{"workflow_run_id": 5' });
    expect(await failure(dispatch())).toBeInstanceOf(Unavailable);
  });

  test.each([
    ['too many inputs', Object.fromEntries(Array.from({ length: 26 }, (_, at) => [`i${at}`, 'x']))],
    ['too much text', { prompt: 'x'.repeat(65_536) }],
  ])('%s is refused before anything is sent', async (_, inputs) => {
    stage = createStage();
    expect(await failure(dispatch({ inputs }))).toBeInstanceOf(Refused);
    expect(stage.sent).toEqual([]);
  });

  test('as much as GitHub takes is sent', async () => {
    stage = createStage();
    stage.on('POST', `${workflow}/dispatches`, { body: { workflow_run_id: 55 } });
    const inputs = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`i${at}`, 'x'.repeat(2000)]));
    expect(await dispatch({ inputs })).toEqual({ runId: 55 });
  });

  test.each([
    [404, 'Not Found', /installation/],
    [422, "Workflow does not have 'workflow_dispatch' trigger", /workflow_dispatch/],
    [422, 'Unexpected inputs provided: ["x"]', /inputs/],
    [403, 'Resource not accessible by integration', /actions: write/],
  ])('%i %s tells the remedy', async (status, message, remedy) => {
    stage = createStage();
    stage.on('POST', `${workflow}/dispatches`, { status, body: { message } });
    expect(await failure(dispatch())).toMatchObject({
      name: 'Refused',
      status,
      remedy: expect.stringMatching(remedy),
    });
  });
});

const runs = `${workflow}/runs?event=workflow_dispatch&per_page=100`;
const run = (id: number, fields: object = {}) => ({
  id,
  name: 'Throughline',
  display_title: 'assignment a1',
  status: 'queued',
  conclusion: null,
  run_attempt: 1,
  path: '.github/workflows/throughline.yml@main',
  event: 'workflow_dispatch',
  head_branch: 'throughline/dispatch',
  head_sha: 'h1',
  html_url: 'https://github.com/r',
  actor: user('throughline[bot]', 99, 'Bot'),
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
  ...fields,
});
const next = (page: number) => ({ link: `<https://api.github.com${runs}&page=${page}>; rel="next"` });
const find = () =>
  stage.github.repository(ref).findRuns({ workflow: 'throughline.yml', name: 'assignment a1' });

describe('findRuns', () => {
  test('matches the whole name, lowest id first, over pages, each once', async () => {
    stage = createStage();
    stage.on('GET', `${runs}&page=1`, {
      body: { total_count: 4, workflow_runs: [run(9, { display_title: 'assignment a12' }), run(8)] },
      headers: next(2),
    });
    stage.on('GET', `${runs}&page=2`, { body: { total_count: 4, workflow_runs: [run(8), run(7)] } });
    expect(await find()).toMatchObject([
      { id: 7, name: 'assignment a1', path: '.github/workflows/throughline.yml', event: 'workflow_dispatch' },
      { id: 8, actor: 'throughline[bot]', headBranch: 'throughline/dispatch', headSha: 'h1' },
    ]);
  });

  test('gives up after a few pages', async () => {
    stage = createStage();
    for (const page of [1, 2, 3, 4, 5])
      stage.on('GET', `${runs}&page=${page}`, {
        body: { total_count: 900, workflow_runs: [] },
        headers: next(page + 1),
      });
    expect(await find()).toEqual([]);
  });

  test('a workflow that is not there has no runs', async () => {
    stage = createStage();
    stage.on('GET', `${runs}&page=1`, { status: 404 });
    expect(await find()).toEqual([]);
  });
});

describe('run', () => {
  test.each([
    ['queued', null, 'queued', null],
    ['waiting', null, 'queued', null],
    ['in_progress', null, 'in_progress', null],
    ['completed', 'success', 'completed', 'success'],
    ['completed', 'startup_failure', 'completed', 'startup_failure'],
    ['completed', 'something new', 'completed', 'failure'],
    ['completed', null, 'completed', 'failure'],
  ])('%s, %s', async (status, conclusion, ourStatus, ourConclusion) => {
    stage = createStage();
    stage.on('GET', `${repo}/actions/runs/8`, { body: run(8, { status, conclusion }) });
    expect(await stage.github.repository(ref).run(8)).toMatchObject({
      status: ourStatus,
      conclusion: ourConclusion,
    });
  });

  test('names the workflows it calls without their refs, and none where GitHub names none', async () => {
    stage = createStage();
    const called = 'throughline-dev/throughline/.github/workflows/assignment.yml';
    const sha = 'a'.repeat(40);
    stage.on('GET', `${repo}/actions/runs/8`, {
      body: run(8, { referenced_workflows: [{ path: `${called}@${sha}`, sha }] }),
    });
    stage.on('GET', `${repo}/actions/runs/9`, { body: run(9, { referenced_workflows: null }) });
    const { run: read } = stage.github.repository(ref);
    expect((await read(8))?.referencedWorkflows).toEqual([{ path: called, sha }]);
    expect((await read(9))?.referencedWorkflows).toEqual([]);
  });

  test('one that is not there is null', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/actions/runs/8`, { status: 404 });
    expect(await stage.github.repository(ref).run(8)).toBeNull();
  });

  test.each([202, 409])('is cancelled, or is over (%i)', async (status) => {
    stage = createStage();
    stage.on('POST', `${repo}/actions/runs/8/cancel`, { status });
    await expect(stage.github.repository(ref).cancelRun(8)).resolves.toBeUndefined();
  });
});

describe('failedJobs', () => {
  const listing = `${repo}/actions/runs/8/jobs?filter=latest&per_page=100`;
  const annotationsOf = (id: number) => `${repo}/check-runs/${id}/annotations?per_page=100`;
  const step = (name: string, conclusion: string | null) => ({
    name,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    number: 1,
  });
  const job = (id: number, conclusion: string | null, fields: object = {}) => ({
    id,
    run_id: 8,
    name: `job ${id}`,
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    html_url: `https://github.com/r/job/${id}`,
    steps: [],
    ...fields,
  });
  const annotation = (message: string, level = 'failure') => ({ message, annotation_level: level });
  const read = () => stage.github.repository(ref).failedJobs(8);

  test('tells the job, its first failed step and its errors; what failed before what was cancelled', async () => {
    stage = createStage();
    const steps = [step('Set up', 'success'), step('Run the agent', 'failure'), step('After', 'failure')];
    const jobs = [
      job(1, 'cancelled'),
      job(2, 'failure', { steps }),
      job(3, 'success'),
      job(4, 'skipped'),
      job(5, null),
    ];
    stage.on('GET', listing, { body: { total_count: jobs.length, jobs } });
    stage.on('GET', annotationsOf(1), { body: [] });
    const said = [annotation('out of memory'), annotation('Node 16 is old', 'warning')];
    stage.on('GET', annotationsOf(2), { body: said });
    expect(await read()).toEqual([
      {
        name: 'job 2',
        conclusion: 'failure',
        step: 'Run the agent',
        url: 'https://github.com/r/job/2',
        annotations: ['out of memory'],
      },
      {
        name: 'job 1',
        conclusion: 'cancelled',
        step: null,
        url: 'https://github.com/r/job/1',
        annotations: [],
      },
    ]);
  });

  test('tells no more than three jobs and ten errors of each', async () => {
    stage = createStage();
    const jobs = [1, 2, 3, 4, 5].map((id) => job(id, 'failure'));
    stage.on('GET', listing, { body: { total_count: 5, jobs } });
    for (const id of [1, 2, 3])
      stage.on('GET', annotationsOf(id), {
        body: Array.from({ length: 30 }, (_, at) => annotation(`e${at}`)),
      });
    const told = await read();
    expect(told.map(({ annotations }) => annotations.length)).toEqual([10, 10, 10]);
  });

  test('does without annotations that are gone; a refusal is the caller’s to bear', async () => {
    stage = createStage();
    stage.on('GET', listing, { body: { total_count: 1, jobs: [job(1, 'failure')] } });
    stage.on('GET', annotationsOf(1), { status: 404 });
    expect(await read()).toMatchObject([{ name: 'job 1', annotations: [] }]);
    stage.on('GET', listing, { status: 403 });
    expect(await failure(read())).toBeInstanceOf(Refused);
  });
});
