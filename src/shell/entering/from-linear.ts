import { phaseLabel } from '../../core/phase-labels.ts';
import type { Ticket } from '../../ports/tracker.ts';
import { type Asked, absorbedElsewhere, placeText } from '../../text/entering.ts';
import { say } from '../say.ts';
import type { World } from '../world.ts';
import type { Entered, FromLinear } from './asked.ts';
import { enterItem, takerOf } from './item.ts';
import { placeOf } from './places.ts';

const tellOnTicket = (world: World, heard: FromLinear, body: string): Promise<void> =>
  say({
    world,
    repository: null,
    ticketId: heard.ticketId,
    home: { on: 'linear' },
    tag: `reply:${heard.key}`,
    body,
  });

/** Used up, so that they can ask again. */
const takeLabelsOff = async (world: World, ticket: Ticket): Promise<void> => {
  for (const label of ticket.labels)
    if (phaseLabel(label.name)) await world.tracker.removeLabel(ticket.id, label.id);
};

export const createFromLinear = async (
  world: World,
  heard: FromLinear,
  asked: Asked,
): Promise<Entered | null> => {
  const ticket = await world.tracker.ticket(heard.ticketId);
  if (!ticket) return null;
  const refuse = async (body: string): Promise<null> => {
    await tellOnTicket(world, heard, body);
    if (heard.kind === 'linear-ticket') await takeLabelsOff(world, ticket);
    return null;
  };
  const taker = await takerOf(world, ticket.id);
  if (taker) return refuse(absorbedElsewhere(heard.actor.login, ticket.key, taker));
  const place = await placeOf(world, ticket, heard.kind === 'linear-comment' ? heard.body : '');
  if (place.state !== 'one') return refuse(placeText({ place, team: ticket.team.key, asked }));
  const info = await world.github.repository(place.repository).info();
  return enterItem(world, { ticket, repository: place.repository, info, from: null, heard });
};
