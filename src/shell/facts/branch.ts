import type { BranchFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { World } from '../world.ts';
import { ancestry } from './ancestry.ts';
import { readerOf } from './head.ts';

/** Accepted for this branch; those of an earlier pull request are on the base. */
const mergesOf = ({ delegations, earlierPulls }: Item): { number: number; sha: string }[] => {
  const before = Math.max(0, ...earlierPulls.map(({ upTo }) => upTo ?? 0));
  return delegations.flatMap(({ number, state }) =>
    state.name === 'accepted' && number > before ? [{ number, sha: state.mergeSha }] : [],
  );
};

/** Whether a push to the feature branch went on from what was there, and what it took away. */
export const branchFact = async (world: World, item: Item): Promise<BranchFact | null> => {
  const { feature } = item;
  if (!feature?.head) return null;
  const reader = await readerOf({ world, item });
  const ref = `refs/heads/${feature.branch}`;
  const to = await reader.refSha(ref);
  if (to === null || to === feature.head) return null;
  const from = feature.head;
  const holds = async (ancestor: string): Promise<boolean> =>
    (await ancestry(reader, { refs: [ref], ancestor, of: to })) === 'ancestor';
  const forced = !(await holds(from));
  const { rewritten } = feature;
  const restored = rewritten !== undefined && (await holds(rewritten.from));
  const lost: number[] = [];
  if (forced || rewritten)
    for (const { number, sha } of mergesOf(item)) if (!(await holds(sha))) lost.push(number);
  return { from, to, forced: forced && !restored, lost, restored };
};
