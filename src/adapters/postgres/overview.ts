import type { Store } from '../../ports/store.ts';
import type { Sql } from './sql.ts';

type Counts = Awaited<ReturnType<Store['counts']>>;

export const overview = (sql: Sql): Pick<Store, 'nextDue' | 'counts' | 'ping'> => ({
  nextDue: async (now) => {
    const [row] = await sql.query<{ due: Date | null }>(
      `select least(
         (select min(greatest(run_at, lease_until)) from deliveries where status = 'pending'),
         (select min(greatest(due_at, lease_until)) from items where due_at is not null)) as due`,
    );
    // What is overdue is due now.
    if (row?.due && row.due < now) return now;
    return row?.due ?? null;
  },
  counts: async () => {
    const [row] = await sql.query<Counts>(
      `select
         (select count(*) from deliveries where status = 'pending') as "deliveriesPending",
         (select count(*) from deliveries where status = 'failed') as "deliveriesFailed",
         (select count(*) from events where status = 'pending') as "eventsPending",
         (select count(*) from one_shots where status = 'pending') as "oneShotsPending",
         (select count(*) from one_shots where status = 'pending' and attempts > 0) as "oneShotsRetrying"`,
    );
    if (!row) throw new Error('A count came back without a row.');
    return row;
  },
  ping: async () => {
    await sql.query('select 1');
  },
});
