import { roleAtLeast, roleOf } from '../access.ts';
import type { Actor, Repository } from '../model.ts';
import type { ReviewComment, ReviewThread } from '../model-reviews.ts';
import { notFound, Problem } from '../problems.ts';
import { findPull, type World } from '../world.ts';
import { announceReviewThread, type Said } from './review-events.ts';

/** What a pending review says is nobody's but its author's, and not said yet. */
const isSaid = (repository: Repository, comment: ReviewComment): boolean =>
  repository.reviews.get(comment.review)?.state !== 'PENDING';

export const commentsOfThread = (repository: Repository, thread: ReviewThread): ReviewComment[] =>
  [...repository.reviewComments.values()].filter(
    (comment) => comment.thread === thread.id && isSaid(repository, comment),
  );

/** Conversations of a pull request, in the order in which they began. */
export const threadsOf = (repository: Repository, pull: number): ReviewThread[] =>
  [...repository.reviewThreads.values()].filter(
    (thread) => thread.pull === pull && commentsOfThread(repository, thread).length > 0,
  );

export function findSaid(repository: Repository, id: number): Said {
  const comment = repository.reviewComments.get(id);
  const thread = comment && repository.reviewThreads.get(comment.thread);
  if (!thread) throw notFound();
  return { thread, comment };
}

export const saidOn = (repository: Repository, pull: number): Said[] =>
  [...repository.reviewComments.values()].flatMap((comment) => {
    const thread = repository.reviewThreads.get(comment.thread);
    return thread?.pull === pull && isSaid(repository, comment) ? [{ thread, comment }] : [];
  });

/** People resolve on their own pull requests, and on all where they may write; an App's permission was judged before. */
function checkMayResolve(repository: Repository, thread: ReviewThread, actor: Actor): void {
  if (actor.app || findPull(repository, thread.pull).author.id === actor.account.id) return;
  if (!roleAtLeast(roleOf(repository, actor.account.login), 'write'))
    throw new Problem(403, 'Must have push access to repository');
}

export function setResolved(
  world: World,
  repository: Repository,
  options: { thread: ReviewThread; resolved: boolean; actor: Actor },
): void {
  const { thread, resolved, actor } = options;
  checkMayResolve(repository, thread, actor);
  if ((thread.resolvedBy !== null) === resolved) return;
  thread.resolvedBy = resolved ? actor.account : null;
  announceReviewThread(world, repository, {
    action: resolved ? 'resolved' : 'unresolved',
    thread,
    comments: commentsOfThread(repository, thread),
    actor,
  });
}
