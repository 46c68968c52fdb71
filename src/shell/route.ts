import { hasBox, readTicks } from '../commands/boxes.ts';
import { readCommands } from '../commands/read.ts';
import type { CommandSource, Event } from '../core/event.ts';
import { type Heard, subjects } from '../core/heard.ts';
import { Refused } from '../ports/errors.ts';
import type { Delivery, RoutedEvent, RouteOutcome } from '../ports/store.ts';
import { describe, isPassing, MOST_ATTEMPTS, retryAt } from './backoff.ts';
import { checkConfiguration, openItemsOn } from './default-branch.ts';
import { createFromGithub, createFromLinear, delegateLabel } from './enter.ts';
import type { World } from './world.ts';

const assignmentId = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

const ignored = (reason: string): RouteOutcome => ({ state: 'ignored', reason });

type Known = Exclude<Heard, { kind: 'nothing' }>;
type Of<K extends Known['kind']> = Extract<Known, { kind: K }>;

const common = (heard: Known) => ({ key: heard.key, at: heard.at, actor: heard.actor });

const deliver = (items: string[], events: Event[], reason: string): RouteOutcome => {
  const routed: RoutedEvent[] = items.flatMap((itemId) => events.map((event) => ({ itemId, event })));
  return routed.length > 0 ? { state: 'routed', events: routed } : ignored(reason);
};

/** Commands of a comment as events, in their order. */
export const commandEvents = (
  heard: Of<'github-comment'> | Of<'linear-comment'>,
  source: CommandSource,
): Event[] =>
  readCommands(heard.body).map((line, index) => {
    const base = { ...common(heard), key: `${heard.key}:${index}`, source };
    return line.state === 'command'
      ? { ...base, kind: 'command' as const, command: line.command, decision: null }
      : { ...base, kind: 'unreadable-command' as const, problem: line.problem };
  });

const asksToStart = (events: Event[]): boolean =>
  events.some((event) => event.kind === 'command' && event.command.name === 'delegate');

const githubComment = async (world: World, heard: Of<'github-comment'>): Promise<RouteOutcome> => {
  if (!heard.human) return ignored('a bot wrote it');
  const events = commandEvents(heard, {
    on: 'github',
    issue: heard.issue,
    commentId: heard.commentId,
    via: 'comment',
  });
  if (events.length === 0) return ignored('no command in it');
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  if (items.length > 0 || !asksToStart(events)) return deliver(items, events, 'no ticket is tracked here');
  const itemId = await createFromGithub(world, heard);
  return itemId ? deliver([itemId], events, '') : ignored('no ticket could be found; the person was told');
};

/** The item a comment of ours belongs to. It can be edited before we have noted its id: then its author and place tell. */
const itemOfOwnComment = async (world: World, heard: Of<'github-comment-edited'>): Promise<string | null> => {
  const own = await world.store.ownWrite('github', String(heard.commentId));
  if (own) return own.itemId;
  const { botLogin } = await world.github.identity();
  if (heard.authorLogin !== botLogin) return null;
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  return items[0] ?? null;
};

/** Why an edit of a comment with boxes runs nothing; the person is told, because their ticks do not stay. */
const unclearEdit = {
  several: 'Several boxes were ticked at once, and which one was meant is not ours to guess. Tick one.',
  'edited-otherwise':
    'That edit changed more than a box. Tick one box and leave the rest of the comment as it is, or write the command in a comment of your own.',
};

const githubEdit = async (world: World, heard: Of<'github-comment-edited'>): Promise<RouteOutcome> => {
  if (!heard.human) return ignored('a bot edited it');
  const itemId = await itemOfOwnComment(world, heard);
  if (!itemId) return ignored('edits of comments run nothing');
  const ticks = readTicks(heard.before, heard.after);
  if (ticks.state === 'none') return ignored('no box was ticked');
  const source: CommandSource = { on: 'github', issue: heard.issue, commentId: heard.commentId, via: 'box' };
  if (ticks.state !== 'ticked') {
    if (!hasBox(heard.before)) return ignored('no comment with boxes');
    const unclear = {
      ...common(heard),
      key: `${heard.key}:${ticks.state}`,
      kind: 'unreadable-command' as const,
      problem: unclearEdit[ticks.state],
      source,
    };
    return deliver([itemId], [unclear], '');
  }
  const { means, decision } = ticks.tick;
  const key = `${heard.key}:${means.name}:${decision}`;
  const event: Event = { ...common(heard), key, kind: 'command', command: means, source, decision };
  return deliver([itemId], [event], '');
};

