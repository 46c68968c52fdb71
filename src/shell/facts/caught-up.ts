import type { Item } from '../../core/item.ts';
import { targetOf } from '../../core/updating.ts';
import { Refused } from '../../ports/errors.ts';
import type { World } from '../world.ts';
import { readerOf } from './head.ts';

/** Whether somebody's push took in what the base had moved to; undefined where nothing is known to be missing. */
export const caughtUpFact = async (world: World, item: Item): Promise<boolean | undefined> => {
  const { baseMoved, feature } = item;
  if (baseMoved === undefined || !feature?.head) return undefined;
  const reader = await readerOf({ world, item });
  const refs = [`refs/heads/${feature.branch}`, `refs/heads/${targetOf(item)}`];
  const sha = await reader.refSha(`refs/heads/${feature.branch}`);
  if (sha === null) return undefined;
  try {
    return (await reader.mergeBase({ refs, commits: [baseMoved, sha] })) === baseMoved;
  } catch (error) {
    // a commit that was forced away from the base is not there to be asked about
    if (error instanceof Refused) return undefined;
    throw error;
  }
};
