import type { ReturnedFact } from '../facts.ts';
import { type Attempt, currentDelegation, type Item } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved } from '../outcome.ts';
import { acceptReturned, notesForNextAttempt } from './deciding.ts';
import { configurationOf, needsDecision, startDelegation } from './dispatching.ts';
import { blocked, copyOf, notice, refuseWith, reviewedAttempts, to } from './parts.ts';
import { proposeScope } from './scope.ts';

export const branchCreated = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'branch-created' || context.item.feature?.branch !== event.branch)
    return ignored(context.item, 'another branch');
  // asked for twice around a pause: the second answer must start nothing
  if (context.item.feature.head) return ignored(context.item, 'that branch is known');
  const item = copyOf(context.item);
  item.feature = { branch: event.branch, head: event.sha };
  return startDelegation({ item, event, facts });
};

export const dispatched = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'dispatched') return ignored(context.item, 'not a dispatch');
  const item = copyOf(context.item);
  const attempt = attemptOf(item, event.assignmentId);
  if (!attempt) return dispatchedTooLate(context);
  if (attempt.outcome.state !== 'asked') return ignored(item, 'that attempt is further already');
  attempt.outcome = { state: 'running', runId: event.runId, url: event.url };
  attempt.askedAt = facts.now;
  return moved(item, `attempt ${attempt.number} is running`);
};

/** The run was asked for, and meanwhile nobody wants it. */
export const dispatchedTooLate = (context: Context): Outcome => {
  const { event, item } = context;
  if (event.kind !== 'dispatched') return ignored(item, 'not a dispatch');
  const ended = item.delegations
    .flatMap((delegation) => delegation.attempts)
    .some((attempt) => attempt.assignmentId === event.assignmentId && !isUnderWay(attempt));
  if (ended) return ignored(item, 'that attempt has ended already');
  return moved(copyOf(item), 'run not wanted any more', {
    effects: [{ kind: 'cancel-run', assignmentId: event.assignmentId, runId: event.runId }],
  });
};

const isUnderWay = ({ outcome }: Attempt): boolean =>
  outcome.state === 'asked' || outcome.state === 'running';

const attemptOf = (item: Item, assignmentId: string): Attempt | null => {
  const last = currentDelegation(item)?.attempts.at(-1);
  return last?.assignmentId === assignmentId ? last : null;
};

export const result = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'run-finished' || !facts.returned) return ignored(context.item, 'nothing was returned');
  const item = copyOf(context.item);
  const attempt = attemptOf(item, event.assignmentId);
  if (!attempt) return ignored(item, 'that run belongs to another attempt');
  if (attempt.outcome.state === 'returned') return ignored(item, 'that attempt was consumed already');
  const returned = facts.returned;
  if (returned.state === 'running') return ignored(item, 'the run is still going');
  if (returned.state === 'returned') return accepted({ context, item, attempt, returned });
  return failedRun({ item, attempt, returned, context });
};

const failedRun = (options: {
  item: Item;
  attempt: Attempt;
  returned: Extract<ReturnedFact, { state: 'failed' | 'blocked-answer' }>;
  context: Context;
}): Outcome => {
  const { item, attempt, returned, context } = options;
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
    effects: [notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
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

/** Auto mode at a review: accept on accept, iterate up to the cap, then stop and ask. */
export const continueAuto = (context: Context): Outcome => {
  const { item, event, facts } = context;
  const delegation = currentDelegation(item);
  const attempt = delegation?.attempts.at(-1);
  if (!delegation || attempt?.outcome.state !== 'returned') return moved(item, 'nothing to continue');
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
  const attempt = attemptOf(item, event.assignmentId);
  if (!attempt || !isUnderWay(attempt)) return ignored(item, 'that attempt is further already');
  const url = attempt.outcome.state === 'running' ? attempt.outcome.url : null;
  return failedRun({
    item,
    attempt,
    context,
    returned: {
      state: 'failed',
      failure: 'lost',
      detail: 'GitHub shows no run for this assignment, or it never ended within its limit.',
      url,
    },
  });
};

export const retry = (context: Context): Outcome => {
  const { event, facts } = context;
  const { stage } = context.item;
  if (stage.name !== 'blocked') return ignored(context.item, 'not blocked');
  if (context.item.paused)
    return refuseWith(context, 'paused', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'retry',
      stage: 'blocked',
      why: 'this ticket is paused: `/resume` first',
    });
  const item = copyOf(context.item);
  item.startedBy = event.actor.login;
  const again = stage.resume === 'deciding' ? acceptReturned(item, event.actor.login) : null;
  if (again) {
    item.stage = { name: 'deciding' };
    return moved(item, 'the merge is tried again', { effects: again.effects });
  }
  const delegation = currentDelegation(item);
  if (delegation && delegation.state.name !== 'proposed') {
    const notes = delegation.nextNotes ?? notesForNextAttempt(delegation, '');
    return startDelegation({ item, event, facts, notes });
  }
  return proposeScope({ item, event, facts });
};
