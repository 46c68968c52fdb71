import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { later, noon } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

describe.each(homes())('budgets, own writes and cursors on $name', (home) => {
  let fresh: FreshHome;
  let store: Store;
  beforeEach(async () => {
    fresh = await home.fresh();
    store = fresh.store;
  });
  afterEach(() => store.close());

  const perMinute = (now: Date) => store.takeBudget({ name: 'writes:7', count: 3, windowMs: 60_000, now });
  const taken = { state: 'taken' };

  it('allows no more than the count in any window, and says when there is room', async () => {
    for (const second of [0, 20, 40]) expect(await perMinute(later(second))).toEqual(taken);
    expect(await perMinute(later(50))).toEqual({ state: 'wait', until: later(60) });
    expect(await perMinute(later(59.999))).toEqual({ state: 'wait', until: later(60) });
    expect(await perMinute(later(60))).toEqual(taken);
    expect(await perMinute(later(61))).toEqual({ state: 'wait', until: later(80) });
  });

  it('is shared by all processes, and taken exactly', async () => {
    const stores = [store, await fresh.another(), await fresh.another()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        stores[index % 3]?.takeBudget({ name: 'shared', count: 10, windowMs: 60_000, now: noon }),
      ),
    );
    expect(answers.filter((answer) => answer?.state === 'taken')).toHaveLength(10);
  });

  it('keeps budgets apart', async () => {
    const take = (name: string) => store.takeBudget({ name, count: 1, windowMs: 1000, now: noon });
    expect(await take('one')).toEqual(taken);
    expect(await take('two')).toEqual(taken);
    expect(await take('one')).toEqual({ state: 'wait', until: later(1) });
  });

  it('lets nothing be taken while blocked; a shorter block does not shorten a longer one', async () => {
    await store.blockBudget('writes:7', later(300));
    await store.blockBudget('writes:7', later(200));
    expect(await perMinute(later(299))).toEqual({ state: 'wait', until: later(300) });
    expect(await perMinute(later(300))).toEqual(taken);
  });

  it('recognises its own writes by surface and id, and finds them again by tag', async () => {
    await store.rememberOwn({ surface: 'github', id: '1', itemId: 'a', tag: 'status' });
    await store.rememberOwn({ surface: 'linear', id: '1', itemId: null, tag: 'welcome' });
    await store.rememberOwn({ surface: 'github', id: '2', itemId: 'a', tag: 'status' });
    expect(await store.ownWrite('github', '1')).toEqual({ itemId: 'a', tag: 'status' });
    expect(await store.ownWrite('linear', '1')).toEqual({ itemId: null, tag: 'welcome' });
    expect(await store.ownWrite('github', '3')).toBeNull();
    expect(await store.ownId('github', 'a', 'status')).toBe('2');
    expect(await store.ownId('linear', 'a', 'status')).toBeNull();
    await store.rememberOwn({ surface: 'github', id: '2', itemId: 'a', tag: 'scope' });
    expect(await store.ownId('github', 'a', 'status')).toBe('1');
  });

  it('keeps cursors', async () => {
    expect(await store.cursor('linear')).toBeNull();
    await store.setCursor('linear', 'one');
    await store.setCursor('linear', 'two');
    expect(await store.cursor('linear')).toBe('two');
  });

  it('answers a ping, and fails one when closed', async () => {
    const other = await home.fresh();
    await expect(other.store.ping()).resolves.toBeUndefined();
    await other.store.close();
    await expect(other.store.ping()).rejects.toThrow();
  });
});
