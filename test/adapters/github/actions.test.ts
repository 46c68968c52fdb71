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
  stage.github.repository(ref).findRun({ workflow: 'throughline.yml', name: 'assignment a1' });

describe('findRun', () => {
  test('matches the whole name, newest first, over pages', async () => {
    stage = createStage();
    stage.on('GET', `${runs}&page=1`, {
      body: { total_count: 3, workflow_runs: [run(9, { display_title: 'assignment a12' })] },
      headers: next(2),
    });
    stage.on('GET', `${runs}&page=2`, { body: { total_count: 3, workflow_runs: [run(8), run(7)] } });
    expect(await find()).toMatchObject({
      id: 8,
      name: 'assignment a1',
      path: '.github/workflows/throughline.yml',
    });
  });

  test('gives up after a few pages', async () => {
    stage = createStage();
    for (const page of [1, 2, 3, 4, 5])
      stage.on('GET', `${runs}&page=${page}`, {
        body: { total_count: 900, workflow_runs: [] },
        headers: next(page + 1),
      });
    expect(await find()).toBeNull();
  });

  test('a workflow that is not there has no runs', async () => {
    stage = createStage();
    stage.on('GET', `${runs}&page=1`, { status: 404 });
    expect(await find()).toBeNull();
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
