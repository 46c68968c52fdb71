import { nodeId, timestamp, timestampOrNull } from '../ids.ts';
import type { Repository } from '../model.ts';
import type { Review, ReviewComment, ReviewThread } from '../model-reviews.ts';
import type { World } from '../world.ts';
import { associationOf, reactionRollup } from './issue.ts';
import { apiOf, webOf } from './repository.ts';
import { type Schemas, userShape } from './user.ts';

const link = (href: string) => ({ href });

const placesOf = (world: World, repository: Repository, pull: number) => ({
  api: `${apiOf(world, repository)}/pulls/${pull}`,
  page: `${webOf(world, repository)}/pull/${pull}`,
});

export function reviewShape(world: World, repository: Repository, review: Review) {
  const { api, page } = placesOf(world, repository, review.pull);
  const url = `${page}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userShape(world, review.author),
    body: review.body,
    state: review.state,
    html_url: url,
    pull_request_url: api,
    author_association: associationOf(repository, review.author),
    _links: { html: link(url), pull_request: link(api) },
    ...(review.submittedAt ? { submitted_at: timestamp(review.submittedAt) } : {}),
    commit_id: review.commit,
  } satisfies Schemas['pull-request-review'];
}

/** Webhooks write states in lower case and no text as null. */
export const reviewEventShape = (world: World, repository: Repository, review: Review) => ({
  ...reviewShape(world, repository, review),
  body: review.body || null,
  state: review.state.toLowerCase(),
  submitted_at: timestampOrNull(review.submittedAt),
});

/** GitHub's description forgets that the place is null once it is out of date. */
type Described = Omit<Schemas['pull-request-review-comment'], 'line' | 'position' | 'original_line'>;

export const commentPage = (world: World, repository: Repository, on: { pull: number; id: number }): string =>
  `${placesOf(world, repository, on.pull).page}#discussion_r${on.id}`;

export function reviewCommentShape(
  world: World,
  repository: Repository,
  { thread, comment }: { thread: ReviewThread; comment: ReviewComment },
) {
  const { anchor, place } = thread;
  const pull = placesOf(world, repository, thread.pull).api;
  const url = `${apiOf(world, repository)}/pulls/comments/${comment.id}`;
  const page = commentPage(world, repository, { pull: thread.pull, id: comment.id });
  return {
    url,
    pull_request_review_id: comment.review,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: anchor.hunk,
    path: anchor.path,
    commit_id: thread.commit,
    original_commit_id: anchor.commit,
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
    user: userShape(world, comment.author),
    body: comment.body,
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    html_url: page,
    pull_request_url: pull,
    author_association: associationOf(repository, comment.author),
    _links: { self: link(url), html: link(page), pull_request: link(pull) },
    reactions: reactionRollup(url, comment.reactions),
    start_line: place.startLine,
    original_start_line: anchor.startLine,
    start_side: anchor.startSide,
    line: place.line,
    original_line: anchor.line,
    side: anchor.side,
    position: place.position,
    original_position: anchor.position,
    subject_type: anchor.subject,
  } satisfies Described & Record<'line' | 'position' | 'original_line', number | null>;
}
