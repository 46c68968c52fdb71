import { type Heard, runKey } from '../../core/heard.ts';
import {
  checkRun,
  commentEdited,
  type Envelope,
  issueComment,
  issueLabeled,
  pullChanged,
  pullEdited,
  pullLabeled,
  pullReview,
  push as pushPayload,
  reviewComment,
  reviewThread,
  workflowRun,
} from './payloads.ts';

type OnGithub = Extract<Heard, { repository: unknown }>;
type WithoutCommon<H> = H extends OnGithub ? Omit<H, 'actor' | 'human' | 'repository'> : never;

/** What is particular to one kind of delivery; who did it and where is the same for all. */
export type Read = WithoutCommon<OnGithub> | { reason: string };
/** May throw on an unexpected shape. */
export type Reader = (payload: unknown, about: Envelope) => Read;

function commentCreated(payload: unknown): Read {
  const { issue, comment } = issueComment.parse(payload);
  return {
    kind: 'github-comment',
    key: `comment:${comment.id}`,
    at: comment.created_at,
    issue: issue.number,
    isPull: issue.pull_request !== undefined && issue.pull_request !== null,
    commentId: comment.id,
    body: comment.body,
    title: issue.title,
    issueBody: issue.body ?? '',
  };
}

function commentWasEdited(payload: unknown): Read {
  const { issue, comment, changes } = commentEdited.parse(payload);
  if (changes.body === undefined) return { reason: 'the comment says what it said before' };
  return {
    kind: 'github-comment-edited',
    key: `comment-edit:${comment.id}:${comment.updated_at}`,
    at: comment.updated_at,
    issue: issue.number,
    commentId: comment.id,
    authorLogin: comment.user?.login ?? null,
    before: changes.body.from,
    after: comment.body,
  };
}

/** Ids of comments on lines and of others are counted apart. */
function reviewCommentCreated(payload: unknown): Read {
  const { pull_request: pull, comment } = reviewComment.parse(payload);
  return {
    kind: 'github-review-comment',
    key: `review-comment:${comment.id}`,
    at: comment.created_at,
    pull: pull.number,
    commentId: comment.id,
    body: comment.body,
  };
}

function issueWasLabeled(payload: unknown): Read {
  const { issue, label } = issueLabeled.parse(payload);
  return {
    kind: 'github-labelled',
    key: `labelled:${issue.number}:${label.name}:${issue.updated_at}`,
    at: issue.updated_at,
    issue: issue.number,
    isPull: issue.pull_request !== undefined && issue.pull_request !== null,
    label: label.name,
    title: issue.title,
    issueBody: issue.body ?? '',
  };
}

function pullWasLabeled(payload: unknown): Read {
  const { pull_request: pull, label } = pullLabeled.parse(payload);
  return {
    kind: 'github-labelled',
    key: `labelled:${pull.number}:${label.name}:${pull.updated_at}`,
    at: pull.updated_at,
    issue: pull.number,
    isPull: true,
    label: label.name,
    title: pull.title,
    issueBody: pull.body ?? '',
  };
}

function pullMoved(payload: unknown, { action, repository }: Envelope): Read {
  const { pull_request: pull } = pullChanged.parse(payload);
  // A fork's branch can bear the name of one of ours.
  if (pull.head.repo?.full_name.toLowerCase() !== repository.full_name.toLowerCase()) {
    return { reason: 'the pull request comes from a fork' };
  }
  const about = { kind: 'pull' as const, number: pull.number, headBranch: pull.head.ref };
  if (action === 'reopened') {
    const at = pull.updated_at;
    return { ...about, action: 'reopened', at, key: `pull:${pull.number}:reopened:${at}` };
  }
  if (action === 'converted_to_draft' || action === 'ready_for_review') {
    const at = pull.updated_at;
    const word = action === 'ready_for_review' ? 'ready' : 'drafted';
    return { ...about, action: word, at, key: `pull:${pull.number}:${word}:${at}` };
  }
  const at = pull.merged_at ?? pull.closed_at ?? pull.updated_at;
  // A merge happens once; closing can happen again.
  return pull.merged === true
    ? { ...about, action: 'merged', at, key: `pull:${pull.number}:merged` }
    : { ...about, action: 'closed', at, key: `pull:${pull.number}:closed:${at}` };
}

