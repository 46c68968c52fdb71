import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Folders } from '../folders.ts';
import { createRunProgram, type Isolation, lend, reclaim } from '../isolation/isolation.ts';
import { removeFolder } from '../remove.ts';
import type { StepOptions } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { checkOutOpenspec } from './check-out.ts';
import type { OpenspecProgram } from './program.ts';
import { type Validated, validateChange } from './validate.ts';

export interface CheckOptions extends Pick<StepOptions, 'hidden' | 'path' | 'signal'> {
  /** Repository of ours that has the commit. */
  place: GitPlace;
  commit: string;
  change: string;
  folders: Folders;
  isolation: Isolation;
  program: OpenspecProgram;
}

/** Has OpenSpec's CLI judge a change at a commit, as the second user: what it reads is an agent's. */
export const checkChange = async (options: CheckOptions): Promise<Validated> => {
  const { place, commit, change, folders, isolation, program, hidden, path, signal } = options;
  const root = join(folders.root, `openspec-${randomUUID()}`);
  const lent = ['tree', 'copy', 'home'].map((name) => join(root, name));
  const [folder = '', copy = '', home = ''] = lent;
  for (const one of lent) await mkdir(one, { recursive: true });
  await checkOutOpenspec(place, { commit, folders: [folder, copy], scratch: folders.own });
  await lend(isolation, lent);
  try {
    const run = createRunProgram({ isolation, writable: lent, readable: [program.folder], hidden });
    return await validateChange({ program, run, home, path, signal, folder, copy, change });
  } finally {
    await reclaim(isolation, lent);
    await removeFolder(root);
  }
};
