import { withWriteLock } from '../git/plumbing.ts';
import type { Actor, Repository } from '../model.ts';
import type { Review, ReviewAnchor, ReviewComment, ReviewThread } from '../model-reviews.ts';
import { notFound, type Problem, unprocessableEntity, validationFailed } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { checkMayChange } from './authorship.ts';
import { checkBodyLength } from './limits.ts';
import { announceReview, announceReviewComment, type Said } from './review-events.ts';
import { anchorOf, followThread, isPullCommit, type Misplaced, type Spot } from './review-places.ts';
import { findSaid } from './review-threads.ts';

const resource = 'PullRequestReviewComment';

function checkCommentBody(body: string): void {
  if (body.trim() === '') throw validationFailed({ resource, code: 'missing_field', field: 'body' });
  checkBodyLength(resource, body);
}

const misplaced = (what: Misplaced): Problem =>
  validationFailed({
    resource,
    code: what === 'path' ? 'invalid' : 'custom',
    field: `pull_request_review_thread.${what}`,
    message: `pull_request_review_thread.${what} must be part of the diff`,
  });

/** A review nobody asked for by name: each comment of its own, and each reply, belongs to one. */
export function newReview(
  world: World,
  repository: Repository,
  options: Pick<Review, 'pull' | 'body' | 'state' | 'commit'> & { actor: Actor },
): Review {
  const { actor, ...fields } = options;
  const review: Review = {
    ...fields,
    id: world.nextId(),
    author: actor.account,
    app: actor.app,
    submittedAt: fields.state === 'PENDING' ? null : now(world),
  };
  repository.reviews.set(review.id, review);
  return review;
}

/** A comment that nobody was told of yet. */
function addComment(
  world: World,
  repository: Repository,
  options: { thread: ReviewThread; review: Review; inReplyTo: number | null; body: string },
): Said {
  const { thread, review, inReplyTo, body } = options;
  const at = now(world);
  const { author, app } = review;
  const comment: ReviewComment = {
    ...{ id: world.nextId(), thread: thread.id, review: review.id, inReplyTo, author, app, body },
    createdAt: at,
    updatedAt: at,
    reactions: [],
  };
  repository.reviewComments.set(comment.id, comment);
  return { thread, comment };
}

export async function openThread(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; review: Review; anchor: ReviewAnchor; body: string },
): Promise<Said> {
  const { issue, review, anchor, body } = options;
  const thread: ReviewThread = {
    id: world.nextId(),
    pull: issue.number,
    anchor,
    place: { line: null, startLine: null, position: null },
    commit: anchor.commit,
    resolvedBy: null,
  };
  await followThread(repository, issue.pull, thread);
  repository.reviewThreads.set(thread.id, thread);
  return addComment(world, repository, { thread, review, inReplyTo: null, body });
}

function tellAlone(world: World, repository: Repository, options: { said: Said; review: Review }): void {
  const { said, review } = options;
  const actor = { account: review.author, app: review.app };
  announceReview(world, repository, { action: 'submitted', review, actor });
  announceReviewComment(world, repository, { action: 'created', said, actor });
}

export function checkNothingPending(repository: Repository, pull: number, actor: Actor): void {
  const pending = [...repository.reviews.values()].some(
    (review) => review.pull === pull && review.state === 'PENDING' && review.author.id === actor.account.id,
  );
  if (pending) throw unprocessableEntity('User can only have one pending review per pull request');
}

/** One comment on its own. */
export function commentOnDiff(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; spot: Spot; commit: string; body: string; actor: Actor },
): Promise<Said> {
  const { issue, spot, commit, body, actor } = options;
  return withWriteLock(repository, async () => {
    checkCommentBody(body);
    checkNothingPending(repository, issue.number, actor);
    if (!(await isPullCommit(repository, issue.pull, commit))) {
      const message = 'commit_id is not part of the pull request';
      throw validationFailed({ resource, code: 'custom', field: 'commit_id', message });
    }
    const anchor = await anchorOf(repository, { pull: issue.pull, commit, spot });
    if (typeof anchor === 'string') throw misplaced(anchor);
    const fields = { pull: issue.number, body: '', state: 'COMMENTED', commit: issue.pull.headSha } as const;
    const review = newReview(world, repository, { ...fields, actor });
    const said = await openThread(world, repository, { issue, review, anchor, body });
    issue.updatedAt = now(world);
    tellAlone(world, repository, { said, review });
    return said;
  });
}

export function replyToComment(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; to: number; body: string; actor: Actor },
): Said {
  const { issue, to, body, actor } = options;
  const { thread, comment: first } = findSaid(repository, to);
  if (thread.pull !== issue.number) throw notFound();
  checkCommentBody(body);
  checkNothingPending(repository, issue.number, actor);
  const fields = { pull: issue.number, body: '', state: 'COMMENTED', commit: issue.pull.headSha } as const;
  const review = newReview(world, repository, { ...fields, actor });
  const said = addComment(world, repository, {
    thread,
    review,
    inReplyTo: first.inReplyTo ?? first.id,
    body,
  });
  issue.updatedAt = now(world);
  tellAlone(world, repository, { said, review });
  return said;
}

export function editReviewComment(
  world: World,
  repository: Repository,
  options: { id: number; body: string; actor: Actor },
): Said {
  const said = findSaid(repository, options.id);
  const { comment } = said;
  checkMayChange(repository, comment, options.actor);
  checkCommentBody(options.body);
  const before = comment.body;
  if (before === options.body) return said;
  Object.assign(comment, { body: options.body, updatedAt: now(world) });
  announceReviewComment(world, repository, { action: 'edited', said, actor: options.actor, before });
  return said;
}

/** With its last comment a conversation goes, and with it the review that said nothing else. */
export function deleteReviewComment(
  world: World,
  repository: Repository,
  options: { id: number; actor: Actor },
): void {
  const said = findSaid(repository, options.id);
  const { thread, comment } = said;
  checkMayChange(repository, comment, options.actor);
  repository.reviewComments.delete(comment.id);
  const left = [...repository.reviewComments.values()];
  if (!left.some((each) => each.thread === thread.id)) repository.reviewThreads.delete(thread.id);
  const review = repository.reviews.get(comment.review);
  const isEmpty = review?.state === 'COMMENTED' && review.body === '';
  if (isEmpty && !left.some((each) => each.review === comment.review))
    repository.reviews.delete(comment.review);
  announceReviewComment(world, repository, { action: 'deleted', said, actor: options.actor });
}
