import type { Store } from '../../ports/store.ts';
import { budgets } from './budgets.ts';
import { commits } from './commit.ts';
import { deliveries } from './deliveries.ts';
import { events } from './events.ts';
import { insertDelivery } from './insert-delivery.ts';
import { items } from './items.ts';
import { endLeases, leases } from './lease.ts';
import { memory } from './memory.ts';
import { migrate, readMigrations } from './migrate.ts';
import { oneShots } from './one-shots.ts';
import { overview } from './overview.ts';
import { projections } from './projections.ts';
import { spent } from './spent.ts';
import type { Sql } from './sql.ts';

/** One store for both homes: what differs between them ends at `Sql`. `alone`: no other process can hold this home. */
export const createStore = (sql: Sql, { alone = false }: { alone?: boolean } = {}): Store => ({
  migrate: async () => {
    await migrate(sql, await readMigrations());
    if (alone) await endLeases(sql);
  },
  close: () => sql.close(),
  ...insertDelivery(sql),
  ...deliveries(sql),
  ...items(sql),
  ...events(sql),
  ...leases(sql),
  ...commits(sql),
  ...oneShots(sql),
  ...projections(sql),
  ...memory(sql),
  ...budgets(sql),
  ...overview(sql),
  ...spent(sql),
});
