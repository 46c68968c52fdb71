import { lstat, realpath } from 'node:fs/promises';
import { resolve } from 'node:path';

/** True when `path` is `folder` or lies in it. */
export const within = (folder: string, path: string): boolean =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

/**
 * Root follows names in here, and what lies there was the second user's a moment ago: a link on the way would take
 * root anywhere.
 */
export const requireRealFolder = async (folder: string): Promise<void> => {
  if (await isRealFolder(folder)) return;
  throw new Error(
    `${folder} is no folder, or is reached through a symbolic link: give the real path of a folder.`,
  );
};

export const isRealFolder = async (folder: string): Promise<boolean> => {
  if (resolve(folder) !== folder || folder === '/') return false;
  try {
    return (await lstat(folder)).isDirectory() && (await realpath(folder)) === folder;
  } catch {
    return false;
  }
};

/** null when nothing is there, or nothing that this process may see. */
export const realPathOf = async (path: string): Promise<string | null> => {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
};
