import { asRoot } from './as-root.ts';
import { isRealFolder, requireRealFolder } from './real-path.ts';
import { lendScript, reclaimScript } from './scripts.ts';
import type { Isolation } from './types.ts';

/**
 * Gives folders to the second user, and to nobody else. Files with a second name elsewhere are copied first. Throws
 * when one of them is no folder or is reached through a link.
 */
export const lend = async (isolation: Isolation, folders: string[]): Promise<void> => {
  if (isolation.kind === 'none' || folders.length === 0) return;
  for (const folder of folders) await requireRealFolder(folder);
  const owner = `${isolation.uid}:${isolation.uid}`;
  await asRoot(isolation, { name: 'lend', text: lendScript, args: [owner, ...folders] });
};

/**
 * Takes folders back, whatever the second user did to them: all of it is ours and readable, and no link is followed.
 * A folder that is gone is passed over. Only when no program of the second user runs.
 */
export const reclaim = async (isolation: Isolation, folders: string[]): Promise<void> => {
  if (isolation.kind === 'none') return;
  const there: string[] = [];
  for (const folder of folders) if (await isRealFolder(folder)) there.push(folder);
  if (there.length === 0) return;
  const owner = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  await asRoot(isolation, { name: 'reclaim', text: reclaimScript, args: [owner, ...there] });
};
