import type { Item } from '../../core/item.ts';
import type { World } from '../world.ts';
import { filedTicketId } from './file-ticket.ts';

/** The GitHub issue an item began on, unless its words are the ticket's: those of a filed one are. */
export const issueToldApart = async (
  world: World,
  item: Item,
): Promise<{ number: number; title: string; body: string } | null> => {
  if (item.issue === null) return null;
  const repository = world.github.repository(item.repository);
  if (item.id === filedTicketId(await repository.info(), item.issue)) return null;
  return repository.issue(item.issue);
};
