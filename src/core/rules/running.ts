import type { Command } from '../event.ts';
import { attemptsOf, currentDelegation, type Delegation, type Item } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored, moved } from '../outcome.ts';
import { chooseAgent, chooseAgentAgain } from './choosing.ts';
import { acceptReturned } from './deciding.ts';
import { awaitsReviewer, reviewerIsConfigured, takesAnother, takeUpDelegation } from './judging.ts';
import { notesForNextAttempt } from './notes.ts';
import { copyOf, currentAttemptOf, isUnderWay, refuseWith, to } from './parts.ts';
import { publishAgain } from './planning/publishing.ts';
import { isPlanning, takeUpPlanning } from './planning/starting.ts';
import { startAnother } from './rounds/fixing-again.ts';
import { proposeScope } from './scope.ts';

export const branchCreated = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'branch-created' || context.item.feature?.branch !== event.branch)
    return ignored(context.item, 'another branch');
  // asked for twice around a pause: the second answer must start nothing
  if (context.item.feature.head) return ignored(context.item, 'that branch is known');
  const item = copyOf(context.item);
  item.feature = { branch: event.branch, head: event.sha };
  return startAnother({ item, event, facts });
};

export const dispatched = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'dispatched') return ignored(context.item, 'not a dispatch');
  const item = copyOf(context.item);
  const attempt = currentAttemptOf(item, event.assignmentId);
  if (!attempt) return dispatchedTooLate(context);
  if (attempt.outcome.state !== 'asked') return ignored(item, 'that attempt is further already');
  attempt.outcome = { state: 'running', runId: event.runId, url: event.url };
  attempt.askedAt = facts.now;
  return moved(item, `attempt ${attempt.number} is running`);
};

/** The run of a dispatch whose reply did not tell it. */
export const found = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'run-found') return ignored(context.item, 'not a find');
  const item = copyOf(context.item);
  const attempt = currentAttemptOf(item, event.assignmentId);
  if (attempt?.outcome.state !== 'running' || attempt.outcome.runId !== null)
    return ignored(item, 'that run is known already');
  attempt.outcome = { state: 'running', runId: event.runId, url: event.url };
  return moved(item, `attempt ${attempt.number} is run ${event.runId}`);
};

/** The run was asked for, and meanwhile nobody wants it. */
export const dispatchedTooLate = (context: Context): Outcome => {
  const { event, item } = context;
  if (event.kind !== 'dispatched') return ignored(item, 'not a dispatch');
  const ended = attemptsOf(item).some(
    (attempt) => attempt.assignmentId === event.assignmentId && !isUnderWay(attempt),
  );
  if (ended) return ignored(item, 'that attempt has ended already');
  return moved(copyOf(item), 'run not wanted any more', {
    effects: [{ kind: 'cancel-run', assignmentId: event.assignmentId, runId: event.runId }],
  });
};

/** The assignment that failed, or what one brought and its branch did not take. */
const planAgain = (context: Context): Outcome | null =>
  context.item.planning?.next ? takeUpPlanning(context) : publishAgain(context);

/** Changes the item by `--agent` and `--model`; what stands against it otherwise. */
const chosenAnew = (
  context: Context,
  item: Item,
  { delegation, command }: { delegation: Delegation | null; command: Extract<Command, { name: 'retry' }> },
): Outcome | null => {
  if (takesAnother(command) && awaitsReviewer(delegation))
    return refuseWith(context, 'the reviewer is configured', reviewerIsConfigured(context));
  return delegation
    ? chooseAgentAgain(context, item, { delegation, command })
    : chooseAgent(context, item, command);
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
  const planned = isPlanning(stage.resume) ? planAgain({ ...context, item }) : null;
  if (planned) return planned;
  const again = stage.resume === 'deciding' ? acceptReturned(item, event.actor.login) : null;
  if (again) {
    item.stage = { name: 'deciding' };
    return moved(item, 'the merge is tried again', { effects: again.effects });
  }
  const delegation = currentDelegation(item);
  const command = event.kind === 'command' && event.command.name === 'retry' ? event.command : null;
  const refusal = command && chosenAnew(context, item, { delegation, command });
  if (refusal) return refusal;
  if (delegation && delegation.state.name !== 'proposed') {
    const notes = delegation.nextNotes ?? notesForNextAttempt(delegation, '');
    return takeUpDelegation({ item, event, facts, notes });
  }
  return proposeScope({ item, event, facts });
};
