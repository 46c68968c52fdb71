import type { MergedHow } from '../../core/feature.ts';
import type { GitCommit, GithubRepository, PullRequest } from '../../ports/github.ts';

const queue = 'github-merge-queue[bot]';

/** A rebase leaves merges out: the last commit it puts on the base is the first that is none. */
const mostMerges = 12;

const plainTips = async (repository: GithubRepository, head: string): Promise<GitCommit[]> => {
  const tips: GitCommit[] = [];
  const waiting = [head];
  for (let looked = 0; looked < mostMerges && waiting.length > 0; looked += 1) {
    const commit = await repository.commit(waiting.pop() ?? head);
    if (commit && commit.parents.length > 1) waiting.push(...commit.parents);
    else if (commit) tips.push(commit);
  }
  return tips;
};

/** GitHub puts the number at the end of the title; a rebase leaves messages as they are. */
const saysNumber = ({ message }: GitCommit, number: number): boolean =>
  (message.split('\n')[0] ?? '').trimEnd().endsWith(`(#${number})`);

/** How a merged pull request came to its base, from what is there; undefined where that does not tell. */
export const mergedHow = async (
  repository: GithubRepository,
  { number, mergeSha, mergedBy, head }: PullRequest,
): Promise<MergedHow | undefined> => {
  if (mergeSha === null) return undefined;
  if (mergedBy === queue) return 'merge-queue';
  const commit = await repository.commit(mergeSha);
  // its own head: somebody pushed it there
  if (!commit || commit.sha === head.sha) return undefined;
  if (commit.parents.length > 1) return commit.parents.slice(1).includes(head.sha) ? 'merge' : undefined;
  const tips = await plainTips(repository, head.sha);
  if (tips.some(({ message }) => message.trim() === commit.message.trim())) return 'rebase';
  return saysNumber(commit, number) ? 'squash' : undefined;
};
