import type { Configuration } from '../../../contracts/configuration.ts';
import type { Word } from '../../../reviewers/reader.ts';
import type { OneShot } from '../../effect.ts';
import type { RoundFact } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { moved, type Outcome } from '../../outcome.ts';
import { closeRound, isAnswered } from '../../rounds/answers.ts';
import { isReviewed, lastReview, lastRound, openRoundOf } from '../../rounds/current.ts';
import { earlierFindings, openFindings, recordedDecisions } from '../../rounds/earlier.ts';
import type { Round } from '../../rounds/round.ts';
import { configurationOf, stopOnConfiguration } from '../dispatching.ts';
import { cancelRun, copyOf } from '../parts.ts';
import { askAgent, isWaitedFor, type Rounding } from './asking.ts';
import { newRound } from './beginning.ts';
import { askAboutDemands, takeUpDemands } from './demanding.ts';
import { giveAnswers } from './giving.ts';
import { handOver } from './handing-over.ts';
import {
  aboutHead,
  doubtLost,
  dropReview,
  heldBack,
  leaveOvertaken,
  leaveReview,
  reopenLost,
} from './heads.ts';
import { isLeftOut, leaveOut } from './leaving-out.ts';
import { causeOfWord, missingReview } from './missing.ts';
import { stopOnRounds } from './stopping.ts';
import { takeFindings } from './taking.ts';
import { startTriage } from './triaging.ts';
import { roundsOverride, roundsUsed } from './uses.ts';
import { beginWaiting, isAwaited, wordFor } from './waiting.ts';

/**
 * Has the pull request's head reviewed: once per head, and not where a rule leaves it out. Called for every new head, and
 * when what stood in the way is gone; a review of another head that is under way is dropped.
 */
export const startRound = (asking: Rounding): Outcome => {
  const { item, facts, effects = [] } = asking;
  const open = openRoundOf(item);
  // asked for once, it is what `/retry` goes on with
  const rounding =
    open?.requested && open.head === facts.head?.sha ? { ...asking, asked: true as const } : asking;
  const configuration = configurationOf(facts);
  if (!configuration) return stopOnConfiguration({ ...rounding, effects, resume: 'polishing' });
  const said = item.stage.name === 'handed-over';
  item.stage = { name: 'polishing' };
  item.decision = null;
  if (item.paused) return holdBack(rounding, open, 'held back: paused');
  if (configuration.rounds.reviewer === 'none')
    return handOver({ ...withoutReview(rounding, open), why: 'no-reviewer', said });
  const { head } = facts;
  if (!head) return moved(item, 'waiting for the head of the pull request', { effects });
  if (isReviewed(item, head.sha) && !rounding.asked) return backAtReviewed(rounding, { head, open });
  if (open?.head === head.sha && isWaitedFor(open))
    return moved(item, 'that head is being reviewed', { effects });
  if (open?.head === head.sha && isAwaited(open, facts)) return readWord(rounding, open);
  const held = rounding.asked ? null : heldBack(rounding, head);
  if (held !== null) return holdBack(rounding, open, held);
  delete item.quiet;
  const dropped = open ? dropReview(open) : [];
  return reviewHead({ ...rounding, effects: [...effects, ...dropped] }, { configuration, head, open });
};

const holdBack = ({ item, effects = [] }: Rounding, open: Round | null, why: string): Outcome => {
  leaveOvertaken(item, open);
  return moved(item, why, { effects });
};

/** Nobody is to review any more: what is under way is not waited for. */
const withoutReview = (rounding: Rounding, open: Round | null): Rounding => {
  const cancelled = open?.state.name === 'reviewing' ? cancelRun(rounding.item) : [];
  return { ...rounding, effects: [...(rounding.effects ?? []), ...cancelled] };
};

/** Clean as it was, but for what has been asked for or taken away since. */
const backAtReviewed = (
  rounding: Rounding,
  { head, open }: { head: RoundFact; open: Round | null },
): Outcome => {
  const { item, effects = [] } = rounding;
  const said = [...effects, ...(open ? leaveReview(open, head.sha) : [])];
  const findings = reopenLost(item);
  item.findings = findings;
  const last = lastRound(item);
  if (!last || findings.every(isAnswered)) return handOverClean({ ...rounding, effects: said });
  last.state = { name: 'answering' };
  return openFindings(findings).length > 0
    ? startTriage({ ...rounding, effects: said })
    : carryOut(rounding, said);
};

const reviewHead = (
  rounding: Rounding,
  { configuration, head, open }: { configuration: Configuration; head: RoundFact; open: Round | null },
): Outcome => {
  const { item, facts } = rounding;
  // a round in which nobody has answered anything yet goes on with the newer head
  const again = open !== null && open.findings.length === 0;
  if (isLeftOut(item, head) && !rounding.asked)
    return handOverLeftOut(rounding, leaveOut(rounding, { configuration, head, open: again ? open : null }));
  const used = roundsUsed(item);
  const over = used >= configuration.caps.rounds ? roundsOverride(rounding.override) : null;
  if (!again && used >= configuration.caps.rounds && !over) return stopOnRounds(rounding, configuration);
  const round = again ? open : newRound(item, { head: head.sha, at: facts.now, reviewer: 'throughline' });
  if (!again && over) round.override = over;
  const before = round.head === head.sha ? round.state : null;
  aboutHead(rounding, round, head);
  const { reviewer } = configuration.rounds;
  if (typeof reviewer === 'object') {
    beginWaiting(rounding, { round, head, before, reviewer, minutes: configuration.rounds.wait });
    return readWord(rounding, round);
  }
  round.reviewer = 'throughline';
  item.findings = doubtLost(item);
  delete round.until;
  return askAgent(rounding, {
    configuration,
    round,
    wanted: {
      phase: 'rounds',
      inputs: {
        round: round.number,
        pull: item.pull?.number ?? 0,
        change: item.change,
        changed: head.changed,
        earlier: earlierFindings(item.findings ?? [], head.touched),
        decisions: recordedDecisions(item),
      },
    },
  });
};

