import type { Attempt } from '../attempt.ts';
import {
  awaitedAttempt,
  type BlockedCause,
  type Item,
  lastPlanRun,
  openSections,
  type Stage,
} from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved, oneShot, project, refused } from '../outcome.ts';
import type { Reply } from '../reply.ts';
import { reviewPush } from './judging.ts';
import { blocked, cancelRun, copyOf, endRoundRun, notice, refuseWith, reply, to, withdraw } from './parts.ts';
import { isPlanning } from './planning/starting.ts';
import { polish } from './polishing.ts';
import { finished, leaveMergedPull, mergeAnswered } from './pull.ts';
import { followUpRefused } from './rounds/refused-follow-ups.ts';
import { proposeScope, syncSections } from './scope.ts';
import { updateRefused } from './updating.ts';

/** Answers without moving anything. */
const answer = (context: Context, note: string, what: Reply): Outcome => ({
  state: 'ignored',
  item: context.item,
  note,
  effects: [oneShot(reply(context, what))],
  aliases: [],
});

export const status = (context: Context): Outcome => {
  const shown = answer(context, 'status shown', { kind: 'status', to: to(context.event) });
  return { ...shown, effects: [...shown.effects, ...project('status', 'blocks', 'ticket-state')] };
};

export const help = (context: Context): Outcome =>
  answer(context, 'help shown', { kind: 'help', to: to(context.event) });

export const prompt = (context: Context): Outcome => {
  const attempt = context.item.delegations.at(-1)?.attempts.at(-1) ?? lastPlanRun(context.item);
  const runUrl = attempt && 'url' in attempt.outcome ? attempt.outcome.url : null;
  return answer(context, 'prompt linked', {
    kind: 'prompt',
    to: to(context.event),
    assignmentId: attempt?.assignmentId ?? null,
    runUrl,
  });
};

export const unreadable = (context: Context): Outcome => {
  const problem = context.event.kind === 'unreadable-command' ? context.event.problem : '';
  return refuseWith(context, 'unreadable command', { kind: 'unreadable', to: to(context.event), problem });
};

export const pause = (context: Context): Outcome => {
  const item = copyOf(context.item);
  item.paused = true;
  return moved(item, 'paused: what runs goes on, nothing new starts');
};

export const cancel = (context: Context): Outcome => {
  const { event } = context;
  const item = copyOf(context.item);
  const effects = cancelRun(item);
  withdraw(item, event.actor.login);
  if (item.planning) item.planning.next = null;
  item.stage = { name: 'cancelled' };
  effects.push({
    kind: 'reply',
    home: { on: 'linear' },
    tag: `cancelled:${event.key}`,
    reply: { kind: 'cancelled', by: event.actor.login },
  });
  return moved(item, `cancelled by ${event.actor.login}`, { effects });
};

export const drop = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'drop') return ignored(context.item, 'not a drop');
  const { sections, why } = event.command;
  const item = copyOf(context.item);
  const open = openSections(item).map((section) => section.number);
  const unknown = sections.filter((number) => !open.includes(number));
  if (unknown.length > 0)
    return refuseWith(context, 'unknown sections', {
      kind: 'unknown-sections',
      to: to(event),
      asked: unknown,
      known: open,
      why: 'only open sections can be dropped',
    });
  for (const section of item.sections) {
    if (!sections.includes(section.number)) continue;
    section.state = 'dropped';
    section.dropped = { why, by: event.actor.login };
  }
  const left = openSections(item).length > 0;
  const before = mergeAnswered(item, event.actor.login, left ? 'continue' : 'drop');
  withdraw(item, event.actor.login);
  if (!left) {
    if (item.pull?.state === 'merged' && item.pull.mergeSha)
      return finished(item, item.pull.mergeSha, before);
    return polish({ item, event, facts });
  }
  leaveMergedPull(item);
  syncSections(item, facts);
  return proposeScope({ item, event, facts, before });
};

/** Somebody repaired it by hand: what is there now is verified, judged and decided on like an attempt. */
export const codePushed = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'code-pushed') return ignored(context.item, 'not a push');
  const item = copyOf(context.item);
  const delegation = item.delegations.at(-1);
  const last = delegation?.attempts.at(-1);
  if (!delegation || last?.codeBranch !== event.branch)
    return ignored(context.item, `${event.branch} is not the branch that waits for a decision`);
  if (headOf(last) === event.sha) return ignored(context.item, 'that head is known');
  const pushed = { sha: event.sha, by: event.actor.login };
  item.startedBy = event.actor.login;
  switch (delegation.state.name) {
    case 'returned':
    case 'rejected':
      return reviewPush({ item, event, facts }, pushed);
    case 'running':
      // what is judged now comes first; this is reviewed after it, or by /retry
      delegation.pushed = pushed;
      return moved(item, `commits of ${pushed.by} are reviewed next`);
    default:
      return ignored(context.item, `that delegation is ${delegation.state.name}: its branch counts no more`);
  }
};

