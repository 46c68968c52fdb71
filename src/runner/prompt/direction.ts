import type { Direction } from '../../contracts/planning/explore.ts';
import { bullets } from './markdown.ts';
import { fenced } from './template.ts';

/** A direction as text that is nobody's markup. */
export const directionText = (direction: Direction): string => {
  const { title, summary, diagram, tradeoffs, cost, ruledOutBy } = direction;
  const text = [
    title,
    summary,
    diagram.replace(/\n+$/, ''),
    `Gains:\n${bullets(tradeoffs.gains, '')}`,
    `Costs:\n${bullets(tradeoffs.costs, '')}`,
    `Work: ${cost}`,
    `Would be wrong if: ${ruledOutBy}`,
  ];
  return fenced(text.join('\n\n'), 'text');
};

export const chosenText = (direction: Direction | null): string =>
  direction === null
    ? 'No direction was chosen among several: the ticket itself says what is to be done.'
    : directionText(direction);