const githubLabel = async (world: World, heard: Of<'github-labelled'>): Promise<RouteOutcome> => {
  if (heard.label !== delegateLabel) return ignored('not a label of ours');
  if (!heard.human) return ignored('a bot set the label');
  const source: CommandSource = { on: 'github', issue: heard.issue, commentId: 0, via: 'label' };
  const events: Event[] = [{ ...common(heard), kind: 'entered', label: heard.label, source }];
  const known = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  if (known.length > 0) return deliver(known, events, '');
  const itemId = await createFromGithub(world, heard);
  return itemId ? deliver([itemId], events, '') : ignored('no ticket could be found; the person was told');
};

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

const push = async (world: World, heard: Of<'push'>): Promise<RouteOutcome> => {
  const branch = heard.ref.replace(/^refs\/heads\//, '');
  if (/^0+$/.test(heard.after)) return ignored('a branch was deleted');
  if (heard.toDefaultBranch) return pushToDefault(world, heard);
  const items = await world.store.itemsBySubject(subjects.branch(heard.repository.fullName, branch));
  const code = branch.startsWith('throughline/');
  if (code && (!heard.human || /^0+$/.test(heard.before))) return ignored('the run pushed its own branch');
  const event: Event = code
    ? { ...common(heard), kind: 'code-pushed', branch, sha: heard.after }
    : { ...common(heard), kind: 'feature-pushed', sha: heard.after };
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

const linearComment = async (world: World, heard: Of<'linear-comment'>): Promise<RouteOutcome> => {
  if (!heard.human) return ignored('a bot wrote it');
  if (await world.store.ownWrite('linear', heard.commentId)) return ignored('our own comment');
  const events = commandEvents(heard, {
    on: 'linear',
    ticketId: heard.ticketId,
    commentId: heard.commentId,
    via: 'comment',
  });
  if (events.length === 0) return ignored('no command in it');
  const items = await world.store.itemsBySubject(subjects.ticket(heard.ticketId));
  if (items.length > 0 || !asksToStart(events)) return deliver(items, events, 'this ticket is not tracked');
  const itemId = await createFromLinear(world, heard);
  return itemId
    ? deliver([itemId], events, '')
    : ignored('no repository could be found; the person was told');
};

const linearTicket = async (world: World, heard: Of<'linear-ticket'>): Promise<RouteOutcome> => {
  const given = heard.delegatedTo !== null && heard.delegatedTo === (await world.tracker.self()).id;
  const labelled = heard.addedLabels.includes(delegateLabel);
  const items = await world.store.itemsBySubject(subjects.ticket(heard.ticketId));
  if (!heard.human || (!given && !labelled))
    return deliver(items, [{ ...common(heard), kind: 'ticket-changed' }], 'this ticket is not tracked');
  const source: CommandSource = { on: 'linear', ticketId: heard.ticketId, commentId: null, via: 'label' };
  const event: Event = { ...common(heard), kind: 'entered', label: labelled ? delegateLabel : null, source };
  const itemId = items[0] ?? (await createFromLinear(world, heard));
  return itemId
    ? deliver([itemId], [event], '')
    : ignored('no repository could be found; the person was told');
};

export const routeHeard = async (world: World, heard: Heard): Promise<RouteOutcome> => {
  switch (heard.kind) {
    case 'nothing':
      return ignored(heard.reason);
    case 'github-comment':
      return githubComment(world, heard);
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
    case 'linear-comment':
      return linearComment(world, heard);
    case 'linear-ticket':
      return linearTicket(world, heard);
  }
};

/**
 * GitHub's times are whole seconds, and a branch can go to and fro between two commits: by its content alone,
 * the second closing or push of two would pass for the first.
 */
const distinct = (heard: Heard, deliveryId: string): Heard =>
  heard.kind === 'pull' || heard.kind === 'push' ? { ...heard, key: `${heard.key}:${deliveryId}` } : heard;

/** Turns one stored delivery into events, or says why there are none. */
export const route = async (world: World, delivery: Delivery): Promise<RouteOutcome> => {
  try {
    const payload: unknown = JSON.parse(delivery.body.toString('utf8'));
    const heard = world.readers[delivery.source](delivery.name, payload);
    return await routeHeard(world, distinct(heard, delivery.id));
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
