import type { Item } from '../../item.ts';
import type { Round } from '../../rounds/round.ts';

/** The next round of an item, with its comment. */
export const newRound = (
  item: Item,
  { head, at, reviewer }: { head: string; at: string; reviewer: string },
): Round => {
  const rounds = item.rounds ?? [];
  const round: Round = {
    number: rounds.length + 1,
    head,
    mergeBase: head,
    reviewer,
    state: { name: 'reviewing' },
    ...{ findings: [], reviews: [], triages: [], fixUp: null },
    startedAt: at,
  };
  item.rounds = [...rounds, round];
  item.blocks.push({ kind: 'round', round: round.number, home: item.home });
  return round;
};
