import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { delivery, event, item, later, leaseOf, nextCommit, noon, oneShot, taken } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

describe.each(homes())('items and their events on $name', (home) => {
  let fresh: FreshHome;
  let store: Store;
  beforeEach(async () => {
    fresh = await home.fresh();
    store = fresh.store;
  });
  afterEach(() => store.close());

  it('makes one item of two creations at once; the second finds the first by either subject', async () => {
    const stores = [store, await fresh.another(), await fresh.another()];
    const answers = await Promise.all(
      stores.map((one, index) => one.createItem(item('t'), ['linear:t', `gh:acme/links:${index}`], noon)),
    );
    expect(answers.sort()).toEqual(['created', 'exists', 'exists']);
    for (const subject of ['linear:t', 'gh:acme/links:0', 'gh:acme/links:2']) {
      expect(await store.itemsBySubject(subject)).toEqual(['t']);
    }
    expect(await store.itemsBySubject('linear:other')).toEqual([]);
  });

  it('leaves a subject with the item that had it first', async () => {
    await store.createItem(item('old'), ['gh:acme/links:pr:1'], noon);
    expect(await store.createItem(item('new'), ['gh:acme/links:pr:1', 'linear:new'], noon)).toBe('created');
    await store.addAlias('gh:acme/links:pr:1', 'new');
    await store.addEvents([{ itemId: 'new', event: event('e') }], noon);
    const lease = await leaseOf(store);
    const commit = await nextCommit(store, lease, { aliases: ['gh:acme/links:pr:1', 'run:9', 'run:9'] });
    expect(await store.commit(lease, commit, noon)).toBe('committed');
    expect(await store.itemsBySubject('gh:acme/links:pr:1')).toEqual(['old']);
    expect(await store.itemsBySubject('run:9')).toEqual(['new']);
  });

  it('lists open items and closed ones; a rejected or blocked item is open', async () => {
    await store.createItem(item('planned'), [], noon);
    await store.createItem(item('rejected', { stage: { name: 'rejected' } }), [], later(1));
    await store.createItem(item('done', { stage: { name: 'done' } }), [], later(2));
    await store.createItem(item('cancelled', { stage: { name: 'cancelled' } }), [], later(3));
    const ids = async (open: boolean) => (await store.items({ open })).map((loaded) => loaded.item.id);
    expect(await ids(true)).toEqual(['planned', 'rejected']);
    expect(await ids(false)).toEqual(['done', 'cancelled']);
  });

  it('closes and reopens an item with its stage', async () => {
    await store.createItem(item('a'), [], noon);
    await store.addEvents(
      [
        { itemId: 'a', event: event('x') },
        { itemId: 'a', event: event('y') },
      ],
      noon,
    );
    const lease = await leaseOf(store);
    await store.commit(lease, await nextCommit(store, lease, { item: { stage: { name: 'done' } } }), noon);
    expect(await store.items({ open: true })).toEqual([]);
    await store.commit(lease, await nextCommit(store, lease, { item: { stage: { name: 'planned' } } }), noon);
    expect(await store.items({ open: true })).toHaveLength(1);
  });

  it('writes an event once however often and by whatever way it comes, per item', async () => {
    await store.createItem(item('a'), [], noon);
    await store.createItem(item('b'), [], noon);
    const twice = [
      { itemId: 'a', event: event('k') },
      { itemId: 'a', event: event('k') },
    ];
    expect(await store.addEvents(twice, noon)).toBe(1);
    expect(await store.addEvents([...twice, { itemId: 'b', event: event('k') }], noon)).toBe(1);
    await store.insertDelivery(delivery('d'), noon);
    await store.finishDelivery(await taken(store), { state: 'routed', events: twice }, noon);
    expect((await store.counts()).eventsPending).toBe(2);
  });

  it('remembers an event that was handled', async () => {
    await store.createItem(item('a'), [], noon);
    await store.addEvents([{ itemId: 'a', event: event('k') }], noon);
    const lease = await leaseOf(store);
    await store.commit(lease, await nextCommit(store, lease), noon);
    expect(await store.addEvents([{ itemId: 'a', event: event('k') }], later(9))).toBe(0);
    expect(await store.nextEvent(lease, later(9))).toBeNull();
  });

  it('commits state, log with facts, one-shots, projections and subjects together', async () => {
    await store.createItem(item('a'), [], noon);
    await store.addEvents([{ itemId: 'a', event: event('k') }], noon);
    const lease = await leaseOf(store);
    const commit = await nextCommit(store, lease, {
      item: { paused: true },
      oneShots: [oneShot('one')],
      projections: ['status', 'ticket-state', 'status'],
      aliases: ['run:1'],
    });
    expect(await store.commit(lease, commit, later(5))).toBe('committed');
    expect(await store.loadItem('a')).toEqual({ item: item('a', { paused: true }), version: 2 });
    expect(await store.log('a')).toEqual([{ ...commit.log, version: 2, at: later(5) }]);
    expect(await store.nextOneShot(lease, later(5))).toMatchObject({
      oneShot: oneShot('one'),
      causeAt: commit.log.event.at,
      attempts: 0,
    });
    const dirty = await store.dirtyProjections(lease, later(5));
    expect(dirty.map(({ name, version }) => `${name}@${version}`)).toEqual(['status@2', 'ticket-state@2']);
  });

  it('keeps the state an item was created with: a replay of its log starts there', async () => {
    await store.createItem(item('a'), [], noon);
    await store.createItem(item('a', { startedBy: 'somebody later' }), [], noon);
    await store.addEvents([{ itemId: 'a', event: event('k') }], noon);
    const lease = await leaseOf(store);
    await store.commit(lease, await nextCommit(store, lease, { item: { paused: true } }), noon);
    expect((await store.loadItem('a'))?.item.paused).toBe(true);
    expect(await store.firstState('a')).toEqual(item('a'));
    expect(await store.firstState('b')).toBeNull();
  });

  it('refuses a decision that was made on an older version, and one on an event that is done', async () => {
    await store.createItem(item('a'), [], noon);
    await store.addEvents(
      [
        { itemId: 'a', event: event('x') },
        { itemId: 'a', event: event('y') },
      ],
      noon,
    );
    const lease = await leaseOf(store);
    const first = await nextCommit(store, lease);
    expect(await store.commit(lease, { ...first, version: 0 }, noon)).toBe('fenced');
    expect(await store.log('a')).toEqual([]);
    expect(await store.commit(lease, first, noon)).toBe('committed');
    expect(await store.commit(lease, { ...first, version: 2 }, noon)).toBe('fenced');
    expect(await store.loadItem('a')).toMatchObject({ version: 2 });
    expect(await store.nextEvent(lease, noon)).toMatchObject({ event: { key: 'y' } });
  });

  it('holds later events back while an earlier one waits for its retry', async () => {
    await store.createItem(item('a'), [], noon);
    await store.addEvents(
      [
        { itemId: 'a', event: event('x') },
        { itemId: 'a', event: event('y') },
      ],
      noon,
    );
    const lease = await leaseOf(store);
    const seq = (await store.nextEvent(lease, noon))?.seq ?? 0;
    expect(await store.postponeEvent(lease, seq, { at: later(30), error: 'GitHub is down' })).toBe(
      'postponed',
    );
    await store.releaseLease(lease);
    expect(await store.nextEvent(lease, later(29))).toBeNull();
    expect(await store.leaseDueItem({ owner: 'w', now: later(29), leaseMs: 1000 })).toBeNull();
    expect(await store.nextDue(later(29))).toEqual(later(30));
    expect(await store.nextDue(later(45))).toEqual(later(45));
    const again = await leaseOf(store, { now: later(30) });
    expect(await store.nextEvent(again, later(30))).toMatchObject({ event: { key: 'x' }, attempts: 1 });
  });

  it('stores hostile text anywhere', async () => {
    const hostile = 'nul \0 lone \ud800 and \udc00, "quoted" \\u0000 \\ud800, 💥 '.repeat(200);
    const bad = item('a', { startedBy: hostile, ticket: { ...item('a').ticket, title: hostile } });
    expect(await store.createItem(bad, [`gh:${hostile}`], noon)).toBe('created');
    expect(await store.itemsBySubject(`gh:${hostile}`)).toEqual(['a']);
    await store.addEvents([{ itemId: 'a', event: event(hostile) }], noon);
    const lease = await leaseOf(store);
    const commit = await nextCommit(store, lease, { item: bad, oneShots: [oneShot(hostile)] });
    const log = { ...commit.log, outcome: hostile };
    expect(await store.commit(lease, { ...commit, log }, noon)).toBe('committed');
    const shot = await store.nextOneShot(lease, noon);
    const retry = { at: later(1), error: hostile };
    expect(await store.postponeOneShot(lease, shot?.id ?? 0, retry)).toBe('postponed');
    const kept = (await store.loadItem('a'))?.item.startedBy;
    expect(kept).toBe(hostile.replaceAll('\0', '�').replaceAll('\ud800 ', '� ').replaceAll('\udc00,', '�,'));
    expect(await store.addEvents([{ itemId: 'a', event: event(hostile) }], noon)).toBe(0);
  });
});
