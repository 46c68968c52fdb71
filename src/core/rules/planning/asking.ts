import type { OneShot } from '../../effect.ts';
import { ask } from '../../grill/ask.ts';
import { assumptions, question } from '../../grill/tree.ts';
import type { Item } from '../../item.ts';
import { moved, type Outcome } from '../../outcome.ts';
import { notice } from '../parts.ts';
import { planningOf, type Starting, startPlanning } from './starting.ts';

const showGrill = (item: Item): void => {
  if (!item.blocks.some((block) => block.kind === 'grill'))
    item.blocks.push({ kind: 'grill', home: item.home });
};

/** The decisions belong to the ticket; where people talk elsewhere, they are written there too. */
const recorded = ({ item, event }: Starting): OneShot[] =>
  item.home.on === 'linear'
    ? []
    : [notice({ ...item, home: { on: 'linear' } }, event, { kind: 'decisions' })];

/** By our own clock, unless the platform's is ahead: words that were written before it was there to be read answer what stood before. */
const shownFrom = ({ event, facts }: Starting): string =>
  Date.parse(event.at) > Date.parse(facts.now) ? event.at : facts.now;

/**
 * The next question, one at a time; when none is left what is assumed; when nothing is open, put off or assumed in
 * silence, the plan is written.
 */
export const askNext = (starting: Starting): Outcome => {
  const { item, before = [] } = starting;
  const planning = planningOf(item);
  const { tree } = planning;
  if (!tree) return moved(item, 'there is no tree to ask from', { effects: before });
  showGrill(item);
  item.stage = { name: 'grilling' };
  const asked = question(tree);
  const standing = assumptions(tree);
  if (!asked && standing.length === 0)
    return startPlanning({ ...starting, before: [...before, ...recorded(starting)] }, { phase: 'propose' });
  const since = shownFrom(starting);
  const put = ask(tree, since);
  planning.tree = put;
  const number = put.asked.length;
  item.decision = asked
    ? { id: `q-${asked.id}-${number}`, asks: 'question', since }
    : { id: `assumptions-${number}`, asks: 'assumptions', since };
  return moved(item, `asked: ${asked ? asked.id : 'whether the assumptions hold'}`, { effects: before });
};
