import type { Facts } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import { monthOf } from '../../core/spent.ts';
import type { World } from '../world.ts';

/** What the other items of the repository used this month; an item's own is in the item itself, and newer there. */
export const spentByOthers = async (world: World, item: Item): Promise<NonNullable<Facts['spent']>> => {
  const { name, from, to } = monthOf(world.clock.now().toISOString());
  const { fullName } = item.repository;
  return { month: name, others: await world.store.spent({ fullName, except: item.id, from, to }) };
};
