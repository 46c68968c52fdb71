import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import type { Feature } from '../feature.ts';
import type { Delegation, Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { copyOf, notice, personOf } from './parts.ts';

/** It is there again, wherever it is now. Changes the item; true where it was gone. */
export const isBranchBack = (item: Item, facts: Facts): boolean => {
  if (!item.feature?.deleted || !facts.featureSha) return false;
  delete item.feature.deleted;
  return true;
};

/**
 * A push that does not go on from what was known: kept with the item until what it took away is there again, and said once.
 * Changes the item; asked before its head is.
 */
export const noteRewrite = (item: Item, event: Event, facts: Facts): OneShot[] => {
  const { feature } = item;
  const { branch } = facts;
  if (!feature || !branch) return [];
  if (branch.restored && branch.lost.length === 0) {
    delete feature.rewritten;
    return [];
  }
  if (!branch.forced) return [];
  const { from, to, lost } = branch;
  // forced twice: what is to be restored is what stood there first
  feature.rewritten = { from: feature.rewritten?.from ?? from, to, by: personOf(event), lost };
  return [notice(item, event, { kind: 'rewritten', to: item.startedBy, rewritten: feature.rewritten })];
};

const short = (sha: string): string => sha.slice(0, 7);

/** What brings a head back that no branch leads to any more. */
const restoring = ({ branch }: Pick<Feature, 'branch'>, sha: string): string =>
  `git fetch origin ${sha} && git push --force origin ${sha}:refs/heads/${branch}`;

/** Why a delegation may not be merged: it was made on commits that a push took away; null where nothing speaks against it. */
export const takenAway = (item: Item, { recordedBase }: Delegation, facts: Facts): string | null => {
  const { feature } = item;
  const { rewritten } = feature ?? {};
  if (!feature || !rewritten || !recordedBase || facts.featureSha === recordedBase) return null;
  const by = rewritten.by === null ? '' : ` by ${rewritten.by}`;
  return `\`${feature.branch}\` was force-pushed${by} from ${short(rewritten.from)} to ${short(rewritten.to)}, and this was made on ${short(recordedBase)}: \`/iterate\` has it done again on what is there now, or bring the old head back (\`${restoring(feature, recordedBase)}\`) and accept then`;
};

/** Its pull request is closed by GitHub with it; nothing is lost while its commit is known. */
export const branchDeleted = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const { feature, pull } = item;
  if (event.kind !== 'branch-deleted' || !feature?.head || event.branch !== feature.branch)
    return ignored(item, 'not the branch of this ticket');
  if (facts.featureSha) return ignored(item, 'that branch is there again');
  if (pull?.state === 'merged' || facts.pull?.merged) return ignored(item, 'it is merged: its branch may go');
  if (feature.deleted) return ignored(item, 'that is known');
  const by = personOf(event);
  feature.deleted = { sha: event.sha, by };
  const effects = pull
    ? [notice(item, event, { kind: 'branch-deleted', to: item.startedBy, sha: event.sha, by })]
    : [];
  return moved(item, `${feature.branch} was deleted at ${event.sha}`, { effects });
};
