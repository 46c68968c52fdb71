import type { Fenced, Lease, Store } from '../../ports/store.ts';
import type { Queries, Sql } from './sql.ts';

/** Holds the rows of these items until the transaction ends; answers those that exist. In one order, so that two cannot wait for each other. */
export const lockItems = async (tx: Queries, itemIds: string[]): Promise<string[]> => {
  const rows = await tx.query<{ id: string }>(
    'select id from items where id = any($1::text[]) order by id for update',
    [itemIds],
  );
  return rows.map((row) => row.id);
};

/** To be called by every transaction that changed what waits for an item, which holds the item's row. */
export const refreshDue = async (tx: Queries, itemId: string): Promise<void> => {
  // The head of each queue counts, not its earliest row: what waits holds those behind it.
  await tx.query(
    `update items set due_at = least(
       (select run_at from events where item_id = $1 and status = 'pending' order by seq limit 1),
       (select run_at from one_shots where item_id = $1 and status = 'pending' order by id limit 1),
       (select min(run_at) from projections where item_id = $1 and dirty_version > done_version))
     where id = $1`,
    [itemId],
  );
};

/**
 * The fence: every write of a lease holder goes through here. The row is held to the end of the transaction,
 * so that the lease cannot pass to another one in between. A lease that ran out and that nobody took is good.
 */
export const underLease = <const T extends string>(
  sql: Sql,
  lease: Lease,
  write: (tx: Queries) => Promise<T>,
): Promise<T | Fenced> =>
  sql.transaction(async (tx) => {
    const rows = await tx.query(
      'select 1 from items where id = $1 and lease_owner = $2 and lease_token = $3 for update',
      [lease.itemId, lease.owner, lease.token],
    );
    return rows.length === 0 ? 'fenced' : await write(tx);
  });

interface Asking {
  owner: string;
  now: Date;
  leaseMs: number;
}

const candidates = async (sql: Sql, now: Date): Promise<string[]> => {
  const rows = await sql.query<{ id: string }>(
    `select id from items where due_at <= $1 and (lease_until is null or lease_until < $1)
     order by due_at, id limit 20`,
    [now],
  );
  return rows.map((row) => row.id);
};

/** One row, one statement: of several workers the second finds the condition false once the first has committed. */
const tryLease = async (sql: Sql, itemId: string, asking: Asking): Promise<Lease | null> => {
  const [row] = await sql.query<{ lease_token: number }>(
    `update items set lease_owner = $2, lease_until = $3, lease_token = lease_token + 1
     where id = $1 and due_at <= $4 and (lease_until is null or lease_until < $4) returning lease_token`,
    [itemId, asking.owner, new Date(asking.now.getTime() + asking.leaseMs), asking.now],
  );
  return row ? { itemId, owner: asking.owner, token: row.lease_token } : null;
};

const leaseDueItem = async (sql: Sql, asking: Asking): Promise<Lease | null> => {
  for (;;) {
    const ids = await candidates(sql, asking.now);
    if (ids.length === 0) return null;
    for (const id of ids) {
      const lease = await tryLease(sql, id, asking);
      if (lease) return lease;
    }
    // All lost to others, who therefore hold them: look again at what is left.
  }
};

export const leases = (sql: Sql): Pick<Store, 'leaseDueItem' | 'renewLease' | 'releaseLease'> => ({
  leaseDueItem: (asking) => leaseDueItem(sql, asking),
  renewLease: async ({ itemId, owner, token }, until) => {
    const rows = await sql.query(
      `update items set lease_until = $4
       where id = $1 and lease_owner = $2 and lease_token = $3 returning id`,
      [itemId, owner, token, until],
    );
    return rows.length > 0 ? 'renewed' : 'fenced';
  },
  releaseLease: async ({ itemId, owner, token }) => {
    await sql.query(
      `update items set lease_owner = null, lease_until = null
       where id = $1 and lease_owner = $2 and lease_token = $3`,
      [itemId, owner, token],
    );
  },
});

/** For a home only one process can hold: whoever held these died, and nobody has to wait for them to run out. */
export const endLeases = (sql: Sql): Promise<void> =>
  sql.transaction(async (tx) => {
    for (const table of ['items', 'deliveries'])
      await tx.query(
        `update ${table} set lease_owner = null, lease_until = null where lease_owner is not null`,
      );
  });
