import { hasBox, readTicks } from '../../commands/boxes.ts';
import type { CommandSource, Event } from '../../core/event.ts';
import { subjects } from '../../core/heard.ts';
import { phaseLabel } from '../../core/phase-labels.ts';
import type { RouteOutcome } from '../../ports/store.ts';
import { askedByLabel, asksToStart } from '../entering/asked.ts';
import { chooseTicket } from '../entering/choose-ticket.ts';
import { createFromGithub } from '../entering/from-github.ts';
import { isUntouched } from '../entering/item.ts';
import { readTicketTick } from '../entering/ticket-boxes.ts';
import type { World } from '../world.ts';
import { commandEvents, common, deliver, deliverEntered, ignored, type Of } from './common.ts';
import { reviewerSpoke } from './github-reviews.ts';
import { wordsToUs } from './mention.ts';

const noTicket = 'no ticket could be found, or the person was asked which; they were told';

export const githubComment = async (world: World, heard: Of<'github-comment'>): Promise<RouteOutcome> => {
  if (!heard.human)
    return (await reviewerSpoke(world, heard, heard.actor.login)) ?? ignored('a bot wrote it');
  const events = commandEvents(heard, {
    on: 'github',
    issue: heard.issue,
    commentId: heard.commentId,
    via: 'comment',
  });
  if (events.length === 0) return githubReply(world, heard);
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  const asked = asksToStart(events);
  const [known] = items;
  if (!asked || (known && !(await isUntouched(world, known))))
    return deliver(items, events, 'no ticket is tracked here');
  return deliverEntered(await createFromGithub(world, heard, asked), events, noTicket);
};

/** Whoever mentions the App in a thread of its work answers what it asks. */
const githubReply = async (world: World, heard: Of<'github-comment'>): Promise<RouteOutcome> => {
  const { slug } = await world.github.identity();
  const text = wordsToUs(heard.body, slug);
  if (text === null)
    return (await reviewerSpoke(world, heard, heard.actor.login)) ?? ignored('no command in it');
  const source: CommandSource = {
    on: 'github',
    issue: heard.issue,
    commentId: heard.commentId,
    via: 'comment',
  };
  const items = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  return deliver(items, [{ ...common(heard), kind: 'replied', text, source }], 'no ticket is tracked here');
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

/** The ticket that was meant is known now: what was asked goes on, in the words and with the rights of who ticked. */
const ticketTicked = async (
  world: World,
  heard: Of<'github-comment-edited'>,
  ticked: { key: string; asked: string },
): Promise<RouteOutcome> => {
  const label = phaseLabel(ticked.asked);
  const source: CommandSource = {
    on: 'github',
    issue: heard.issue,
    commentId: heard.commentId,
    via: label ? 'label' : 'box',
  };
  const entered = await chooseTicket(world, heard, ticked.key);
  const events: Event[] = label
    ? [{ ...common(heard), kind: 'entered', label, source }]
    : commandEvents({ ...heard, body: ticked.asked }, source);
  return deliverEntered(entered, events, 'that choice leads to no ticket');
};

export const githubEdit = async (world: World, heard: Of<'github-comment-edited'>): Promise<RouteOutcome> => {
  const spoken = await reviewerSpoke(world, heard, heard.authorLogin);
  if (spoken) return spoken;
  if (!heard.human) return ignored('a bot edited it');
  const ticket = readTicketTick(heard.before, heard.after);
  if (ticket.state === 'ticked') return ticketTicked(world, heard, ticket);
  if (ticket.state !== 'no-question')
    return ignored('one box of this question has to be ticked, and nothing else');
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

export const githubLabel = async (world: World, heard: Of<'github-labelled'>): Promise<RouteOutcome> => {
  const label = phaseLabel(heard.label);
  if (!label) return ignored('not a label of ours');
  if (!heard.human) return ignored('a bot set the label');
  const source: CommandSource = { on: 'github', issue: heard.issue, commentId: 0, via: 'label' };
  const events: Event[] = [{ ...common(heard), kind: 'entered', label, source }];
  const known = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  if (known[0] && !(await isUntouched(world, known[0]))) return deliver(known, events, '');
  return deliverEntered(await createFromGithub(world, heard, askedByLabel(label)), events, noTicket);
};
