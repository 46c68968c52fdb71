/** Port to GitHub. Every method may throw `Refused`, `RateLimited` or `Unavailable` (ports/errors.ts). */

import type { PullTalk } from '../reviewers/reader.ts';
import type { FailedJob, FailingCheck, WorkflowRun } from './workflow-runs.ts';

/** `owner/name` and the App's installation that may act on it. */
export interface RepositoryRef {
  fullName: string;
  installationId: number;
}

/** GitHub's `role_name`; custom roles come back as their own name and are judged by `permissions`. */
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface RepositoryInfo {
  id: number;
  fullName: string;
  defaultBranch: string;
  /** Web address. */
  url: string;
  /** HTTPS clone address without credentials. */
  cloneUrl: string;
}

export type FileAnswer =
  | { state: 'found'; text: string; sha: string; etag: string | null }
  | { state: 'missing' }
  | { state: 'not-modified' };

export interface PullRequest {
  number: number;
  nodeId: string;
  url: string;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  mergeSha: string | null;
  /** ISO 8601; null while open. */
  mergedAt: string | null;
  mergedBy: string | null;
  /** `fork`: a branch of another repository, or of one that is gone. */
  head: { branch: string; sha: string; fork?: true };
  base: { branch: string; sha: string };
  title: string;
  body: string;
}

export interface Comment {
  id: number;
  url: string;
  body: string;
  author: { login: string; id: number; type: 'User' | 'Bot' | 'Organization' | 'Mannequin' };
  createdAt: string;
  updatedAt: string;
}

export interface CheckAnnotation {
  path: string;
  line: number;
  level: 'notice' | 'warning' | 'failure';
  message: string;
}

/** Identity for upsert: same name, head and externalId means update. Texts over 65,535 characters are cut by the adapter with a note. */
export interface CheckRun {
  name: string;
  headSha: string;
  externalId: string;
  state:
    | { status: 'in_progress' }
    | {
        status: 'completed';
        conclusion: 'success' | 'failure' | 'neutral' | 'cancelled' | 'action_required';
      };
  title: string;
  summary: string;
  text?: string;
  detailsUrl?: string;
  annotations?: CheckAnnotation[];
}

export interface GitCommit {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
}

export type MergedInto =
  | { state: 'merged'; sha: string }
  | { state: 'up-to-date' }
  | { state: 'conflict' }
  | { state: 'missing' };

export type Reaction = 'eyes' | 'rocket' | 'confused';

/** Where a review thread begins. */
export interface ThreadOpening {
  /** Of its first comment: stands for the thread. */
  id: number;
  url: string;
  path: string;
  /** In the diff as it is now, else where it was written; null for the file as a whole. */
  line: number | null;
  by: string;
  body: string;
}

/** One repository as one installation sees it. */
export interface GithubRepository {
  readonly ref: RepositoryRef;
  info(): Promise<RepositoryInfo>;
  /**
   * Short-lived installation token limited to this repository with `contents: read`, for the bare fetch. The same one for
   * as long as it lives; another one than `refused`.
   */
  readToken(refused?: string): Promise<string>;

  /** A text file at a ref or SHA. `etag` makes the request conditional. */
  readFile(options: { path: string; ref: string; etag?: string | null }): Promise<FileAnswer>;
  /** Names in a folder; null when it does not exist. */
  listFolder(options: {
    path: string;
    ref: string;
  }): Promise<{ name: string; type: 'file' | 'dir' }[] | null>;

  /** SHA of `heads/x`, `tags/x` or another full ref name without the leading `refs/`; null when absent. */
  refSha(ref: string): Promise<string | null>;
  createRef(ref: string, sha: string): Promise<'created' | 'exists'>;
  /** Never forced unless `force`; a non-fast-forward update is an answer, not an error. */
  updateRef(ref: string, sha: string, options?: { force: boolean }): Promise<'updated' | 'not-fast-forward'>;
  commit(sha: string): Promise<GitCommit | null>;
  /** Creates a commit object; nothing points at it until a ref does. */
  createCommit(options: { message: string; tree: string; parents: string[] }): Promise<string>;
  /**
   * Merges a commit into a branch with a merge commit; never a rebase. `up-to-date`: the branch contains it. `conflict`:
   * nothing was written. `missing`: there is no such branch or commit.
   */
  mergeInto(options: { branch: string; head: string; message: string }): Promise<MergedInto>;

  pull(number: number): Promise<PullRequest | null>;
  /** The newest pull request for a head branch in this repository, open ones first. */
  findPull(head: string): Promise<PullRequest | null>;
  /** Opens a pull request; where drafts are not to be had (422), opens it ready. */
  openPull(options: {
    head: string;
    base: string;
    title: string;
    body: string;
    draft: boolean;
  }): Promise<PullRequest>;
  updatePull(number: number, changes: { title?: string; body?: string }): Promise<void>;
  /** Marks a draft ready for review (GraphQL); a pull request that is ready already is left alone. */
  markReady(nodeId: string): Promise<void>;

