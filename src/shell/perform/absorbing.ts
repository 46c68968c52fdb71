import type { Item } from '../../core/item.ts';
import { absorbedDone, absorbedText } from '../../text/absorbing.ts';
import { withBudget } from '../budget.ts';
import { ownUuid, say } from '../say.ts';
import type { World } from '../world.ts';
import type { Performer } from './performer.ts';

const home = { on: 'linear' } as const;

/** Deleted or taken from us, it can be told nothing; the work goes on without it. */
export const absorbTicket: Performer<'absorb-ticket'> = async ({ world, item, effect }) => {
  const { ticket, relate } = effect;
  if ((await world.tracker.ticket(ticket.id)) === null) return [];
  const body = absorbedText(item, ticket.by);
  await say({ world, repository: null, ticketId: ticket.id, home, tag: `absorbed:${item.id}`, body });
  // not `duplicate`: that would have the tracker close it before anything is merged
  if (relate)
    await withBudget(world, { kind: 'linear' }, () =>
      world.tracker.relate({
        id: ownUuid('relation', item.id, ticket.id),
        ticketId: ticket.id,
        relatedTicketId: item.id,
        type: 'related',
      }),
    );
  return [];
};

const open = ['triage', 'backlog', 'unstarted', 'started'];

/** One merge closes all: what was taken in is done with it, and says by which merge. Forward only, as for the ticket itself. */
export const closeAbsorbed = async (world: World, item: Item, done: string): Promise<void> => {
  for (const { id } of item.absorbed ?? []) {
    const ticket = await world.tracker.ticket(id);
    if (!ticket) continue;
    if (open.includes(ticket.state.type))
      await world.tracker.transition(ticket, { type: 'completed', name: done });
    const body = absorbedDone(item, item.pull);
    await say({ world, repository: null, ticketId: id, home, tag: `absorbed-done:${item.id}`, body });
  }
};
