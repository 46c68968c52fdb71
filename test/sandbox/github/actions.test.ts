import { afterEach, expect, test } from 'vitest';
import type { ExecuteContext, RunConclusion } from '../../../src/sandbox/actions/run.ts';
import { appId, createReceiver, createWorld, fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
const dispatches = `POST ${repo}/actions/workflows/throughline.yml/dispatches`;

/** Runs whose end the test decides: by assignment, in the order they began. */
function heldRuns() {
  const began: string[] = [];
  const ends = new Map<string, (conclusion: RunConclusion | Error) => void>();
  return {
    began,
    end: (assignment: string, conclusion: RunConclusion | Error) => ends.get(assignment)?.(conclusion),
    execute: (_: unknown, { inputs, signal, log }: ExecuteContext): Promise<RunConclusion> =>
      new Promise((resolve, reject) => {
        const assignment = inputs.assignment ?? '';
        began.push(assignment);
        log(`working on ${assignment}`);
        signal.addEventListener('abort', () => resolve('cancelled'), { once: true });
        ends.set(assignment, (conclusion) =>
          conclusion instanceof Error ? reject(conclusion) : resolve(conclusion),
        );
      }),
  };
}

let close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of close.reverse()) await each();
  close = [];
});

async function start(runs: ReturnType<typeof heldRuns>) {
  const receiver = await createReceiver();
  const world = await createWorld({
    actions: { runName: ({ assignment }) => `throughline ${assignment}`, execute: runs.execute },
  });
  close = [receiver.close, world.stop];
  world.github.subscribe({ appId, url: receiver.url, secret: 's' });
  const begin = async (assignment: string): Promise<number> => {
    const body = { ref: 'main', inputs: { assignment }, return_run_details: true };
    return (await world.send(dispatches, { token: world.token, body })).body.workflow_run_id;
  };
  return { receiver, world, begin };
}

const runOf = async (world: TestWorld, id: number) =>
  (await world.send(`GET ${repo}/actions/runs/${id}`, { token: world.token })).body;

/** Lets what was started by a request begin. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test('a dispatched run is found by its name and tells of its life', async () => {
  const runs = heldRuns();
  const { receiver, world, begin } = await start(runs);
  const id = await begin('one');
  await turn();
  expect(await runOf(world, id)).toMatchObject({
    display_title: 'throughline one',
    name: 'Throughline',
    status: 'in_progress',
    conclusion: null,
    run_attempt: 1,
    event: 'workflow_dispatch',
    head_branch: 'main',
    path: '.github/workflows/throughline.yml',
    actor: { login: 'app-101[bot]' },
  });
  runs.end('one', 'success');
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({ status: 'completed', conclusion: 'success' });
  expect(receiver.names()).toEqual([
    'workflow_run.requested',
    'workflow_run.in_progress',
    'workflow_run.completed',
  ]);
  expect(receiver.received[2]?.payload).toMatchObject({
    workflow_run: { id, conclusion: 'success', display_title: 'throughline one' },
    workflow: { path: '.github/workflows/throughline.yml' },
  });
  expect(world.github.runLog(fullName, id)).toEqual(['working on one']);
  const page = await fetch(`${world.github.url}/${fullName}/actions/runs/${id}`);
  expect(await page.text()).toContain('working on one');
});

test('two run at once; a queued one is cancelled before it begins', async () => {
  const runs = heldRuns();
  const { world, begin } = await start(runs);
  await begin('one');
  await begin('two');
  const third = await begin('three');
  const fourth = await begin('four');
  await turn();
  expect(runs.began).toEqual(['one', 'two']);
  expect(await runOf(world, third)).toMatchObject({ status: 'queued' });
  await world.send(`POST ${repo}/actions/runs/${third}/cancel`, { token: world.token });
  expect(await runOf(world, third)).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
  runs.end('one', 'success');
  runs.end('two', 'failure');
  await turn();
  expect(runs.began).toEqual(['one', 'two', 'four']);
  runs.end('four', new Error('the machine broke'));
  await world.github.settled();
  expect(await runOf(world, fourth)).toMatchObject({ conclusion: 'failure' });
  expect(world.github.runLog(fullName, fourth)).toContain('the machine broke');
});

test('a running one is cancelled by its signal', async () => {
  const runs = heldRuns();
  const { world, begin } = await start(runs);
  const id = await begin('one');
  await turn();
  expect((await world.send(`POST ${repo}/actions/runs/${id}/cancel`, { token: world.token })).status).toBe(
    202,
  );
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
});

test('a re-run is the next attempt of the same run, without a second “requested”', async () => {
  const runs = heldRuns();
  const { receiver, world, begin } = await start(runs);
  const id = await begin('one');
  await turn();
  runs.end('one', 'failure');
  await world.github.settled();
  receiver.received.length = 0;
  await world.send(`POST ${repo}/actions/runs/${id}/rerun`, {
    token: world.github.createUserToken('writeer'),
  });
  await turn();
  runs.end('one', 'success');
  await world.github.settled();
  expect(await runOf(world, id)).toMatchObject({
    run_attempt: 2,
    conclusion: 'success',
    actor: { login: 'app-101[bot]' },
    triggering_actor: { login: 'writeer' },
  });
  expect(receiver.names()).toEqual(['workflow_run.in_progress', 'workflow_run.completed']);
});

test('runs are listed newest first and filtered', async () => {
  const runs = heldRuns();
  const { world, begin } = await start(runs);
  const ids = [await begin('one'), await begin('two')];
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
