import type { Account, GithubApp, Reaction } from './model.ts';

/** As REST spells them; webhooks write them in lower case. */
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';

export interface Review {
  id: number;
  /** Number of the pull request. */
  pull: number;
  author: Account;
  app: GithubApp | null;
  body: string;
  state: ReviewState;
  /** Head it was written about. */
  commit: string;
  /** Null while pending, which nobody but its author sees. */
  submittedAt: Date | null;
}

export type DiffSide = 'LEFT' | 'RIGHT';

/** Where a conversation began; it does not change when the head moves. */
export interface ReviewAnchor {
  /** Head of the pull request then, and the merge base that it was compared with. */
  commit: string;
  mergeBase: string;
  path: string;
  /** `file`: about the file as a whole, without a line. */
  subject: 'line' | 'file';
  side: DiffSide;
  line: number | null;
  startSide: DiffSide | null;
  startLine: number | null;
  position: number;
  hunk: string;
}

/** Where it is in today's diff; all null once the line is changed or gone. */
export interface ReviewPlace {
  line: number | null;
  startLine: number | null;
  position: number | null;
}

/** A conversation on a line. */
export interface ReviewThread {
  id: number;
  pull: number;
  anchor: ReviewAnchor;
  place: ReviewPlace;
  /** Newest head at which the place was found. */
  commit: string;
  resolvedBy: Account | null;
}

export interface ReviewComment {
  id: number;
  thread: number;
  review: number;
  /** First comment of its thread; null for that one. */
  inReplyTo: number | null;
  author: Account;
  app: GithubApp | null;
  body: string;
  createdAt: Date;
  updatedAt: Date;
  reactions: Reaction[];
}
