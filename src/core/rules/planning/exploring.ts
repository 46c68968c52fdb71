import type { Said } from '../../../contracts/planning/inputs.ts';
import { isWorkedOn } from '../../authored.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, type Outcome, refused } from '../../outcome.ts';
import { cancelRun, copyOf, refuseWith, reply, to, withdraw } from '../parts.ts';
import { isPlanning, planningOf, startPlanning } from './starting.ts';

/** The right somebody has, as agents are told it. */
const permissionOf = ({ actor }: Facts): Said['permission'] =>
  actor?.state === 'role' ? actor.role : 'none';

/** All of it goes into the inputs of one run, which hold 65,535 characters. */
const mostSaid = 2_000;
const mostEntries = 8;
const mostEarlier = 4;

const remember = (item: Item, context: Context, said: Pick<Said, 'about' | 'text'>): void => {
  if (said.text === '') return;
  const { event, facts } = context;
  const planning = planningOf(item);
  const text = said.text.length <= mostSaid ? said.text : `${said.text.slice(0, mostSaid)}…`;
  planning.said.push({ by: event.actor.login, permission: permissionOf(facts), about: said.about, text });
  planning.said = planning.said.slice(-mostEntries);
};

/** Directions that were shown are kept for the next exploration, which must not come back with them. */
const putAside = (item: Item): void => {
  const planning = planningOf(item);
  if (planning.exploration?.status === 'EXPLORED') planning.earlier.push(...planning.exploration.directions);
  planning.exploration = null;
  planning.direction = null;
  planning.tree = null;
  planning.proposed = null;
  planning.enhanced = false;
  planning.earlier = planning.earlier.slice(-mostEarlier);
  // a plan that was published and is not wanted any more stays on its branch
  item.change = null;
  if (item.authored) item.authored = null;
  item.feature = null;
  item.sections = [];
};

const isUnplanned = ({ stage, sections, authored }: Item): boolean =>
  isPlanning(stage.name) ||
  (stage.name === 'blocked' && isPlanning(stage.resume)) ||
  (stage.name === 'cancelled' && (sections.length === 0 || Boolean(authored)));

const under = (context: Context, why: string): Outcome =>
  refuseWith(context, 'planned already', {
    kind: 'wrong-stage',
    to: to(context.event),
    command: 'explore',
    stage: context.item.stage.name,
    why,
  });

/** `/explore`, with or without a hint; also "none of these". What was said and shown stays in the exchange. */
export const explore = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'explore')
    return ignored(context.item, 'not an exploration');
  // what has been made of it is delegated work: planning it anew would tear that up
  if (!isUnplanned(context.item) || isWorkedOn(context.item))
    return under(context, 'this ticket has a plan already: `/delegate` goes on with it');
  const item = copyOf(context.item);
  const before = cancelRun(item);
  withdraw(item, event.actor.login);
  item.startedBy = event.actor.login;
  const none = item.stage.name === 'choosing' && event.command.hint === '';
  const text = none ? 'None of the directions that were shown.' : event.command.hint;
  remember(item, context, { about: none ? 'the directions' : 'the ticket', text });
  putAside(item);
  return startPlanning({ item, event, facts, before }, { phase: 'explore' });
};

/** A ticket without a change comes in: it is explored, or grilled at once where a label says so. */
export const beginPlanning = (
  { item, event, facts }: { item: Item; event: Event; facts: Facts },
  before: OneShot[],
): Outcome => {
  putAside(item);
  const phase = event.kind === 'entered' && event.label === 'phase:grill' ? 'grill' : 'explore';
  if (phase === 'grill') planningOf(item).direction = { number: null, by: event.actor.login };
  return startPlanning({ item, event, facts, before }, { phase });
};

export const choose = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'choose')
    return ignored(context.item, 'not a choice');
  const item = copyOf(context.item);
  const planning = planningOf(item);
  const shown = planning.exploration?.status === 'EXPLORED' ? planning.exploration.directions : [];
  const { direction: number } = event.command;
  const chosen = shown[number - 1];
  if (!chosen)
    return refused(context.item, 'unknown direction', [
      reply(context, { kind: 'unknown-direction', to: to(event), asked: number, shown: shown.length }),
    ]);
  planning.direction = { number, chosen, by: event.actor.login };
  planning.tree = null;
  item.startedBy = event.actor.login;
  return startPlanning({ item, event, facts }, { phase: 'grill' });
};
