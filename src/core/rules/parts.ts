import type { Attempt, RunFailure } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { CommandSource, Event } from '../event.ts';
import type { BlockedCause, Delegation, Home, Item, Stage } from '../item.ts';
import { awaitedAttempt, currentDelegation, lastPlanRun } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { refused } from '../outcome.ts';
import type { PlanRun } from '../planning.ts';
import type { Reply } from '../reply.ts';
import { openRoundOf, roundRunOf } from '../rounds/current.ts';

export const copyOf = (item: Item): Item => structuredClone(item);

/** Where an answer to this event belongs: beside the command, else at the item's home. */
const answerHome = (item: Item, event: Event): Home => {
  if (!('source' in event)) return item.home;
  return event.source.on === 'github' ? { on: 'github', issue: event.source.issue } : { on: 'linear' };
};

/** The review thread that a command stands in. */
export const threadOf = (source: CommandSource): { thread?: number } =>
  source.on === 'github' && source.via === 'review' ? { thread: source.commentId } : {};

export const reply = (
  context: Pick<Context, 'item' | 'event'>,
  what: Reply,
): Extract<OneShot, { kind: 'reply' }> => ({
  kind: 'reply',
  home: answerHome(context.item, context.event),
  tag: `reply:${context.event.key}`,
  reply: what,
  ...('source' in context.event ? threadOf(context.event.source) : {}),
});

/** A comment at the item's home that no command asked for. */
export const notice = (item: Item, event: Event, what: Reply): OneShot => ({
  kind: 'reply',
  home: item.home,
  tag: `notice:${event.key}:${what.kind}`,
  reply: what,
});

export const to = (event: Event): string => event.actor.login;

/** Login of who did it; null for what we found out ourselves, later. */
export const personOf = ({ actor }: Event): string | null =>
  actor.surface === 'throughline' ? null : actor.login;

export const refuseWith = (context: Context, reason: string, what: Reply): Outcome =>
  refused(context.item, reason, [reply(context, what)]);

export const blocked = (options: {
  cause: BlockedCause;
  detail: string;
  resume: Extract<Stage, { name: 'blocked' }>['resume'];
  failure?: RunFailure;
  url?: string | null;
  caps?: string[];
  findings?: string[];
}): Stage => ({
  name: 'blocked',
  cause: options.cause,
  failure: options.failure ?? null,
  detail: options.detail,
  url: options.url ?? null,
  resume: options.resume,
  ...(options.caps ? { caps: options.caps } : {}),
  ...(options.findings ? { findings: options.findings } : {}),
});

/** Takes an undecided delegation back; its branches and evidence stay. */
export const withdraw = (item: Item, by: string): void => {
  const run = planRunUnderWay(item);
  if (run) {
    const url = run.outcome.state === 'running' ? run.outcome.url : null;
    run.outcome = { state: 'failed', failure: 'cancelled', detail: `Taken back by ${by}.`, url };
  }
  const delegation = currentDelegation(item);
  // an accept stands: its merge is under way and is recorded when it is there
  if (delegation && delegation.state.name !== 'merging') delegation.state = { name: 'withdrawn', by };
  item.decision = null;
};

export const setSectionState = (item: Item, delegation: Delegation, state: 'accepted' | 'open'): void => {
  for (const section of item.sections)
    if (delegation.sections.includes(section.number)) section.state = state;
};

export const isUnderWay = ({ outcome }: Attempt): boolean =>
  outcome.state === 'asked' || outcome.state === 'running';

/** The planning run that is awaited. */
export const planRunUnderWay = (item: Item): PlanRun | null => {
  const run = lastPlanRun(item);
  return run && isUnderWay(run) ? run : null;
};

/** The planning run of this assignment, when it is the one that was asked for last. */
export const planRunOf = (item: Item, assignmentId: string): PlanRun | null => {
  const run = lastPlanRun(item);
  return run?.assignmentId === assignmentId ? run : null;
};

/** The run of this assignment, when it is the one that is awaited. */
export const currentAttemptOf = (item: Item, assignmentId: string): Attempt | null => {
  const last = currentDelegation(item)?.attempts.at(-1);
  if (!last) return roundRunOf(item, assignmentId) ?? planRunOf(item, assignmentId);
  const awaited = last.judging?.at(-1) ?? last;
  return awaited.assignmentId === assignmentId ? awaited : null;
};

/** The attempt that this assignment judges, when it is the judgement that is awaited. */
export const judgedAttemptOf = (item: Item, assignmentId: string): Attempt | null => {
  const last = currentDelegation(item)?.attempts.at(-1);
  return last?.judging?.at(-1)?.assignmentId === assignmentId ? last : null;
};

/** A head whose review is not waited for any more was reviewed by nobody; findings keep the answers that they have. */
const leaveReview = (item: Item): void => {
  const round = openRoundOf(item);
  if (round?.state.name !== 'reviewing') return;
  const outcome = round.reviews.at(-1)?.outcome;
  const url = outcome && 'url' in outcome ? outcome.url : null;
  round.state = { name: 'not-reviewed', cause: 'cancelled', detail: 'It is not waited for any more.', url };
};

/** Stops the run that is under way, if one is. */
export const cancelRun = (item: Item): OneShot[] => {
  leaveReview(item);
  const attempt = awaitedAttempt(item);
  if (!attempt || !isUnderWay(attempt)) return [];
  const runId = attempt.outcome.state === 'running' ? attempt.outcome.runId : null;
  endRoundRun(item, attempt.assignmentId, {
    failure: 'cancelled',
    detail: 'It is not waited for any more.',
  });
  return [{ kind: 'cancel-run', assignmentId: attempt.assignmentId, runId }];
};

/** Nobody waits for the run of the round any more; one that was to review has not, and its check says so. Whether there was one. */
export const endRoundRun = (
  item: Item,
  assignmentId: string,
  { failure, detail }: { failure: 'cancelled' | 'not-started'; detail: string },
): boolean => {
  const run = roundRunOf(item, assignmentId);
  if (!run) return false;
  const url = run.outcome.state === 'running' ? run.outcome.url : null;
  run.outcome = { state: 'failed', failure, detail, url };
  const round = openRoundOf(item);
  const cause = failure === 'cancelled' ? 'cancelled' : 'died';
  if (round?.state.name === 'reviewing') round.state = { name: 'not-reviewed', cause, detail, url };
  return true;
};

/** Attempts of an agent that came back: what `caps.attempts` counts. */
export const reviewedAttempts = (delegation: Delegation): number =>
  delegation.attempts.filter(({ outcome, pushedBy }) => outcome.state === 'returned' && !pushedBy).length;
