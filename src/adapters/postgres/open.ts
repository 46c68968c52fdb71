import type { Store } from '../../ports/store.ts';
import { type FolderDeps, folderSql } from './folder.ts';
import { serverSql } from './server.ts';
import type { Sql } from './sql.ts';
import { createStore } from './store.ts';

/** A PostgreSQL server shared by any number of processes, or a folder for this process alone. */
type StoreHome = { databaseUrl: string } | { dataDir: string };

const openSql = async (home: StoreHome, deps: FolderDeps = {}): Promise<Sql> =>
  'databaseUrl' in home ? serverSql(home.databaseUrl, deps.log) : await folderSql(home.dataDir, deps);

/**
 * The store, not migrated yet: call `migrate()` before anything else.
 * Throws `DatabaseUnusable`, saying what to do, when the address cannot be read, another live process holds
 * the folder, or the folder is broken. A server that does not answer shows at the first call (`Unavailable`).
 * A folder survives the death of the process but not reliably a power cut: see `folderSql`.
 */
export const openStore = async (home: StoreHome, deps: FolderDeps = {}): Promise<Store> =>
  createStore(await openSql(home, deps), { alone: 'dataDir' in home });
