import type { ReportedFinding } from '../contracts/rounds/finding.ts';

/** A comment in the pull request's conversation. */
export interface SaidComment {
  id: number;
  by: string;
  body: string;
  url: string;
  createdAt: string;
  updatedAt: string;
}

/** A submitted review. */
export interface SaidReview extends Omit<SaidComment, 'createdAt' | 'updatedAt'> {
  state: 'approved' | 'changes-requested' | 'commented' | 'dismissed';
  /** Commit it is about. */
  commit: string;
  submittedAt: string;
}

/** A conversation on a line. Its first comment opens it. */
export interface SaidThread {
  id: string;
  path: string;
  /** null where the line is gone. */
  line: number | null;
  resolved: boolean;
  /** Login of who resolved it; absent where it is open, or nobody can say. */
  resolvedBy?: string;
  outdated: boolean;
  comments: (SaidComment & { review: number | null; commit: string })[];
}

/** A check run on a commit. */
export interface SaidCheck {
  id: number;
  name: string;
  /** Slug of the App it belongs to. */
  app: string;
  commit: string;
  url: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  summary: string | null;
  annotations: {
    path: string;
    line: number;
    level: 'notice' | 'warning' | 'failure';
    title: string | null;
    message: string;
  }[];
}

/** Everything that stands on a pull request, oldest first. */
export interface PullTalk {
  comments: SaidComment[];
  reviews: SaidReview[];
  threads: SaidThread[];
  checks: SaidCheck[];
}

/** What is asked: the word of one reviewer on one commit. */
export interface Asked {
  /** Login as the configuration has it: `name[bot]` for that App alone; for check runs the slug of the App. */
  login: string;
  /** Text that its word carries; null for none. */
  marker: string | null;
  /** Commit that has to be reviewed. */
  head: string;
  /** When that commit was pushed, ISO 8601: what is older is about something else. */
  pushedAt: string;
}

/** What one reviewer says of one commit. Silence is `waiting`, and never a clean word. */
export type Word =
  | { state: 'waiting' }
  | {
      state: 'reviewed';
      /** `standing`: a conversation of an earlier review that nobody resolved; it says nothing new of what was answered. */
      findings: (ReportedFinding & { url: string | null; standing?: true })[];
      questions: string[];
      notes: string[];
      url: string;
    }
  /** It says itself that it did not review. */
  | {
      state: 'not-reviewed';
      cause: 'died' | 'skipped' | 'limited' | 'unreadable';
      detail: string;
      url: string;
    };

/** Reads what one kind of reviewer writes. Pure; a text that it cannot read is `unreadable`, never clean. */
export interface Reader {
  /** As the configuration names it. */
  kind: 'throughline' | 'markdown' | 'coderabbit' | 'copilot' | 'check-run';
  read(talk: PullTalk, asked: Asked): Word;
}
