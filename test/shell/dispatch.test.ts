import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignmentSchema, runName } from '../../src/contracts/assignment.ts';
import { dispatchBranch } from '../../src/contracts/workflow.ts';
import type { OneShot } from '../../src/core/effect.ts';
import type { Item } from '../../src/core/item.ts';
import { RateLimited, Refused, Unavailable } from '../../src/ports/errors.ts';
import type { Lease, Store } from '../../src/ports/store.ts';
import { performOneShot } from '../../src/shell/perform/perform.ts';
import { homes } from '../adapters/postgres/support.ts';
import { assignmentId, sha } from '../core/support.ts';
import { shaOf, workflowRun } from './fake-github.ts';
import { askFor, createStage, lease, minutes, pendingEvents, type Stage, trackedItem } from './support.ts';

const assignment = assignmentSchema.parse({
  id: assignmentId,
  phase: 'delegate',
  delegation: 1,
  attempt: 1,
  ticket: { key: 'PER-206', title: 't', url: 'https://linear.test/PER-206' },
  repository: 'acme/beacon',
  change: 'gate-paths',
  sections: ['1'],
  base: sha('b'),
  recordedBase: sha('b'),
  codeBranch: 'throughline/gate-paths/1-1',
  agent: { name: 'replay', kind: 'replay' },
  models: {
    chain: [],
    budget: { requests: 400, tokens: 20_000_000, cost: null },
    paths: [],
    direct: [],
  },
  notes: [],
  verify: { setup: [], commands: [] },
  limits: { stallSeconds: 60, agentSeconds: 60, verifySeconds: 60 },
  runner: { isolation: 'required', keepHours: 168 },
  protectedPaths: [],
});
const dispatch: OneShot = { kind: 'dispatch', assignment, workflowSha: shaOf(1) };

/** The process dies here: nothing after it happens, and nothing is written down. */
class Crash extends Error {}

