import type { Direction, Explored, TooSmall } from '../contracts/planning/explore.ts';
import type { Pointer } from '../contracts/planning/pointer.ts';
import type { Item, PlanningBlock } from '../core/item.ts';
import type { Planning } from '../core/planning.ts';
import { type Choice, choices } from './choices.ts';
import { bullets, code, fenced, folded, inline, line, paragraphs, quoted } from './markdown.ts';
import { fileLink, ticketLink, ticketTitle } from './places.ts';

/** A comment has room for 65,536 characters, and the boxes are at its end. */
const mostPlaces = 12;

/** Places that were looked up at the commit they were read at. */
export const pointers = (item: Item, at: { base: string; read: Pointer[] }): string => {
  const shown = at.read.slice(0, mostPlaces).map(({ path, line: number, shows }) => {
    const place = fileLink(item, { sha: at.base, path, line: number });
    return `${place}: ${line(shows, 200)}`;
  });
  const more = at.read.length - shown.length;
  return bullets(more > 0 ? [...shown, `${more} more, in the answer of the run`] : shown);
};

const directionText = (direction: Direction, number: number): string =>
  paragraphs(
    `#### ${number}. ${inline(direction.title, 120)}`,
    quoted(direction.summary),
    fenced(direction.diagram, { max: 4000, info: 'text' }),
    bullets([
      ...direction.tradeoffs.gains.map((gain) => `➕ ${line(gain, 400)}`),
      ...direction.tradeoffs.costs.map((cost) => `➖ ${line(cost, 400)}`),
      `**Cost:** ${line(direction.cost, 400)}`,
      `**Would rule it out:** ${line(direction.ruledOutBy, 400)}`,
    ]),
  );

const boxOf = ['choose-1', 'choose-2', 'choose-3'] as const;

const directionChoices = (directions: Direction[]): Choice[] => [
  ...directions.slice(0, boxOf.length).map((direction, index) => ({
    command: boxOf[index] ?? 'choose-1',
    typed: `/choose ${index + 1}`,
    label: `**${index + 1}.** ${inline(direction.title, 120)}`,
  })),
  {
    command: 'none-of-these',
    typed: '/explore <hint>',
    label: '**None of these** — look again; `/explore <hint>` says what is missing',
  },
];

const tooSmallChoices: Choice[] = [
  {
    command: 'cancel',
    typed: '/cancel',
    label: '**Leave it** — do it with an agent directly, without a plan',
  },
  { command: 'go-on', typed: '/explore <why>', label: '**Plan it all the same**' },
];

const seen = (item: Item, { base, answer }: { base: string; answer: Explored | TooSmall }): string =>
  paragraphs(
    quoted(answer.problem, 4000),
    folded(
      `What was read (${answer.read.length} places at ${base.slice(0, 7)})`,
      pointers(item, { base, read: answer.read }),
      item.home.on,
    ),
  );

const chosenText = ({ direction }: Planning): string | null => {
  if (!direction || direction.number === null) return null;
  return `**Chosen by ${inline(direction.by, 60)}: ${direction.number}. ${inline(direction.chosen.title, 120)}**`;
};

const earlierText = (item: Item, { earlier }: Planning): string | null =>
  earlier.length === 0
    ? null
    : folded(
        `${earlier.length} directions shown before, none of which was taken`,
        bullets(earlier.map(({ title }) => inline(title, 120))),
        item.home.on,
      );

const question = (block: PlanningBlock, item: Item, list: Choice[]): string | null => {
  const { decision } = item;
  if (decision?.asks !== 'direction' || item.stage.name !== 'choosing') return null;
  return choices({ on: block.home.on, decision: decision.id, choices: list });
};

const directionsText = (block: PlanningBlock, item: Item, planning: Planning): string | null => {
  const { exploration } = planning;
  if (!exploration) return null;
  if (exploration.status === 'TOO_SMALL')
    return paragraphs(
      `**Too small to be planned**: the agent would do it directly.`,
      quoted(exploration.why),
      question(block, item, tooSmallChoices),
    );
  const { directions } = exploration;
  return paragraphs(
    ...directions.map((direction, index) => directionText(direction, index + 1)),
    chosenText(planning),
    planning.direction
      ? null
      : '**Which direction?** None is recommended here: what each would cost is above.',
    planning.direction ? null : question(block, item, directionChoices(directions)),
  );
};

/** The exploration in one comment, edited in place: the problem, what was read, the directions, none of them pushed. */
export const exploreBlock = (block: PlanningBlock, item: Item): string | null => {
  const { planning } = item;
  if (!planning) return null;
  const run = planning.runs.findLast((one) => one.phase === 'explore' && one.outcome.state === 'answered');
  const { exploration } = planning;
  return paragraphs(
    `### Exploration: ${ticketLink(item)} ${ticketTitle(item)}`,
    exploration && run ? seen(item, { base: run.base, answer: exploration }) : '_It is being explored anew._',
    directionsText(block, item, planning),
    earlierText(item, planning),
    run && planning.direction === null ? `Said so far: ${said(planning)}` : null,
  );
};

const said = ({ said: all }: Planning): string =>
  all.length === 0
    ? 'nothing beside the ticket.'
    : all.map(({ by, text }) => `${inline(by, 60)}: ${code(text, 160)}`).join(' · ');
