import { withWriteLock } from '../git/plumbing.ts';
import type { Account, Actor, Repository } from '../model.ts';
import type { Review, ReviewAnchor, ReviewState } from '../model-reviews.ts';
import { notFound, type Problem, unprocessableEntity } from '../problems.ts';
import type { PullIssue } from '../shapes/pull.ts';
import { now, type World } from '../world.ts';
import { checkMayChange } from './authorship.ts';
import { lengthOf, maxBody } from './limits.ts';
import { checkNothingPending, newReview, openThread } from './review-comments.ts';
import { announceReview, announceReviewComment } from './review-events.ts';
import { anchorOf, isPullCommit, type Spot } from './review-places.ts';
import { findSaid } from './review-threads.ts';

export const reviewEvents = ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'] as const;
export type ReviewEvent = (typeof reviewEvents)[number];

const states = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const satisfies Record<ReviewEvent, ReviewState>;

const verbs = { APPROVE: 'approve', REQUEST_CHANGES: 'request changes on' } as const;

export interface NewReview {
  issue: PullIssue;
  /** Null leaves it pending. */
  event: ReviewEvent | null;
  body: string;
  /** The head when absent. */
  commit?: string | undefined;
  comments: (Spot & { body: string })[];
  actor: Actor;
}

/** Reviews of a pull request, oldest first; of the pending ones only the reader's own. */
export const reviewsOf = (
  repository: Repository,
  options: { pull: number; reader: Account | null },
): Review[] =>
  [...repository.reviews.values()].filter(
    ({ pull, state, author }) =>
      pull === options.pull && (state !== 'PENDING' || author.id === options.reader?.id),
  );

export function findReview(
  repository: Repository,
  options: { pull: number; id: number; reader: Account | null },
): Review {
  const found = reviewsOf(repository, options).find(({ id }) => id === options.id);
  if (!found) throw notFound();
  return found;
}

function checkLength(body: string): void {
  if (lengthOf(body) > maxBody)
    throw unprocessableEntity(`Body is too long (maximum is ${maxBody} characters)`);
}

/** Authors may talk about their own pull request, and decide nothing about it. */
function checkEvent(options: { issue: PullIssue; event: ReviewEvent; said: boolean; actor: Actor }): void {
  const { issue, event, said, actor } = options;
  if (event !== 'COMMENT' && issue.author.id === actor.account.id) {
    throw unprocessableEntity(`Review Can not ${verbs[event]} your own pull request`);
  }
  if (event !== 'APPROVE' && !said) throw unprocessableEntity('Body cannot be blank');
}

const misplaced = { path: 'Path', line: 'Line', start_line: 'Start line', position: 'Position' } as const;

async function anchorsOf(repository: Repository, request: NewReview, commit: string) {
  const found: { anchor: ReviewAnchor; body: string }[] = [];
  for (const { body, ...spot } of request.comments) {
    if (body.trim() === '') throw unprocessableEntity('Comment body cannot be blank');
    checkLength(body);
    const anchor = await anchorOf(repository, { pull: request.issue.pull, commit, spot });
    if (typeof anchor === 'string') throw unprocessableEntity(`${misplaced[anchor]} could not be resolved`);
    found.push({ anchor, body });
  }
  return found;
}

function tell(world: World, repository: Repository, options: { review: Review; actor: Actor }): void {
  const { review, actor } = options;
  announceReview(world, repository, { action: 'submitted', review, actor });
  for (const { id, review: of } of repository.reviewComments.values()) {
    if (of !== review.id) continue;
    announceReviewComment(world, repository, { action: 'created', said: findSaid(repository, id), actor });
  }
}

/** Nothing of it exists unless all of its comments can be placed. */
export function createReview(world: World, repository: Repository, request: NewReview): Promise<Review> {
  const { issue, event, body, actor } = request;
  return withWriteLock(repository, async () => {
    checkLength(body);
    const said = body.trim() !== '' || request.comments.length > 0;
    if (event !== null) checkEvent({ issue, event, said, actor });
    checkNothingPending(repository, issue.number, actor);
    const commit = request.commit ?? issue.pull.headSha;
    if (!(await isPullCommit(repository, issue.pull, commit)))
      throw unprocessableEntity('The given commit_id is not part of the pull request');
    const anchors = await anchorsOf(repository, request, commit);
    const state = event === null ? 'PENDING' : states[event];
    const review = newReview(world, repository, { pull: issue.number, body, state, commit, actor });
    for (const { anchor, body: text } of anchors)
      await openThread(world, repository, { issue, review, anchor, body: text });
    issue.updatedAt = now(world);
    if (event !== null) tell(world, repository, { review, actor });
    return review;
  });
}

export function submitReview(
  world: World,
  repository: Repository,
  options: { issue: PullIssue; review: Review; event: ReviewEvent; body: string | undefined; actor: Actor },
): Review {
  const { issue, review, event, actor } = options;
  if (review.state !== 'PENDING') throw unprocessableEntity('Can not submit a review that is not pending');
  const body = options.body ?? review.body;
  const comments = [...repository.reviewComments.values()].some((comment) => comment.review === review.id);
  checkLength(body);
  checkEvent({ issue, event, said: body.trim() !== '' || comments, actor });
  Object.assign(review, { body, state: states[event], submittedAt: now(world) });
  issue.updatedAt = now(world);
  tell(world, repository, { review, actor });
  return review;
}

export function editReview(
  world: World,
  repository: Repository,
  options: { review: Review; body: string; actor: Actor },
): Review {
  const { review, body, actor } = options;
  checkMayChange(repository, review, actor);
  checkLength(body);
  const before = review.body;
  if (before === body) return review;
  review.body = body;
  if (review.state !== 'PENDING')
    announceReview(world, repository, { action: 'edited', review, actor, before });
  return review;
}

const undismissable = (state: ReviewState): Problem =>
  unprocessableEntity(`Can not dismiss a ${state.toLowerCase()} pull request review`);

/** Only a word that decides something can be taken back. */
export function dismissReview(
  world: World,
  repository: Repository,
  options: { review: Review; message: string; actor: Actor },
): Review {
  const { review, message, actor } = options;
  if (message.trim() === '') throw unprocessableEntity('Message cannot be blank');
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') throw undismissable(review.state);
  review.state = 'DISMISSED';
  announceReview(world, repository, { action: 'dismissed', review, actor });
  return review;
}