describe.each(homes())('a dispatch on $name', (home) => {
  let stage: Stage;
  let item: Item;
  let held: Lease;
  let another: () => Promise<Store>;
  beforeEach(async () => {
    const fresh = await home.fresh();
    another = fresh.another;
    stage = await createStage({ store: fresh.store });
    item = await trackedItem(stage, 'delegating');
    held = await askFor(stage, item, { oneShots: [dispatch] });
  });
  afterEach(() => stage.store.close());

  const perform = async (world = stage.world, by = held) => {
    const pending = await stage.store.nextOneShot(by, stage.clock.now());
    if (!pending) throw new Error('no effect is due');
    return performOneShot({ world, lease: by, pending });
  };
  const results = async () => {
    const pending = await stage.store.nextEvent(held, stage.clock.now());
    return pending?.event;
  };
  const sent = () => stage.repository.values.dispatched.length;
  /** A process that ends at this failpoint; its lease runs out, and the next one takes over. */
  const dieAt = async (name: string): Promise<void> => {
    const died: string[] = [];
    const failpoint = (at: string): void => {
      if (at !== name && died.length === 0) return;
      died.push(at);
      throw new Crash(at);
    };
    const store = new Proxy(stage.store, {
      get: (target, key, receiver) =>
        died.length > 0 ? () => Promise.reject(new Crash('dead')) : Reflect.get(target, key, receiver),
    });
    const world = { ...stage.world, store, failpoint };
    await expect(perform(world)).rejects.toThrow(Crash);
    expect(died[0]).toBe(name);
    stage.clock.advance(minutes(2));
    held = await lease(stage, 'successor');
  };

  it('starts the workflow on our own ref at the commit that was decided on', async () => {
    stage.repository.values.refs.set('heads/main', sha('5'));
    expect(await perform()).toBe('finished');
    expect(await results()).toMatchObject({ kind: 'dispatched', assignmentId, runId: 101 });
    const { refs, dispatched } = stage.repository.values;
    expect(refs.get(`heads/${dispatchBranch}`)).toBe(shaOf(1));
    expect(dispatched).toMatchObject([
      {
        workflow: 'throughline.yml',
        ref: 'throughline/dispatch',
        inputs: {
          id: assignmentId,
          item: item.id,
          runner: '["ubuntu-latest"]',
          keep: JSON.stringify([assignmentId]),
        },
      },
    ]);
    expect(JSON.parse(dispatched[0]?.inputs.assignment ?? '')).toEqual(assignment);
  });

  it('names the labels of its attempt, and what this repository’s other items want kept', async () => {
    const delegations = structuredClone(item.delegations);
    const attempt = delegations[0]?.attempts[0];
    if (!attempt) throw new Error('no attempt');
    const id = '11111111-1111-4111-8111-111111111111';
    Object.assign(attempt, { assignmentId: id, askedAt: '2026-05-01T11:00:00.000Z' });
    attempt.terms = { labels: ['self-hosted', 'arm'], isolation: 'required', keepHours: 1, limitSeconds: 60 };
    await trackedItem(stage, 'rejected', { delegations });
    await trackedItem(stage, 'rejected', {
      repository: { ...item.repository, fullName: 'acme/elsewhere' },
    });
    await trackedItem(stage, 'cancelled', { delegations });
    const here = await trackedItem(stage, 'delegating', { delegations });
    await perform();
    await stage.store.releaseLease(held);
    await pendingEvents(stage, item);
    held = await askFor(stage, here, {
      oneShots: [{ ...dispatch, assignment: { ...assignment, id } }],
    });
    expect(await perform()).toBe('finished');
    const inputs = stage.repository.values.dispatched.map((one) => one.inputs);
    expect(inputs[1]).toMatchObject({
      runner: '["self-hosted","arm"]',
      item: here.id,
      keep: JSON.stringify([id, id, assignmentId]),
    });
  });

  it.each([
    ['between:dispatch-ref', 1],
    ['between:dispatch', 1],
    ['after:dispatch', 1],
  ])('whose process dies at %s is sent once altogether', async (name, times) => {
    await dieAt(name);
    expect(await perform()).toBe('finished');
    expect(await results()).toMatchObject({ kind: 'dispatched', runId: 101 });
    expect(sent()).toBe(times);
  });

  it('whose process dies before GitHub has it is not sent at all: nobody can know', async () => {
    stage.repository.failNext('dispatch', new Crash('at the door'), 'before');
    const store = new Proxy(stage.store, {
      get: (target, key, receiver) =>
        key === 'postponeOneShot'
          ? () => Promise.reject(new Crash('dead'))
          : Reflect.get(target, key, receiver),
    });
    await expect(perform({ ...stage.world, store })).rejects.toThrow(Crash);
    expect(await perform()).toBe('finished');
    expect(await results()).toMatchObject({ kind: 'dispatched', runId: null, url: null });
    expect(sent()).toBe(0);
  });

  it.each(['after', 'before'] as const)(
    'whose reply was lost (the request got there or not: %s) is never sent again',
    async (when) => {
      stage.repository.failNext('dispatch', new Unavailable('no answer'), when);
      expect(await perform()).toBe('postponed');
      stage.clock.advance(minutes(1));
      expect(await perform()).toBe('finished');
      expect(await results()).toMatchObject({ runId: when === 'after' ? 101 : null });
      expect(sent()).toBe(when === 'after' ? 1 : 0);
    },
  );

  it('that GitHub lists late goes on without its run, which is found later', async () => {
    stage.repository.failNext('dispatch', new Unavailable('no answer'), 'after');
    await perform();
    const [late] = stage.repository.values.runs.splice(0);
    stage.clock.advance(minutes(1));
    await perform();
    expect(await results()).toMatchObject({ runId: null });
    expect(late?.name).toBe(runName(assignmentId));
    expect(sent()).toBe(1);
  });

  it('takes the oldest of several runs, and none that others started', async () => {
    const name = runName(assignmentId);
    stage.repository.values.runs.push(
      workflowRun(3, { name, actor: 'mallory' }),
      workflowRun(4, { name, headBranch: 'main' }),
      workflowRun(5, { name, event: 'pull_request' }),
      workflowRun(6, { name, path: '.github/workflows/other.yml' }),
      workflowRun(9, { name }),
      workflowRun(8, { name }),
    );
    stage.repository.failNext('dispatch', new Unavailable('no answer'), 'before');
    await perform();
    stage.clock.advance(minutes(1));
    await perform();
    expect(await results()).toMatchObject({ runId: 8 });
  });

  it('that was refused was not begun: it comes back as a refusal', async () => {
    stage.repository.failNext('dispatch', new Refused('no workflow', { status: 422, remedy: 'install it' }));
    expect(await perform()).toBe('finished');
    expect(await results()).toMatchObject({ kind: 'effect-refused', effect: 'dispatch', status: 422 });
  });

  it('that met a limit is sent when its time has come, once', async () => {
    const until = new Date(stage.clock.now().getTime() + minutes(1));
    stage.repository.failNext('dispatch', new RateLimited('limit', { until }));
    expect(await perform()).toBe('limited');
    stage.clock.advance(minutes(1));
    expect(await perform()).toBe('finished');
    expect(await results()).toMatchObject({ runId: 101 });
    expect(sent()).toBe(1);
  });

  it('that met a limit while it was only looked for stays begun', async () => {
    stage.repository.failNext('dispatch', new Unavailable('no answer'), 'after');
    await perform();
    stage.clock.advance(minutes(1));
    stage.repository.failNext('findRuns', new RateLimited('limit', { until: stage.clock.now() }));
    expect(await perform()).toBe('limited');
    expect(await perform()).toBe('finished');
    expect(sent()).toBe(1);
  });

  it('is not sent by one that lost its lease, nor by two at once', async () => {
    const pending = await stage.store.nextOneShot(held, stage.clock.now());
    if (!pending) throw new Error('no effect is due');
    const other = { ...stage.world, store: await another() };
    const stale = held;
    stage.clock.advance(minutes(2));
    held = await lease(stage, 'successor');
    expect(await performOneShot({ world: stage.world, lease: stale, pending })).toBe('fenced');
    expect(sent()).toBe(0);
    await Promise.all([
      performOneShot({ world: stage.world, lease: held, pending }),
      performOneShot({ world: other, lease: held, pending }),
    ]);
    expect(sent()).toBe(1);
  });
});
