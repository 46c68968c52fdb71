import type { Context, Outcome } from '../../outcome.ts';
import type { Round } from '../../rounds/round.ts';
import { copyOf } from '../parts.ts';
import { newRound } from './beginning.ts';
import { readWord } from './starting.ts';
import { wordFor } from './waiting.ts';

const lastReview = (rounds: readonly Round[] = []): Round | undefined =>
  rounds.findLast(({ demands }) => !demands);

/** Another reviewer says more of the head that it was heard on: its newest word counts. Null where that holds nothing new. */
export const takeUpMore = ({ item: before, event, facts }: Context): Outcome | null => {
  const item = copyOf(before);
  const heard = lastReview(item.rounds);
  if (heard?.state.name !== 'closed' || heard.until === undefined) return null;
  if (wordFor(heard, facts).state !== 'reviewed') return null;
  const { head, mergeBase, reviewer, until } = heard;
  const round = newRound(item, { head, at: facts.now, reviewer });
  Object.assign(round, { mergeBase, until });
  const outcome = readWord({ item, event, facts }, round);
  return round.findings.length > 0 ? outcome : null;
};
