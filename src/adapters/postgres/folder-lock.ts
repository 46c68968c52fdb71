import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type ProcessIdentity, thisProcess, whereabouts } from './process-identity.ts';
import { codeOf, DatabaseUnusable } from './sql.ts';

interface FolderLock {
  release(): Promise<void>;
}

const contents = z.object({
  pid: z.number(),
  host: z.string(),
  boot: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  started: z.string().nullable(),
});

const holderOf = (raw: string): ProcessIdentity | null => {
  try {
    return contents.parse(JSON.parse(raw));
  } catch {
    // Lock files appear whole (see `claim`): a broken one was left by a power cut, so nobody holds it.
    return null;
  }
};

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

const refuseWhileHeld = (path: string, raw: string): void => {
  const holder = holderOf(raw);
  if (!holder) return;
  const where = whereabouts(holder);
  if (where === 'alive') {
    const whose = holder.pid === process.pid ? 'this process' : 'process';
    throw new DatabaseUnusable(
      `The data folder is in use by ${whose} ${holder.pid} (lock file ${path}). Stop that process first, or choose another folder with DATA_DIR; several processes can share a PostgreSQL server with DATABASE_URL.`,
    );
  }
  if (where === 'unknown') {
    throw new DatabaseUnusable(
      `The data folder was locked by process ${holder.pid} on host ${holder.host}, which cannot be seen from ${thisProcess().host}. When nothing runs there any more, delete ${path} and start again.`,
    );
  }
};

const noHardLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Creates `path` whole or not at all: a link to a finished file appears with its contents. */
const claim = async (path: string, raw: string): Promise<'claimed' | 'there-already'> => {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, raw, { mode: 0o600 });
  try {
    await link(draft, path);
    return 'claimed';
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === 'EEXIST') return 'there-already';
    if (!noHardLinks.includes(code)) throw error;
    throw new DatabaseUnusable(
      `The data folder cannot be locked: its file system has no hard links (${path}). Choose another one with DATA_DIR, or use a PostgreSQL server with DATABASE_URL.`,
    );
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Puts ours in the place of a dead holder's lock. Whoever wants to has to hold the lock *of that dead lock*
 * first (named by its contents, so that it means this one and no later one): only then can it not have been
 * replaced between looking and replacing. A process that dies here leaves a dead lock like any other.
 */
const replaceDead = async (path: string, options: { dead: string; ours: string }): Promise<boolean> => {
  const name = createHash('sha256').update(options.dead).digest('hex').slice(0, 12);
  const right = await acquire(`${path}.${name}`);
  try {
    if ((await readIfThere(path)) !== options.dead) return false;
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, options.ours, { mode: 0o600 });
    await rename(draft, path);
    return true;
  } finally {
    await right.release();
  }
};

const held = (path: string, raw: string): FolderLock => ({
  release: async () => {
    if ((await readIfThere(path)) === raw) await rm(path, { force: true });
  },
});

const acquire = async (path: string): Promise<FolderLock> => {
  const ours = `${JSON.stringify({ ...thisProcess(), id: randomUUID() })}\n`;
  for (;;) {
    if ((await claim(path, ours)) === 'claimed') return held(path, ours);
    const raw = await readIfThere(path);
    if (raw === null) continue;
    refuseWhileHeld(path, raw);
    if (await replaceDead(path, { dead: raw, ours })) return held(path, ours);
  }
};

/**
 * Exclusive hold on a folder by a lock file, because PGlite guards nothing and two processes on one folder
 * destroy it. Fails at once when a live process (this one too) holds it, naming it; takes over from a dead
 * one. Never by age: a holder whose event loop stalls in a long statement is alive.
 *
 * Trap: containers that share both a host name and the folder but not a PID namespace cannot see each other;
 * the later one takes the earlier for dead. Give each container its own name, or use PostgreSQL.
 */
export const lockFolder = (lockFile: string): Promise<FolderLock> => acquire(lockFile);
