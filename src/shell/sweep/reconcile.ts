import type { Event } from '../../core/event.ts';
import type { Item, PullRef } from '../../core/item.ts';
import { Refused } from '../../ports/errors.ts';
import type { PullRequest } from '../../ports/github.ts';
import type { RoutedEvent } from '../../ports/store.ts';
import { describe } from '../backoff.ts';
import { unchanged } from '../perform/rendered.ts';
import type { World } from '../world.ts';
import { own } from './own.ts';
import { reviewerEvent } from './reviewers.ts';
import { runEvent } from './runs.ts';

const pullEvent = (
  known: PullRef,
  pull: PullRequest | null,
  { at, usual }: { at: string; usual: string },
): Event | null => {
  if (!pull || known.state === 'merged') return null;
  if (pull.merged && pull.mergeSha) {
    const actor = { ...own, login: pull.mergedBy ?? own.login };
    return { kind: 'pull-merged', key: `sweep:merged:${pull.mergeSha}`, at, actor };
  }
  if (pull.state === known.state)
    return pull.base.branch === (known.base ?? usual)
      ? null
      : { kind: 'pull-retargeted', key: `sweep:retargeted:${at}`, at, actor: own };
  const kind = pull.state === 'closed' ? 'pull-closed' : 'pull-reopened';
  return { kind, key: `sweep:${kind}:${at}`, at, actor: own };
};

/** The pull request and the feature branch as they are, where that differs from what we know. */
const changes = async (world: World, item: Item): Promise<Event[]> => {
  const repository = world.github.repository(item.repository);
  const at = world.clock.now().toISOString();
  const events: Event[] = [];
  const usual = item.repository.defaultBranch;
  const pull = item.pull
    ? pullEvent(item.pull, await repository.pull(item.pull.number), { at, usual })
    : null;
  if (pull) events.push(pull);
  if (!item.feature?.head) return events;
  const { branch, head, deleted } = item.feature;
  const sha = await repository.refSha(`heads/${branch}`);
  if (sha && (sha !== head || deleted))
    events.push({ kind: 'feature-pushed', key: `sweep:feature:${sha}`, at, actor: own, sha });
  if (!sha && !deleted && item.pull?.state !== 'merged')
    events.push({ kind: 'branch-deleted', key: `sweep:deleted:${at}`, at, actor: own, branch, sha: head });
  return events;
};

const reconcile = async (world: World, item: Item): Promise<RoutedEvent[]> => {
  unchanged.forget(item.id);
  try {
    const run = await runEvent(world, item);
    const late = reviewerEvent(world, item);
    // a push that nobody told of comes first: it is another head that is waited for then
    const events = [...(run ? [run] : []), ...(await changes(world, item)), ...(late ? [late] : [])];
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
