import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

export type ForeignFile = { state: 'read'; bytes: Buffer } | { state: 'missing' | 'irregular' | 'too-large' };

/** A file whose place the agent could fill with anything: never follows a link, never waits on a pipe, never reads without end. */
export const readForeign = async (path: string, maxBytes: number): Promise<ForeignFile> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => error.code);
  if (typeof file === 'string' || file === undefined)
    return { state: file === 'ENOENT' ? 'missing' : 'irregular' };
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return { state: 'irregular' };
    if (stat.size > maxBytes) return { state: 'too-large' };
    return { state: 'read', bytes: await file.readFile() };
  } finally {
    await file.close();
  }
};