function pullWasEdited(payload: unknown, about: Envelope): Read {
  const { pull_request: pull, changes } = pullEdited.parse(payload);
  if (changes.base === undefined) return { reason: 'the pull request goes where it went before' };
  const moved = pullMoved(payload, about);
  if ('reason' in moved) return moved;
  const at = pull.updated_at;
  const key = `pull:${pull.number}:retargeted:${at}`;
  return { kind: 'pull', number: pull.number, headBranch: pull.head.ref, action: 'retargeted', at, key };
}

function toIso(time: number | string): string {
  return new Date(typeof time === 'number' ? time * 1000 : time).toISOString();
}

function pushed(payload: unknown, about: Envelope): Read {
  const { ref, before, after, head_commit: head, repository } = pushPayload.parse(payload);
  if (!ref.startsWith('refs/heads/')) return { reason: `${ref} is not a branch` };
  // A commit's own time can be anybody's invention; the push's is GitHub's.
  const time = repository.pushed_at ?? head?.timestamp;
  if (time === undefined) return { reason: 'unexpected push: it does not say when' };
  const at = toIso(time);
  return {
    kind: 'push',
    // a branch can be forced or deleted, brought back, and be forced or deleted once more
    key: `push:${ref}:${before}:${after}:${at}`,
    at,
    ref,
    before,
    after,
    toDefaultBranch: ref === `refs/heads/${about.repository.default_branch}`,
  };
}

function runCompleted(payload: unknown): Read {
  const { workflow_run: run } = workflowRun.parse(payload);
  return {
    kind: 'run-completed',
    key: runKey({ id: run.id, attempt: run.run_attempt, conclusion: run.conclusion ?? null }),
    at: run.updated_at,
    runId: run.id,
    runAttempt: run.run_attempt,
    name: run.display_title || (run.name ?? ''),
    path: run.path.replace(/@.*$/, ''),
  };
}

function pullWasReviewed(payload: unknown, { action }: Envelope): Read {
  const { review, pull_request: pull } = pullReview.parse(payload);
  const at = action === 'submitted' ? review.submitted_at : pull.updated_at;
  const time = at ?? review.submitted_at ?? pull.updated_at;
  if (!time) return { reason: 'unexpected review: it does not say when' };
  const key = `review:${review.id}:${action ?? ''}`;
  return { kind: 'reviewed', key, at: time, pulls: [pull.number], branch: null, check: null };
}

function threadWasSettled(payload: unknown, { action }: Envelope): Read {
  const { thread, pull_request: pull, updated_at: at } = reviewThread.parse(payload);
  const time = at ?? pull.updated_at;
  if (!time) return { reason: 'unexpected conversation: it does not say when' };
  const key = `thread:${thread.node_id}:${action ?? ''}`;
  return { kind: 'reviewed', key, at: time, pulls: [pull.number], branch: null, check: null };
}

function checkCompleted(payload: unknown): Read {
  const { check_run: check } = checkRun.parse(payload);
  if (!check.completed_at) return { reason: 'unexpected check: it does not say when' };
  return {
    kind: 'reviewed',
    key: `check:${check.id}`,
    at: check.completed_at,
    pulls: (check.pull_requests ?? []).map(({ number }) => number),
    branch: check.check_suite?.head_branch ?? null,
    check: check.app?.slug ?? '',
  };
}

/** Event, action, reader. A push has no action. */
export const deliveryReaders: Record<string, Record<string, Reader>> = {
  issue_comment: { created: commentCreated, edited: commentWasEdited },
  issues: { labeled: issueWasLabeled },
  pull_request: {
    labeled: pullWasLabeled,
    closed: pullMoved,
    reopened: pullMoved,
    edited: pullWasEdited,
    converted_to_draft: pullMoved,
    ready_for_review: pullMoved,
  },
  pull_request_review: { submitted: pullWasReviewed, edited: pullWasReviewed, dismissed: pullWasReviewed },
  pull_request_review_comment: { created: reviewCommentCreated },
  pull_request_review_thread: { resolved: threadWasSettled, unresolved: threadWasSettled },
  check_run: { completed: checkCompleted },
  push: { '': pushed },
  workflow_run: { completed: runCompleted },
};
