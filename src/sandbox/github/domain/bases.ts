import { mergeTrees } from '../git/merge.ts';
import { isAncestor, writeCommit } from '../git/objects.ts';
import { git, withWriteLock } from '../git/plumbing.ts';
import { moveRef, refSha } from '../git/refs.ts';
import type { Actor, Repository } from '../model.ts';
import { Problem, unprocessable, validationFailed } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { announceThread } from './issues.ts';
import { githubItself, personOf } from './people-in-git.ts';
import { openPulls, recordHead } from './pull-heads.ts';
import { afterRefChanges } from './refs.ts';

const custom = (message: string): Problem =>
  validationFailed({ resource: 'PullRequest', code: 'custom', field: 'base', message });

async function checkRetarget(repository: Repository, issue: PullIssue, base: string): Promise<string> {
  const { headBranch, headSha } = issue.pull;
  if (issue.state === 'closed') throw custom('Cannot change the base branch of a closed pull request.');
  const sha = await refSha(repository.gitDir, `refs/heads/${base}`);
  if (sha === null) throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if ((await git(repository.gitDir, ['rev-list', '--count', `${sha}..${headSha}`])) === '0') {
    throw custom(`There are no new commits between base branch '${base}' and head branch '${headBranch}'`);
  }
  if (openPulls(repository).some(({ pull }) => pull.headBranch === headBranch && pull.baseBranch === base)) {
    throw custom(`A pull request already exists for base branch '${base}' and head branch '${headBranch}'`);
  }
  return sha;
}

/** Another base: the diff is another one from then on, and lines may be out of it. */
export function retarget(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; base: string; actor: Actor },
): Promise<void> {
  const { issue, base, actor } = options;
  const { pull } = issue;
  return withWriteLock(repository, async () => {
    if (base === pull.baseBranch) return;
    const baseSha = await checkRetarget(repository, issue, base);
    const changes = { base: { ref: { from: pull.baseBranch }, sha: { from: pull.baseSha } } };
    Object.assign(pull, { baseBranch: base, baseSha });
    issue.updatedAt = now(world);
    await recordHead(repository, issue);
    announceThread(world, repository, { action: 'edited', issue, actor, more: { changes } });
  });
}

/** Merges the base into the head branch, never the other way round and never by a rebase. */
export function updateBranch(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; expectedHead?: string | undefined; actor: Actor },
): Promise<void> {
  const { issue, expectedHead, actor } = options;
  const { gitDir } = repository;
  return withWriteLock(repository, async () => {
    const { headBranch, baseBranch } = issue.pull;
    const before = await refSha(gitDir, `refs/heads/${headBranch}`);
    const base = await refSha(gitDir, `refs/heads/${baseBranch}`);
    if (issue.state === 'closed' || before === null || base === null)
      throw unprocessable('Pull request is not open, or its branch is gone.');
    if (expectedHead !== undefined && expectedHead !== before)
      throw unprocessable('expected head sha didn’t match current head ref.');
    if (await isAncestor(gitDir, { ancestor: base, of: before }))
      throw unprocessable('There are no new commits on the base branch.');
    const tree = await mergeTrees(gitDir, { ours: before, theirs: base });
    if (tree === null) throw unprocessable('merge conflict between base and head');
    const after = await writeCommit(gitDir, {
      tree,
      parents: [before, base],
      message: `Merge branch '${baseBranch}' into ${headBranch}`,
      author: personOf(world, actor.account),
      committer: githubItself(world),
    });
    const change = { ref: `refs/heads/${headBranch}`, before, after };
    if (!(await moveRef(gitDir, change))) throw new Problem(409, 'Head branch was modified.');
    await afterRefChanges(world, repository, { changes: [change], actor });
  });
}
