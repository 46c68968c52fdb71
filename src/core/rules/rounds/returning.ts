import type { Attempt, JudgeRun } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import type { ReturnedFact } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { isAnswered } from '../../rounds/answers.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { isDecided } from '../../rounds/demands.ts';
import { defaultPriorities } from '../../rounds/priority.ts';
import type { Finding, NotReviewed, Round } from '../../rounds/round.ts';
import { decidedByTriage, decidedOf } from '../../rounds/triage-rules.ts';
import { stopOnCaps } from '../caps.ts';
import { configurationOf } from '../dispatching.ts';
import { blocked, notice } from '../parts.ts';
import { seekAnswers } from './seeking.ts';
import { carryOut } from './starting.ts';
import { takeFindings } from './taking.ts';

type Ended = Exclude<ReturnedFact, { state: 'running' | 'not-ours' }>;

interface Back {
  context: Context;
  item: Item;
  run: JudgeRun;
  returned: Ended;
}

/** The run of a round has ended: a review, or a triage. Whatever else it brings is no word of a reviewer. */
export const roundReturned = (back: Back, before: OneShot[] = []): Outcome => {
  const { item, returned, run } = back;
  const round = openRoundOf(item);
  if (!round) return ignored(item, 'no round is under way');
  if (returned.state === 'round-reviewed' && awaitsReview(round)) {
    run.outcome = answered(returned);
    if (isOutdated(back, round)) return moved(item, 'that review is of a head that is no more');
    return reviewReturned(back.context, { item, round, returned });
  }
  if (returned.state === 'triaged' && round.state.name === 'triaging') {
    run.outcome = answered(returned);
    const table = configurationOf(back.context.facts)?.rounds.priorities ?? defaultPriorities;
    const findings = item.findings ?? [];
    const decided = decidedOf({ findings, answers: returned.answers, table });
    item.findings = findings.map((finding) => ({
      ...finding,
      decided: byPerson(finding) ?? decided.get(finding.id) ?? finding.decided,
    }));
    round.state = { name: 'answering' };
    item.stage = { name: 'polishing' };
    return carryOut({ ...back.context, item });
  }
  if (returned.state === 'unusable' && onlyDemandsWait(item, round)) return askPeople(back, round, before);
  return notReviewed(back, round, before);
};

/** All that the triage had to answer is what people ask for. */
const onlyDemandsWait = ({ findings = [] }: Item, round: Round): boolean =>
  round.state.name === 'triaging' &&
  findings.every((finding) => isAnswered(finding) || isDecided(finding) || finding.demanded);

/** The triage can neither fix nor file it, and may not acknowledge it: that is for people, and no run that failed. */
const askPeople = ({ context, item, run, returned }: Back, round: Round, before: OneShot[]): Outcome => {
  run.outcome = { state: 'failed', failure: 'agent-failed', detail: detailOf(returned), url: returned.url };
  round.state = { name: 'answering' };
  return carryOut({ ...context, item }, before);
};
/** One that was given up as lost or late may come back all the same. */
const awaitsReview = ({ state }: Round): boolean =>
  state.name === 'reviewing' || state.name === 'not-reviewed';

/** While it was given up the branch moved on, and nobody dropped it: the head that is there now has to be reviewed. */
const isOutdated = ({ context }: Back, { state, head }: Round): boolean =>
  state.name === 'not-reviewed' && context.facts.head?.sha !== head;

/** A person was quicker: that word stands. */
const byPerson = ({ decided }: Finding): Finding['decided'] =>
  decided !== null && decided.by !== decidedByTriage ? decided : null;

const answered = ({
  runId,
  url,
  evidenceUrl,
}: Extract<Ended, { evidenceUrl: string }>): Attempt['outcome'] => ({
  ...{ state: 'answered', head: null, verified: [] },
  ...{ runId, url, evidenceUrl },
});

/** What was found goes to the triage; where that is nothing, the round is over. */
const reviewReturned = (
  context: Context,
  {
    item,
    round,
    returned,
  }: { item: Item; round: Round; returned: Extract<Ended, { state: 'round-reviewed' }> },
): Outcome => {
  const { review, url, touched, code, renamed } = returned;
  const raised = review.findings.map(({ why, confidence: _sure, ...finding }) => ({
    ...finding,
    ...{ detail: why, by: round.reviewer, url, demanded: false },
  }));
  const told = { raised, fixes: review.fixes, touched, code, renamed };
  const effects = takeFindings({ ...context, item }, { round, told });
  round.review = review;
  round.state = { name: 'answering' };
  item.stage = { name: 'polishing' };
  if (round.findings.length === 0) return carryOut({ ...context, item }, effects);
  return seekAnswers({ ...context, item, effects });
};

const causes: Partial<Record<Ended['state'], NotReviewed>> = {
  unusable: 'unreadable',
  'blocked-answer': 'refused',
};

const causeOf = (returned: Ended): NotReviewed => {
  if (returned.state !== 'failed') return causes[returned.state] ?? 'silent';
  if (returned.failure === 'timed-out' || returned.failure === 'late') return 'timed-out';
  // an agent that was ended at its limit left a run that ended well
  if (returned.ran?.agent?.stopped?.limit === 'time') return 'timed-out';
  if (returned.failure === 'cancelled') return 'cancelled';
  return returned.failure === 'empty' ? 'silent' : 'died';
};

const detailOf = (returned: Ended): string => {
  if ('detail' in returned) return returned.detail;
  if ('reason' in returned) return returned.reason;
  if ('problems' in returned) return returned.problems.join(' ');
  return `The run came back as ${returned.state}.`;
};

/** Nobody has reviewed that head, or nobody has answered: said as what it is, and never taken for a clean word. */
const notReviewed = ({ context, item, run, returned }: Back, round: Round, before: OneShot[]): Outcome => {
  const { event } = context;
  const detail = detailOf(returned);
  const { url } = returned;
  const isReview = round.state.name === 'reviewing' || round.state.name === 'not-reviewed';
  const failure = returned.state === 'failed' ? returned.failure : 'agent-failed';
  run.outcome = { state: 'failed', failure, detail, url };
  if (isReview) round.state = { name: 'not-reviewed', cause: causeOf(returned), detail, url };
  if (returned.state === 'cap-reached') {
    const setting = run.terms?.allowance?.from[returned.limit] ?? `caps.${returned.limit}`;
    run.outcome = { ...{ state: 'failed', failure: 'cap-reached', detail, url }, cap: setting };
    return stopOnCaps(
      { item, event, resume: 'polishing' },
      { caps: [setting], detail: `\`${setting}\`: ${detail}`, url },
    );
  }
  item.stage = blocked({ cause: 'run-failed', failure, detail, url, resume: 'polishing' });
  return moved(item, `${isReview ? 'not reviewed' : 'not answered'}: ${failure}`, {
    effects: [...before, notice(item, event, { kind: 'blocked', to: item.startedBy })],
  });
};
