import type { Tracker, TrackerComment } from '../../ports/tracker.ts';
import { createOnce } from './create-once.ts';
import type { Ask } from './request.ts';
import { shapes } from './shapes.ts';
import { orNull } from './tickets.ts';

const findComment = async (ask: Ask, id: string, ticketId: string): Promise<{ body: string } | null> => {
  const comment = await orNull(async () => (await ask('comment', { id }, shapes.comment)).comment);
  // A stranger's comment under our id cannot be; but then it must not be overwritten.
  return comment && comment.issue?.id === ticketId ? { body: comment.body } : null;
};

/**
 * Creates first: a comment that is not there yet, the usual case, costs one request.
 * Linear stores Markdown in a form of its own, so a body can come back changed; then `same` becomes one needless update.
 */
export const upsertComment = async (
  ask: Ask,
  comment: Parameters<Tracker['upsertComment']>[0],
): Promise<{ id: string; change: 'created' | 'updated' | 'same' }> => {
  const { id, ticketId, body } = comment;
  const { value, state } = await createOnce({
    create: async () => {
      await ask('createComment', { id, issueId: ticketId, body }, shapes.createComment);
      return { body };
    },
    find: () => findComment(ask, id, ticketId),
  });
  if (state === 'created') return { id, change: 'created' };
  if (value.body.trim() === body.trim()) return { id, change: 'same' };
  await ask('updateComment', { id, body }, shapes.updateComment);
  return { id, change: 'updated' };
};

type AuthoredComment = TrackerComment & { authorId: string | null };

/** `since` itself is included, so that comments of the same millisecond are not lost; callers know comments by id. */
export const commentsSince = async (
  ask: Ask,
  ticketId: string,
  since: string,
): Promise<AuthoredComment[]> => {
  const found: AuthoredComment[] = [];
  let after: string | null = null;
  do {
    const variables: Record<string, unknown> = { ticketId, since, first: 50, ...(after ? { after } : {}) };
    const { comments } = await ask('ticketComments', variables, shapes.ticketComments);
    for (const { user, ...comment } of comments.nodes) found.push({ ...comment, authorId: user?.id ?? null });
    after = comments.pageInfo.hasNextPage ? comments.pageInfo.endCursor : null;
  } while (after !== null);
  return found.sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id.localeCompare(b.id));
};
