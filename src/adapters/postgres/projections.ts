import type { ProjectionName } from '../../core/effect.ts';
import type { Store } from '../../ports/store.ts';
import { text } from './json.ts';
import { refreshDue, underLease } from './lease.ts';
import type { Sql } from './sql.ts';

export const projections = (
  sql: Sql,
): Pick<Store, 'dirtyProjections' | 'finishProjection' | 'postponeProjection'> => ({
  dirtyProjections: ({ itemId }, now) =>
    sql.query<{ name: ProjectionName; version: number; attempts: number }>(
      `select name, dirty_version as version, attempts from projections
       where item_id = $1 and dirty_version > done_version and run_at <= $2 order by run_at, name`,
      [itemId, now],
    ),
  finishProjection: (lease, { name, version }) =>
    underLease(sql, lease, async (tx) => {
      await tx.query(
        `update projections set done_version = greatest(done_version, $3), attempts = 0, error = null
         where item_id = $1 and name = $2`,
        [lease.itemId, name, version],
      );
      await refreshDue(tx, lease.itemId);
      return 'finished';
    }),
  postponeProjection: (lease, { name }, retry) =>
    underLease(sql, lease, async (tx) => {
      await tx.query(
        `update projections set run_at = $3, error = $4, attempts = attempts + 1
         where item_id = $1 and name = $2`,
        [lease.itemId, name, retry.at, text(retry.error)],
      );
      await refreshDue(tx, lease.itemId);
      return 'postponed';
    }),
});
