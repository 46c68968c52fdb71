import type { Delivery, DeliverySource, RouteOutcome, Store } from '../../ports/store.ts';
import { writeEvents } from './events.ts';
import { text } from './json.ts';
import type { Param, Queries, Sql } from './sql.ts';

interface DeliveryRow {
  seq: number;
  source: DeliverySource;
  id: string;
  name: string;
  body: Buffer;
  received_at: Date;
  attempts: number;
}

const take: (sql: Sql) => Store['takeDeliveries'] =
  (sql) =>
  async ({ owner, limit, now, leaseMs }) => {
    // Counted when taken, so that a delivery that ends the process is seen to have been tried.
    const rows = await sql.query<DeliveryRow>(
      `update deliveries set lease_owner = $1, lease_until = $2, attempts = attempts + 1
       where seq in (
         select seq from deliveries
         where status = 'pending' and run_at <= $3 and (lease_until is null or lease_until < $3)
         order by seq limit $4 for update)
       and status = 'pending' and (lease_until is null or lease_until < $3)
       returning seq, source, id, name, body, received_at, attempts - 1 as attempts`,
      [owner, new Date(now.getTime() + leaseMs), now, limit],
    );
    return rows
      .sort((one, other) => one.seq - other.seq)
      .map(({ received_at: receivedAt, ...row }) => ({ ...row, receivedAt }));
  };

interface Ending {
  status: 'pending' | 'routed' | 'ignored' | 'failed';
  reason: string | null;
  runAt: Date | null;
}

const endingOf = (outcome: RouteOutcome): Ending => {
  switch (outcome.state) {
    case 'routed':
      return { status: 'routed', reason: null, runAt: null };
    case 'ignored':
      return { status: 'ignored', reason: outcome.reason, runAt: null };
    case 'retry':
      return { status: 'pending', reason: outcome.error, runAt: outcome.at };
    case 'failed':
      return { status: 'failed', reason: outcome.error, runAt: null };
  }
};

const writeEnding = async (tx: Queries, seq: number, ending: Ending): Promise<'written' | 'over'> => {
  const params: Param[] = [
    seq,
    ending.status,
    ending.reason === null ? null : text(ending.reason),
    ending.runAt,
  ];
  const rows = await tx.query(
    `update deliveries set status = $2, reason = $3, run_at = coalesce($4::timestamptz, run_at),
       lease_owner = null, lease_until = null
     where seq = $1 and status = 'pending' returning seq`,
    params,
  );
  return rows.length > 0 ? 'written' : 'over';
};

const finish = (sql: Sql, options: { delivery: Delivery; outcome: RouteOutcome; now: Date }): Promise<void> =>
  sql.transaction(async (tx) => {
    const { delivery, outcome, now } = options;
    // Its lease may have run out and another worker have finished it: then its events are there already.
    if ((await writeEnding(tx, delivery.seq, endingOf(outcome))) === 'over') return;
    if (outcome.state === 'routed') {
      await writeEvents(tx, { events: outcome.events, deliveryId: delivery.id, now });
    }
  });

export const deliveries = (sql: Sql): Pick<Store, 'takeDeliveries' | 'finishDelivery'> => ({
  takeDeliveries: take(sql),
  finishDelivery: (delivery, outcome, now) => finish(sql, { delivery, outcome, now }),
});
