import type { Configuration } from '../contracts/configuration.ts';
import type { PlanAnswer } from '../contracts/planning/answer.ts';
import type { Said } from '../contracts/planning/inputs.ts';
import type { Review } from '../contracts/review.ts';
import type { Reviewed } from '../contracts/rounds/bot-review.ts';
import type { ProposedAnswer } from '../contracts/rounds/triage.ts';
import type { Role } from '../ports/github.ts';
import type { StateType } from '../ports/tracker.ts';
import type { Word } from '../reviewers/reader.ts';
import type { StandingDemand, TakenBack } from '../reviewers/standing.ts';
import type { AttemptRun, RunFailure, Told } from './attempt.ts';
import type { MergedHow, Pushed } from './feature.ts';
import type { Spent } from './spent.ts';

export type ConfigurationFact =
  | { state: 'valid'; value: Configuration }
  | { state: 'absent' }
  | { state: 'broken'; problems: string[] };

export interface SectionFact {
  number: string;
  title: string;
  /** Every task is ticked. */
  ticked: boolean;
}

export type ChangeFact =
  | {
      state: 'found';
      id: string;
      sections: SectionFact[];
    }
  | { state: 'none' }
  | { state: 'several'; ids: string[] }
  | { state: 'no-sections'; id: string };

/** What a finished run brought back, already reviewed by the pure checks. */
export type ReturnedFact =
  | {
      state: 'returned';
      runId: number;
      url: string;
      head: string;
      review: Review;
      evidenceUrl: string;
      completedAt: string;
      ran?: AttemptRun;
      told?: Told;
    }
  /** The agent was not started: what the tasks name is not there. `stale`: a sentence each. */
  | { state: 'stale-claims'; stale: string[]; url: string; ran?: AttemptRun }
  /** A judgement: the review of the attempt it is about, whole. */
  | (PlanReturn & { state: 'judged'; review: Review })
  | {
      state: 'blocked-answer';
      runId: number;
      url: string;
      reason: string;
      completedAt: string;
      ran?: AttemptRun;
    }
  | {
      state: 'failed';
      failure: RunFailure;
      detail: string;
      url: string | null;
      ran?: AttemptRun;
      /** Commits of an agent that did not come to its end: kept, and not reviewed. */
      head?: string;
    }
  /** The agent was ended because it had used up what it may use. */
  | {
      state: 'cap-reached';
      limit: CappedLimit;
      detail: string;
      url: string;
      ran?: AttemptRun;
      head?: string;
    }
  /** A review of the pull request's head, whose every place was looked up. */
  | (PlanReturn & RoundReviewed)
  /** Proposed answers to findings, bound by the rules. */
  | (PlanReturn & { state: 'triaged'; answers: ProposedAnswer[] })
  /** What a planning run answered; judged, and nothing is wrong with it. */
  | (PlanReturn & {
      state: 'planned';
      head: string | null;
      answer: PlanAnswer;
      verified: Verified[];
      /** Of the tasks that `prompt` wrote. */
      sections?: SectionFact[];
    })
  /** It answered, and what it answered or made cannot be used. */
  | (PlanReturn & { state: 'unusable'; problems: string[] })
  | { state: 'running'; runId: number; url: string }
  /** A run that bears our name and is not the one that was dispatched: nothing is taken from it. */
  | { state: 'not-ours'; reason: string };

interface RoundReviewed {
  state: 'round-reviewed';
  review: Reviewed;
  /** Text of each line that a finding names, by `path:line`. */
  code: Record<string, string | null>;
  /** Files that moved since the round before, old path → new path. */
  renamed: Record<string, string>;
  /** Findings whose code has changed since they were answered. */
  touched: string[];
}

interface PlanReturn {
  runId: number;
  url: string;
  evidenceUrl: string;
  completedAt: string;
  ran?: AttemptRun;
}

/** A result of OpenSpec's own CLI, run in a job that may write nothing. */
export interface Verified {
  command: string;
  passed: boolean;
}

export type CappedLimit = 'requests' | 'tokens' | 'cost';

export type ActorFact =
  /** `login`: of the GitHub account that a Linear person counts as. */
  | { state: 'role'; role: Role; sameAccount: boolean; login?: string }
  /** A Linear person without a known GitHub account. */
  | { state: 'unmapped'; guest: boolean }
  | { state: 'bot' };

/** Head of the feature branch, as the next round reviews it. */
export interface RoundFact {
  sha: string;
  /** Where it left the default branch. */
  mergeBase: string;
  /** Paths that differ from there, old and new ones. */
  changed: string[];
  /** Findings whose code has changed since they were answered. */
  touched: string[];
  /** Absent where nobody asked for it. */
  talk?: TalkFact;
  /** The pull request's head is a branch of another repository. */
  fork?: true;
}

