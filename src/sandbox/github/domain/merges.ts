import { mergeTrees, transplant } from '../git/merge.ts';
import { commitsBetween, type Person, readCommit, writeCommit } from '../git/objects.ts';
import { withWriteLock } from '../git/plumbing.ts';
import { moveRef, refSha } from '../git/refs.ts';
import { timestamp } from '../ids.ts';
import type { Account, Actor, Repository } from '../model.ts';
import { Problem } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { markMerged } from './pull-heads.ts';
import { afterRefChanges } from './refs.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface MergeRequest {
  issue: PullIssue;
  method: MergeMethod;
  /** Head the person saw; a moved head is refused. */
  sha?: string | undefined;
  title?: string | undefined;
  message?: string | undefined;
  actor: Actor;
}

export const personOf = (world: World, account: Account): Person => ({
  name: account.login,
  email: `${account.id}+${account.login}@users.noreply.github.com`,
  date: timestamp(now(world)),
});

export const githubItself = (world: World): Person => ({
  name: 'GitHub',
  email: 'noreply@github.com',
  date: timestamp(now(world)),
});

const notMergeable = (message = 'Pull Request is not mergeable'): Problem => new Problem(405, message);

function checkMergeable({ issue, sha }: MergeRequest): void {
  if (issue.state === 'closed') throw notMergeable();
  if (issue.pull.draft) throw notMergeable('Pull Request is still a draft');
  if (sha !== undefined && sha !== issue.pull.headSha) {
    throw new Problem(409, 'Head branch was modified. Review and try the merge again.');
  }
}

async function mergedTree(repository: Repository, issue: PullIssue, base: string): Promise<string> {
  const tree = await mergeTrees(repository.gitDir, { ours: base, theirs: issue.pull.headSha });
  if (tree === null) throw notMergeable();
  return tree;
}

const messageOf = (request: MergeRequest, fallback: { title: string; message: string }): string =>
  [request.title ?? fallback.title, request.message ?? fallback.message].filter(Boolean).join('\n\n');

async function mergeCommit(world: World, repository: Repository, request: MergeRequest, base: string) {
  const { issue, actor } = request;
  return writeCommit(repository.gitDir, {
    tree: await mergedTree(repository, issue, base),
    parents: [base, issue.pull.headSha],
    message: messageOf(request, {
      title: `Merge pull request #${issue.number} from ${repository.owner.login}/${issue.pull.headBranch}`,
      message: issue.title,
    }),
    author: personOf(world, actor.account),
    committer: githubItself(world),
  });
}

async function squashCommit(world: World, repository: Repository, request: MergeRequest, base: string) {
  const { issue } = request;
  const commits = await commitsBetween(repository.gitDir, { base, head: issue.pull.headSha, limit: 250 });
  return writeCommit(repository.gitDir, {
    tree: await mergedTree(repository, issue, base),
    parents: [base],
    message: messageOf(request, {
      title: `${issue.title} (#${issue.number})`,
      message: commits.map((commit) => `* ${commit.message}`).join('\n\n'),
    }),
    author: personOf(world, issue.author),
    committer: githubItself(world),
  });
}

async function rebasedCommits(world: World, repository: Repository, request: MergeRequest, base: string) {
  const commits = await commitsBetween(repository.gitDir, {
    base,
    head: request.issue.pull.headSha,
    limit: 250,
  });
  let tip = base;
  for (const { sha, author, message, parents } of commits) {
    if (parents.length > 1) throw notMergeable("This branch can't be rebased");
    const tree = await transplant(repository.gitDir, { onto: tip, commit: sha });
    if (tree === null) throw notMergeable("This branch can't be rebased");
    tip = await writeCommit(repository.gitDir, {
      tree,
      parents: [tip],
      message,
      author,
      committer: personOf(world, request.actor.account),
    });
  }
  return tip;
}

const methods = { merge: mergeCommit, squash: squashCommit, rebase: rebasedCommits } as const;

/** Merges as the button does: base moved, pull request closed as merged, both announced. Gives the SHA now on the base. */
export function mergePull(world: World, repository: Repository, request: MergeRequest): Promise<string> {
  const { issue, actor } = request;
  return withWriteLock(repository, async () => {
    checkMergeable(request);
    const ref = `refs/heads/${issue.pull.baseBranch}`;
    const before = await refSha(repository.gitDir, ref);
    if (before === null || !(await readCommit(repository.gitDir, issue.pull.headSha))) throw notMergeable();
    const after = await methods[request.method](world, repository, request, before);
    const change = { ref, before, after };
    if (!(await moveRef(repository.gitDir, change)))
      throw new Problem(409, 'Base branch was modified. Review and try the merge again.');
    markMerged(world, repository, { issue, mergeSha: after, actor });
    await afterRefChanges(world, repository, { changes: [change], actor });
    return after;
  });
}
