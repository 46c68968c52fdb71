import type { ProjectionName } from '../core/effect.ts';
import type { Item } from '../core/item.ts';
import { Refused } from '../ports/errors.ts';
import type { DirtyProjection, Lease } from '../ports/store.ts';
import { projectionRefused } from '../text/trouble.ts';
import { describe, retryAt } from './backoff.ts';
import { handle } from './handle.ts';
import { inOneHandling } from './one-handling.ts';
import { performOneShot } from './perform/perform.ts';
import { projectors } from './perform/projections.ts';
import { NotYet } from './perform/quiet.ts';
import { unchanged } from './perform/rendered.ts';
import { isWaiting } from './perform/waiting.ts';
import { say } from './say.ts';
import type { World } from './world.ts';

type Step = 'went-on' | 'nothing' | 'fenced';

const oneEvent = async (world: World, lease: Lease): Promise<Step> => {
  const pending = await world.store.nextEvent(lease, world.clock.now());
  if (!pending) return 'nothing';
  if ('source' in pending.event && pending.event.source.via === 'box') unchanged.forget(lease.itemId);
  const state = await handle({ world, lease, pending });
  return state === 'fenced' ? 'fenced' : 'went-on';
};

/** An edit of the status comment costs nothing of the budget that is used up. */
const showWaiting = async (world: World, lease: Lease): Promise<void> => {
  const loaded = await world.store.loadItem(lease.itemId);
  if (loaded) await projectors.status({ world, item: loaded.item }).catch(() => undefined);
};

const oneEffect = async (world: World, lease: Lease): Promise<Step> => {
  const pending = await world.store.nextOneShot(lease, world.clock.now());
  if (!pending) return 'nothing';
  const waited = isWaiting(lease.itemId);
  const state = await performOneShot({ world, lease, pending });
  if (state === 'limited' || (waited && !isWaiting(lease.itemId))) await showWaiting(world, lease);
  return state === 'fenced' ? 'fenced' : 'went-on';
};

/** What people would see is refused for good: said once where they talk, because nothing else will show it. */
const tellRefused = async (refusal: {
  world: World;
  item: Item;
  projection: ProjectionName;
  error: Refused;
}): Promise<void> => {
  const { world, item, projection, error } = refusal;
  const body = projectionRefused({ projection, message: error.message, remedy: error.remedy });
  const tag = `trouble:${projection}`;
  await say({ world, repository: item.repository, ticketId: item.id, home: item.home, tag, body }).catch(
    () => undefined,
  );
};

interface Failed {
  item: Item;
  dirty: DirtyProjection;
  error: unknown;
}

/** Tried again later; told where that will not help. What only waits for its time is no failure. */
const postpone = async (
  world: World,
  lease: Lease,
  { item, dirty, error }: Failed,
): Promise<'postponed' | 'fenced'> => {
  if (error instanceof NotYet)
    return await world.store.postponeProjection(lease, dirty, { at: error.at, error: error.message });
  world.log.warn(
    { ticket: item.ticket.key, projection: dirty.name, err: describe(error) },
    'projection postponed',
  );
  if (error instanceof Refused) await tellRefused({ world, item, projection: dirty.name, error });
  const at = retryAt({ now: world.clock.now(), attempts: dirty.attempts, error });
  return await world.store.postponeProjection(lease, dirty, { at, error: describe(error) });
};

const allProjections = async (world: World, lease: Lease): Promise<Step> => {
  const shared = inOneHandling(world);
  for (const dirty of await world.store.dirtyProjections(lease, world.clock.now())) {
    const loaded = await world.store.loadItem(lease.itemId);
    if (!loaded) return 'fenced';
    try {
      world.failpoint(`before:project:${dirty.name}`);
      await projectors[dirty.name]({ world: shared, item: loaded.item });
      world.failpoint(`after:project:${dirty.name}`);
      if ((await world.store.finishProjection(lease, dirty)) === 'fenced') return 'fenced';
    } catch (error) {
      if ((await postpone(world, lease, { item: loaded.item, dirty, error })) === 'fenced') return 'fenced';
    }
  }
  return 'nothing';
};

/**
 * All that is due for one item: events first, then what they asked for, in order; projections once things are quiet.
 * Stops at once when fenced.
 */
export const takeTurn = async (world: World, lease: Lease, isStopping: () => boolean): Promise<void> => {
  while (!isStopping()) {
    const event = await oneEvent(world, lease);
    if (event === 'fenced') return;
    if (event === 'went-on') continue;
    const effect = await oneEffect(world, lease);
    if (effect === 'fenced') return;
    if (effect === 'went-on') continue;
    await allProjections(world, lease);
    return;
  }
};
