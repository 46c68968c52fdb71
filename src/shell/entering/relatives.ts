import { type Heard, subjects } from '../../core/heard.ts';
import type { World } from '../world.ts';

/**
 * Items that a change of another ticket concerns: it became a sub-issue of theirs, or a duplicate. Linear tells of
 * neither relation but by the change of the ticket that has it.
 */
export const relativesOf = async (
  world: World,
  heard: Extract<Heard, { kind: 'linear-ticket' }>,
): Promise<string[]> => {
  const { parentId, setAside, changed, ticketId } = heard;
  const nested = parentId && (changed.length === 0 || changed.includes('parentId')) ? [parentId] : [];
  const duplicated =
    setAside && changed.includes('stateId')
      ? (await world.tracker.relatives(ticketId)).filter(({ how }) => how === 'duplicate-of')
      : [];
  const found: string[] = [];
  for (const id of [...nested, ...duplicated.map((one) => one.id)])
    found.push(...(await world.store.itemsBySubject(subjects.ticket(id))));
  return found.filter((id) => id !== ticketId);
};
