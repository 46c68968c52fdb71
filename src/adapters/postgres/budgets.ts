import type { Store } from '../../ports/store.ts';
import type { Queries, Sql } from './sql.ts';

interface Taking {
  name: string;
  count: number;
  windowMs: number;
  now: Date;
}
type Answer = { state: 'taken' } | { state: 'wait'; until: Date };

/** Makes the budget and holds its row: takings of several processes come one after another. */
const holdBudget = async (tx: Queries, name: string): Promise<Date | null> => {
  await tx.query('insert into budgets (name) values ($1) on conflict (name) do nothing', [name]);
  const [row] = await tx.query<{ blocked_until: Date | null }>(
    'select blocked_until from budgets where name = $1 for update',
    [name],
  );
  return row?.blocked_until ?? null;
};

/** When the window has room again: once the oldest of the newest `count` takings has left it. */
const fullUntil = async (tx: Queries, { name, count, windowMs, now }: Taking): Promise<Date | null> => {
  const [row] = await tx.query<{ at: Date }>(
    'select at from budget_takings where name = $1 and at > $2 order by at desc offset $3 limit 1',
    [name, new Date(now.getTime() - windowMs), count - 1],
  );
  return row ? new Date(row.at.getTime() + windowMs) : null;
};

const record = async (tx: Queries, { name, windowMs, now }: Taking): Promise<void> => {
  await tx.query('insert into budget_takings (name, at) values ($1, $2)', [name, now]);
  await tx.query('delete from budget_takings where name = $1 and at <= $2', [
    name,
    new Date(now.getTime() - windowMs),
  ]);
};

const later = (one: Date | null, other: Date | null): Date | null => {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
};

const take = (sql: Sql, taking: Taking): Promise<Answer> =>
  sql.transaction(async (tx) => {
    const blockedUntil = await holdBudget(tx, taking.name);
    const blocked = blockedUntil !== null && blockedUntil > taking.now ? blockedUntil : null;
    const until = later(blocked, await fullUntil(tx, taking));
    if (until !== null) return { state: 'wait', until };
    await record(tx, taking);
    return { state: 'taken' };
  });

export const budgets = (sql: Sql): Pick<Store, 'takeBudget' | 'blockBudget'> => ({
  takeBudget: (taking) => take(sql, taking),
  blockBudget: async (name, until) => {
    await sql.query(
      `insert into budgets (name, blocked_until) values ($1, $2) on conflict (name) do update
       set blocked_until = greatest(budgets.blocked_until, excluded.blocked_until)`,
      [name, until],
    );
  },
});
