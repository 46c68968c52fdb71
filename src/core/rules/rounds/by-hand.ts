import type { OneShot } from '../../effect.ts';
import { currentDelegation, type Item } from '../../item.ts';
import { type Context, moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { toFix } from '../../rounds/to-fix.ts';
import { giveAnswer } from './giving.ts';

/** A cap stands in the way of the rounds, and not of a delegation of theirs. */
export const isOverCapInRounds = (item: Item): boolean =>
  item.stage.name === 'blocked' &&
  item.stage.cause === 'caps' &&
  item.stage.resume === 'polishing' &&
  !currentDelegation(item);

/** Fixes wait and nobody is at them: what a person pushes then is taken for them. */
export const waitsForHand = (item: Item): boolean =>
  openRoundOf(item)?.state.name === 'answering' && toFix(item).length > 0 && isOverCapInRounds(item);

/** Answers what was to be fixed by the commit a person pushed; the next review says whether it holds. */
export const fixedByHand = (
  context: Context,
  pushed: { sha: string; by: string; before: OneShot[] },
): Outcome => {
  const { item } = context;
  const reason = `@${pushed.by} pushed it by hand; the next review says whether it holds.`;
  for (const finding of toFix(item)) {
    const { decided } = finding;
    if (decided?.to === 'fix') giveAnswer(item, finding, { kind: 'fixed', sha: pushed.sha, reason });
    if (decided?.to === 'acknowledge')
      giveAnswer(item, finding, {
        ...{ kind: 'acknowledged', reason: decided.reason, cites: decided.cites, sha: pushed.sha },
      });
  }
  return moved(item, 'fixed by hand, and the cap still stands', { effects: pushed.before });
};