  /** Title, body and author of an issue or pull request. */
  issue(number: number): Promise<{
    number: number;
    title: string;
    body: string;
    url: string;
    isPull: boolean;
    labels: string[];
  } | null>;
  comments(issue: number): Promise<Comment[]>;
  comment(id: number): Promise<Comment | null>;
  /**
   * Creates or updates the one comment of ours that carries `tag` (a hidden HTML comment the adapter
   * writes as the first line); looks through every page. `knownId` saves the search; a deleted comment is made anew.
   * Bodies over 65,536 characters are cut at a whole code point with a note.
   */
  upsertComment(options: {
    issue: number;
    tag: string;
    body: string;
    knownId?: number | null;
  }): Promise<{ id: number; url: string; change: 'created' | 'updated' | 'same' }>;
  /**
   * Everything that stands on a pull request and on its present head, each list oldest first, all pages. Logins are
   * REST's: bots end in `[bot]`, deleted accounts are `ghost`. Reviews that are not submitted are left out, check
   * runs that another one superseded are not. Throws Refused when there is more than can be read in one go.
   */
  talk(pull: number): Promise<PullTalk>;
  /**
   * Creates or updates the one reply of ours that carries `tag` in the review thread of a comment (any comment
   * of the thread). Null when that comment is gone. Bodies are cut as those of comments are.
   */
  replyInThread(options: {
    pull: number;
    comment: number;
    tag: string;
    body: string;
  }): Promise<{ id: number; url: string; change: 'created' | 'updated' | 'same' } | null>;
  /**
   * The comment that opens the review thread of a comment (any comment of the thread); of one whose first comment is gone
   * that comment itself. Null when it is gone.
   */
  threadOpening(comment: number): Promise<ThreadOpening | null>;
  react(comment: number, reaction: Reaction): Promise<void>;
  /** On a comment of a review thread; one that is gone is fine. */
  reactInThread(comment: number, reaction: Reaction): Promise<void>;
  addLabels(issue: number, labels: string[]): Promise<void>;
  /** A label that is not there is fine. */
  removeLabel(issue: number, label: string): Promise<void>;
  upsertCheck(check: CheckRun): Promise<{ id: number; url: string }>;
  /**
   * What the repository's own CI has red on a commit, by name: the newest check run of each name and App (of
   * GitHub Actions: of each workflow and event), its runs that could not start or wait for approval, and the
   * newest commit status of each context. The App's own checks and the runs of its assignments are none of it.
   * Red are `failure`, `timed_out`, `startup_failure` and `action_required`, of statuses `failure` and `error`.
   * Pending and missing are not red. Cancelled is not red either, because superseded runs are cancelled (and
   * jobs of Actions at their time limit): what was found before it stands. Throws Refused for an unknown commit.
   */
  ci(sha: string): Promise<{ failing: FailingCheck[] }>;

  /** Role of a login on this repository; `userId` is the account the answer speaks of (compare it with the sender's). */
  permission(login: string): Promise<{ role: Role; userId: number | null }>;

  /**
   * Starts a workflow with run details asked for. `runId` is null when GitHub answered without them (204).
   * Throws Unavailable when the reply was lost: then it may have begun, and only `findRuns` can tell.
   */
  dispatch(options: {
    workflow: string;
    ref: string;
    inputs: Record<string, string>;
  }): Promise<{ runId: number | null }>;
  /** Dispatched runs of this workflow whose name is `name`, among its newest five hundred; lowest id first. */
  findRuns(options: { workflow: string; name: string }): Promise<WorkflowRun[]>;
  run(id: number): Promise<WorkflowRun | null>;
  /** Jobs of a run's newest attempt that did not end well, at most three. */
  failedJobs(runId: number): Promise<FailedJob[]>;
  cancelRun(id: number): Promise<void>;
}

/** A delivery as GitHub's log lists it. */
export interface AppDelivery {
  /** Digits as text: they are beyond what a number holds. */
  id: string;
  guid: string;
  deliveredAt: string;
  event: string;
  /** HTTP status our side answered; 0 when it could not be reached. */
  statusCode: number;
  redelivery: boolean;
}

export interface Github {
  repository(ref: RepositoryRef): GithubRepository;
  /** The App's own slug and bot login, e.g. `throughline[bot]`. */
  identity(): Promise<{ slug: string; botLogin: string }>;
  /** Login of a numeric account id; null when there is none. */
  login(userId: string): Promise<string | null>;
  /** Every repository of every installation. */
  repositories(): Promise<RepositoryRef[]>;
  /** Deliveries since a time, newest first, at most a few pages. */
  deliveries(since: Date): Promise<AppDelivery[]>;
  redeliver(deliveryId: string): Promise<void>;
}
