import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { delivery, event, item, later, leaseOf, minute, noon, taken } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

describe.each(homes())('deliveries on $name', (home) => {
  let fresh: FreshHome;
  let store: Store;
  beforeEach(async () => {
    fresh = await home.fresh();
    store = fresh.store;
  });
  afterEach(() => store.close());

  const take = (owner: string, options: { limit?: number; now?: Date } = {}) =>
    store.takeDeliveries({ owner, limit: options.limit ?? 100, now: options.now ?? noon, leaseMs: minute });

  it('keeps a delivery byte for byte, whatever its bytes', async () => {
    const body = Buffer.from([0, 255, 0x5c, 0x78, 0xc3, 0x28, 10, 0]);
    expect(await store.insertDelivery(delivery('a', { body }), noon)).toBe('new');
    const [kept] = await take('worker');
    expect(kept).toMatchObject({ id: 'a', name: 'issue_comment', receivedAt: noon, attempts: 0 });
    expect(kept?.body.equals(body)).toBe(true);
  });

  it('takes one delivery sent 100 times at once as one', async () => {
    const others = [await fresh.another(), await fresh.another()];
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        [store, ...others][index % 3]?.insertDelivery(delivery('same'), noon),
      ),
    );
    expect(answers.filter((answer) => answer === 'new')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'known')).toHaveLength(99);
    expect(await store.insertDelivery(delivery('same'), later(3 * 86_400))).toBe('known');
    expect(await take('worker')).toHaveLength(1);
  });

  it('tells the same id of GitHub and of Linear apart', async () => {
    expect(await store.insertDelivery(delivery('x'), noon)).toBe('new');
    expect(await store.insertDelivery(delivery('x', { source: 'linear' }), noon)).toBe('new');
  });

  it('refuses the one delivery that cannot be stored and keeps those beside it', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => (index === 7 ? 'bad\0id' : `id-${index}`));
    const results = await Promise.allSettled(ids.map((id) => store.insertDelivery(delivery(id), noon)));
    expect(results.map((result) => result.status)).toEqual(
      ids.map((id) => (id === 'bad\0id' ? 'rejected' : 'fulfilled')),
    );
    expect(await take('worker')).toHaveLength(19);
  });

  it('says in an error what the database said, but nothing of what was to be stored', async () => {
    const secret = delivery('bad\0id', { body: Buffer.from('hunter2'), name: 'hunter2' });
    const error = await store.insertDelivery(secret, noon).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify([String(error), { ...(error as object) }])).not.toMatch(/hunter2|68756e/);
  });

  it('hands deliveries out in the order in which they came, each to one worker', async () => {
    for (let index = 0; index < 30; index += 1) await store.insertDelivery(delivery(`${index}`), noon);
    const workers = [store, await fresh.another(), await fresh.another()];
    const batches = await Promise.all(
      workers.map((worker, index) =>
        worker.takeDeliveries({ owner: `w${index}`, limit: 30, now: noon, leaseMs: minute }),
      ),
    );
    for (const batch of batches) {
      expect(batch.map(({ seq }) => seq)).toEqual(batch.map(({ seq }) => seq).sort((a, b) => a - b));
    }
    const all = batches.flat().map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    const rest = await take('late');
    expect([...all, ...rest.map(({ id }) => id)]).toHaveLength(30);
  });

  it('gives the delivery of a worker that died to another one, once the lease is over', async () => {
    await store.insertDelivery(delivery('a'), noon);
    expect(await take('dead')).toHaveLength(1);
    expect(await take('other', { now: later(60) })).toHaveLength(0);
    expect(await take('other', { now: later(61) })).toMatchObject([{ id: 'a', attempts: 1 }]);
  });

  it('routes a delivery to events of several items, in one go', async () => {
    await store.createItem(item('one'), [], noon);
    await store.createItem(item('two'), [], noon);
    await store.insertDelivery(delivery('push'), noon);
    const events = [
      { itemId: 'two', event: event('moved') },
      { itemId: 'one', event: event('moved') },
    ];
    await store.finishDelivery(await taken(store), { state: 'routed', events }, noon);
    for (const id of [1, 2]) {
      const lease = await leaseOf(store);
      expect(await store.nextEvent(lease, noon), `item ${id}`).toMatchObject({ deliveryId: 'push' });
    }
    expect(await store.counts()).toMatchObject({ deliveriesPending: 0, eventsPending: 2 });
    expect(await take('worker', { now: later(3600) })).toEqual([]);
  });

  it('writes nothing of a routing that names an unknown item', async () => {
    await store.createItem(item('one'), [], noon);
    await store.insertDelivery(delivery('push'), noon);
    const events = [
      { itemId: 'one', event: event('moved') },
      { itemId: 'nobody', event: event('moved') },
    ];
    const routing = store.finishDelivery(await taken(store), { state: 'routed', events }, noon);
    await expect(routing).rejects.toThrow('nobody');
    expect(await store.counts()).toMatchObject({ deliveriesPending: 1, eventsPending: 0 });
  });

  it('lets the first of two workers that routed the same delivery have it', async () => {
    await store.createItem(item('one'), [], noon);
    await store.insertDelivery(delivery('a'), noon);
    const slow = await taken(store);
    const quick = await taken(store, later(61));
    await store.finishDelivery(quick, { state: 'ignored', reason: 'not ours' }, later(62));
    const events = [{ itemId: 'one', event: event('late') }];
    await store.finishDelivery(slow, { state: 'routed', events }, later(63));
    expect(await store.counts()).toMatchObject({ deliveriesPending: 0, eventsPending: 0 });
  });

  it('tries a delivery again at its time and keeps one that failed for good', async () => {
    await store.insertDelivery(delivery('a'), noon);
    await store.finishDelivery(await taken(store), { state: 'retry', at: later(30), error: 'no' }, noon);
    expect(await take('worker', { now: later(29) })).toEqual([]);
    expect(await store.nextDue(noon)).toEqual(later(30));
    const again = await taken(store, later(30));
    expect(again.attempts).toBe(1);
    await store.finishDelivery(again, { state: 'failed', error: 'never \0 works' }, later(30));
    expect(await store.counts()).toMatchObject({ deliveriesPending: 0, deliveriesFailed: 1 });
    expect(await store.nextDue(later(30))).toBeNull();
  });
});
