import { readCommit, writeCommit } from './objects.ts';
import { git, objects, tryObjects } from './plumbing.ts';

const nobody = { name: 'merge', email: 'merge@localhost', date: '2000-01-01T00:00:00Z' };

/** Tree of merging two commits, or null when they conflict. */
export async function mergeTrees(
  dir: string,
  options: { ours: string; theirs: string },
): Promise<string | null> {
  const answer = await tryObjects(dir, [
    'merge-tree',
    '--write-tree',
    '--no-messages',
    options.ours,
    options.theirs,
  ]);
  if (answer.exitCode !== undefined && answer.exitCode > 1)
    throw new Error(`git merge-tree failed: ${answer.stderr}`);
  return answer.ok ? (answer.stdout.split('\n')[0] ?? null) : null;
}

/** Tree of putting one commit's change on top of another commit, or null when it does not fit. */
export async function transplant(
  dir: string,
  options: { onto: string; commit: string },
): Promise<string | null> {
  const picked = await readCommit(dir, options.commit);
  const onto = await readCommit(dir, options.onto);
  if (!picked || !onto) throw new Error(`No commit ${options.commit} or ${options.onto}`);
  const [parent] = picked.parents;
  const emptyTree = (): Promise<string> => git(dir, ['hash-object', '-t', 'tree', '-w', '/dev/null']);
  const baseTree = parent ? await objects(dir, ['rev-parse', `${parent}^{tree}`]) : await emptyTree();
  // Three throw-away commits give merge-tree the merge base that it would otherwise search for itself.
  const unsigned = { message: 'merge base', author: nobody, committer: nobody };
  const base = await writeCommit(dir, { ...unsigned, tree: baseTree, parents: [] });
  const ours = await writeCommit(dir, { ...unsigned, tree: onto.tree, parents: [base] });
  const theirs = await writeCommit(dir, {
    ...unsigned,
    message: 'picked',
    tree: picked.tree,
    parents: [base],
  });
  return mergeTrees(dir, { ours, theirs });
}
