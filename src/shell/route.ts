import type { Event } from '../core/event.ts';
import { type Heard, subjects } from '../core/heard.ts';
import { Refused } from '../ports/errors.ts';
import type { Delivery, RouteOutcome } from '../ports/store.ts';
import { describe, isPassing, MOST_ATTEMPTS, retryAt } from './backoff.ts';
import { checkConfiguration, openItemsOn } from './default-branch.ts';
import { inOneHandling } from './one-handling.ts';
import { common, deliver, ignored, type Of } from './routing/common.ts';
import { githubReviewComment } from './routing/github-review-comments.ts';
import { githubReviewed } from './routing/github-reviews.ts';
import { githubComment, githubEdit, githubLabel } from './routing/github-threads.ts';
import { linearComment, linearTicket } from './routing/linear.ts';
import type { World } from './world.ts';

const assignmentId = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

const pull = async (world: World, heard: Of<'pull'>): Promise<RouteOutcome> => {
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.number));
  return deliver(items, [{ ...common(heard), kind: `pull-${heard.action}` }], 'not a pull request of ours');
};

const pushToDefault = async (world: World, heard: Of<'push'>): Promise<RouteOutcome> => {
  try {
    await checkConfiguration(world, heard.repository);
  } catch (error) {
    // a check that may not be written must not keep the push from those who wait for it
    if (!(error instanceof Refused)) throw error;
    world.log.warn({ repository: heard.repository.fullName, err: describe(error) }, 'check not written');
  }
  const items = await openItemsOn(world, heard.repository.fullName);
  const event: Event = { ...common(heard), kind: 'base-moved', sha: heard.after };
  return deliver(items, [event], 'no open ticket works on this repository');
};

/** Other branches than the default one that pull requests of ours were sent to. */
const itemsInto = async (world: World, fullName: string, branch: string): Promise<string[]> =>
  (await world.store.items({ open: true }))
    .filter(({ item }) => item.repository.fullName.toLowerCase() === fullName.toLowerCase())
    .filter(({ item }) => item.pull?.base === branch)
    .map(({ item }) => item.id);

const pushToBranch = async (world: World, heard: Of<'push'>, branch: string): Promise<RouteOutcome> => {
  const { fullName } = heard.repository;
  const sha = heard.after;
  const own = await world.store.itemsBySubject(subjects.branch(fullName, branch));
  const pushed: Event = { ...common(heard), kind: 'feature-pushed', sha };
  const moved: Event = { ...common(heard), kind: 'base-moved', sha, branch };
  const events = [
    ...own.map((itemId) => ({ itemId, event: pushed })),
    // a pull request may go to the branch of another one
    ...(await itemsInto(world, fullName, branch)).map((itemId) => ({ itemId, event: moved })),
  ];
  return events.length > 0 ? { state: 'routed', events } : ignored('not a branch of ours');
};

const push = async (world: World, heard: Of<'push'>): Promise<RouteOutcome> => {
  const branch = heard.ref.replace(/^refs\/heads\//, '');
  const deleted = /^0+$/.test(heard.after);
  const code = branch.startsWith('throughline/');
  if (deleted && code) return ignored('a branch of a run was deleted');
  if (heard.toDefaultBranch) return pushToDefault(world, heard);
  const items = await world.store.itemsBySubject(subjects.branch(heard.repository.fullName, branch));
  if (deleted)
    return deliver(
      items,
      [{ ...common(heard), kind: 'branch-deleted', branch, sha: heard.before }],
      'a branch was deleted',
    );
  if (code && (!heard.human || /^0+$/.test(heard.before))) return ignored('the run pushed its own branch');
  if (!code) return pushToBranch(world, heard, branch);
  const event: Event = { ...common(heard), kind: 'code-pushed', branch, sha: heard.after };
  return deliver(items, [event], 'not a branch of ours');
};

const run = async (world: World, heard: Of<'run-completed'>): Promise<RouteOutcome> => {
  const id = assignmentId.exec(heard.name)?.[0];
  if (!id) return ignored('not a run of ours');
  const items = await world.store.itemsBySubject(subjects.assignment(id));
  const event: Event = {
    ...common(heard),
    kind: 'run-finished',
    runId: heard.runId,
    runAttempt: heard.runAttempt,
    assignmentId: id,
  };
  return deliver(items, [event], 'no item asked for this run');
};

export const routeHeard = async (world: World, heard: Heard): Promise<RouteOutcome> => {
  switch (heard.kind) {
    case 'nothing':
      return ignored(heard.reason);
    case 'github-comment':
      return githubComment(world, heard);
    case 'github-review-comment':
      return githubReviewComment(world, heard);
    case 'github-comment-edited':
      return githubEdit(world, heard);
    case 'github-labelled':
      return githubLabel(world, heard);
    case 'pull':
      return pull(world, heard);
    case 'push':
      return push(world, heard);
    case 'run-completed':
      return run(world, heard);
    case 'reviewed':
      return githubReviewed(world, heard);
    case 'linear-comment':
      return linearComment(world, heard);
    case 'linear-ticket':
      return linearTicket(world, heard);
  }
};

/**
 * GitHub's times are whole seconds, and a branch can go to and fro between two commits: by its content alone,
 * the second closing, push or resolving of two would pass for the first.
 */
const distinct = (heard: Heard, deliveryId: string): Heard =>
  heard.kind === 'pull' || heard.kind === 'push' || heard.kind === 'reviewed'
    ? { ...heard, key: `${heard.key}:${deliveryId}` }
    : heard;

/** Turns one stored delivery into events, or says why there are none. */
export const route = async (world: World, delivery: Delivery): Promise<RouteOutcome> => {
  try {
    const payload: unknown = JSON.parse(delivery.body.toString('utf8'));
    const heard = world.readers[delivery.source](delivery.name, payload);
    return await routeHeard(inOneHandling(world), distinct(heard, delivery.id));
  } catch (error) {
    return notRouted(world, delivery, error);
  }
};

/** Tried again: as long as it takes when a platform is away, else a few times; then kept for a person. */
export const notRouted = (world: World, delivery: Delivery, error: unknown): RouteOutcome => {
  const text = describe(error);
  world.log.warn({ delivery: delivery.id, err: text }, 'delivery could not be routed');
  if (delivery.attempts >= MOST_ATTEMPTS && !isPassing(error)) return { state: 'failed', error: text };
  return {
    state: 'retry',
    at: retryAt({ now: world.clock.now(), attempts: delivery.attempts, error }),
    error: text,
  };
};
