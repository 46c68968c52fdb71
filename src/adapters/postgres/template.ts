import { createHash, randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { migrate, migrationsHash, readMigrations } from './migrate.ts';
import { createPglite, pgliteSql } from './pglite.ts';
import { type Log, messageOf } from './sql.ts';

/**
 * A migrated, empty PGlite folder as one tar file, kept between runs: making one takes seconds, copying it
 * half a second. The name tells engine and migrations, so an outdated one is never found.
 */
export const templatePath = async (folder?: string): Promise<string> => {
  const manifest = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const engine = await readFile(join(dirname(manifest), '..', 'package.json'), 'utf8');
  const key = createHash('sha256')
    .update(engine)
    .update(migrationsHash(await readMigrations()))
    .digest('hex')
    .slice(0, 16);
  return join(folder ?? defaultFolder(), `empty-${key}.tar`);
};

const defaultFolder = (): string => {
  const { uid, username } = userInfo();
  return join(tmpdir(), `throughline-template-${uid < 0 ? username : uid}`);
};

/** The temporary folder is everybody's: a template that another account could have written is not ours. */
const isOurs = async (path: string): Promise<boolean> => {
  const { uid } = userInfo();
  const [folder, file] = [await lstat(dirname(path)), await lstat(path)];
  if (!folder.isDirectory() || !file.isFile()) return false;
  // Windows has no owners and modes of this kind, and a temporary folder per account.
  if (uid < 0) return true;
  return folder.uid === uid && file.uid === uid && (folder.mode & 0o022) === 0;
};

/** The template, or null when there is none that can be used. */
export const findTemplate = async (path: string): Promise<Blob | null> => {
  try {
    return (await isOurs(path)) ? await openAsBlob(path) : null;
  } catch {
    return null;
  }
};

/** Each is 40 MB; one that another release still wants is made again. */
const dropOutdated = async (path: string): Promise<void> => {
  for (const name of await readdir(dirname(path))) {
    const outdated = name.startsWith('empty-') && !name.startsWith(basename(path));
    if (outdated) await rm(join(dirname(path), name), { force: true });
  }
};

/** Best effort: a start without a template is slow, not wrong. Appears whole, by rename. */
const keepTemplate = async (database: PGlite, options: { path: string; log?: Log | undefined }) => {
  const draft = `${options.path}.${randomUUID()}`;
  try {
    await mkdir(dirname(options.path), { recursive: true, mode: 0o700 });
    await database.query('checkpoint');
    const tar = await database.dumpDataDir('none');
    await writeFile(draft, Buffer.from(await tar.arrayBuffer()), { mode: 0o600 });
    await rename(draft, options.path);
    await dropOutdated(options.path);
  } catch (error) {
    options.log?.warn({ error: messageOf(error) }, 'no template of an empty database could be kept');
    await rm(draft, { force: true }).catch(() => {});
  }
};

interface EmptyDatabase {
  /** Folder to make it in; absent: in memory. */
  dataDir?: string;
  templateFolder?: string | undefined;
  log?: Log | undefined;
}

const load = async (options: EmptyDatabase, path: string): Promise<PGlite | null> => {
  const loadDataDir = await findTemplate(path);
  if (!loadDataDir) return null;
  const where = options.dataDir === undefined ? {} : { dataDir: options.dataDir };
  try {
    return await createPglite({ ...where, loadDataDir });
  } catch (error) {
    options.log?.warn({ template: path, error: messageOf(error) }, 'template is unusable, making a new one');
    await rm(path, { force: true }).catch(() => {});
    if (options.dataDir !== undefined) await rm(options.dataDir, { recursive: true, force: true });
    return null;
  }
};

/** A new, migrated database: from the template, or from nothing and then kept as template. */
export const createEmpty = async (options: EmptyDatabase = {}): Promise<PGlite> => {
  const path = await templatePath(options.templateFolder);
  const loaded = await load(options, path);
  if (loaded) return loaded;
  const database = await createPglite(options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  await migrate(pgliteSql(database), await readMigrations());
  await keepTemplate(database, { path, log: options.log });
  return database;
};
