import { currentDelegation, type Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { giveUp } from '../../rounds/demands.ts';
import { pushedOf } from '../../rounds/pushed.ts';
import type { Round } from '../../rounds/round.ts';
import { copyOf } from '../parts.ts';
import { takeUpDemands } from './demanding.ts';
import { causeOfWord, missingReview } from './missing.ts';
import { carryOut, readWord, startRound, takeUpMore } from './starting.ts';
import { wordFor } from './waiting.ts';

const isInRounds = ({ stage }: Item): boolean => stage.name !== 'blocked' || stage.resume === 'polishing';

/** Another reviewer is awaited, or was given up and may still speak. */
const mayBeHeard = (round: Round): boolean =>
  round.until !== undefined && (round.state.name === 'reviewing' || round.state.name === 'not-reviewed');

/** A review, a comment of the reviewer, a conversation, a check: what stands there now is what counts. */
export const pullReviewed = (context: Context): Outcome => {
  const { facts, event } = context;
  if (!isInRounds(context.item)) return ignored(context.item, 'it is read when the rounds go on');
  if (!facts.head?.talk) return ignored(context.item, 'there is no head to be reviewed');
  const item = copyOf(context.item);
  if (item.stage.name === 'handed-over')
    return (
      takeUpDemands({ item, event, facts }) ??
      takeUpMore({ item, event, facts }) ??
      ignored(context.item, 'nothing new is asked for')
    );
  const round = openRoundOf(item);
  if (!round) return ignored(context.item, 'no round is under way');
  if (mayBeHeard(round)) return heard({ ...context, item }, round);
  return givenUp({ ...context, item }) ?? ignored(context.item, 'it is read when this round is over');
};

const heard = (context: Context, round: Round): Outcome => {
  const { item, event, facts } = context;
  // pushed while it stood still: that head is reviewed instead
  if (facts.head?.sha !== round.head && facts.head?.sha === item.feature?.head)
    return startRound({ item, event, facts });
  const word = wordFor(round, facts);
  const { state } = round;
  if (word.state === 'waiting') return ignored(item, `${round.reviewer} has said nothing of that head yet`);
  const isKnown =
    word.state === 'not-reviewed' &&
    state.name === 'not-reviewed' &&
    state.url === word.url &&
    state.cause === causeOfWord[word.cause] &&
    state.detail === word.detail;
  if (isKnown) return ignored(item, 'that is known');
  return readWord({ item, event, facts }, round);
};

/** A demand that its person gave up before anything was done of it holds nothing up any more. */
const givenUp = (context: Context): Outcome | null => {
  const { item, facts } = context;
  const round = openRoundOf(item);
  if (round?.state.name !== 'answering' || currentDelegation(item) || item.stage.name !== 'polishing')
    return null;
  const before = item.findings ?? [];
  const after = giveUp(before, facts.head?.talk?.takenBack ?? []);
  return after.some((finding, index) => finding !== before[index]) ? carryOut(context) : null;
};

/** Silence is no clean word: it is read once more, and then nobody has reviewed. */
export const reviewerLate = (context: Context): Outcome => {
  const { facts, event } = context;
  if (event.kind !== 'reviewer-late') return ignored(context.item, 'not a silence');
  const item = copyOf(context.item);
  const round = openRoundOf(item);
  const isMeant = round?.number === event.round && round.head === event.head;
  if (!round || !isMeant || round.state.name !== 'reviewing' || round.until === undefined)
    return ignored(context.item, 'that round is further already');
  if (Date.parse(facts.now) < Date.parse(round.until)) return ignored(context.item, 'it has time left');
  if (wordFor(round, facts).state !== 'waiting') return readWord({ item, event, facts }, round);
  const detail = `${round.reviewer} has said nothing of ${round.head.slice(0, 7)} that counts, within the time of \`rounds.wait\`.`;
  return missingReview({ item, event, facts }, round, { cause: 'timed-out', detail, url: null });
};

/** GitHub's own word of a push that we saw before it: what was said in between counts as well. Null where that changes nothing. */
export const toldOfPush = (context: Context, sha: string): Outcome | null => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const round = openRoundOf(item);
  if (!item.feature || !round || !mayBeHeard(round)) return null;
  const pushed = pushedOf(item, event, { sha, now: facts.now });
  if (pushed.at === item.feature.pushed?.at) return null;
  item.feature.pushed = pushed;
  if (wordFor(round, facts).state === 'waiting') return moved(item, `pushed at ${pushed.at}`);
  return readWord({ item, event, facts }, round);
};
