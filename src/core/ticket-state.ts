import type { Item } from './item.ts';

/** Pull request opened → In Progress; merged with nothing open → Done. No model decides, and nothing moves back. */
export const desiredTicketState = (item: Item): 'started' | 'completed' | null => {
  if (item.stage.name === 'done') return 'completed';
  if (item.stage.name === 'cancelled') return null;
  return item.pull || item.earlierPulls.length > 0 ? 'started' : null;
};
