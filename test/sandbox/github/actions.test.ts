import { afterEach, expect, test } from 'vitest';
import { appId, createReceiver, createWorld, fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
const dispatches = `POST ${repo}/actions/workflows/throughline.yml/dispatches`;

let close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of close.reverse()) await each();
  close = [];
});

async function start() {
  const receiver = await createReceiver();
  const world = await createWorld();
  close = [receiver.close, world.stop];
  world.github.subscribe({ appId, url: receiver.url, secret: 's' });
  const begin = async (assignment: string, note = 'wait'): Promise<number> => {
    const body = { ref: 'main', inputs: { assignment, note }, return_run_details: true };
    return (await world.send(dispatches, { token: world.token, body })).body.workflow_run_id;
  };
  const runNames = (): string[] => receiver.names().filter((name) => name.startsWith('workflow_run'));
  return { receiver, world, begin, runNames };
}

const runOf = async (world: TestWorld, id: number) =>
  (await world.send(`GET ${repo}/actions/runs/${id}`, { token: world.token })).body;

test('a dispatched run is found by its name and tells of its life', async () => {
  const { receiver, world, begin, runNames } = await start();
  const id = await begin('one');
  await world.began('one');
  expect(await runOf(world, id)).toMatchObject({
    display_title: 'throughline one',
    name: 'Throughline',
    status: 'in_progress',
    conclusion: null,
    run_attempt: 1,
    event: 'workflow_dispatch',
    head_branch: 'main',
    path: '.github/workflows/throughline.yml',
    referenced_workflows: [],
    actor: { login: 'app-101[bot]' },
  });
  await world.release('one');
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({ status: 'completed', conclusion: 'success' });
  expect(runNames()).toEqual([
    'workflow_run.requested',
    'workflow_run.in_progress',
    'workflow_run.completed',
  ]);
  expect(receiver.received.at(-1)?.payload).toMatchObject({
    workflow_run: { id, conclusion: 'success', display_title: 'throughline one' },
    workflow: { path: '.github/workflows/throughline.yml' },
  });
  expect(world.github.runLog(fullName, id)).toContain('<b>working</b> on one');
  const page = await fetch(`${world.github.url}/${fullName}/actions/runs/${id}`);
  expect(await page.text()).toContain('<b>working</b> on one');
});

test('its jobs are check runs of the Actions App', async () => {
  const { receiver, world, begin } = await start();
  await begin('one', '');
  await world.github.settled();
  expect(receiver.names().filter((name) => name.startsWith('check_run'))).toEqual([
    'check_run.created',
    'check_run.completed',
  ]);
  expect(receiver.received.find(({ payload }) => payload.check_run)?.payload.check_run).toMatchObject({
    name: 'publish',
    app: { slug: 'github-actions' },
  });
});

test('two run at once; one that waits is cancelled before it begins', async () => {
  const { world, begin } = await start();
  await begin('one');
  await begin('two');
  const third = await begin('three');
  const fourth = await begin('four', '');
  await Promise.all([world.began('one'), world.began('two')]);
  expect(await runOf(world, third)).toMatchObject({ status: 'queued' });
  await world.send(`POST ${repo}/actions/runs/${third}/cancel`, { token: world.token });
  await world.release('one');
  await world.release('two', 1);
  await world.github.settled();
  expect(await runOf(world, third)).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  expect(world.github.jobs(fullName, third)).toMatchObject([{ conclusion: 'cancelled', steps: [] }]);
  expect(await runOf(world, fourth)).toMatchObject({ conclusion: 'success' });
});

test('a running one is cancelled, and its process with it', async () => {
  const { world, begin } = await start();
  const id = await begin('one');
  await world.began('one');
  expect((await world.send(`POST ${repo}/actions/runs/${id}/cancel`, { token: world.token })).status).toBe(
    202,
  );
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  expect(world.github.runLog(fullName, id)).toContain('##[error]The operation was canceled.');
});

test('a re-run is the next attempt of the same run, without a second “requested”', async () => {
  const { receiver, world, begin, runNames } = await start();
  const id = await begin('one');
  await world.release('one', 1);
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({ conclusion: 'failure' });
  receiver.received.length = 0;
  await world.release('one');
  await world.send(`POST ${repo}/actions/runs/${id}/rerun`, {
    token: world.github.createUserToken('writeer'),
  });
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({
    run_attempt: 2,
    conclusion: 'success',
    actor: { login: 'app-101[bot]' },
    triggering_actor: { login: 'writeer' },
  });
  expect(runNames()).toEqual(['workflow_run.in_progress', 'workflow_run.completed']);
});

test('runs are listed newest first and filtered', async () => {
  const { world, begin } = await start();
  const ids = [await begin('one', ''), await begin('two', '')];
  await world.github.settled();
  const list = async (query: string): Promise<number[]> =>
    (
      await world.send(`GET ${repo}/actions/workflows/throughline.yml/runs?${query}`, { token: world.token })
    ).body.workflow_runs.map(({ id }: { id: number }) => id);
  expect(await list('')).toEqual([...ids].reverse());
  expect(await list('event=workflow_dispatch&branch=main')).toHaveLength(2);
  expect(await list('event=push')).toEqual([]);
  expect(await list('branch=other')).toEqual([]);
  expect(await list('created=%3E%3D2026-03-01T10:00:00Z')).toHaveLength(2);
  expect(await list('created=%3E%3D2026-03-02')).toEqual([]);
});
