import type { OneShot } from '../../core/effect.ts';
import type { Event } from '../../core/event.ts';
import type { Fenced, Lease, PendingOneShot, Store } from '../../ports/store.ts';
import { writeEvents } from './events.ts';
import { text } from './json.ts';
import { refreshDue, underLease } from './lease.ts';
import type { Sql } from './sql.ts';

const nextOneShot = async (
  sql: Sql,
  options: { itemId: string; now: Date },
): Promise<PendingOneShot | null> => {
  const [row] = await sql.query<{
    id: number;
    one_shot: OneShot;
    cause_at: string;
    attempts: number;
    run_at: Date;
    begun_at: Date | null;
  }>(
    `select id, one_shot, cause_at, attempts, run_at, begun_at from one_shots
     where item_id = $1 and status = 'pending' order by id limit 1`,
    [options.itemId],
  );
  if (!row || row.run_at > options.now) return null;
  const { id, one_shot: oneShot, cause_at: causeAt, attempts, begun_at: begunAt } = row;
  return { id, oneShot, causeAt, attempts, begunAt };
};

/** The first note stays: what was sent was sent then. */
const begin = (
  sql: Sql,
  lease: Lease,
  { id, now }: { id: number; now: Date },
): Promise<'begun' | 'known' | Fenced> =>
  underLease(sql, lease, async (tx) => {
    const rows = await tx.query(
      `update one_shots set begun_at = $3
       where item_id = $1 and id = $2 and status = 'pending' and begun_at is null returning id`,
      [lease.itemId, id, now],
    );
    return rows.length > 0 ? 'begun' : 'known';
  });

const finish = (
  sql: Sql,
  lease: Lease,
  done: { id: number; events: Event[]; now: Date },
): Promise<'finished' | Fenced> =>
  underLease(sql, lease, async (tx) => {
    const rows = await tx.query(
      `update one_shots set status = 'done', error = null
       where item_id = $1 and id = $2 and status = 'pending' returning id`,
      [lease.itemId, done.id],
    );
    // Finished before: its events were written then, whatever this try would report.
    if (rows.length === 0) return 'finished';
    const events = done.events.map((event) => ({ itemId: lease.itemId, event }));
    await writeEvents(tx, { events, deliveryId: null, now: done.now });
    await refreshDue(tx, lease.itemId);
    return 'finished';
  });

export const oneShots = (
  sql: Sql,
): Pick<Store, 'nextOneShot' | 'beginOneShot' | 'finishOneShot' | 'postponeOneShot'> => ({
  nextOneShot: ({ itemId }, now) => nextOneShot(sql, { itemId, now }),
  beginOneShot: (lease, id, now) => begin(sql, lease, { id, now }),
  finishOneShot: (lease, id, { events, now }) => finish(sql, lease, { id, events, now }),
  postponeOneShot: (lease, id, retry) =>
    underLease(sql, lease, async (tx) => {
      await tx.query(
        `update one_shots set run_at = $3, error = $4, attempts = attempts + 1,
           begun_at = case when $5::boolean then null else begun_at end
         where item_id = $1 and id = $2 and status = 'pending'`,
        [lease.itemId, id, retry.at, text(retry.error), retry.notSent ?? false],
      );
      await refreshDue(tx, lease.itemId);
      return 'postponed';
    }),
});
