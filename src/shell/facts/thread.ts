import type { Event } from '../../core/event.ts';
import type { ThreadFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { World } from '../world.ts';

/** The review thread that a command stands in, and the ticket that is linked to it already. */
export const threadFact = async (world: World, item: Item, event: Event): Promise<ThreadFact | null> => {
  if (!('source' in event) || event.source.on !== 'github' || event.source.via !== 'review') return null;
  const opening = await world.github.repository(item.repository).threadOpening(event.source.commentId);
  if (!opening) return null;
  const { body: text, ...where } = opening;
  const [linked] = await world.tracker.attachedTo(opening.url);
  return { ...where, text, tracked: linked ? { key: linked.key, url: linked.url } : null };
};
