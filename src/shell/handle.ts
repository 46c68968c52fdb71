import { decide } from '../core/decide.ts';
import type { OneShot, ProjectionName } from '../core/effect.ts';
import type { Facts } from '../core/facts.ts';
import type { Item } from '../core/item.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Lease, PendingEvent } from '../ports/store.ts';
import { describe, isFinal, refusalOf, retryAt } from './backoff.ts';
import { gather } from './facts/gather.ts';
import { inOneHandling } from './one-handling.ts';
import type { World } from './world.ts';

const split = (outcome: Outcome): { oneShots: OneShot[]; projections: ProjectionName[] } => ({
  oneShots: outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : [])),
  projections: outcome.effects.flatMap((effect) => (effect.type === 'project' ? [effect.name] : [])),
});

/** Facts that will never be had are a fact too: an event must not hold those behind it for ever. */
const factsOf = async (options: { world: World; item: Item; pending: PendingEvent }): Promise<Facts> => {
  const { world, item, pending } = options;
  try {
    return await gather({ world: inOneHandling(world), item, event: pending.event });
  } catch (error) {
    if (!isFinal(error, pending.attempts)) throw error;
    const { detail, remedy } = refusalOf(error);
    return { now: world.clock.now().toISOString(), refused: { detail, remedy } };
  }
};

/** One event: facts, decision, one short transaction. `fenced`: somebody else holds the item now. */
export const handle = async (options: {
  world: World;
  lease: Lease;
  pending: PendingEvent;
}): Promise<'handled' | 'postponed' | 'fenced'> => {
  const { world, lease, pending } = options;
  const loaded = await world.store.loadItem(lease.itemId);
  if (!loaded) return 'fenced';
  const { item, version } = loaded;
  const log = world.log.child({
    ticket: item.ticket.key,
    delivery: pending.deliveryId,
    event: pending.event.kind,
  });
  try {
    const facts = await factsOf({ world, item, pending });
    const outcome = decide(item, pending.event, facts);
    world.failpoint('before:commit');
    const written = await world.store.commit(
      lease,
      {
        eventSeq: pending.seq,
        version,
        item: outcome.item,
        log: { event: pending.event, facts, outcome: outcome.note },
        ...split(outcome),
        aliases: outcome.aliases,
      },
      world.clock.now(),
    );
    world.failpoint('after:commit');
    log.info({ outcome: outcome.note }, 'event handled');
    return written === 'fenced' ? 'fenced' : 'handled';
  } catch (error) {
    log.warn({ err: describe(error), attempts: pending.attempts }, 'event postponed');
    const at = retryAt({ now: world.clock.now(), attempts: pending.attempts, error });
    const state = await world.store.postponeEvent(lease, pending.seq, { at, error: describe(error) });
    return state;
  }
};
