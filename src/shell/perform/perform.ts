import type { OneShotKind } from '../../core/effect.ts';
import type { EffectResult } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import { RateLimited } from '../../ports/errors.ts';
import type { Lease, PendingOneShot } from '../../ports/store.ts';
import { describe, isFinal, refusalOf, retryAt } from '../backoff.ts';
import type { World } from '../world.ts';
import { type Once, type Performer, type Performing, resultEvent } from './performer.ts';
import { performers } from './registry.ts';
import { noteWaiting } from './waiting.ts';

const run = <K extends OneShotKind>(kind: K, performing: Performing<K>): Promise<EffectResult[]> => {
  const performer: Performer<K> = performers[kind];
  return performer(performing);
};

/** The item is somebody else's now: nothing more may be sent for it from here. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

const createOnce = (options: {
  world: World;
  lease: Lease;
  pending: PendingOneShot;
}): Once & { takenBack(): boolean } => {
  const { world, lease, pending } = options;
  let takenBack = false;
  return {
    maybeSent: pending.begunAt !== null,
    begin: async () => {
      const state = await world.store.beginOneShot(lease, pending.id, world.clock.now());
      if (state === 'fenced') throw new LeaseLost('the lease was lost before anything was sent');
      return state === 'begun';
    },
    notSent: () => {
      takenBack = true;
    },
    takenBack: () => takenBack,
  };
};

const carryOut = async (options: {
  world: World;
  item: Item;
  pending: PendingOneShot;
  once: Once;
}): Promise<EffectResult[]> => {
  const { world, item, pending, once } = options;
  const effect = pending.oneShot;
  world.failpoint(`before:${effect.kind}`);
  try {
    const results = await run(effect.kind, { world, item, effect, once } as Performing<typeof effect.kind>);
    world.failpoint(`after:${effect.kind}`);
    return results;
  } catch (error) {
    if (!isFinal(error, pending.attempts)) throw error;
    const about = effect.kind === 'file-follow-up' ? { finding: effect.finding } : {};
    return [{ kind: 'effect-refused', effect: effect.kind, ...refusalOf(error), ...about }];
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
  const once = createOnce({ world, lease, pending });
  try {
    const results = await carryOut({ world, item: loaded.item, pending, once });
    noteWaiting(lease.itemId, null);
    const events = results.map((result, index) =>
      resultEvent({ result, key: `effect:${pending.id}:${index}`, at: pending.causeAt }),
    );
    log.info({ results: results.map((result) => result.kind) }, 'effect performed');
    return await world.store.finishOneShot(lease, pending.id, { events, now: world.clock.now() });
  } catch (error) {
    if (error instanceof LeaseLost) return 'fenced';
    log.warn({ err: describe(error), attempts: pending.attempts }, 'effect postponed');
    const at = retryAt({ now: world.clock.now(), attempts: pending.attempts, error });
    const state = await world.store.postponeOneShot(lease, pending.id, {
      at,
      error: describe(error),
      notSent: once.takenBack(),
    });
    if (!(error instanceof RateLimited) || state === 'fenced') return state;
    noteWaiting(lease.itemId, at);
    return 'limited';
  }
};
