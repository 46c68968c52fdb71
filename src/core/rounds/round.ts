import type { Reviewed } from '../../contracts/rounds/bot-review.ts';
import type { Severity } from '../../contracts/rounds/finding.ts';
import type { Citation } from '../../contracts/rounds/triage.ts';
import type { CapOverride, JudgeRun } from '../attempt.ts';
import type { CommandSource } from '../event.ts';

/** The one answer that a finding gets. */
export type Answer =
  /** `tests`: the fix brought a regression test; names where it can be told which, empty where it cannot. */
  | { kind: 'fixed'; sha: string; reason: string; tests?: string[] }
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
  /** A person rejected the fix that was made for it: nothing is done until one says what becomes of it. */
  fixRejected?: true;
  answer: Answer | null;
  /** Answers it had before it came back, oldest first. */
  earlier?: Answer[];
  /** Rounds it was found in, oldest first. */
  seen: number[];
  /** Of a demand: id of its person's newest comment or review that was taken up. */
  heard?: number;
  /** Of a demand on a line: a comment of its conversation; `told`: its answer stands there. */
  thread?: { comment: number; told: boolean };
}

/** A ticket that a person had filed beside the findings. */
export interface AskedFollowUp {
  /** `U1`, through the item. */
  id: string;
  title: string;
  priority: Priority;
  by: string;
  /** Platform time of the command. */
  at: string;
  source: CommandSource;
  /** The review thread it was asked in, by its first comment: files no second one. */
  thread?: { id: number; url: string; path: string; line: number | null; by: string; text: string };
  /** null until it is filed. */
  ticket: { key: string; url: string } | null;
  /** The tracker did not take it: it may be asked for again. */
  refused?: true;
}

/** Why a reviewer's word is not there: never taken for a clean one. */
export type NotReviewed =
  | 'died'
  | 'timed-out'
  | 'silent'
  | 'unreadable'
  | 'outdated'
  | 'cancelled'
  /** It was not asked for: the work stopped before. */
  | 'stopped'
  /** A newer commit came before it was over. */
  | 'overtaken'
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
  /** Heads whose review was not over when a newer one came, oldest first; `review`: which of the round, from 1. */
  superseded?: { head: string; review: number }[];
  /** Where the branch left the default branch when it was reviewed. */
  mergeBase: string;
  /** `throughline`, or the login of another reviewer. */
  reviewer: string;
  state: RoundState;
  /** Our own reviewer's word, whole; absent until it is there. */
  review?: Reviewed;
  /** Ids of the findings that this round found, new or again. */
  findings: string[];
  /** Runs of phase `rounds`, then of `triage`, oldest first. */
  reviews: JudgeRun[];
  triages: JudgeRun[];
  /** Ids that the last triage was asked about. */
  asked?: string[];
  /** Number of the delegation that repairs what was found; null while there is none. */
  fixUp: number | null;
  /** Whose word began it over `caps.rounds`. */
  override?: CapOverride;
  startedAt: string;
  /** Another reviewer's word is awaited until then, ISO 8601; absent with our own. */
  until?: string;
  /** What another reviewer said besides its findings, and where. */
  word?: { questions: string[]; notes: string[]; url: string };
  /** Its word that it did not review, which was asked about anew and counts no more. */
  passed?: { url: string; detail: string };
  /** A person asked for the review of this head: no rule leaves it out or holds it back. */
  requested?: true;
  /** It holds only what people demand of a head that was reviewed before: no reviewer is asked. */
  demands?: true;
}
