import type { Configuration } from '../contracts/configuration.ts';
import type { Review } from '../contracts/review.ts';
import type { Role } from '../ports/github.ts';
import type { AttemptRun, RunFailure } from './attempt.ts';
import type { Spent } from './spent.ts';

export type ConfigurationFact =
  | { state: 'valid'; value: Configuration }
  | { state: 'absent' }
  | { state: 'broken'; problems: string[] };

export type ChangeFact =
  | {
      state: 'found';
      id: string;
      sections: { number: string; title: string /** Every task is ticked. */; ticked: boolean }[];
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
    }
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
  | { state: 'running'; runId: number; url: string }
  /** A run that bears our name and is not the one that was dispatched: nothing is taken from it. */
  | { state: 'not-ours'; reason: string };

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
  /** A new assignment id, so that deciding stays a function of its inputs. */
  freshId?: string;
  /** In place of all others. */
  refused?: FactsRefused;
}
export type FactName = Exclude<keyof Facts, 'now' | 'refused'>;
