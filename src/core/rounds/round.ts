import type { Severity } from '../../contracts/rounds/finding.ts';
import type { Citation } from '../../contracts/rounds/triage.ts';
import type { JudgeRun } from '../attempt.ts';

/** The one answer that a finding gets. */
export type Answer =
  | { kind: 'fixed'; sha: string; reason: string }
  /** `sha`: a commit that only says why, e.g. a comment in the code. */
  | { kind: 'acknowledged'; reason: string; cites: Citation | null; sha: string | null }
  | { kind: 'filed'; key: string; url: string; reason: string; cites: Citation | null };

/** What was decided of it; the answer follows once it is done. `by`: the triage, or the person who corrected it. */
export type Decided =
  | { to: 'fix'; reason: string; task: string; behavioural: boolean; by: string }
  | { to: 'acknowledge'; reason: string; cites: Citation | null; rationale: string | null; by: string }
  | {
      to: 'file';
      reason: string;
      cites: Citation | null;
      title: string;
      blocks: string | null;
      /** Given by a person, or by severity and configuration. */
      priority: Priority;
      by: string;
    };

export const priorities = ['urgent', 'high', 'medium', 'low', 'none'] as const;
export type Priority = (typeof priorities)[number];

/** `open → answered → verified`; what comes back is `reopened`, and needs an answer again. */
export type FindingState = 'open' | 'answered' | 'verified' | 'reopened';

export interface Finding {
  /** `F2`, through all rounds of the item. */
  id: string;
  /** Says that it is the same one, however lines moved and words changed. */
  fingerprint: string;
  severity: Severity;
  title: string;
  path: string | null;
  line: number | null;
  detail: string;
  /** Text of the line at the commit where it was found last; null where there is none. */
  code: string | null;
  /** Login of who found it, and where it stands. */
  by: string;
  url: string | null;
  /** A person asks for it. */
  demanded: boolean;
  state: FindingState;
  decided: Decided | null;
  answer: Answer | null;
  /** Answers it had before it came back, oldest first. */
  earlier?: Answer[];
  /** Rounds it was found in, oldest first. */
  seen: number[];
}

/** Why a reviewer's word is not there: never taken for a clean one. */
export type NotReviewed =
  | 'died'
  | 'timed-out'
  | 'silent'
  | 'unreadable'
  | 'outdated'
  | 'cancelled'
  | 'refused';

export type RoundState =
  | { name: 'reviewing' }
  /** Left out by rule, which counts as clean, e.g. documentation only. */
  | { name: 'skipped'; why: string }
  | { name: 'not-reviewed'; cause: NotReviewed; detail: string; url: string | null }
  | { name: 'triaging' }
  | { name: 'answering' }
  /** Every finding has its answer. */
  | { name: 'closed'; clean: boolean };

/** One review of the pull request's head, its findings and their answers. */
export interface Round {
  /** From 1. */
  number: number;
  head: string;
  /** `throughline`, or the login of another reviewer. */
  reviewer: string;
  state: RoundState;
  /** Ids of the findings that this round found, new or again. */
  findings: string[];
  /** Runs of phase `rounds`, then of `triage`, oldest first. */
  reviews: JudgeRun[];
  triages: JudgeRun[];
  /** Number of the delegation that repairs what was found; null while there is none. */
  fixUp: number | null;
  startedAt: string;
}