/** What another reviewer says of the head that it is awaited for, as it stands now. */
export const readWord = (rounding: Rounding, round: Round): Outcome => {
  const { item, effects = [], facts } = rounding;
  if (item.paused) return moved(item, 'held back: paused', { effects });
  const word = wordFor(round, facts);
  switch (word.state) {
    case 'waiting':
      return moved(item, `round ${round.number} waits for the review of ${round.reviewer}`, { effects });
    case 'not-reviewed': {
      const { cause, detail, url } = word;
      return missingReview(rounding, round, { cause: causeOfWord[cause], detail, url });
    }
    case 'reviewed':
      return takeWord(rounding, round, word);
  }
};

type ReviewedWord = Extract<Word, { state: 'reviewed' }>;

const takeWord = (rounding: Rounding, round: Round, word: ReviewedWord): Outcome => {
  const { item, effects = [] } = rounding;
  const said = [...effects, ...hearWord(rounding, round, word)];
  return openFindings(item.findings ?? []).length > 0 && round.findings.length > 0
    ? startTriage({ ...rounding, effects: said })
    : carryOut(rounding, said);
};

/** What it found becomes the findings of the round. */
const hearWord = (
  { item, facts }: Rounding,
  round: Round,
  { findings, questions, notes, url }: ReviewedWord,
): OneShot[] => {
  item.stage = { name: 'polishing' };
  round.state = { name: 'answering' };
  round.word = { questions, notes, url };
  const { touched = [], talk } = facts.head ?? {};
  const raised = findings.map((finding) => ({ ...finding, by: round.reviewer, demanded: false }));
  const told = { raised, fixes: [], touched, code: talk?.code ?? {}, renamed: talk?.renamed ?? {} };
  return takeFindings({ item, facts }, { round, told });
};

/** Another reviewer says more of the head that it was heard on, or that a rule left out: its newest word counts. Null where that holds nothing new. */
export const takeUpMore = (rounding: Rounding): Outcome | null => {
  const { facts, effects = [], override } = rounding;
  const item = copyOf(rounding.item);
  const heard = lastReview(item);
  const word = heard ? wordFor(heard, facts) : null;
  if (item.paused || !heard || word?.state !== 'reviewed') return null;
  const configuration = configurationOf(facts);
  const over = roundsOverride(override);
  const isOver = configuration !== null && roundsUsed(item) >= configuration.caps.rounds;
  const { head, mergeBase, reviewer, until = facts.now } = heard;
  const round = newRound(item, { head, at: facts.now, reviewer });
  Object.assign(round, { mergeBase, until, ...(isOver && over ? { override: over } : {}) });
  const said = [...effects, ...hearWord({ ...rounding, item }, round, word)];
  if (round.findings.length === 0) return null;
  if (!isOver || over) return startTriage({ ...rounding, item, effects: said });
  // what is gone on with once a person has said so
  round.state = { name: 'triaging' };
  return stopOnRounds({ ...rounding, item, effects: said }, configuration);
};

/** Does what was decided, and once every finding has its answer the round closes. */
export const carryOut = (context: Rounding, before: OneShot[] = []): Outcome => {
  const { item } = context;
  const round = openRoundOf(item);
  if (!round) return moved(item, 'no round is under way', { effects: before });
  const given = giveAnswers(context, round, before);
  return 'outcome' in given ? given.outcome : endRound({ ...context, effects: given.effects }, round);
};

/** Demands of people can be answered while nobody has reviewed that head. */
const isForPeople = (item: Item, { state, fixUp, head }: Round): boolean =>
  state.name === 'closed' && state.clean && fixUp === null && isReviewed(item, head);

/** Closes the round once every finding has its answer: to people where it is clean, else to the next one. */
const endRound = (rounding: Rounding, round: Round): Outcome => {
  const { item, facts, effects = [] } = rounding;
  const closed = closeRound(round, item.findings ?? []);
  if (!closed.ok)
    return moved(item, `round ${round.number} waits for the answers to ${closed.unanswered.join(', ')}`, {
      effects: [...effects, ...askAboutDemands(item, round)],
    });
  Object.assign(round, closed.round);
  if (item.paused) return moved(item, 'held back: paused', { effects });
  // the news of a push may not be here yet: what was reviewed has to be what is there
  return facts.head?.sha === round.head && isForPeople(item, round)
    ? handOverClean({ ...rounding, effects })
    : startRound({ ...rounding, effects });
};

/** What another reviewer said meanwhile was read by nobody yet. */
const handOverClean = (rounding: Rounding): Outcome =>
  takeUpMore(rounding) ?? handOver({ ...rounding, why: 'clean' });

/** Clean by rule, and said once. */
const handOverLeftOut = (rounding: Rounding, { isTold }: { isTold: boolean }): Outcome => {
  const { item, effects = [] } = rounding;
  if (!isTold) return handOverClean(rounding);
  const more = takeUpMore(rounding) ?? takeUpDemands(rounding);
  if (more) return more;
  item.stage = { name: 'handed-over' };
  return moved(item, 'handed over: documentation only, as before', { effects });
};
