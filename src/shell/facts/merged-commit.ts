import type { Facts } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { GitReader, Hunk } from '../../ports/git.ts';
import type { PullRequest } from '../../ports/github.ts';
import type { World } from '../world.ts';
import { ancestry } from './ancestry.ts';
import { readerOf } from './head.ts';

type MergedCommit = NonNullable<Facts['mergedCommit']>;

const not = (detail: string): MergedCommit => ({ state: 'not-merged', detail });

/** What `/merged <sha>` says, checked: against GitHub's word where it shows a merge, else against what the commit holds. */
export const mergedCommit = async (options: {
  world: World;
  item: Item;
  sha: string;
}): Promise<MergedCommit> => {
  const { world, item } = options;
  const sha = options.sha.toLowerCase();
  const pull = item.pull ? await world.github.repository(item.repository).pull(item.pull.number) : null;
  if (!pull) return not('there is no pull request yet');
  if (!pull.merged || !pull.mergeSha) return mergedByHand({ ...options, sha, pull });
  return pull.mergeSha.startsWith(sha)
    ? { state: 'merged', sha: pull.mergeSha }
    : not(`GitHub shows #${pull.number} as merged by ${pull.mergeSha}, not by ${sha}`);
};

/** GitHub tells nothing of commits that were squashed or picked on somebody's machine. */
const mergedByHand = async (options: {
  world: World;
  item: Item;
  sha: string;
  pull: PullRequest;
}): Promise<MergedCommit> => {
  const { sha, pull } = options;
  const unmerged = `GitHub shows #${pull.number} as not merged`;
  if (sha.length !== 40)
    return not(`${unmerged}; where it was merged by hand, all 40 characters of that commit are needed`);
  const reader = await readerOf(options);
  const base = `refs/heads/${pull.base.branch}`;
  // there even when its branch is gone
  const head = `refs/pull/${pull.number}/head`;
  const tip = await reader.refSha(base);
  if (tip === null) return not(`${unmerged}, and ${pull.base.branch} is not there`);
  const refs = [base, head];
  if ((await ancestry(reader, { refs, ancestor: sha, of: tip })) !== 'ancestor')
    return not(`${unmerged}, and ${sha.slice(0, 7)} is not on ${pull.base.branch}`);
  const missing = await missingIn(reader, { refs, sha, head: pull.head.sha });
  return missing === null
    ? { state: 'merged', sha }
    : not(`${unmerged}, and ${sha.slice(0, 7)} does not hold what #${pull.number} changes in ${missing}`);
};

/** A path in which something that the pull request does is not there; null when it holds all of it. */
const missingIn = async (
  reader: GitReader,
  { refs, sha, head }: { refs: string[]; sha: string; head: string },
): Promise<string | null> => {
  const left = await reader.mergeBase({ refs, commits: [sha, head] });
  if (left === head) return null;
  if (left === null) return 'any file';
  const { files } = await reader.range({ refs, base: left, head });
  const paths = [...new Set(files.flatMap(({ path, oldPath }) => (oldPath ? [path, oldPath] : [path])))];
  if (paths.length === 0) return null;
  const [wanted, there] = [
    await reader.readFiles({ commit: head, paths }),
    await reader.readFiles({ commit: sha, paths }),
  ];
  const differing = paths.filter((path) => wanted.get(path) !== there.get(path));
  const gone = differing.find((path) => !wanted.has(path) || !there.has(path));
  if (gone !== undefined || differing.length === 0) return gone ?? null;
  const made = await reader.hunks({ base: left, head });
  const since = await reader.hunks({ base: head, head: sha });
  return differing.find((path) => !isKept(made.get(path) ?? [], since.get(path) ?? [])) ?? null;
};

/**
 * Whether what one change made of a file stands after another: the base may have moved on in the same file, and a merge by
 * hand may do more.
 */
const isKept = (made: readonly Hunk[], since: readonly Hunk[]): boolean => {
  const taken = new Set(since.flatMap(({ removed }) => removed.map(({ number }) => number)));
  const back = new Set(since.flatMap(({ added }) => added.map(({ text }) => text)));
  return made.every(({ added, removed }) =>
    added.length > 0
      ? added.every(({ number }) => !taken.has(number))
      : !removed.every(({ text }) => back.has(text)),
  );
};