const headOf = ({ outcome, pushedBy, base }: Attempt): string | null =>
  outcome.state === 'returned' ? outcome.head : pushedBy === undefined ? null : base;

const critical = ['create-branch', 'put-branch', 'open-pull', 'dispatch', 'merge-delegation', 'mark-ready'];

/** GitHub or Linear said no for good. What the work depends on blocks it; the rest is on record. */
export const effectRefused = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'effect-refused') return ignored(context.item, 'not a refusal');
  if (event.effect === 'update-feature') return updateRefused(context);
  if (event.effect === 'file-follow-up') return followUpRefused(context);
  if (!critical.includes(event.effect))
    return ignored(context.item, `${event.effect} was refused: ${event.detail}`);
  const outcome = stopWork(context, {
    cause: event.effect === 'dispatch' ? 'workflow-permission' : 'configuration',
    detail: `${event.effect} was refused (${event.status}): ${event.detail} ${event.remedy}`,
  });
  if (event.effect === 'dispatch') takeBack(outcome.item);
  if (event.effect === 'put-branch' || event.effect === 'dispatch') planAgain(outcome.item);
  // what was not marked ready is a draft still: `/retry` has to ask again
  if (event.effect === 'mark-ready' && outcome.item.pull) outcome.item.pull.draft = true;
  return outcome;
};

/** An attempt that GitHub never took used nothing, and the word to go over a cap is for one that does. */
const takeBack = (item: Item): void => {
  const awaited = awaitedAttempt(item);
  if (awaited?.outcome.state === 'asked' && endRoundRun(item, awaited.assignmentId, neverTaken)) {
    if (awaited.terms) awaited.terms.allowance = null;
    return;
  }
  const delegation = item.delegations.at(-1);
  const last = delegation?.attempts.at(-1);
  const attempt = last?.judging?.at(-1) ?? last;
  if (!delegation || attempt?.outcome.state !== 'asked') return;
  if (attempt !== last || attempt.pushedBy !== undefined)
    attempt.outcome = { state: 'failed', ...neverTaken, url: null };
  if (attempt.terms) attempt.terms.allowance = null;
  if (!attempt.override) return;
  delegation.override = attempt.override;
  delete attempt.override;
};

const neverTaken = { failure: 'not-started', detail: 'It was refused.' } as const;

/** What `/retry` asks for again: a run that was never taken, and an enhancement of tasks that moved on. A proposal is put on its branch once more. */
const planAgain = (item: Item): void => {
  const run = lastPlanRun(item);
  if (!item.planning || !run || item.stage.name !== 'blocked' || !isPlanning(item.stage.resume)) return;
  if (run.outcome.state === 'answered' && run.phase !== 'enhance') return;
  item.planning.next = { phase: run.phase, branch: run.branch };
  if (run.outcome.state !== 'asked') return;
  run.outcome = { state: 'failed', failure: 'not-started', detail: item.stage.detail, url: null };
  if (run.terms) run.terms.allowance = null;
};

/** Blocks the item where it stands, and says so. */
export const stopWork = (context: Context, why: { cause: BlockedCause; detail: string }): Outcome => {
  const item = copyOf(context.item);
  const delegation = item.delegations.at(-1);
  if (delegation?.state.name === 'merging') delegation.state = { name: 'returned' };
  item.stage = blocked({ ...why, resume: resumeOf(item.stage) });
  // it is no cap that blocks this now
  if (item.decision?.asks === 'caps') item.decision = null;
  return moved(item, `blocked: ${why.cause}`, {
    effects: [notice(item, context.event, { kind: 'blocked', to: item.startedBy })],
  });
};

/** A second refusal does not forget what the first one stopped. */
const resumeOf = (stage: Stage): Extract<Stage, { name: 'blocked' }>['resume'] => {
  if (stage.name === 'blocked') return stage.resume;
  switch (stage.name) {
    case 'deciding':
    case 'polishing':
    case 'exploring':
    case 'grilling':
    case 'proposing':
      return stage.name;
    case 'choosing':
      return 'exploring';
    default:
      return 'delegating';
  }
};

export const wrongStage = (context: Context, why: string): Outcome => {
  const { event, item } = context;
  const command = event.kind === 'command' ? event.command.name : 'label';
  return refused(item, why, [
    reply(context, { kind: 'wrong-stage', to: to(event), command, stage: item.stage.name, why }),
  ]);
};
