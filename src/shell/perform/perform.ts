import type { OneShot, OneShotKind } from '../../core/effect.ts';
import type { EffectResult } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import { RateLimited, Refused } from '../../ports/errors.ts';
import type { Lease, PendingOneShot } from '../../ports/store.ts';
import { describe, retryAt } from '../backoff.ts';
import type { World } from '../world.ts';
import { type Performer, type Performing, resultEvent } from './performer.ts';
import { performers } from './registry.ts';
import { noteWaiting } from './waiting.ts';

const run = <K extends OneShotKind>(kind: K, performing: Performing<K>): Promise<EffectResult[]> => {
  const performer: Performer<K> = performers[kind];
  return performer(performing);
};

const carryOut = async (world: World, item: Item, effect: OneShot): Promise<EffectResult[]> => {
  world.failpoint(`before:${effect.kind}`);
  try {
    const results = await run(effect.kind, { world, item, effect } as Performing<typeof effect.kind>);
    world.failpoint(`after:${effect.kind}`);
    return results;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return [
      {
        kind: 'effect-refused',
        effect: effect.kind,
        status: error.status,
        detail: error.message,
        remedy: error.remedy,
      },
    ];
  }
};

/** One one-shot of an item; a refusal for good is a result too, and comes back as an event. */
export const performOneShot = async (options: {
  world: World;
  lease: Lease;
  pending: PendingOneShot;
}): Promise<'finished' | 'postponed' | 'limited' | 'fenced'> => {
  const { world, lease, pending } = options;
  const loaded = await world.store.loadItem(lease.itemId);
  if (!loaded) return 'fenced';
  const log = world.log.child({ ticket: loaded.item.ticket.key, effect: pending.oneShot.kind });
  try {
    const results = await carryOut(world, loaded.item, pending.oneShot);
    noteWaiting(lease.itemId, null);
    const events = results.map((result, index) =>
      resultEvent({ result, key: `effect:${pending.id}:${index}`, at: pending.causeAt }),
    );
    log.info({ results: results.map((result) => result.kind) }, 'effect performed');
    return await world.store.finishOneShot(lease, pending.id, { events, now: world.clock.now() });
  } catch (error) {
    log.warn({ err: describe(error), attempts: pending.attempts }, 'effect postponed');
    const at = retryAt({ now: world.clock.now(), attempts: pending.attempts, error });
    const state = await world.store.postponeOneShot(lease, pending.id, { at, error: describe(error) });
    if (!(error instanceof RateLimited) || state === 'fenced') return state;
    noteWaiting(lease.itemId, at);
    return 'limited';
  }
};
