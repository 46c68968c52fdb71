import { isAncestor } from '../git/objects.ts';
import { git, objects, tryObjects, zeroSha } from '../git/plumbing.ts';
import { type RefChange, refSha } from '../git/refs.ts';
import type { Actor, Pull, PullSize, Repository } from '../model.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { announceThread, setState } from './issues.ts';
import { followThreads } from './review-places.ts';

export const openPulls = (repository: Repository): PullIssue[] =>
  [...repository.issues.values()].flatMap((issue) =>
    issue.pull && issue.state === 'open' ? [Object.assign(issue, { pull: issue.pull })] : [],
  );

async function sizeOf(repository: Repository, pull: Pull): Promise<PullSize> {
  const commits = await objects(repository.gitDir, [
    'rev-list',
    '--count',
    `${pull.baseSha}..${pull.headSha}`,
  ]);
  const diff = await tryObjects(repository.gitDir, [
    'diff',
    '--numstat',
    `${pull.baseSha}...${pull.headSha}`,
  ]);
  const lines = diff.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
  // Binary files count as `-`.
  const sum = (column: number): number =>
    lines.reduce((total, line) => total + (Number(line[column]) || 0), 0);
  return { commits: Number(commits), additions: sum(0), deletions: sum(1), changed_files: lines.length };
}

/**
 * After every move of a head or change of the base: `refs/pull/N/head`, by which its commits outlive the branch,
 * the sizes, and where conversations on lines are now.
 */
export async function recordHead(repository: Repository, issue: PullIssue): Promise<void> {
  await git(repository.gitDir, ['update-ref', `refs/pull/${issue.number}/head`, issue.pull.headSha]);
  issue.pull.size = await sizeOf(repository, issue.pull);
  await followThreads(repository, issue);
}

async function headMoved(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; change: RefChange; actor: Actor },
): Promise<void> {
  const { issue, change, actor } = options;
  const base = await refSha(repository.gitDir, `refs/heads/${issue.pull.baseBranch}`);
  issue.pull.headSha = change.after;
  issue.pull.baseSha = base ?? issue.pull.baseSha;
  issue.updatedAt = now(world);
  await recordHead(repository, issue);
  const more = { before: change.before, after: change.after };
  announceThread(world, repository, { action: 'synchronize', issue, actor, more });
}

export function markMerged(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; mergeSha: string; actor: Actor },
): void {
  const { issue, mergeSha, actor } = options;
  Object.assign(issue.pull, { merged: true, mergeSha, mergedAt: now(world), mergedBy: actor.account });
  setState(world, repository, { issue, state: 'closed', actor });
}

/** GitHub calls a pull request merged as soon as its head is on the base branch, however it got there. */
async function baseMoved(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; change: RefChange; actor: Actor },
): Promise<void> {
  const { issue, change, actor } = options;
  const of = { ancestor: issue.pull.headSha, of: change.after };
  if (!(await isAncestor(repository.gitDir, of))) return;
  markMerged(world, repository, { issue, mergeSha: change.after, actor });
}

/** Keeps open pull requests in step with a branch that was pushed or deleted. */
export async function followHeads(
  world: World,
  repository: Repository,
  options: { change: RefChange; actor: Actor },
): Promise<void> {
  const { change, actor } = options;
  const branch = /^refs\/heads\/(.+)$/.exec(change.ref)?.[1];
  for (const issue of openPulls(repository)) {
    const isHead = issue.pull.headBranch === branch;
    const isBase = issue.pull.baseBranch === branch;
    if (change.after === zeroSha) {
      if (isHead || isBase) setState(world, repository, { issue, state: 'closed', actor });
    } else if (isHead) {
      await headMoved(world, repository, { issue, change, actor });
    } else if (isBase) {
      await baseMoved(world, repository, { issue, change, actor });
    }
  }
}
