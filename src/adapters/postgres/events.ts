import type { Event } from '../../core/event.ts';
import type { PendingEvent, RoutedEvent, Store } from '../../ports/store.ts';
import { json, keyText, text } from './json.ts';
import { lockItems, refreshDue, underLease } from './lease.ts';
import type { Queries, Sql } from './sql.ts';

interface Writing {
  events: RoutedEvent[];
  deliveryId: string | null;
  now: Date;
}

/**
 * Appends the events their items have not seen and answers how many. The items' rows are held first, so that
 * `seq` grows in the order in which the transactions of one item commit.
 */
export const writeEvents = async (tx: Queries, { events, deliveryId, now }: Writing): Promise<number> => {
  if (events.length === 0) return 0;
  const itemIds = [...new Set(events.map(({ itemId }) => itemId))];
  const there = await lockItems(tx, itemIds);
  const missing = itemIds.filter((id) => !there.includes(id));
  if (missing.length > 0) throw new Error(`There is no item ${missing.join(', ')} to give an event to.`);
  const rows = events.map(({ itemId, event }) => ({ item: itemId, key: keyText(event.key), event }));
  const written = await tx.query<{ item_id: string }>(
    `insert into events (item_id, key, event, delivery_id, run_at)
     select one.value ->> 'item', one.value ->> 'key', one.value -> 'event', $2::text, $3::timestamptz
     from jsonb_array_elements($1::jsonb) with ordinality as one(value, place) order by place
     on conflict (item_id, key) do nothing returning item_id`,
    [json(rows), deliveryId, now],
  );
  for (const itemId of new Set(written.map((row) => row.item_id))) await refreshDue(tx, itemId);
  return written.length;
};

const nextEvent = async (sql: Sql, options: { itemId: string; now: Date }): Promise<PendingEvent | null> => {
  const [row] = await sql.query<{
    seq: number;
    event: Event;
    delivery_id: string | null;
    attempts: number;
    run_at: Date;
  }>(
    `select seq, event, delivery_id, attempts, run_at from events
     where item_id = $1 and status = 'pending' order by seq limit 1`,
    [options.itemId],
  );
  if (!row || row.run_at > options.now) return null;
  return { seq: row.seq, event: row.event, deliveryId: row.delivery_id, attempts: row.attempts };
};

export const events = (sql: Sql): Pick<Store, 'addEvents' | 'nextEvent' | 'postponeEvent'> => ({
  addEvents: (routed, now) =>
    sql.transaction((tx) => writeEvents(tx, { events: routed, deliveryId: null, now })),
  nextEvent: ({ itemId }, now) => nextEvent(sql, { itemId, now }),
  postponeEvent: (lease, seq, retry) =>
    underLease(sql, lease, async (tx) => {
      await tx.query(
        `update events set run_at = $3, error = $4, attempts = attempts + 1
         where item_id = $1 and seq = $2 and status = 'pending'`,
        [lease.itemId, seq, retry.at, text(retry.error)],
      );
      await refreshDue(tx, lease.itemId);
      return 'postponed';
    }),
});
