import { createHash } from 'node:crypto';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '../digest.ts';

interface Entry {
  /** Below the folder, with slashes; empty for the folder itself. */
  path: string;
  kind: 'file' | 'folder' | 'other';
  /** Permission bits. */
  mode: number;
}

/** Never leads out of the folder, as it follows no link. */
const entriesOf = async (folder: string, path = ''): Promise<Entry[]> => {
  const found = await lstat(join(folder, path));
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  const entry: Entry = { path, kind, mode: found.mode & 0o7777 };
  if (kind !== 'folder') return [entry];
  const entries = [entry];
  for (const name of await readdir(join(folder, path)))
    entries.push(...(await entriesOf(folder, path === '' ? name : `${path}/${name}`)));
  return entries;
};

/**
 * SHA-256, hex, over the lines `<mode> <path> <SHA-256 of the content, or "folder">` of all that a folder holds, itself
 * included, sorted by path. null where there is none, or where it holds a link or anything else but files and folders.
 */
export const treeDigest = async (folder: string): Promise<string | null> => {
  try {
    const entries = await entriesOf(folder);
    if (entries.some(({ kind }) => kind === 'other')) return null;
    const hash = createHash('sha256');
    for (const { path, kind, mode } of entries.sort((one, other) => (one.path < other.path ? -1 : 1))) {
      const content = kind === 'folder' ? kind : await digestOf(join(folder, path));
      hash.update(`${mode.toString(8)} ${JSON.stringify(path)} ${content}\n`);
    }
    return hash.digest('hex');
  } catch {
    return null;
  }
};

/**
 * Gives all of a folder the same permissions everywhere, whatever this process keeps from others: the second user has
 * to come by, and the digest has to be the same on every machine.
 */
export const settleModes = async (folder: string): Promise<void> => {
  for (const { path, kind, mode } of await entriesOf(folder))
    await chmod(join(folder, path), kind === 'folder' || mode & 0o100 ? 0o755 : 0o644);
};
