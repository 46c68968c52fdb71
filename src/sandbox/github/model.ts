import type { Role } from '../../ports/github.ts';
import type { Review, ReviewComment, ReviewThread } from './model-reviews.ts';

export type AccessLevel = 'read' | 'write';
export type Permissions = Record<string, AccessLevel>;
export type UserRole = Exclude<Role, 'none'>;

export interface Account {
  id: number;
  login: string;
  type: 'User' | 'Organization' | 'Bot';
}

export interface GithubApp {
  id: number;
  slug: string;
  name: string;
  owner: Account;
  /** `<slug>[bot]`, the author of what the App writes. */
  bot: Account;
  /** PEM. Null for GitHub's own Actions, which nobody signs in as. */
  publicKey: string | null;
  permissions: Permissions;
  events: string[];
  createdAt: Date;
  hook: Hook;
}

/** Where an App's webhooks go. */
export interface Hook {
  target: { url: string; secret: string } | null;
  deliveries: Delivery[];
  /** Tail of the ordered queue. */
  tail: Promise<void>;
}

export interface Delivery {
  id: number;
  guid: string;
  deliveredAt: Date;
  redelivery: boolean;
  /** Seconds. */
  duration: number;
  status: string;
  /** 0 when nobody answered. */
  statusCode: number;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  request: { headers: Record<string, string>; body: string };
  response: { headers: Record<string, string>; body: string | null };
}

export interface Installation {
  id: number;
  app: GithubApp;
  account: Account;
  repositoryIds: Set<number>;
  permissions: Permissions;
  events: string[];
  createdAt: Date;
  suspended: boolean;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Pull {
  id: number;
  headBranch: string;
  headSha: string;
  baseBranch: string;
  /** Tip of the base when the head last moved; GitHub does not follow the base either. */
  baseSha: string;
  draft: boolean;
  merged: boolean;
  mergeSha: string | null;
  mergedAt: Date | null;
  mergedBy: Account | null;
  size: PullSize;
}

/** Of the head against the base it was last compared with. */
export interface PullSize {
  commits: number;
  additions: number;
  deletions: number;
  changed_files: number;
}

export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  author: Account;
  app: GithubApp | null;
  state: 'open' | 'closed';
  labels: Label[];
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: Account | null;
  pull: Pull | null;
}

export interface Reaction {
  id: number;
  content: ReactionContent;
  user: Account;
  createdAt: Date;
}

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;
export type ReactionContent = (typeof reactionContents)[number];

export interface IssueComment {
  id: number;
  issue: number;
  body: string;
  author: Account;
  app: GithubApp | null;
  createdAt: Date;
  updatedAt: Date;
  reactions: Reaction[];
}

export const checkConclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;
export type CheckConclusion = (typeof checkConclusions)[number];

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: 'notice' | 'warning' | 'failure';
  message: string;
  title: string | null;
}

export interface Check {
  id: number;
  app: GithubApp;
  /** Its check suite: one per App, or per run of Actions. */
  suiteId: number;
  name: string;
  headSha: string;
  externalId: string | null;
  detailsUrl: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: CheckConclusion | null;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
}

export const commitStates = ['error', 'failure', 'pending', 'success'] as const;

/** A commit status, as systems report by that are no App. */
export interface CommitStatus {
  id: number;
  sha: string;
  state: (typeof commitStates)[number];
  context: string;
  description: string | null;
  targetUrl: string | null;
  creator: Account;
  createdAt: Date;
}

export interface Secret {
  value: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface Repository {
  id: number;
  name: string;
  owner: Account;
  fullName: string;
  private: boolean;
  /** False where the plan has no draft pull requests. */
  drafts: boolean;
  defaultBranch: string;
  /** Folder of the bare git repository. */
  gitDir: string;
  createdAt: Date;
  pushedAt: Date;
  nextNumber: number;
  /** By login in lower case. */
  roles: Map<string, UserRole>;
  issues: Map<number, Issue>;
  comments: Map<number, IssueComment>;
  reviews: Map<number, Review>;
  reviewThreads: Map<number, ReviewThread>;
  reviewComments: Map<number, ReviewComment>;
  labels: Label[];
  checks: Map<number, Check>;
  /** Oldest first. */
  statuses: CommitStatus[];
  /** Of its workflows, by name in upper case; nothing but Actions reads a value. */
  secrets: Map<string, Secret>;
  /** Ids of workflow files by path, given when first seen. */
  workflowIds: Map<string, number>;
  /** Tail of the writes: one at a time per repository. */
  writes: Promise<void>;
}

/** Who does something: the account it is shown under and the App it came through. */
export interface Actor {
  account: Account;
  app: GithubApp | null;
}
