import { lstat } from 'node:fs/promises';
import { type AgentSide, askTheirs, type Collecting, type SideOptions, theirSha } from './side.ts';

/** Where the agent left the worktree. */
export interface Stand {
  commit: string;
  /** False when something else is where the worktree was. */
  worktree: boolean;
  remarks: string[];
}

/** To look up a reference is nothing; longer takes only what waits for ever. */
const limitSeconds = 15;

/**
 * The commit the worktree stands on, and whether it stands where it was put. The agent's repository is asked for names
 * alone; objects are looked up through `scratch`, which does not know the agent's configuration.
 */
export const findHead = async (
  side: AgentSide,
  { base, codeBranch }: Collecting,
  scratch: SideOptions,
): Promise<Stand> => {
  const { worktree, repository, root } = side.folders;
  // Were its `.git` gone, git would look in the folders above and find somebody else's repository.
  const variables = { GIT_CEILING_DIRECTORIES: root };
  const commitOf = async (name: string, cwd: string): Promise<string | null> => {
    const sha = await theirSha(side, name, { cwd, variables, limitSeconds });
    return sha === null ? null : theirSha(side, `${sha}^{commit}`, { ...scratch, limitSeconds });
  };
  const branchHead = await commitOf(`refs/heads/${codeBranch}`, repository);
  const there = (await lstat(worktree).catch(() => null))?.isDirectory() ?? false;
  const commit = there ? await commitOf('HEAD', worktree) : null;
  if (commit === null) {
    const taken = branchHead ?? base;
    const what = there ? 'the worktree without a readable HEAD' : 'something else where the worktree was';
    return { commit: taken, worktree: there, remarks: [`The agent left ${what}; taken as ${taken}.`] };
  }
  const name = await askTheirs(side, ['symbolic-ref', '--quiet', 'HEAD'], {
    cwd: worktree,
    variables,
    limitSeconds,
  });
  if (name.exitCode === 0 && name.text === `refs/heads/${codeBranch}`)
    return { commit, worktree: there, remarks: [] };
  const where = name.exitCode === 0 ? name.text : 'no branch';
  const lost =
    branchHead === null || branchHead === commit ? '' : ` ${codeBranch} itself stands at ${branchHead}.`;
  return {
    commit,
    worktree: there,
    remarks: [`The agent left its branch: HEAD is on ${where} at ${commit}, which is taken.${lost}`],
  };
};
