import type { OneShot } from '../effect.ts';
import { currentDelegation, type Delegation, type Item, isRunCap } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { moved } from '../outcome.ts';
import { takenAway } from './branch.ts';
import { chooseAgentAgain } from './choosing.ts';
import { takeUpDelegation } from './judging.ts';
import { mergeOf } from './merging.ts';
import { notesForNextAttempt } from './notes.ts';
import { copyOf, refuseWith, to } from './parts.ts';
import { answerBlocked } from './planning/answering.ts';
import { takeUpPlanning } from './planning/starting.ts';
import { isOverCapInRounds } from './rounds/by-hand.ts';
import { startAnother } from './rounds/fixing-again.ts';
import { goOnWithRounds } from './rounds/going-on.ts';
import { fixUpRejected } from './rounds/rejecting.ts';
import { confirmScope } from './scope.ts';

export const confirm = (context: Context): Outcome => {
  const { event: asked } = context;
  const { stage, planning: planned } = context.item;
  if (
    stage.name === 'blocked' &&
    stage.cause !== 'caps' &&
    stage.resume === 'grilling' &&
    planned?.next?.branch
  )
    return answerBlocked(context);
  if (asked.kind === 'command' && asked.command.name === 'confirm' && asked.command.option !== undefined)
    return refuseWith(context, 'an option where none is asked', {
      kind: 'unreadable',
      to: to(asked),
      problem: '`/confirm` takes nothing after it here. Write it alone on its line.',
    });
  if (context.item.paused)
    return refuseWith(context, 'paused', {
      kind: 'wrong-stage',
      to: to(context.event),
      command: 'confirm',
      stage: context.item.stage.name,
      why: 'this ticket is paused: `/resume` first',
    });
  if (stage.name === 'blocked')
    return stage.cause === 'stale-claims' ? goOnOverClaims(context) : goOnOverCap(context);
  const item = copyOf(context.item);
  const delegation = currentDelegation(item);
  if (item.decision?.asks !== 'scope' || delegation?.state.name !== 'proposed')
    return refuseWith(context, 'no scope waits', {
      kind: 'stale',
      to: to(context.event),
      command: 'confirm',
      current: item.decision?.id ?? null,
    });
  return confirmScope({ item, event: context.event, facts: context.facts });
};

/** On this person's word, which is kept with the delegation: what was looked up and not found does not stop it again. */
const goOnOverClaims = ({ item: asked, event, facts }: Context): Outcome => {
  const item = copyOf(asked);
  const delegation = currentDelegation(item);
  if (delegation) delegation.claimsOverride = { by: event.actor.login, at: event.at };
  item.startedBy = event.actor.login;
  return startAnother({ item, event, facts });
};

/** Once, on this person's word, which is kept with the attempt it starts. */
const goOnOverCap = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const delegation = currentDelegation(item);
  const planning = item.planning?.next ?? null;
  const inRounds = isOverCapInRounds(item);
  if (item.stage.name !== 'blocked' || item.stage.cause !== 'caps' || !(delegation || planning || inRounds))
    return refuseWith(context, 'no cap to go over', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'confirm',
      stage: item.stage.name,
      why: 'no scope waits for a confirmation, and it is no cap that blocks this: `/retry` tries again',
    });
  const caps = item.stage.caps ?? [];
  if (caps.some(isRunCap))
    return refuseWith(context, 'a cap of one run', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'confirm',
      stage: item.stage.name,
      why: `${caps.map((cap) => `\`${cap}\``).join(', ')} is a cap of one run, and nothing goes over it: raise it in the configuration, then \`/retry\``,
    });
  const override = { by: event.actor.login, at: event.at, caps };
  item.startedBy = event.actor.login;
  if (inRounds) return goOnWithRounds({ item, event, facts, override });
  if (!delegation) return takeUpPlanning({ item, event, facts, override });
  delegation.override = override;
  return takeUpDelegation({
    item,
    event,
    facts,
    notes: delegation.nextNotes ?? notesForNextAttempt(delegation, ''),
  });
};

/** Used by `/accept`, its box, and auto mode. */
export const acceptReturned = (
  item: Item,
  by: string,
): { delegation: Delegation; effects: OneShot[] } | null => {
  const delegation = currentDelegation(item);
  if (delegation?.state.name !== 'returned') return null;
  const effects = mergeOf(item, delegation);
  if (effects.length === 0) return null;
  delegation.state = { name: 'merging', by };
  item.decision = null;
  return { delegation, effects };
};

export const accept = (context: Context): Outcome => {
  const item = copyOf(context.item);
  const waiting = currentDelegation(item);
  const why = waiting ? takenAway(item, waiting, context.facts) : null;
  if (why)
    return refuseWith(context, 'made on commits that were taken away', {
      kind: 'wrong-stage',
      to: to(context.event),
      command: 'accept',
      stage: item.stage.name,
      why,
    });
  const taken = acceptReturned(item, context.event.actor.login);
  if (!taken)
    return refuseWith(context, 'nothing to accept', {
      kind: 'wrong-stage',
      to: to(context.event),
      command: 'accept',
      stage: item.stage.name,
      why: 'the merge of this delegation is under way already',
    });
  return moved(item, `delegation ${taken.delegation.number} accepted by ${context.event.actor.login}`, {
    effects: taken.effects,
  });
};

export const iterate = (context: Context): Outcome => {
  const { event, facts } = context;
  if (context.item.paused)
    return refuseWith(context, 'paused', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'iterate',
      stage: context.item.stage.name,
      why: 'this ticket is paused: `/resume` first',
    });
  const item = copyOf(context.item);
  const last = item.delegations.at(-1);
  if (!last || !['returned', 'rejected', 'running'].includes(last.state.name) || last.attempts.length === 0)
    return refuseWith(context, 'nothing to iterate', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'iterate',
      stage: item.stage.name,
      why: 'no delegation has come back',
    });
  const command = event.kind === 'command' && event.command.name === 'iterate' ? event.command : null;
  const refusal = command && chooseAgentAgain(context, item, { delegation: last, command });
  if (refusal) return refusal;
  last.state = { name: 'running' };
  item.startedBy = event.actor.login;
  const words = command?.notes ?? '';
  return startAnother({ item, event, facts, notes: notesForNextAttempt(last, words) });
};

export const reject = (context: Context): Outcome => {
  const { event } = context;
  const item = copyOf(context.item);
  const delegation = currentDelegation(item);
  if (
    !delegation ||
    delegation.state.name === 'merging' ||
    event.kind !== 'command' ||
    event.command.name !== 'reject'
  )
    return refuseWith(context, 'nothing to reject', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'reject',
      stage: item.stage.name,
      why: 'no delegation waits for a decision',
    });
  delegation.state = { name: 'rejected', by: event.actor.login, why: event.command.why };
  item.decision = null;
  item.stage = { name: 'rejected' };
  if (delegation.fixUp) return fixUpRejected({ item, event, facts: context.facts });
  return moved(item, `delegation ${delegation.number} rejected by ${event.actor.login}`);
};
