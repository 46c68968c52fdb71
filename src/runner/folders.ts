import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from './remove.ts';

/** Where one step keeps its things. What is lent to the second user and what is ours share nothing. */
export interface Folders {
  root: string;
  /** Bare repository of the agent's worktree; the agent can write to it, so no git of ours ever runs in it afterwards. */
  repository: string;
  worktree: string;
  /** Prompt, schema and answer; later what leaves the agent's side. */
  exchange: string;
  home: string;
  temporary: string;
  /** Ours; nobody else may look inside. */
  own: string;
  /** Bare repository of ours: takes what comes back, after checking every object. */
  outbox: string;
  /** What the next job is given. */
  out: string;
}

export const lentFolders = ({ repository, worktree, exchange, home, temporary }: Folders): string[] => [
  repository,
  worktree,
  exchange,
  home,
  temporary,
];

/** Makes an empty set of folders; a run that was killed may have left the same ones. */
export const makeFolders = async (workDir: string, name: string): Promise<Folders> => {
  const root = join(workDir, name);
  const own = join(root, 'own');
  const folders: Folders = {
    root,
    repository: join(root, 'repository.git'),
    worktree: join(root, 'worktree'),
    exchange: join(root, 'exchange'),
    home: join(root, 'home'),
    temporary: join(root, 'tmp'),
    own,
    outbox: join(own, 'outbox.git'),
    out: join(own, 'out'),
  };
  await removeFolder(root);
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await chmod(own, 0o700);
  return folders;
};
