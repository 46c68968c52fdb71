import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { lockFolder } from './folder-lock.ts';
import { createPglite, pgliteSql } from './pglite.ts';
import { codeOf, DatabaseUnusable, type Log, messageOf, type Sql } from './sql.ts';
import { createEmpty } from './template.ts';

const exists = async (path: string): Promise<boolean> => {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

const unfinished = 'database.new';

/** Made beside its place and then renamed: a start that is killed leaves no half database behind. */
const createFolder = async (dataDir: string, deps: FolderDeps): Promise<void> => {
  const draft = join(dataDir, unfinished);
  await rm(draft, { recursive: true, force: true });
  try {
    const database = await createEmpty({ ...deps, dataDir: draft });
    await database.close();
    await rename(draft, join(dataDir, 'database'));
  } catch (error) {
    throw new DatabaseUnusable(
      `No database could be made in ${dataDir} (${messageOf(error)}). Check that the folder can be written to and has 100 MB free.`,
    );
  }
};

const openFolder = async (folder: string): Promise<PGlite> => {
  try {
    if (!(await readdir(folder)).includes('PG_VERSION')) throw new Error('it is no database folder');
    const database = await createPglite({ dataDir: folder });
    await database.query('select 1');
    return database;
  } catch (error) {
    throw new DatabaseUnusable(
      `The database in ${folder} cannot be opened (${messageOf(error)}). Move it aside (mv "${folder}" "${folder}.broken") and either restore a backup to its place or start without one: what GitHub and Linear know is then read again by the sweep.`,
    );
  }
};

export interface FolderDeps {
  log?: Log | undefined;
  /** Where the template for fast first starts is kept; default: a private folder of the system's temporary one. */
  templateFolder?: string | undefined;
}

/**
 * PGlite in `dataDir/database`, made on the first start, held by `dataDir/lock` until closed.
 *
 * Limit: what is committed survives the death of the process (SIGKILL too), but not reliably a power cut or
 * a kernel crash: PGlite never calls fsync. Use PostgreSQL where that matters.
 */
export const folderSql = async (dataDir: string, deps: FolderDeps = {}): Promise<Sql> => {
  const root = resolve(dataDir);
  // Deliveries hold what private repositories hold.
  await mkdir(root, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(join(root, 'lock'));
  try {
    const folder = join(root, 'database');
    if (!(await exists(folder))) await createFolder(root, deps);
    return pgliteSql(await openFolder(folder), () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
};
