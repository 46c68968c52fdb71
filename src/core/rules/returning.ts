import { longestRunSeconds } from '../assignment.ts';
import type { Attempt } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { ReturnedFact } from '../facts.ts';
import { attemptsOf, currentDelegation, type Item } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved } from '../outcome.ts';
import type { PlanRun } from '../planning.ts';
import { stopOnCaps } from './caps.ts';
import { acceptReturned, notesForNextAttempt } from './deciding.ts';
import { configurationOf, needsDecision, startDelegation } from './dispatching.ts';
import {
  blocked,
  copyOf,
  currentAttemptOf,
  isUnderWay,
  notice,
  planRunOf,
  reviewedAttempts,
} from './parts.ts';
import { planFailed, planReturned } from './planning/returning.ts';

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
  if (isEndOfLate(attempt, returned))
    return leavesUsage(context, attempt, 'the run was stopped because it was late');
  if ('ran' in returned && returned.ran) attempt.ran = returned.ran;
  return run
    ? planReturned({ context, item, run })
    : delegationReturned({ context, item, attempt, returned });
};

const delegationReturned = (back: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Exclude<ReturnedFact, { state: 'running' | 'not-ours' }>;
}): Outcome => {
  const { context, item, attempt, returned } = back;
  switch (returned.state) {
    case 'planned':
    case 'unusable':
      return ignored(item, 'a delegation does not come back as a plan');
    case 'returned':
      return accepted({ context, item, attempt, returned });
    case 'cap-reached':
      return stoppedAtCap({ context, item, attempt, returned });
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

/** A run given up as late is cancelled by us: that it ended is no news. */
const isEndOfLate = ({ outcome }: Attempt, returned: ReturnedFact): boolean =>
  outcome.state === 'failed' &&
  outcome.failure === 'late' &&
  returned.state === 'failed' &&
  returned.failure === 'cancelled';

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

const accepted = (options: {
  context: Context;
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'returned' }>;
}): Outcome => {
  const { context, item, attempt, returned } = options;
  const delegation = currentDelegation(item);
  if (!delegation) return ignored(item, 'no delegation');
  attempt.outcome = {
    state: 'returned',
    runId: returned.runId,
    url: returned.url,
    head: returned.head,
    review: returned.review,
    evidenceUrl: returned.evidenceUrl,
  };
  delegation.state = { name: 'returned' };
  item.stage = { name: 'deciding' };
  item.decision = {
    id: `d${delegation.number}a${attempt.number}`,
    asks: 'accept',
    since: returned.completedAt,
  };
  const known = item.blocks.some(
    (block) => block.kind === 'findings' && block.delegation === delegation.number,
  );
  if (!known) item.blocks.push({ kind: 'findings', delegation: delegation.number, home: item.home });
  if (item.mode === 'auto' && !item.paused) return continueAuto({ ...context, item });
  const what = `section${delegation.sections.length === 1 ? '' : 's'} ${delegation.sections.join(', ')}`;
  const why = `attempt ${attempt.number} of ${what} is back: ${returned.review.recommendation} is recommended`;
  return moved(item, `review posted: ${returned.review.recommendation}`, {
    // an edit notifies nobody, and a first review is a new comment anyway
    effects: known ? [needsDecision(item, context.event, why)] : [],
  });
};

const flaggedWhy = ([first = '', ...others]: string[]): string =>
  `auto mode stops here, because a person has to look at ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;

/** Auto mode at a review: accept on accept, iterate up to the cap, then stop and ask; at once when something is flagged. */
export const continueAuto = (context: Context): Outcome => {
  const { item, event, facts } = context;
  const delegation = currentDelegation(item);
  const attempt = delegation?.attempts.at(-1);
  if (!delegation || attempt?.outcome.state !== 'returned') return moved(item, 'nothing to continue');
  const flags = attempt.outcome.review.flags ?? [];
  if (flags.length > 0)
    return moved(item, 'auto mode stopped: something needs a look', {
      effects: [needsDecision(item, event, flaggedWhy(flags))],
    });
  if (attempt.outcome.review.recommendation === 'accept') {
    const taken = acceptReturned(item, 'auto mode');
    return moved(item, 'accepted by auto mode', { effects: taken?.effects ?? [] });
  }
  const cap = configurationOf(facts)?.caps.attempts ?? 1;
  if (attempt.outcome.review.recommendation === 'iterate' && reviewedAttempts(delegation) < cap)
    return startDelegation({ item, event, facts, notes: notesForNextAttempt(delegation, '') });
  return moved(item, 'auto mode stopped: a person decides', {
    effects: [
      needsDecision(item, event, `auto mode stops here: ${attempt.outcome.review.reasons.join('; ')}`),
    ],
  });
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
