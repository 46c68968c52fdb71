import type { EffectResult, NotUpdated } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import { targetOf, updateBarred } from '../../core/updating.ts';
import { Refused } from '../../ports/errors.ts';
import type { CommitRange } from '../../ports/git.ts';
import { updateMessage } from '../../text/commit-messages.ts';
import { readerOf } from '../facts/head.ts';
import type { World } from '../world.ts';
import type { Performer } from './performer.ts';

const most = 50;

const pathsOf = ({ files }: CommitRange): string[] =>
  files.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [oldPath, path]));

/** GitHub does not say what conflicts. Files that both sides changed since they parted can, and no others. */
const changedByBoth = async (world: World, item: Item, base: string): Promise<string[]> => {
  const refs = [`refs/heads/${item.feature?.branch}`, `refs/heads/${targetOf(item)}`];
  try {
    const reader = await readerOf({ world, item });
    const sha = await reader.refSha(`refs/heads/${item.feature?.branch}`);
    const parted = sha === null ? null : await reader.mergeBase({ refs, commits: [base, sha] });
    if (sha === null || parted === null) return [];
    const ours = pathsOf(await reader.range({ refs, base: parted, head: sha }));
    const theirs = new Set(pathsOf(await reader.range({ refs, base: parted, head: base })));
    return [...new Set(ours.filter((path) => theirs.has(path)))].slice(0, most);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
};

/** Repeatable: a branch that contains the commit is left as it is. Looked at once more, because a delegation may have begun meanwhile. */
export const updateFeature: Performer<'update-feature'> = async ({ world, item, effect }) => {
  const { branch, from, base } = effect;
  const not = (why: NotUpdated, paths: string[] = []): EffectResult[] => [
    { kind: 'feature-not-updated', why, base, paths },
  ];
  const repository = world.github.repository(item.repository);
  const current = await repository.refSha(`heads/${branch}`);
  const tip = current ? await repository.commit(current) : null;
  // a try of ours that was cut off
  if (tip?.parents[0] === from && tip.parents[1] === base)
    return [{ kind: 'feature-updated', sha: tip.sha, base }];
  if (updateBarred(item) !== null) return not('under-way');
  const merged = await repository.mergeInto({ branch, head: base, message: updateMessage(item, base) });
  switch (merged.state) {
    case 'merged':
      return [{ kind: 'feature-updated', sha: merged.sha, base }];
    case 'conflict':
      return not('conflict', await changedByBoth(world, item, base));
    default:
      return not(merged.state);
  }
};
