import type { Configuration } from '../contracts/configuration.ts';
import type { PlanAnswer } from '../contracts/planning/answer.ts';
import type { Said } from '../contracts/planning/inputs.ts';
import type { Review } from '../contracts/review.ts';
import type { Role } from '../ports/github.ts';
import type { AttemptRun, RunFailure, Told } from './attempt.ts';
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
  | { state: 'role'; role: Role; sameAccount: boolean }
  /** A Linear person without a known GitHub account. */
  | { state: 'unmapped'; guest: boolean }
  | { state: 'bot' };

export interface PullFact {
  number: number;
  state: 'open' | 'closed';
  draft: boolean;
  merged: boolean;
  mergeSha: string | null;
  mergedBy: string | null;
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
  featureSha?: string | null;
  pull?: PullFact | null;
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
  /** A new assignment id, so that deciding stays a function of its inputs. */
  freshId?: string;
  /** In place of all others. */
  refused?: FactsRefused;
}
export type FactName = Exclude<keyof Facts, 'now' | 'refused'>;
