import { mergeTrees } from '../git/merge.ts';
import { isAncestor, resolveCommit, writeCommit } from '../git/objects.ts';
import { withWriteLock } from '../git/plumbing.ts';
import { moveRef, refSha } from '../git/refs.ts';
import type { Repository } from '../model.ts';
import { Problem } from '../problems.ts';
import type { World } from '../world.ts';
import { githubItself, personOf } from './people-in-git.ts';
import { afterRefChanges, checkWorkflows, type RefWriter } from './refs.ts';

export interface BranchMerge {
  /** Branch that is merged into. */
  base: string;
  /** Branch or commit that comes in. */
  head: string;
  message: string | undefined;
  by: RefWriter;
}

/** Merges a branch or commit into a branch, with a commit of its own; null when the branch contains it. Gives the merge. */
export function mergeBranch(
  world: World,
  repository: Repository,
  { base, head, message, by }: BranchMerge,
): Promise<string | null> {
  const { gitDir } = repository;
  const ref = `refs/heads/${base}`;
  return withWriteLock(repository, async () => {
    const before = await refSha(gitDir, ref);
    if (before === null) throw new Problem(404, 'Base does not exist');
    const theirs = await resolveCommit(gitDir, head);
    if (theirs === null) throw new Problem(404, 'Head does not exist');
    if (await isAncestor(gitDir, { ancestor: theirs, of: before })) return null;
    const tree = await mergeTrees(gitDir, { ours: before, theirs });
    if (tree === null) throw new Problem(409, 'Merge conflict');
    const after = await writeCommit(gitDir, {
      tree,
      parents: [before, theirs],
      message: message ?? `Merge ${head} into ${base}`,
      author: personOf(world, by.actor.account),
      committer: githubItself(world),
    });
    await checkWorkflows(repository, after, by.principal);
    const change = { ref, before, after };
    if (!(await moveRef(gitDir, change))) throw new Problem(409, 'Base branch was modified.');
    await afterRefChanges(world, repository, { changes: [change], actor: by.actor });
    return after;
  });
}
