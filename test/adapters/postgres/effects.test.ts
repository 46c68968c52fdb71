import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lease, Store } from '../../../src/ports/store.ts';
import { event, item, later, leaseOf, nextCommit, noon, oneShot } from './samples.ts';
import { homes } from './support.ts';

describe.each(homes())('effects on $name', (home) => {
  let store: Store;
  let another: () => Promise<Store>;
  let lease: Lease;
  beforeEach(async () => {
    ({ store, another } = await home.fresh());
    await store.createItem(item('a'), [], noon);
    await store.addEvents([{ itemId: 'a', event: event('first') }], noon);
    lease = await leaseOf(store);
    const work = { oneShots: ['one', 'two', 'three'].map(oneShot), projections: ['status' as const] };
    await store.commit(lease, await nextCommit(store, lease, work), noon);
  });
  afterEach(() => store.close());

  const next = async (now = noon): Promise<{ id: number; title: string } | null> => {
    const shot = await store.nextOneShot(lease, now);
    return shot?.oneShot.kind === 'attach-pull' ? { id: shot.id, title: shot.oneShot.title } : null;
  };
  const finish = async (id: number, keys: string[] = []) =>
    await store.finishOneShot(lease, id, { events: keys.map(event), now: noon });

  it('performs one-shots one after another, in the order of the decision', async () => {
    const order: string[] = [];
    for (let shot = await next(); shot; shot = await next()) {
      expect((await next())?.title, 'asked twice, answered alike').toBe(shot.title);
      order.push(shot.title);
      expect(await finish(shot.id)).toBe('finished');
    }
    expect(order).toEqual(['one', 'two', 'three']);
  });

  it('appends the one-shots of a later decision behind those that wait', async () => {
    await store.addEvents([{ itemId: 'a', event: event('second') }], noon);
    const second = await nextCommit(store, lease, { oneShots: [oneShot('four')] });
    expect(await store.commit(lease, second, noon)).toBe('committed');
    expect((await next())?.title).toBe('one');
  });

  it('lets later one-shots wait for one that failed', async () => {
    const shot = await next();
    const retry = { at: later(60), error: '502' };
    expect(await store.postponeOneShot(lease, shot?.id ?? 0, retry)).toBe('postponed');
    expect(await next(later(59))).toBeNull();
    expect(await store.counts()).toMatchObject({ oneShotsPending: 3, oneShotsRetrying: 1 });
    expect(await store.nextOneShot(lease, later(60))).toMatchObject({ id: shot?.id, attempts: 1 });
  });

  it('writes the results of a one-shot with its end, once', async () => {
    const id = (await next())?.id ?? 0;
    expect(await finish(id, ['opened:1', 'opened:1', 'first'])).toBe('finished');
    expect(await finish(id, ['opened:2'])).toBe('finished');
    expect((await store.counts()).eventsPending).toBe(1);
    expect(await store.nextEvent(lease, noon)).toMatchObject({
      event: { key: 'opened:1' },
      deliveryId: null,
    });
    expect((await next())?.title).toBe('two');
  });

  it('leaves a projection dirty that was finished at an older version', async () => {
    const [older] = await store.dirtyProjections(lease, noon);
    if (!older) throw new Error('Nothing is dirty.');
    await store.addEvents([{ itemId: 'a', event: event('second') }], noon);
    const again = await nextCommit(store, lease, { projections: ['status'] });
    await store.commit(lease, again, later(1));
    expect(await store.finishProjection(lease, older)).toBe('finished');
    const [newer] = await store.dirtyProjections(lease, later(1));
    expect(newer).toEqual({ name: 'status', version: 3, attempts: 0 });
    if (newer) expect(await store.finishProjection(lease, newer)).toBe('finished');
    expect(await store.dirtyProjections(lease, later(1))).toEqual([]);
    await store.finishProjection(lease, older);
    expect(await store.dirtyProjections(lease, later(1))).toEqual([]);
  });

  it('tries a failing projection at its time, or at once when the item has moved on', async () => {
    const [dirty] = await store.dirtyProjections(lease, noon);
    if (!dirty) throw new Error('Nothing is dirty.');
    const retry = { at: later(600), error: '500' };
    expect(await store.postponeProjection(lease, dirty, retry)).toBe('postponed');
    expect(await store.dirtyProjections(lease, later(599))).toEqual([]);
    expect(await store.dirtyProjections(lease, later(600))).toMatchObject([{ attempts: 1 }]);
    await store.addEvents([{ itemId: 'a', event: event('second') }], noon);
    await store.commit(lease, await nextCommit(store, lease, { projections: ['status'] }), later(5));
    expect(await store.dirtyProjections(lease, later(5))).toMatchObject([{ version: 3, attempts: 1 }]);
  });

  it('notes once what must not be sent twice, and keeps the note over every retry', async () => {
    const id = (await next())?.id ?? 0;
    expect((await store.nextOneShot(lease, noon))?.begunAt).toBeNull();
    expect(await store.beginOneShot(lease, id, later(1))).toBe('begun');
    expect(await store.beginOneShot(lease, id, later(2))).toBe('known');
    expect((await store.nextOneShot(lease, noon))?.begunAt).toEqual(later(1));
    await store.postponeOneShot(lease, id, { at: later(5), error: '502' });
    expect(await store.nextOneShot(lease, later(5))).toMatchObject({ id, begunAt: later(1) });
    await store.postponeOneShot(lease, id, { at: later(6), error: '403', notSent: true });
    expect(await store.nextOneShot(lease, later(6))).toMatchObject({ id, attempts: 2, begunAt: null });
    expect(await store.beginOneShot(lease, id, later(7))).toBe('begun');
    await finish(id);
    expect((await store.nextOneShot(lease, later(7)))?.begunAt, 'the next one has its own note').toBeNull();
    expect(await store.beginOneShot(lease, id, later(8)), 'what is done is not begun again').toBe('known');
  });

  it('lets one of many begin, and none whose lease is gone', async () => {
    const id = (await next())?.id ?? 0;
    const other = await another();
    const begin = (by: Store) => by.beginOneShot(lease, id, noon);
    const answers = await Promise.all([store, other, store, other, store].map(begin));
    expect(answers.filter((answer) => answer === 'begun')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'known')).toHaveLength(4);
    const successor = await leaseOf(store, { owner: 'successor', now: later(3600) });
    expect(await begin(store)).toBe('fenced');
    expect(await store.beginOneShot(successor, id, noon)).toBe('known');
  });

  it('has the item due until the last of its work is done', async () => {
    for (let shot = await next(); shot; shot = await next()) await finish(shot.id);
    expect(await store.nextDue(noon)).not.toBeNull();
    const [dirty] = await store.dirtyProjections(lease, noon);
    if (dirty) await store.finishProjection(lease, dirty);
    await store.releaseLease(lease);
    expect(await store.nextDue(noon)).toBeNull();
  });
});
