import type { ProjectionName } from '../../core/effect.ts';
import type { Commit, Lease, Store } from '../../ports/store.ts';
import { isOpen, writeAliases } from './items.ts';
import { json, text } from './json.ts';
import { refreshDue, underLease } from './lease.ts';
import type { Queries, Sql } from './sql.ts';

/** False when the event is not pending any more or the item has moved on: the decision is worth nothing. */
const advance = async (tx: Queries, commit: Commit): Promise<boolean> => {
  const done = await tx.query(
    `update events set status = 'done', error = null
     where seq = $1 and item_id = $2 and status = 'pending'
       and exists (select 1 from items where id = $2 and version = $3) returning seq`,
    [commit.eventSeq, commit.item.id, commit.version],
  );
  if (done.length === 0) return false;
  await tx.query('update items set state = $2::jsonb, open = $3, version = version + 1 where id = $1', [
    commit.item.id,
    json(commit.item),
    isOpen(commit.item),
  ]);
  return true;
};

const writeLog = async (tx: Queries, { item, version, log }: Commit, now: Date): Promise<void> => {
  await tx.query(
    `insert into log (item_id, version, event, facts, outcome, at)
     values ($1, $2, $3::jsonb, $4::jsonb, $5, $6)`,
    [item.id, version + 1, json(log.event), json(log.facts), text(log.outcome), now],
  );
};

const writeOneShots = async (tx: Queries, { item, log, oneShots }: Commit, now: Date): Promise<void> => {
  if (oneShots.length === 0) return;
  await tx.query(
    `insert into one_shots (item_id, one_shot, cause_at, run_at)
     select $1::text, value, $3::text, $4::timestamptz
     from jsonb_array_elements($2::jsonb) with ordinality as one(value, place) order by place`,
    [item.id, json(oneShots), text(log.event.at), now],
  );
};

/**
 * A projection that is failing keeps its count of attempts but is tried at once: the newer state may well
 * be accepted where the older was not.
 */
const dirty = async (
  tx: Queries,
  options: { itemId: string; version: number; names: ProjectionName[]; now: Date },
): Promise<void> => {
  if (options.names.length === 0) return;
  await tx.query(
    `insert into projections (item_id, name, dirty_version, run_at)
     select $1::text, name, $2::integer, $3::timestamptz from unnest($4::text[]) as name
     on conflict (item_id, name) do update
     set dirty_version = excluded.dirty_version, run_at = excluded.run_at`,
    [options.itemId, options.version, options.now, [...new Set(options.names)]],
  );
};

const write = async (tx: Queries, commit: Commit, now: Date): Promise<'committed' | 'fenced'> => {
  if (!(await advance(tx, commit))) return 'fenced';
  const itemId = commit.item.id;
  await writeLog(tx, commit, now);
  await writeOneShots(tx, commit, now);
  await dirty(tx, { itemId, version: commit.version + 1, names: commit.projections, now });
  await writeAliases(tx, { itemId, subjects: commit.aliases });
  await refreshDue(tx, itemId);
  return 'committed';
};

const assertSameItem = (lease: Lease, commit: Commit): void => {
  if (lease.itemId === commit.item.id) return;
  throw new Error(`A commit of item ${commit.item.id} came under a lease on item ${lease.itemId}.`);
};

export const commits = (sql: Sql): Pick<Store, 'commit'> => ({
  commit: async (lease, commit, now) => {
    assertSameItem(lease, commit);
    return await underLease(sql, lease, (tx) => write(tx, commit, now));
  },
});
