import { longestRunSeconds } from '../assignment.ts';
import { type Attempt, isJudged } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { ReturnedFact } from '../facts.ts';
import { attemptsOf, currentDelegation, type Item } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved } from '../outcome.ts';
import type { PlanRun } from '../planning.ts';
import { roundRunOf } from '../rounds/current.ts';
import { stopOnCaps } from './caps.ts';
import { showFindings, startJudging } from './judging.ts';
import {
  blocked,
  copyOf,
  currentAttemptOf,
  isUnderWay,
  judgedAttemptOf,
  notice,
  planRunOf,
} from './parts.ts';
import { planFailed, planReturned } from './planning/returning.ts';
import { askToDecide } from './reviewed.ts';
import { roundReturned } from './rounds/returning.ts';

export const result = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'run-finished' || !facts.returned) return ignored(context.item, 'nothing was returned');
  const item = copyOf(context.item);
  const attempt = currentAttemptOf(item, event.assignmentId);
  if (!attempt) return resultTooLate(context);
  if (isConsumed(attempt)) return ignored(item, 'that attempt was consumed already');
  const returned = facts.returned;
  const run = planRunOf(item, event.assignmentId);
  if (run && isTakenBack(item, run))
    return leavesUsage(context, attempt, 'nobody waits for that run any more');
  if (isNothing(returned))
    return ignored(item, returned.state === 'running' ? 'the run is still going' : returned.reason);
  const stopped = whyStopped(item, attempt, returned);
  if (stopped !== null) return leavesUsage(context, attempt, stopped);
  if ('ran' in returned && returned.ran) attempt.ran = returned.ran;
  if (run) return planReturned({ context, item, run });
  const inRound = roundRunOf(item, event.assignmentId);
  if (inRound) return roundReturned({ context, item, run: inRound, returned });
  const judged = judgedAttemptOf(item, event.assignmentId);
  if (judged) return judgementReturned({ context, item, attempt, returned, judged });
  return delegationReturned({ context, item, attempt, returned });
};

/** The review is whole now. A judgement that did not come does not undo what was computed: `/retry` asks for it again. */
const judgementReturned = (back: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Exclude<ReturnedFact, { state: 'running' | 'not-ours' }>;
  judged: Attempt;
}): Outcome => {
  const { context, item, attempt, returned, judged } = back;
  if (returned.state === 'judged' && judged.outcome.state === 'returned') {
    const { runId, url, evidenceUrl, completedAt } = returned;
    attempt.outcome = { state: 'answered', runId, url, head: null, evidenceUrl, verified: [] };
    judged.outcome.review = returned.review;
    return askToDecide({ context, item, attempt: judged, since: completedAt });
  }
  showFindings(item);
  if (returned.state === 'cap-reached') return stoppedAtCap({ context, item, attempt, returned });
  const failed = returned.state === 'failed' ? returned : notJudged(returned);
  return failedRun({ item, attempt, returned: failed, context });
};

/** Whatever else a reviewer's run brings is no judgement, and says so. */
const notJudged = (
  returned: Exclude<ReturnedFact, { state: 'running' | 'not-ours' | 'failed' }>,
): Extract<ReturnedFact, { state: 'failed' }> => ({
  state: 'failed',
  failure: 'agent-failed',
  detail: 'reason' in returned ? returned.reason : `The reviewer's run came back as ${returned.state}.`,
  url: returned.url,
});

const delegationReturned = (back: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Exclude<ReturnedFact, { state: 'running' | 'not-ours' }>;
}): Outcome => {
  const { context, item, attempt } = back;
  const returned =
    attempt.pushedBy !== undefined && back.returned.state === 'blocked-answer'
      ? notJudged(back.returned)
      : back.returned;
  switch (returned.state) {
    case 'planned':
    case 'unusable':
    case 'judged':
    case 'round-reviewed':
    case 'triaged':
      return ignored(item, `a delegation does not come back as ${returned.state}`);
    case 'returned':
      return accepted({ context, item, attempt, returned });
    case 'cap-reached':
      return stoppedAtCap({ context, item, attempt, returned });
    case 'stale-claims':
      return stoppedOnClaims({ context, item, attempt, returned });
    default:
      return failedRun({ item, attempt, returned, context });
  }
};

/** There is nothing to take yet, or ever. */
const isNothing = (
  returned: ReturnedFact,
): returned is Extract<ReturnedFact, { state: 'running' | 'not-ours' }> =>
  returned.state === 'running' || returned.state === 'not-ours';

/** Lost and late runs may come back; what a person took back, or what delegated work came after, may not. */
const isTakenBack = (item: Item, { outcome }: PlanRun): boolean => {
  const delegation = currentDelegation(item);
  const works = delegation !== null && delegation.state.name !== 'proposed';
  return works || (outcome.state === 'failed' && outcome.failure === 'cancelled');
};

const isConsumed = ({ outcome }: Attempt): boolean =>
  outcome.state === 'returned' || outcome.state === 'answered';

/** Nobody waits for that run any more: what it used is counted, and nothing else of it is taken. */
export const resultTooLate = (context: Context): Outcome => {
  const { event, item } = context;
  if (event.kind !== 'run-finished') return ignored(item, 'nothing was returned');
  const attempt = attemptsOf(item).find((one) => one.assignmentId === event.assignmentId);
  if (!attempt || isConsumed(attempt)) return ignored(item, 'no run is awaited');
  return leavesUsage(context, attempt, 'no run is awaited');
};

