import { threadNodeId } from '../ids.ts';
import type { Actor, Repository } from '../model.ts';
import type { Review, ReviewComment, ReviewThread } from '../model-reviews.ts';
import { pullSimpleShape } from '../shapes/pull.ts';
import { reviewCommentShape, reviewEventShape } from '../shapes/review.ts';
import { emit } from '../webhooks.ts';
import { findPull, type World } from '../world.ts';

interface About {
  pull: number;
  name: string;
  action: string;
  actor: Actor;
  payload: Record<string, unknown>;
}

function announce(world: World, repository: Repository, { pull, name, action, actor, payload }: About): void {
  emit(world, {
    name,
    action,
    repository,
    sender: actor.account,
    payload: { ...payload, pull_request: pullSimpleShape(world, repository, findPull(repository, pull)) },
  });
  world.changed({ repository: repository.fullName, kind: 'comment', number: pull });
}

const changesOf = (before: string | undefined) =>
  before === undefined ? {} : { changes: { body: { from: before } } };

export const announceReview = (
  world: World,
  repository: Repository,
  event: { action: 'submitted' | 'edited' | 'dismissed'; review: Review; actor: Actor; before?: string },
): void =>
  announce(world, repository, {
    ...event,
    pull: event.review.pull,
    name: 'pull_request_review',
    payload: { ...changesOf(event.before), review: reviewEventShape(world, repository, event.review) },
  });

export interface Said {
  thread: ReviewThread;
  comment: ReviewComment;
}

export const announceReviewComment = (
  world: World,
  repository: Repository,
  event: { action: 'created' | 'edited' | 'deleted'; said: Said; actor: Actor; before?: string },
): void =>
  announce(world, repository, {
    ...event,
    pull: event.said.thread.pull,
    name: 'pull_request_review_comment',
    payload: { ...changesOf(event.before), comment: reviewCommentShape(world, repository, event.said) },
  });

export const announceReviewThread = (
  world: World,
  repository: Repository,
  event: {
    action: 'resolved' | 'unresolved';
    thread: ReviewThread;
    comments: ReviewComment[];
    actor: Actor;
  },
): void => {
  const { thread, comments } = event;
  announce(world, repository, {
    ...event,
    pull: thread.pull,
    name: 'pull_request_review_thread',
    payload: {
      thread: {
        node_id: threadNodeId(thread.id),
        comments: comments.map((comment) => reviewCommentShape(world, repository, { thread, comment })),
      },
    },
  });
};
