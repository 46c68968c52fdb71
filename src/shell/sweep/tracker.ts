import { Refused } from '../../ports/errors.ts';
import type { Ticket, Tracker } from '../../ports/tracker.ts';
import { describe } from '../backoff.ts';
import { configurationOf, eachRepository } from '../configuration.ts';
import { inOneHandling } from '../one-handling.ts';
import { routeHeard } from '../route.ts';
import { commandEvents } from '../routing/common.ts';
import type { World } from '../world.ts';

type Written = Awaited<ReturnType<Tracker['commentsSince']>>[number];

/** The comment as its webhook would have said it, under the same key, so that it counts once. */
const hear = async (world: World, ticket: Ticket, comment: Written): Promise<number> => {
  if (!comment.authorId) return 0;
  const heard = {
    kind: 'linear-comment' as const,
    key: `linear-comment:${comment.id}`,
    at: comment.createdAt,
    actor: { surface: 'linear' as const, id: comment.authorId, login: comment.authorId },
    human: true,
    ticketId: ticket.id,
    commentId: comment.id,
    body: comment.body,
  };
  const source = {
    on: 'linear' as const,
    ticketId: ticket.id,
    commentId: comment.id,
    via: 'comment' as const,
  };
  if (commandEvents(heard, source).length === 0) return 0;
  const person = await world.tracker.person(comment.authorId);
  if (person?.app) return 0;
  const named = { ...heard, actor: { ...heard.actor, login: person?.name ?? comment.authorId } };
  const outcome = await routeHeard(inOneHandling(world), named);
  return outcome.state === 'routed' ? world.store.addEvents(outcome.events, world.clock.now()) : 0;
};

/** A ticket that was deleted or taken from us meanwhile keeps no other from being read. */
const readComments = async (world: World, ticket: Ticket, since: string): Promise<number> => {
  let added = 0;
  try {
    for (const comment of await world.tracker.commentsSince(ticket.id, since))
      added += await hear(world, ticket, comment);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    world.log.warn({ ticket: ticket.key, err: describe(error) }, 'comments not read');
  }
  return added;
};

/** Teams that some repository's configuration names. */
const teamKeys = async (world: World): Promise<string[]> => {
  const keys = await eachRepository(world, async (ref) => {
    const configuration = await configurationOf(world, ref);
    return configuration.state === 'valid' ? [configuration.value.tracker.team] : [];
  });
  return [...new Set(keys.flat())];
};

/** Commands in Linear whose webhooks did not come. */
export const readTracker = async (world: World): Promise<number> => {
  const now = world.clock.now().toISOString();
  const cursor = await world.store.cursor('linear-tickets');
  // the first sweep only looks from here on: what lay there before was nobody's request to us
  if (cursor === null) {
    await world.store.setCursor('linear-tickets', now);
    return 0;
  }
  const changed = await world.tracker.changedSince({ cursor, teamKeys: await teamKeys(world), limit: 100 });
  let added = 0;
  for (const ticket of changed.tickets) added += await readComments(world, ticket, cursor);
  await world.store.setCursor('linear-tickets', changed.cursor);
  return added;
};
