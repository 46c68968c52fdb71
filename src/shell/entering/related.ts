import type { Event } from '../../core/event.ts';
import type { Barred, RelatedTicket } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { Relative, TicketState } from '../../ports/tracker.ts';
import type { World } from '../world.ts';
import { takerOf } from './item.ts';

type Candidate = Pick<Relative, 'id' | 'key' | 'title' | 'url' | 'team' | 'state'> & {
  how: RelatedTicket['how'];
};

const isClosed = ({ type }: TicketState): boolean => type === 'completed' || type === 'canceled';

/** Work that was begun keeps its ticket until it is done, rejected or cancelled. */
const isUnderWay = async (world: World, id: string): Promise<boolean> => {
  const known = await world.store.loadItem(id);
  return known !== null && !['done', 'rejected', 'cancelled'].includes(known.item.stage.name);
};

const barredBy = async (world: World, item: Item, one: Candidate): Promise<Barred | null> => {
  if (one.id === item.id) return { why: 'itself' };
  if (one.team.id !== item.ticket.teamId) return { why: 'elsewhere' };
  const own = await takerOf(world, item.id);
  if (own) return { why: 'takes-this-in', by: own.ticket.key };
  const taker = await takerOf(world, one.id);
  if (taker && taker.id !== item.id) return { why: 'taken-in', by: taker.ticket.key };
  if (await isUnderWay(world, one.id)) return { why: 'under-way' };
  // a duplicate is closed because it is one
  return one.how !== 'duplicate' && isClosed(one.state) ? { why: 'closed' } : null;
};

const asked = async (world: World, key: string): Promise<Candidate[]> => {
  const ticket = await world.tracker.ticket(key.toUpperCase());
  return ticket ? [{ ...ticket, how: 'asked' }] : [];
};

const beside = async (world: World, item: Item): Promise<Candidate[]> => {
  const found: Candidate[] = [];
  for (const one of await world.tracker.relatives(item.id))
    if (one.how === 'child' || one.how === 'duplicate') found.push({ ...one, how: one.how });
  return found;
};

/** Tickets this one could take in: the one that `/absorb` names, else those the tracker puts beside it. */
export const relatedFact = async (world: World, item: Item, event: Event): Promise<RelatedTicket[]> => {
  if (item.stage.name === 'done' || item.stage.name === 'cancelled') return [];
  const candidates =
    event.kind === 'command' && event.command.name === 'absorb'
      ? await asked(world, event.command.key)
      : await beside(world, item);
  const related: RelatedTicket[] = [];
  for (const one of candidates) {
    const { id, key, title, url, how } = one;
    related.push({ id, key, title, url, how, barred: await barredBy(world, item, one) });
  }
  return related;
};
