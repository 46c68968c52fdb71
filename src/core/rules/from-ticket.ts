import { isWorkedOn } from '../authored.ts';
import type { Context, Outcome } from '../outcome.ts';
import { refused } from '../outcome.ts';
import { chooseAgent } from './choosing.ts';
import { configurationOf } from './dispatching.ts';
import { cancelRun, copyOf, refuseWith, to, withdraw } from './parts.ts';
import { startPlanning } from './planning/starting.ts';

const wrong = (context: Context, why: string): Outcome =>
  refuseWith(context, why, {
    kind: 'wrong-stage',
    to: to(context.event),
    command: 'delegate',
    stage: context.item.stage.name,
    why,
  });

/**
 * `/delegate --from-ticket`: has the tasks written from the ticket alone, where no change says what is to be done; once more
 * while nobody has worked on them.
 */
export const delegateFromTicket = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'delegate')
    return refused(context.item, 'not a delegate command');
  if (isWorkedOn(context.item))
    return wrong(
      context,
      'its tasks are worked on already, and are not written anew under the work: `/delegate` goes on with them',
    );
  if (facts.change?.state === 'found')
    return wrong(
      context,
      `the OpenSpec change \`${facts.change.id}\` says what is to be done: \`/delegate\` hands its sections over`,
    );
  const item = copyOf(context.item);
  const refusal = chooseAgent(context, item, event.command);
  if (refusal) return refusal;
  if (!item.planning) item.mode = configurationOf(facts)?.mode ?? item.mode;
  const before = cancelRun(item);
  withdraw(item, event.actor.login);
  item.authored = null;
  item.change = null;
  item.sections = [];
  item.plan = [];
  item.startedBy = event.actor.login;
  return startPlanning({ item, event, facts, before }, { phase: 'prompt' });
};