/** What stands on the pull request and counts for its head: asked for in the rounds, and only there. */
export interface TalkFact {
  /** What is older than this says nothing of that head. */
  pushed: Pushed;
  /** The gating reviewer's word on that head; null with our own, or with none. */
  word: Word | null;
  /** What people ask for who may decide here. */
  demands: StandingDemand[];
  /** Who asks for something and may not decide here, one login for each thing; absent where nobody does. */
  passedBy?: string[];
  takenBack: TakenBack[];
  /** Text at that head of each line that the word or a demand names, by `path:line`. */
  code: Record<string, string | null>;
  /** Files that moved since the round before, old path → new path. */
  renamed: Record<string, string>;
}

/** The review thread that a command stands in, by its first comment, whose words are a stranger's. */
export interface ThreadFact {
  id: number;
  url: string;
  path: string;
  line: number | null;
  by: string;
  text: string;
  /** Ticket that the tracker links to it. */
  tracked: { key: string; url: string } | null;
}

export interface PullFact {
  number: number;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  mergeSha: string | null;
  mergedBy: string | null;
  /** Branch it goes to. */
  base?: string;
  /** Only of one that is merged, where it can be told. */
  how?: MergedHow;
}

/** How the feature branch came from where it was known to be to where it is now. */
export interface BranchFact {
  from: string;
  to: string;
  /** It does not go on from there. */
  forced: boolean;
  /** Accepted delegations whose merges it does not hold; looked for where it is or was forced. */
  lost: number[];
  /** It holds again what an earlier push had taken away. */
  restored: boolean;
}

/** Why a ticket is not taken in. `by`: key of the ticket that has it. */
export type Barred =
  | { why: 'itself' | 'elsewhere' | 'under-way' | 'closed' }
  | { why: 'taken-in' | 'takes-this-in'; by: string };

/** A ticket that could be taken in: marked as a duplicate or a sub-issue of this one, or asked for by its key. */
export interface RelatedTicket {
  id: string;
  key: string;
  title: string;
  url: string;
  how: 'duplicate' | 'child' | 'asked';
  barred: Barred | null;
}

/** GitHub, Linear or git said no to a question, and will say no again. `remedy` is for a person. */
export interface FactsRefused {
  detail: string;
  remedy: string;
}

/**
 * What was read from the world for one decision. Logged beside it, so that replay is exact.
 * A fact that was not asked for is absent; `needs` (core/needs.ts) says which ones an event asks for.
 */
export interface Facts {
  now: string;
  actor?: ActorFact;
  configuration?: ConfigurationFact;
  change?: ChangeFact;
  /** Heads of the default and the feature branch; null when the branch does not exist. */
  baseSha?: string | null;
  /** Head of the branch that the pull request goes to; only where that is not the default branch. */
  targetSha?: string | null;
  featureSha?: string | null;
  pull?: PullFact | null;
  /** null where it is where it was, or is not there. */
  branch?: BranchFact | null;
  /** The tracker's state of the ticket; null when there is no such ticket. */
  ticket?: { name: string; type: StateType } | null;
  /** Only where no section is left, and there is a pull request; null when it cannot be told. */
  head?: RoundFact | null;
  /** Whether the feature branch contains what `baseMoved` of the item names; only where it names something. */
  caughtUp?: boolean;
  returned?: ReturnedFact;
  /** For `/merged <sha>`: is that commit the merge of this pull request or contained in the base branch? */
  mergedCommit?: { state: 'merged'; sha: string } | { state: 'not-merged'; detail: string };
  /** What other items' runs of this repository used in this calendar month (UTC); this item's own it knows itself. */
  spent?: { month: string; others: Spent };
  /** What the planner is told people said of the ticket: its own text, its issue's, those of tickets it took in. */
  brief?: Said[];
  /** Other people's checks on the feature branch's head that are red; only for items in auto mode. */
  ci?: { failing: { name: string; url: string | null }[] };
  /** Tickets that could be taken in; for `/absorb` the one that is asked for, when there is such a ticket. */
  related?: RelatedTicket[];
  /** Only for a command in a review thread; null when the thread is gone. */
  thread?: ThreadFact | null;
  /** A new assignment id, so that deciding stays a function of its inputs. */
  freshId?: string;
  /** In place of all others. */
  refused?: FactsRefused;
}
export type FactName = Exclude<keyof Facts, 'now' | 'refused'>;
