import type { NewDelivery, Store } from '../../ports/store.ts';
import { GroupedInsert } from './grouped-insert.ts';
import { DatabaseError, type Param, type Sql } from './sql.ts';

interface Arrival {
  delivery: NewDelivery;
  now: Date;
}

const limits = { rows: 200, bytes: 8 * 1024 * 1024 };

const values = (count: number): string =>
  Array.from({ length: count }, (_, row) => {
    const [source, id, name, body, at] = [1, 2, 3, 4, 5].map((column) => `$${row * 5 + column}`);
    return `(${source}::text, ${id}::text, ${name}::text, ${body}::bytea, ${at}::timestamptz, ${at}::timestamptz)`;
  }).join(', ');

const insert = async (sql: Sql, arrivals: Arrival[]): Promise<('new' | 'known')[]> => {
  const params: Param[] = arrivals.flatMap(({ delivery, now }) => [
    delivery.source,
    delivery.id,
    delivery.name,
    delivery.body,
    now,
  ]);
  const rows = await sql.query<{ source: string; id: string }>(
    `insert into deliveries (source, id, name, body, received_at, run_at) values ${values(arrivals.length)}
     on conflict (source, id) do nothing returning source, id`,
    params,
  );
  const fresh = new Set(rows.map((row) => `${row.source} ${row.id}`));
  // The same delivery twice in one group: only the first caller has brought something new.
  return arrivals.map(({ delivery }) =>
    fresh.delete(`${delivery.source} ${delivery.id}`) ? 'new' : 'known',
  );
};

export const insertDelivery = (sql: Sql): Pick<Store, 'insertDelivery'> => {
  const grouped = new GroupedInsert<Arrival, 'new' | 'known'>({
    limits,
    bytes: ({ delivery }) => delivery.body.length,
    insert: (arrivals) => insert(sql, arrivals),
    worthSplitting: (error) => error instanceof DatabaseError && error.code !== null,
  });
  return { insertDelivery: (delivery, now) => grouped.add({ delivery, now }) };
};
