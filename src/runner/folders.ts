import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where one run keeps its things. The agent's side and the side that publishes share no configuration. */
export interface Folders {
  root: string;
  /** Bare repository of the agent's worktree; the agent can write to it, so nothing in it is trusted afterwards. */
  repository: string;
  worktree: string;
  /** Prompt, schema and answer. */
  exchange: string;
  home: string;
  temporary: string;
  /** Bare repository made after the agent ended: commits leftovers, publishes. */
  outbox: string;
  /** Second checkout. */
  verify: string;
  verifyHome: string;
  verifyTemporary: string;
}

/** Makes an empty set of folders; a run that was killed may have left the same ones. */
export const makeFolders = async (workDir: string, name: string): Promise<Folders> => {
  const root = join(workDir, name);
  const folders: Folders = {
    root,
    repository: join(root, 'repository.git'),
    worktree: join(root, 'worktree'),
    exchange: join(root, 'exchange'),
    home: join(root, 'home'),
    temporary: join(root, 'tmp'),
    outbox: join(root, 'outbox.git'),
    verify: join(root, 'verify'),
    verifyHome: join(root, 'verify-home'),
    verifyTemporary: join(root, 'verify-tmp'),
  };
  await rm(root, { recursive: true, force: true });
  for (const name of [
    'repository',
    'exchange',
    'home',
    'temporary',
    'outbox',
    'verifyHome',
    'verifyTemporary',
  ] as const) {
    await mkdir(folders[name], { recursive: true });
  }
  return folders;
};
