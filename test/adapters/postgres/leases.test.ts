import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lease, Store } from '../../../src/ports/store.ts';
import { event, item, later, leaseOf, minute, nextCommit, noon, oneShot } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

describe.each(homes())('leases on $name', (home) => {
  let fresh: FreshHome;
  let store: Store;
  beforeEach(async () => {
    fresh = await home.fresh();
    store = fresh.store;
  });
  afterEach(() => store.close());

  const itemWith = async (id: string, keys: string[], now = noon): Promise<void> => {
    await store.createItem(item(id), [`linear:${id}`], now);
    await store.addEvents(
      keys.map((key) => ({ itemId: id, event: event(key) })),
      now,
    );
  };

  const everything = () =>
    Promise.all(
      ['items', 'events', 'one_shots', 'projections', 'log', 'aliases'].map((table) =>
        fresh.sql.query(`select * from ${table} order by 1, 2`),
      ),
    );

  it('offers nothing while nothing waits', async () => {
    await itemWith('a', []);
    expect(await store.leaseDueItem({ owner: 'w', now: noon, leaseMs: minute })).toBeNull();
    expect(await store.nextDue(noon)).toBeNull();
  });

  it('gives a single due item to exactly one of many workers that ask at once', async () => {
    const workers = [store, ...(await Promise.all(Array.from({ length: 7 }, () => fresh.another())))];
    for (let round = 0; round < 5; round += 1) {
      await itemWith(`item-${round}`, ['e']);
      const got = await Promise.all(
        Array.from({ length: 24 }, (_, index) =>
          workers[index % workers.length]?.leaseDueItem({ owner: `w${index}`, now: noon, leaseMs: minute }),
        ),
      );
      expect(got.filter(Boolean)).toHaveLength(1);
    }
  });

  it('gives many due items to many workers, none twice and none left', async () => {
    for (let index = 0; index < 40; index += 1) await itemWith(`item-${index}`, ['e']);
    const workers = [store, ...(await Promise.all(Array.from({ length: 5 }, () => fresh.another())))];
    const drain = async (worker: Store, owner: string): Promise<string[]> => {
      const mine: string[] = [];
      for (;;) {
        const lease = await worker.leaseDueItem({ owner, now: noon, leaseMs: minute });
        if (!lease) return mine;
        mine.push(lease.itemId);
      }
    };
    const got = (await Promise.all(workers.map((worker, index) => drain(worker, `w${index}`)))).flat();
    expect(got).toHaveLength(40);
    expect(new Set(got).size).toBe(40);
  });

  it('handles every event of every item once and in order, with many workers at once', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `e${String(index).padStart(2, '0')}`);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (const id of ids) await itemWith(id, keys);
    const workers = [store, ...(await Promise.all(Array.from({ length: 4 }, () => fresh.another())))];
    const work = async (worker: Store, owner: string): Promise<void> => {
      for (;;) {
        const lease = await worker.leaseDueItem({ owner, now: noon, leaseMs: minute });
        if (!lease) return;
        const change = { oneShots: [] };
        expect(await worker.commit(lease, await nextCommit(worker, lease, change), noon)).toBe('committed');
        await worker.releaseLease(lease);
      }
    };
    // A worker may see nothing due while others hold all items: the last one to stop leaves nothing.
    await Promise.all(workers.map((worker, index) => work(worker, `w${index}`)));
    await work(store, 'last');
    for (const id of ids) {
      const log = await store.log(id);
      expect(log.map((line) => line.event.key)).toEqual(keys);
      expect(log.map((line) => line.version)).toEqual(keys.map((_, index) => index + 2));
    }
  });

  it('serves the item that waited longest first', async () => {
    await itemWith('young', ['e'], later(10));
    await itemWith('old', ['e'], later(5));
    expect(await leaseOf(store, { now: later(20) })).toMatchObject({ itemId: 'old' });
    expect(await leaseOf(store, { now: later(20) })).toMatchObject({ itemId: 'young' });
  });

  it('keeps an item from others while it is held and renewed, and gives it back', async () => {
    await itemWith('a', ['e']);
    const lease = await leaseOf(store, { owner: 'one' });
    expect(await store.renewLease(lease, later(120))).toBe('renewed');
    const asOther = (now: Date) => store.leaseDueItem({ owner: 'two', now, leaseMs: minute });
    expect(await asOther(later(100))).toBeNull();
    expect(await store.nextDue(later(100))).toEqual(later(120));
    await store.releaseLease(lease);
    expect(await asOther(later(100))).toMatchObject({ itemId: 'a', owner: 'two' });
  });

  it('refuses every write of a worker whose item went to another one, and changes nothing', async () => {
    await itemWith('a', ['first', 'second']);
    const early = await leaseOf(store, { owner: 'stale' });
    const done = await nextCommit(store, early, { oneShots: [oneShot('x')], projections: ['status'] });
    expect(await store.commit(early, done, noon)).toBe('committed');
    const stale = early;
    const live = await leaseOf(store, { owner: 'live', now: later(61) });
    expect(live.token).toBeGreaterThan(stale.token);

    const commit = await nextCommit(store, stale, { item: { paused: true } });
    const retry = { at: later(999), error: 'x' };
    const shot = await store.nextOneShot(stale, later(61));
    const [projection] = await store.dirtyProjections(stale, later(61));
    if (!shot || !projection) throw new Error('The first commit left no work.');
    const before = await everything();
    const writes: Record<string, (lease: Lease) => Promise<string>> = {
      commit: (lease) => store.commit(lease, commit, later(62)),
      postponeEvent: (lease) => store.postponeEvent(lease, commit.eventSeq, retry),
      finishOneShot: (lease) => store.finishOneShot(lease, shot.id, { events: [event('r')], now: later(62) }),
      postponeOneShot: (lease) => store.postponeOneShot(lease, shot.id, retry),
      finishProjection: (lease) => store.finishProjection(lease, projection),
      postponeProjection: (lease) => store.postponeProjection(lease, projection, retry),
      renewLease: (lease) => store.renewLease(lease, later(999)),
    };
    for (const [name, write] of Object.entries(writes)) expect(await write(stale), name).toBe('fenced');
    await store.releaseLease(stale);
    expect(await everything()).toEqual(before);
    for (const [name, write] of Object.entries(writes)) expect(await write(live), name).not.toBe('fenced');
  });

  it('fences a worker of the same name that came back after its lease had passed to itself', async () => {
    await itemWith('a', ['e']);
    const old = await leaseOf(store, { owner: 'host-1' });
    const commit = await nextCommit(store, old);
    const current = await leaseOf(store, { owner: 'host-1', now: later(61) });
    expect(await store.commit(old, commit, later(62))).toBe('fenced');
    expect(await store.commit(current, commit, later(62))).toBe('committed');
  });

  it('lets a lease that ran out, and that nobody took, finish its work', async () => {
    await itemWith('a', ['e']);
    const lease = await leaseOf(store);
    expect(await store.commit(lease, await nextCommit(store, lease), later(3600))).toBe('committed');
  });
});
