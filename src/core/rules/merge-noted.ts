import type { Item, PullRef } from '../item.ts';
import type { Context } from '../outcome.ts';
import { setBase } from './retargeting.ts';

/** A merge of the pull request, by GitHub's word or a person's. */
export interface Merge {
  sha: string;
  /** Whose word it is, where GitHub shows no merge. */
  saidBy?: string;
}

/** Changes the item. */
export const noteMerge = (
  item: Item,
  pull: PullRef,
  { context, merge }: { context: Context; merge: Merge },
) => {
  const { facts } = context;
  const { sha: mergeSha, saidBy } = merge;
  const how = saidBy === undefined ? facts.pull?.how : undefined;
  item.pull = { ...pull, state: 'merged', draft: false, mergeSha };
  if (how) item.pull.how = how;
  if (saidBy !== undefined) item.pull.saidBy = saidBy;
  setBase(item.pull, { base: facts.pull?.base, usual: item.repository.defaultBranch });
  // whoever merges deletes the branch as well
  if (item.feature) delete item.feature.deleted;
};
