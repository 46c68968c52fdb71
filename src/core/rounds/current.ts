import type { JudgeRun } from '../attempt.ts';
import type { Item } from '../item.ts';
import type { Round } from './round.ts';

export const lastRound = (item: Item): Round | null => item.rounds?.at(-1) ?? null;

/** The last round that is over and that a reviewer was heard in, or that a rule left out. What people ask for is no review. */
export const lastReview = ({ rounds = [] }: Pick<Item, 'rounds'>): Round | null => {
  const last = rounds.findLast(({ demands }) => !demands);
  return last && isOver(last) ? last : null;
};

const isOver = ({ state }: Round): boolean => state.name === 'closed' || state.name === 'skipped';

/** The round that is not over: it waits for its review, its triage or its answers, or nobody reviewed. */
export const openRoundOf = (item: Item): Round | null => {
  const round = lastRound(item);
  return round && !isOver(round) ? round : null;
};

/** The run of the open round that bears this id, when it is the one that was asked for last, and about its head. */
export const roundRunOf = (item: Item, assignmentId: string): JudgeRun | null => {
  const round = openRoundOf(item);
  const last = round?.state.name === 'triaging' ? round.triages.at(-1) : round?.reviews.at(-1);
  return last?.assignmentId === assignmentId && last.base === round?.head ? last : null;
};

/** A reviewer has read this head and nothing kept it from being clean, or a rule left it out. What people ask for is no review. */
export const isReviewed = ({ rounds = [] }: Pick<Item, 'rounds'>, head: string): boolean =>
  rounds.some(
    (round) =>
      round.head === head &&
      !round.demands &&
      (round.state.name === 'skipped' || (round.state.name === 'closed' && round.state.clean)),
  );

const isOvertakable = ({ state }: Round): boolean =>
  state.name === 'reviewing' || (state.name === 'not-reviewed' && state.cause === 'overtaken');

/** From now on the round is about this head. The check on the one before would wait for ever. */
export const moveRound = (round: Round, head: string): void => {
  const { reviews, superseded = [] } = round;
  if (round.head !== head && isOvertakable(round))
    round.superseded = [...superseded, { head: round.head, review: Math.max(1, reviews.length) }];
  if (round.head !== head) delete round.requested;
  round.head = head;
};
