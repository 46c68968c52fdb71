import { transplant } from '../git/merge.ts';
import { commitsBetween, type Person, readCommit, writeCommit } from '../git/objects.ts';

/** Commits of one rebase; GitHub takes no more. */
const limit = 100;

/**
 * Puts base..head on top of base, commit by commit, as `git rebase` does: merges are left out, and so is what the base
 * has already. Gives the new tip; null when a commit does not fit.
 */
export async function replay(
  dir: string,
  options: { base: string; head: string; committer: Person },
): Promise<string | null> {
  const { base, head, committer } = options;
  const commits = await commitsBetween(dir, { base, head, limit: Number.MAX_SAFE_INTEGER });
  const single = commits.filter(({ parents }) => parents.length < 2);
  if (single.length > limit) return null;
  let tip = base;
  for (const { sha, tree: before, parents, author, message } of single) {
    const tree = await transplant(dir, { onto: tip, commit: sha });
    if (tree === null) return null;
    const isEmpty = tree === (await readCommit(dir, tip))?.tree;
    const wasEmpty = before === (await readCommit(dir, parents[0] ?? ''))?.tree;
    if (isEmpty && !wasEmpty) continue;
    tip = await writeCommit(dir, { tree, parents: [tip], message, author, committer });
  }
  return tip;
}
