import type { OneShot } from '../effect.ts';
import { currentDelegation, type Delegation, type Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { blocked, copyOf, notice, setSectionState } from './parts.ts';
import { polish } from './polishing.ts';
import { featureMoved } from './pushing.ts';
import { fixUpMerged } from './rounds/answering.ts';
import { followUpRefused } from './rounds/refused-follow-ups.ts';
import { proposeScope, syncSections } from './scope.ts';
import { updateRefused } from './updating.ts';

/** The write that brings what came back last to the feature branch; none where there is nothing to merge. Repeatable. */
export const mergeOf = (item: Item, { number, attempts, recordedBase }: Delegation): OneShot[] => {
  const { outcome } = attempts.at(-1) ?? {};
  if (outcome?.state !== 'returned' || !recordedBase || !item.feature) return [];
  const { branch } = item.feature;
  return [{ kind: 'merge-delegation', delegation: number, branch, recordedBase, head: outcome.head }];
};

/**
 * Accepted before the ticket was cancelled or its pull request closed, and not merged yet: that comes first, because what is
 * begun meanwhile would begin without it. Null where nothing is being merged. Changes the item.
 */
export const mergeFirst = ({ item, event }: Context, before: OneShot[] = []): Outcome | null => {
  const delegation = currentDelegation(item);
  const wasLeft = item.stage.name === 'cancelled' || item.stage.name === 'rejected';
  if (!wasLeft || delegation?.state.name !== 'merging' || item.pull?.state === 'merged') return null;
  item.stage = { name: 'deciding' };
  item.decision = null;
  item.startedBy = event.actor.login;
  // asked for again: an answer to the first one may have come while nobody wanted it
  const effects = [...before, ...mergeOf(item, delegation)];
  return moved(item, `the merge of delegation ${delegation.number} goes on first`, { effects });
};

/** The merge commit is on the feature branch, whatever became of the ticket meanwhile. */
export const merged = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'delegation-merged') return ignored(context.item, 'not a merge');
  const item = copyOf(context.item);
  const delegation = item.delegations.find((one) => one.number === event.delegation);
  // into the branch of a pull request that was merged before: nobody knows whether that took it along
  if (delegation?.state.name !== 'merging' || item.pull?.state === 'merged') return featureMoved(context);
  delegation.state = { name: 'accepted', by: delegation.state.by, mergeSha: event.sha };
  if (item.feature) item.feature.head = event.sha;
  if (delegation.fixUp) return fixesMerged({ item, event, facts }, delegation);
  setSectionState(item, delegation, 'accepted');
  syncSections(item, facts);
  if (item.stage.name === 'deciding' && !currentDelegation(item)) return proposeScope({ item, event, facts });
  return isInRounds(item)
    ? polish({ item, event, facts })
    : moved(item, `merged, and the ticket stays ${item.stage.name}`);
};

const isInRounds = ({ stage }: Item): boolean => stage.name === 'polishing' || stage.name === 'handed-over';

/** Where nobody waited for it here, the findings have their answers, and the rounds go on where they stand. */
const fixesMerged = (context: Context, delegation: Delegation): Outcome => {
  const { item, event, facts } = context;
  if (item.stage.name === 'deciding' && item.pull?.state === 'open') return fixUpMerged(context, delegation);
  // what goes on gets a pull request of its own first
  if (item.stage.name === 'deciding') item.stage = { name: 'polishing' };
  const answered = fixUpMerged(context, delegation);
  return isInRounds(item) ? polish({ item, event, facts }) : answered;
};

export const conflict = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const delegation =
    event.kind === 'merge-conflict'
      ? item.delegations.find(({ number }) => number === event.delegation)
      : null;
  if (event.kind !== 'merge-conflict' || delegation?.state.name !== 'merging')
    return ignored(item, 'no merge is under way');
  switch (item.stage.name) {
    case 'deciding':
      delegation.state = { name: 'running' };
      item.stage = blocked({ cause: 'conflict', detail: event.detail, resume: 'delegating' });
      return moved(item, 'blocked: the feature branch moved', {
        effects: [notice(item, event, { kind: 'blocked', to: item.startedBy })],
      });
    case 'rejected':
      delegation.state = { name: 'returned' };
      return moved(item, 'not merged: the feature branch moved and the pull request was closed');
    default:
      // nobody waits for it any more: what takes the ticket up again has it done anew
      delegation.state = { name: 'withdrawn', by: 'throughline' };
      return isInRounds(item)
        ? polish({ item, event, facts })
        : moved(item, `not merged: the feature branch moved, and the ticket stays ${item.stage.name}`);
  }
};

/** Nothing of the work is left to stop. What was under way for somebody must not count as under way for ever. */
export const refusedAfterCancel = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'effect-refused') return ignored(context.item, 'not a refusal');
  if (event.effect === 'update-feature') return updateRefused(context);
  if (event.effect !== 'merge-delegation') return followUpRefused(context);
  const item = copyOf(context.item);
  const delegation = currentDelegation(item);
  if (delegation?.state.name !== 'merging') return ignored(item, 'no merge is under way');
  delegation.state = { name: 'withdrawn', by: 'throughline' };
  return moved(item, `not merged: ${event.detail}`);
};