/** Once: the same end can be told again. */
const leavesUsage = ({ item, facts }: Context, { assignmentId, ran }: Attempt, why: string): Outcome => {
  const { returned } = facts;
  const told = returned && 'ran' in returned ? returned.ran : undefined;
  if (!told || ran) return ignored(item, why);
  const noted = copyOf(item);
  for (const attempt of attemptsOf(noted)) if (attempt.assignmentId === assignmentId) attempt.ran = told;
  return moved(noted, `${why}; what it used is noted`);
};

/** Nothing is dispatched on a stale plan: its people correct it, or one of them says that it holds all the same. */
const stoppedOnClaims = (options: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'stale-claims' }>;
}): Outcome => {
  const { context, item, attempt, returned } = options;
  const { stale, url } = returned;
  attempt.outcome = { state: 'failed', failure: 'stale-claims', detail: stale.join(' '), url };
  item.stage = blocked({ cause: 'stale-claims', detail: '', findings: stale, url, resume: 'delegating' });
  return moved(item, 'blocked: the tasks name what is not there', {
    effects: [notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
  });
};

/** What it brought stays on its branch; nobody reviews half of a work. */
const stoppedAtCap = (options: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'cap-reached' }>;
}): Outcome => {
  const { context, item, attempt, returned } = options;
  const { limit, detail, url, head } = returned;
  const setting = attempt.terms?.allowance?.from[limit] ?? `caps.${limit}`;
  attempt.outcome = {
    state: 'failed',
    failure: 'cap-reached',
    detail,
    url,
    cap: setting,
    ...(head === undefined ? {} : { head }),
  };
  return stopOnCaps(
    { item, event: context.event },
    { caps: [setting], detail: `\`${setting}\`: ${detail}`, url },
  );
};

/** Stopped by us, as late or for a newer head: that it ended is no news. */
const whyStopped = (item: Item, { outcome, assignmentId }: Attempt, back: ReturnedFact): string | null => {
  const failure = outcome.state === 'failed' ? outcome.failure : null;
  if (failure === 'cancelled' && roundRunOf(item, assignmentId)) return 'a newer head is reviewed instead';
  const isEnd = failure === 'late' && back.state === 'failed' && back.failure === 'cancelled';
  return isEnd ? 'the run was stopped because it was late' : null;
};

const failedRun = (options: {
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'failed' | 'blocked-answer' }>;
  context: Context;
  before?: OneShot[];
}): Outcome => {
  const { item, attempt, returned, context } = options;
  const run = planRunOf(item, attempt.assignmentId);
  if (run && returned.state === 'failed') return planFailed({ context, item, run }, returned, options.before);
  const inRound = roundRunOf(item, attempt.assignmentId);
  if (inRound) return roundReturned({ context, item, run: inRound, returned }, options.before);
  if (returned.state === 'blocked-answer') {
    attempt.outcome = {
      state: 'failed',
      failure: 'blocked-answer',
      detail: returned.reason,
      url: returned.url,
    };
    item.stage = blocked({
      cause: 'delegate-blocked',
      detail: returned.reason,
      url: returned.url,
      resume: 'delegating',
    });
  } else {
    attempt.outcome = {
      state: 'failed',
      failure: returned.failure,
      detail: returned.detail,
      url: returned.url,
      ...(returned.head === undefined ? {} : { head: returned.head }),
    };
    item.stage = blocked({
      cause: 'run-failed',
      failure: returned.failure,
      detail: returned.detail,
      url: returned.url,
      resume: 'delegating',
    });
  }
  return moved(item, `blocked: ${returned.state}`, {
    effects: [
      ...(options.before ?? []),
      notice(item, context.event, { kind: 'blocked', to: item.startedBy }),
    ],
  });
};

/** Computed, and now to be judged; a person's commits come back with both. */
const accepted = (options: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'returned' }>;
}): Outcome => {
  const { context, item, attempt, returned } = options;
  const { runId, url, head, review, evidenceUrl, told } = returned;
  attempt.outcome = { state: 'returned', runId, url, head, review, evidenceUrl, ...(told ? { told } : {}) };
  if (!isJudged(attempt)) return startJudging({ ...context, item });
  return askToDecide({ context, item, attempt, since: returned.completedAt });
};

export const lost = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'run-lost') return ignored(context.item, 'not a loss');
  const item = copyOf(context.item);
  const attempt = currentAttemptOf(item, event.assignmentId);
  if (!attempt || !isUnderWay(attempt)) return ignored(item, 'that attempt is further already');
  const url = attempt.outcome.state === 'running' ? attempt.outcome.url : null;
  return failedRun({
    item,
    attempt,
    context,
    returned: {
      state: 'failed',
      failure: 'lost',
      detail: 'GitHub shows no run for this assignment; it may never have been started.',
      url,
    },
  });
};

const hours = (seconds: number): string =>
  seconds < 2 * 3600 ? `${Math.round(seconds / 60)} minutes` : `${(seconds / 3600).toFixed(1)} hours`;

/** Stopped as well: the next attempt of this item would wait behind it. */
export const late = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'run-late') return ignored(context.item, 'not late');
  const item = copyOf(context.item);
  const attempt = currentAttemptOf(item, event.assignmentId);
  if (!attempt || !isUnderWay(attempt)) return ignored(item, 'that attempt is further already');
  const limit = hours(attempt.terms?.limitSeconds ?? longestRunSeconds);
  const labels = attempt.terms?.labels.join(', ') ?? 'its labels';
  const detail = event.waiting
    ? `No runner took the run within ${limit}: is one with the labels ${labels} online? It is being cancelled.`
    : `The run goes on after ${limit}, the longest it may take. It is being cancelled.`;
  return failedRun({
    item,
    attempt,
    context,
    returned: { state: 'failed', failure: 'late', detail, url: event.url },
    before: [{ kind: 'cancel-run', assignmentId: event.assignmentId, runId: event.runId }],
  });
};
