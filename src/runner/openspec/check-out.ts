import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askRunGit, type GitPlace, runGit } from '../run-git.ts';

/** Above every `.gitattributes` of the tree: what is looked at shall be the bytes that are committed. */
const attributes = '* -text -ident !filter !eol !working-tree-encoding\n';

/** Writes a commit's `openspec/` folder out, byte for byte; a symbolic link becomes a file that holds its target. */
export const checkOutOpenspec = async (
  place: GitPlace,
  { commit, folders, scratch }: { commit: string; folders: string[]; scratch: string },
): Promise<void> => {
  await mkdir(join(place.cwd, 'info'), { recursive: true });
  await writeFile(join(place.cwd, 'info', 'attributes'), attributes);
  const roots = folders.map((folder) => join(folder, 'openspec'));
  for (const root of roots) await mkdir(root, { recursive: true });
  const tree = `${commit}:openspec`;
  const kind = await askRunGit(place, ['cat-file', '-t', tree]);
  // Where there is no such folder, there is nothing to look at, and OpenSpec says so.
  if (kind.stdout.toString('utf8').trim() !== 'tree') return;
  const index = { GIT_INDEX_FILE: join(scratch, `${randomUUID()}.index`) };
  await runGit(place, ['read-tree', tree], { variables: index });
  for (const root of roots)
    await runGit({ ...place, cwd: root }, ['checkout-index', '--all', '--force', '--quiet'], {
      variables: { ...index, GIT_DIR: place.cwd, GIT_WORK_TREE: root },
      config: [['core.symlinks', 'false']],
    });
};
