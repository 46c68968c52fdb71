import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Item } from '../../src/core/item.ts';
import { Unavailable } from '../../src/ports/errors.ts';
import type { Lease, PendingEvent, Store } from '../../src/ports/store.ts';
import { actorFact } from '../../src/shell/facts/actor.ts';
import { handle } from '../../src/shell/handle.ts';
import { freshStore } from '../adapters/postgres/support.ts';
import { assignmentId, commandEvent } from '../core/support.ts';
import { workflowRun } from './fake-github.ts';
import { createStage, lease, minutes, type Stage, trackedItem } from './support.ts';

/** A store that says which of its methods are under way while others ask. */
const watched = (store: Store) => {
  let inside = 0;
  const port = new Proxy(store, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        inside += 1;
        try {
          return await Reflect.apply(value, target, args);
        } finally {
          inside -= 1;
        }
      };
    },
  });
  return { port, busy: () => inside > 0 };
};

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage();
  item = await trackedItem(stage, 'deciding');
});
afterEach(() => stage.store.close());

const pendingAfter = async (event: Event): Promise<{ held: Lease; pending: PendingEvent }> => {
  await stage.store.addEvents([{ itemId: item.id, event }], stage.clock.now());
  const held = await lease(stage);
  const pending = await stage.store.nextEvent(held, stage.clock.now());
  if (!pending) throw new Error('no event is pending');
  return { held, pending };
};

const reject = () => commandEvent({ name: 'reject', why: 'wrong approach' });
const stageName = async () => (await stage.store.loadItem(item.id))?.item.stage.name;

describe('one event of an item', () => {
  it('is decided, and logged with the facts it was decided on', async () => {
    const { held, pending } = await pendingAfter(reject());
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('handled');
    expect(await stageName()).toBe('rejected');
    expect(await stage.store.log(item.id)).toMatchObject([
      {
        event: { kind: 'command' },
        facts: { now: stage.clock.now().toISOString(), actor: { role: 'write', sameAccount: true } },
        outcome: 'delegation 1 rejected by ada',
        version: 2,
      },
    ]);
    expect(await stage.store.nextOneShot(held, stage.clock.now())).toMatchObject({
      oneShot: { kind: 'react', reaction: 'eyes' },
    });
  });

  it('has its facts read while the store has nothing under way', async () => {
    const { port, busy } = watched(stage.store);
    const ping = port.ping();
    expect(busy()).toBe(true);
    await ping;
    const seen: boolean[] = [];
    const { permission } = stage.repository.port;
    stage.repository.port.permission = (login) => {
      seen.push(busy());
      return permission(login);
    };
    const { held, pending } = await pendingAfter(reject());
    await handle({ world: { ...stage.world, store: port }, lease: held, pending });
    expect(seen).toEqual([false]);
  });

  it('changes nothing once somebody else holds the item', async () => {
    const { held, pending } = await pendingAfter(reject());
    stage.clock.advance(minutes(2));
    const other = await lease(stage, 'other');
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('fenced');
    expect(await stageName()).toBe('deciding');
    expect(await stage.store.log(item.id)).toEqual([]);
    expect(await stage.store.nextOneShot(other, stage.clock.now())).toBeNull();
    expect(await handle({ world: stage.world, lease: other, pending })).toBe('handled');
  });

  it('waits, and holds those behind it, when its facts cannot be read', async () => {
    const { held, pending } = await pendingAfter(reject());
    stage.repository.failNext('permission', new Unavailable('GitHub is away'));
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('postponed');
    expect(await stageName()).toBe('deciding');
    expect(await stage.store.nextEvent(held, stage.clock.now())).toBeNull();
    stage.clock.advance(2_000);
    expect(await stage.store.nextEvent(held, stage.clock.now())).toMatchObject({ attempts: 1 });
  });
});

describe('a person of the tracker', () => {
  const typed = (login: string, id: string) =>
    commandEvent(
      { name: 'reject', why: 'no' },
      {
        actor: { surface: 'linear', id, login },
        source: { on: 'linear', ticketId: item.id, commentId: 'c', via: 'comment' },
      },
    );

  it.each([
    ['with a linked GitHub account has the rights of that account', '7', false, 'rejected'],
    ['without one moves nothing', null, false, 'deciding'],
    ['who is a guest moves nothing', '7', true, 'deciding'],
  ] as const)('%s', async (_, githubUserId, guest, ends) => {
    Object.assign(stage.tracker.values.people[0] ?? {}, { githubUserId, guest });
    const { held, pending } = await pendingAfter(typed('Ada', 'linear-ada'));
    await handle({ world: stage.world, lease: held, pending });
    expect(await stageName()).toBe(ends);
  });

  it('counts as the login of that account, whatever the person is called there', async () => {
    const actor = { surface: 'linear', id: 'linear-ada', login: 'Grace' } as const;
    const login = await stage.world.github.login('7');
    expect(login).not.toBeNull();
    expect(await actorFact(stage.world, item, actor)).toMatchObject({ state: 'role', login });
  });
});

describe('the end of a run', () => {
  const finished = (runAttempt = 1): Event => ({
    kind: 'run-finished',
    key: `run:5:${runAttempt}`,
    at: '2026-05-01T11:30:00Z',
    actor: { surface: 'github', id: '1', login: 'throughline[bot]' },
    runId: 5,
    runAttempt,
    assignmentId,
  });
  beforeEach(async () => {
    await stage.store.close();
    stage = await createStage({ store: await freshStore() });
    item = await trackedItem(stage, 'delegating');
  });

  it('is waited for when GitHub tells of it before its API shows it', async () => {
    stage.repository.values.runs.push(workflowRun(5));
    const { held, pending } = await pendingAfter(finished());
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('postponed');
    expect(await stageName()).toBe('delegating');
    Object.assign(stage.repository.values.runs[0] ?? {}, { status: 'completed', conclusion: 'failure' });
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('handled');
    expect((await stage.store.loadItem(item.id))?.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'run-failed',
      failure: 'failed',
    });
  });

  it('does not wait for a run that somebody started again', async () => {
    stage.repository.values.runs.push(workflowRun(5, { attempt: 2 }));
    const { held, pending } = await pendingAfter(finished(1));
    expect(await handle({ world: stage.world, lease: held, pending })).toBe('handled');
    expect(await stageName()).toBe('delegating');
  });
});
