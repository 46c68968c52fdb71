import type { CommandSource, Event } from '../../core/event.ts';
import { subjects } from '../../core/heard.ts';
import { type PhaseLabel, phaseLabel } from '../../core/phase-labels.ts';
import { repositoryTags } from '../../core/repository-tags.ts';
import type { RouteOutcome } from '../../ports/store.ts';
import { askedByLabel, asksToStart } from '../entering/asked.ts';
import { createFromLinear } from '../entering/from-linear.ts';
import { isUntouched } from '../entering/item.ts';
import { relativesOf } from '../entering/relatives.ts';
import type { World } from '../world.ts';
import { commandEvents, common, deliver, deliverEntered, ignored, type Of } from './common.ts';
import { wordsToUs } from './mention.ts';

const noRepository = 'no repository could be found; the person was told';

export const linearComment = async (world: World, heard: Of<'linear-comment'>): Promise<RouteOutcome> => {
  if (!heard.human) return ignored('a bot wrote it');
  if (await world.store.ownWrite('linear', heard.commentId)) return ignored('our own comment');
  const events = commandEvents(heard, {
    on: 'linear',
    ticketId: heard.ticketId,
    commentId: heard.commentId,
    via: 'comment',
  });
  if (events.length === 0) return linearReply(world, heard);
  const items = await world.store.itemsBySubject(subjects.ticket(heard.ticketId));
  const [itemId] = items;
  if (itemId) return deliver(items, (await otherPlace(world, itemId, heard)) ?? events, '');
  const asked = asksToStart(events);
  if (!asked) return ignored('this ticket is not tracked');
  return deliverEntered(await createFromLinear(world, heard, asked), events, noRepository);
};

/** Whoever mentions the App on its ticket answers what it asks. */
const linearReply = async (world: World, heard: Of<'linear-comment'>): Promise<RouteOutcome> => {
  const { slug } = await world.github.identity();
  const text = wordsToUs(heard.body, slug);
  if (text === null) return ignored('no command in it');
  const { ticketId, commentId } = heard;
  const source: CommandSource = { on: 'linear', ticketId, commentId, via: 'comment' };
  const items = await world.store.itemsBySubject(subjects.ticket(ticketId));
  return deliver(items, [{ ...common(heard), kind: 'replied', text, source }], 'this ticket is not tracked');
};

/** `[repo=…]` comes too late where the work has begun in another repository. */
const otherPlace = async (
  world: World,
  itemId: string,
  heard: Of<'linear-comment'>,
): Promise<Event[] | null> => {
  const tags = repositoryTags(heard.body);
  const fullName = (await world.store.loadItem(itemId))?.item.repository.fullName ?? '';
  if (tags.every((tag) => tag === fullName.toLowerCase())) return null;
  const { ticketId, commentId } = heard;
  const source: CommandSource = { on: 'linear', ticketId, commentId, via: 'comment' };
  const problem = `This ticket is worked on in \`${fullName}\`. Leave \`[repo=…]\` out.`;
  return [{ ...common(heard), key: `${heard.key}:0`, kind: 'unreadable-command', problem, source }];
};

/** Labels of ours that this change set; given to the App counts as one without a name. */
const askedOf = async (world: World, heard: Of<'linear-ticket'>): Promise<(PhaseLabel | null)[]> => {
  if (!heard.human) return [];
  const labels = heard.addedLabels.map(phaseLabel).filter((label) => label !== null);
  if (labels.length > 0) return labels;
  const given = heard.delegatedTo !== null && heard.delegatedTo === (await world.tracker.self()).id;
  return given ? [null] : [];
};

export const linearTicket = async (world: World, heard: Of<'linear-ticket'>): Promise<RouteOutcome> => {
  const labels = await askedOf(world, heard);
  const items = await world.store.itemsBySubject(subjects.ticket(heard.ticketId));
  const [first] = labels;
  if (first === undefined) {
    const concerned = [...items, ...(await relativesOf(world, heard))];
    return deliver(concerned, [{ ...common(heard), kind: 'ticket-changed' }], 'this ticket is not tracked');
  }
  const source: CommandSource = { on: 'linear', ticketId: heard.ticketId, commentId: null, via: 'label' };
  const events = labels.map((label, index): Event => {
    const key = index === 0 ? heard.key : `${heard.key}:${label}`;
    return { ...common(heard), key, kind: 'entered', label, source };
  });
  if (items[0] && !(await isUntouched(world, items[0]))) return deliver(items, events, '');
  return deliverEntered(await createFromLinear(world, heard, askedByLabel(first)), events, noRepository);
};
