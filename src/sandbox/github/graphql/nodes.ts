import { isOutdated } from '../domain/review-places.ts';
import { commentsOfThread, threadsOf } from '../domain/review-threads.ts';
import { nodeId, pullNodeId, threadNodeId, timestamp } from '../ids.ts';
import type { Account, Repository } from '../model.ts';
import type { ReviewComment, ReviewThread } from '../model-reviews.ts';
import { type PullIssue, pullSimpleShape } from '../shapes/pull.ts';
import { commentPage } from '../shapes/review.ts';
import { findPull, type World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';

export interface PullFound {
  kind: 'pull';
  repository: Repository;
  issue: PullIssue;
}
export interface ThreadFound {
  kind: 'thread';
  repository: Repository;
  thread: ReviewThread;
}

function pullsOf(repository: Repository): PullFound[] {
  return [...repository.issues.values()].flatMap((issue) =>
    issue.pull ? [{ kind: 'pull', repository, issue: Object.assign(issue, { pull: issue.pull }) }] : [],
  );
}

const threadsIn = (repository: Repository): ThreadFound[] =>
  [...repository.reviewThreads.values()].map((thread) => ({ kind: 'thread', repository, thread }));

export const findPullNode = (world: World, id: string): PullFound | null =>
  [...world.repositories.values()].flatMap(pullsOf).find(({ issue }) => pullNodeId(issue.pull.id) === id) ??
  null;

export const findThreadNode = (world: World, id: string): ThreadFound | null =>
  [...world.repositories.values()].flatMap(threadsIn).find(({ thread }) => threadNodeId(thread.id) === id) ??
  null;

/** Bots have no `[bot]` behind their login here, unlike in REST. */
const actorNode = ({ login, type, id }: Account) => ({
  __typename: type,
  id: nodeId(type, id),
  login: type === 'Bot' ? login.replace(/\[bot\]$/, '') : login,
});

const commitNode = (oid: string) => ({ id: `C_${oid}`, oid });

const commentNode = (
  { world, repository, thread }: { world: World; repository: Repository; thread: ReviewThread },
  comment: ReviewComment,
) => ({
  id: nodeId('PRRC', comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  body: comment.body,
  url: commentPage(world, repository, { pull: thread.pull, id: comment.id }),
  createdAt: timestamp(comment.createdAt),
  updatedAt: timestamp(comment.updatedAt),
  author: actorNode(comment.author),
  pullRequestReview: {
    id: nodeId('PRR', comment.review),
    databaseId: comment.review,
    fullDatabaseId: String(comment.review),
  },
  commit: commitNode(thread.commit),
  originalCommit: commitNode(thread.anchor.commit),
});

export const threadNode = (world: World, { repository, thread }: Omit<ThreadFound, 'kind'>) => ({
  __typename: 'PullRequestReviewThread',
  id: threadNodeId(thread.id),
  isResolved: thread.resolvedBy !== null,
  resolvedBy: thread.resolvedBy?.type === 'User' ? actorNode(thread.resolvedBy) : null,
  isOutdated: isOutdated(thread, findPull(repository, thread.pull).pull),
  path: thread.anchor.path,
  line: thread.place.line,
  originalLine: thread.anchor.line,
  comments: (page: PageArguments & { skip?: number | null }) =>
    connection(commentsOfThread(repository, thread).slice(page.skip ?? 0), {
      name: 'comments',
      page,
      shape: (comment) => commentNode({ world, repository, thread }, comment),
    }),
});

export const pullNode = (world: World, { repository, issue }: Omit<PullFound, 'kind'>) => ({
  __typename: 'PullRequest',
  id: pullNodeId(issue.pull.id),
  isDraft: issue.pull.draft,
  merged: issue.pull.merged,
  number: issue.number,
  state: issue.pull.merged ? 'MERGED' : issue.state.toUpperCase(),
  url: pullSimpleShape(world, repository, issue).html_url,
  reviewThreads: (page: PageArguments) =>
    connection(threadsOf(repository, issue.number), {
      name: 'reviewThreads',
      page,
      shape: (thread) => threadNode(world, { repository, thread }),
    }),
});
