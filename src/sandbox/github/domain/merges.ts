import { mergeTrees } from '../git/merge.ts';
import { commitsBetween, readCommit, writeCommit } from '../git/objects.ts';
import { withWriteLock } from '../git/plumbing.ts';
import { moveRef, refSha } from '../git/refs.ts';
import type { Actor, Repository } from '../model.ts';
import { Problem } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import type { World } from '../world.ts';
import { githubItself, personOf } from './people-in-git.ts';
import { markMerged } from './pull-heads.ts';
import { replay } from './rebase.ts';
import { afterRefChanges } from './refs.ts';
import { squashText } from './squash-text.ts';

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
  const author = personOf(world, issue.author);
  const text = squashText({ title: issue.title, number: issue.number, commits, author });
  return writeCommit(repository.gitDir, {
    tree: await mergedTree(repository, issue, base),
    parents: [base],
    message: messageOf(request, text),
    author,
    committer: githubItself(world),
  });
}

const unrebasable = (): Problem => notMergeable("This branch can't be rebased");

/** GitHub rebases only what then holds the same as a merge would. */
async function rebasedCommits(world: World, repository: Repository, request: MergeRequest, base: string) {
  const { issue, actor } = request;
  const wanted = await mergedTree(repository, issue, base);
  const committer = personOf(world, actor.account);
  const tip = await replay(repository.gitDir, { base, head: issue.pull.headSha, committer });
  const replayed = tip === null ? null : await readCommit(repository.gitDir, tip);
  if (tip === null || replayed?.tree !== wanted) throw unrebasable();
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
