import { describe, expect, it } from 'vitest';
import { GroupedInsert } from '../../../src/adapters/postgres/grouped-insert.ts';

interface Gate {
  rows: string[];
  open: () => void;
}

/** An insert that waits to be let through, group by group. */
const gated = (options: { rows: number; bytes: number }) => {
  const gates: Gate[] = [];
  const grouped = new GroupedInsert<string, string>({
    limits: options,
    bytes: (row) => row.length,
    insert: (rows) =>
      new Promise((resolve, reject) => {
        const open = () =>
          rows.includes('bad') ? reject(new Error('bad row')) : resolve(rows.map((row) => row.toUpperCase()));
        gates.push({ rows, open });
      }),
    worthSplitting: () => true,
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const openAll = async (): Promise<void> => {
    await settle();
    for (let gate = gates.shift(); gate; gate = gates.shift()) {
      gate.open();
      await settle();
    }
  };
  return { grouped, gates, settle, openAll };
};

describe('grouped inserts', () => {
  it('send the first caller at once and all that come meanwhile together', async () => {
    const { grouped, gates, settle, openAll } = gated({ rows: 10, bytes: 100 });
    const first = grouped.add('a');
    const later = [grouped.add('b'), grouped.add('c')];
    await settle();
    expect(gates.map(({ rows }) => rows)).toEqual([['a']]);
    gates.shift()?.open();
    expect(await first).toBe('A');
    await settle();
    expect(gates.map(({ rows }) => rows)).toEqual([['b', 'c']]);
    await openAll();
    expect(await Promise.all(later)).toEqual(['B', 'C']);
  });

  it.each([
    ['rows', { rows: 2, bytes: 100 }, ['a', 'b', 'c', 'd', 'e'], [['a'], ['b', 'c'], ['d', 'e']]],
    [
      'bytes',
      { rows: 9, bytes: 4 },
      ['a', 'bb', 'cc', 'd', 'long row'],
      [['a'], ['bb', 'cc'], ['d'], ['long row']],
    ],
  ])('are capped by %s; a row over the cap goes alone', async (_cap, limits, rows, groups) => {
    const { grouped, gates, settle } = gated(limits);
    const answers = rows.map((row) => grouped.add(row));
    const seen: string[][] = [];
    for (const _group of groups) {
      await settle();
      const gate = gates.shift();
      if (gate) seen.push(gate.rows);
      gate?.open();
    }
    expect(await Promise.all(answers)).toEqual(rows.map((row) => row.toUpperCase()));
    expect(seen).toEqual(groups);
  });

  it('go row by row when the group fails, so that only the bad row does', async () => {
    const { grouped, openAll } = gated({ rows: 10, bytes: 100 });
    const answers = Promise.allSettled(['a', 'b', 'bad', 'c'].map((row) => grouped.add(row)));
    await openAll();
    await openAll();
    expect((await answers).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });
});
