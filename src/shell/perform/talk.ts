import { replyText } from '../../text/reply.ts';
import { withBudget } from '../budget.ts';
import { ownUuid, say } from '../say.ts';
import type { Performer } from './performer.ts';

export const sendReply: Performer<'reply'> = async ({ world, item, effect }) => {
  await say({
    world,
    repository: item.repository,
    ticketId: item.id,
    home: effect.home,
    tag: effect.tag,
    body: replyText(effect.reply, item),
  });
  return [];
};

export const react: Performer<'react'> = async ({ world, item, effect }) => {
  if (effect.source.on === 'github' && effect.source.commentId > 0)
    await world.github.repository(item.repository).react(effect.source.commentId, effect.reaction);
  return [];
};

export const removeLabel: Performer<'remove-label'> = async ({ world, item, effect }) => {
  const { source, label } = effect;
  if (source.on === 'github') {
    await world.github.repository(item.repository).removeLabel(source.issue, label);
    return [];
  }
  const ticket = await world.tracker.ticket(source.ticketId);
  const found = ticket?.labels.find((one) => one.name.toLowerCase() === label.toLowerCase());
  if (ticket && found) await world.tracker.removeLabel(ticket.id, found.id);
  return [];
};

export const attachPull: Performer<'attach-pull'> = async ({ world, item, effect }) => {
  const { url, title } = effect;
  const id = ownUuid('attachment', item.id, url);
  await withBudget(world, { kind: 'linear' }, () =>
    world.tracker.attach({ id, ticketId: item.id, url, title }),
  );
  return [];
};
