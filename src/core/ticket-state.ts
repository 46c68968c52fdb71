import type { Facts } from './facts.ts';
import type { Tracked } from './feature.ts';
import type { Item } from './item.ts';

/** Pull request opened → In Progress; merged with nothing open → Done. No model decides, and nothing moves back. */
export const desiredTicketState = (item: Item): 'started' | 'completed' | null => {
  if (item.stage.name === 'done') return 'completed';
  if (item.stage.name === 'cancelled') return null;
  return item.pull || item.earlierPulls.length > 0 ? 'started' : null;
};

const isThere = (desired: 'started' | 'completed', type: Tracked['type']): boolean =>
  type === 'completed' || (desired === 'started' && type === 'started');

/**
 * What the tracker shows by whoever's hand: ours, a person's or its own automation's. Changes the item; the state's name
 * where it says something new.
 */
export const noteTicketState = (item: Item, { ticket }: Facts): string | null => {
  if (!ticket) return null;
  const { name, type } = ticket;
  const desired = desiredTicketState(item);
  const before = item.tracked;
  const reached = desired && isThere(desired, type) ? desired : (before?.reached ?? null);
  if (before?.name === name && before.type === type && before.reached === reached) return null;
  item.tracked = { name, type, reached };
  return name;
};

/** Whether it was where we want it: who moved it on or back from there wanted that. */
export const wasThere = (item: Item): boolean => {
  const desired = desiredTicketState(item);
  return desired !== null && item.tracked?.reached === desired;
};
