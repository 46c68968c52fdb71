import type { Event } from '../../core/event.ts';
import type { Item, PullRef } from '../../core/item.ts';
import { Refused } from '../../ports/errors.ts';
import type { PullRequest } from '../../ports/github.ts';
import type { RoutedEvent } from '../../ports/store.ts';
import { describe } from '../backoff.ts';
import { unchanged } from '../perform/rendered.ts';
import type { World } from '../world.ts';
import { own } from './own.ts';
import { runEvent } from './runs.ts';

const pullEvent = (known: PullRef, pull: PullRequest | null, at: string): Event | null => {
  if (!pull || known.state === 'merged') return null;
  if (pull.merged && pull.mergeSha) {
    const actor = { ...own, login: pull.mergedBy ?? own.login };
    return { kind: 'pull-merged', key: `sweep:merged:${pull.mergeSha}`, at, actor };
  }
  if (pull.state === known.state) return null;
  const kind = pull.state === 'closed' ? 'pull-closed' : 'pull-reopened';
  return { kind, key: `sweep:${kind}:${at}`, at, actor: own };
};

/** The pull request and the feature branch as they are, where that differs from what we know. */
const changes = async (world: World, item: Item): Promise<Event[]> => {
  const repository = world.github.repository(item.repository);
  const at = world.clock.now().toISOString();
  const events: Event[] = [];
  const pull = item.pull ? pullEvent(item.pull, await repository.pull(item.pull.number), at) : null;
  if (pull) events.push(pull);
  const sha = item.feature?.head ? await repository.refSha(`heads/${item.feature.branch}`) : null;
  if (sha && sha !== item.feature?.head)
    events.push({ kind: 'feature-pushed', key: `sweep:feature:${sha}`, at, actor: own, sha });
  return events;
};

const reconcile = async (world: World, item: Item): Promise<RoutedEvent[]> => {
  unchanged.forget(item.id);
  try {
    const run = await runEvent(world, item);
    const events = [...(run ? [run] : []), ...(await changes(world, item))];
    return events.map((event) => ({ itemId: item.id, event }));
  } catch (error) {
    // a repository that was taken from us keeps no other item from being read
    if (!(error instanceof Refused)) throw error;
    world.log.warn({ ticket: item.ticket.key, err: describe(error) }, 'item not reconciled');
    return [];
  }
};

/** Runs, pull requests and branches of every open item, read anew: a missed webhook heals here. */
export const reconcileItems = async (world: World): Promise<number> => {
  const events: RoutedEvent[] = [];
  for (const { item } of await world.store.items({ open: true }))
    events.push(...(await reconcile(world, item)));
  return world.store.addEvents(events, world.clock.now());
};
