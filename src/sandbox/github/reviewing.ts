import {
  commentOnDiff,
  deleteReviewComment,
  editReviewComment,
  replyToComment,
} from './domain/review-comments.ts';
import type { Said } from './domain/review-events.ts';
import type { Spot } from './domain/review-places.ts';
import { findSaid, setResolved } from './domain/review-threads.ts';
import { createReview, dismissReview, editReview, findReview, type ReviewEvent } from './domain/reviews.ts';
import type { Actor, Repository } from './model.ts';
import type { Review } from './model-reviews.ts';
import { reviewCommentShape, reviewShape } from './shapes/review.ts';
import { findPull, type World } from './world.ts';

export interface NewReviewOptions {
  /** Of the pull request. */
  number: number;
  event: ReviewEvent;
  body?: string;
  /** The head when absent. */
  commit?: string;
  comments?: (Spot & { body: string })[];
}

export type LineOptions = Spot & { number: number; body: string; commit?: string };

type ReviewAnswer = ReturnType<typeof reviewShape>;
type CommentAnswer = ReturnType<typeof reviewCommentShape>;

/** What anybody who reviews can do, whoever it is; answers in the API's own shapes. */
export interface Reviewing {
  review(options: NewReviewOptions): Promise<ReviewAnswer>;
  editReview(options: { number: number; id: number; body: string }): ReviewAnswer;
  dismiss(options: { number: number; id: number; message: string }): ReviewAnswer;
  commentOnLine(options: LineOptions): Promise<CommentAnswer>;
  /** `to`: any comment of the conversation. */
  reply(options: { number: number; to: number; body: string }): CommentAnswer;
  editLineComment(options: { id: number; body: string }): CommentAnswer;
  deleteLineComment(options: { id: number }): void;
  /** Resolves, or opens again, the conversation that a comment belongs to. */
  resolve(options: { comment: number; resolved?: boolean }): void;
}

export function reviewing(world: World, repository: Repository, actor: Actor): Reviewing {
  const shown = (review: Review): ReviewAnswer => reviewShape(world, repository, review);
  const comment = (said: Said): CommentAnswer => reviewCommentShape(world, repository, said);
  const find = (number: number, id: number): Review =>
    findReview(repository, { pull: number, id, reader: actor.account });
  return {
    async review({ number, event, body, commit, comments }) {
      const issue = findPull(repository, number);
      const request = { issue, event, body: body ?? '', commit, comments: comments ?? [], actor };
      return shown(await createReview(world, repository, request));
    },
    editReview: ({ number, id, body }) =>
      shown(editReview(world, repository, { review: find(number, id), body, actor })),
    dismiss: ({ number, id, message }) =>
      shown(dismissReview(world, repository, { review: find(number, id), message, actor })),
    async commentOnLine({ number, body, commit, ...spot }) {
      const issue = findPull(repository, number);
      const request = { issue, spot, commit: commit ?? issue.pull.headSha, body, actor };
      return comment(await commentOnDiff(world, repository, request));
    },
    reply: ({ number, to, body }) =>
      comment(replyToComment(world, repository, { issue: findPull(repository, number), to, body, actor })),
    editLineComment: ({ id, body }) => comment(editReviewComment(world, repository, { id, body, actor })),
    deleteLineComment: ({ id }) => deleteReviewComment(world, repository, { id, actor }),
    resolve: ({ comment: id, resolved = true }) =>
      setResolved(world, repository, { thread: findSaid(repository, id).thread, resolved, actor }),
  };
}
