import { replyText } from '../../text/reply.ts';
import { withBudget } from '../budget.ts';
import { ownUuid, say } from '../say.ts';
import type { Performer, Performing } from './performer.ts';

/** False where the thread is gone, or there was none. */
const saidInThread = async ({ world, item, effect }: Performing<'reply'>, body: string): Promise<boolean> => {
  const { home, thread: comment, tag } = effect;
  if (home.on !== 'github' || comment === undefined) return false;
  const { installationId: installation } = item.repository;
  const answer = await withBudget(world, { kind: 'github-content', installation }, () =>
    world.github.repository(item.repository).replyInThread({ pull: home.issue, comment, tag, body }),
  );
  return answer !== null;
};

/** In the thread it answers, else as a comment of its own: nobody is left without an answer. */
export const sendReply: Performer<'reply'> = async (performing) => {
  const { world, item, effect } = performing;
  const body = replyText(effect.reply, item);
  if (await saidInThread(performing, body)) return [];
  const { home, tag } = effect;
  await say({ world, repository: item.repository, ticketId: item.id, home, tag, body });
  return [];
};

export const react: Performer<'react'> = async ({ world, item, effect }) => {
  const { source, reaction } = effect;
  if (source.on !== 'github' || source.commentId <= 0) return [];
  const repository = world.github.repository(item.repository);
  if (source.via === 'review') await repository.reactInThread(source.commentId, reaction);
  else await repository.react(source.commentId, reaction);
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
