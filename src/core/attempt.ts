import type { AssignmentAgent } from '../contracts/assignment.ts';
import type { EvidenceFile } from '../contracts/evidence.ts';
import type { Requirement } from '../contracts/judgement.ts';
import type { Budget, Usage } from '../contracts/models.ts';
import type { Review } from '../contracts/review.ts';
import type { DelegationModels } from './item.ts';

/** Ways in which a run can fail to bring back its result; each has its words and its remedy in `text/run-failures.ts`. */
export const runFailures = [
  /** GitHub shows no run. */
  'lost',
  /** It goes on beyond its limit. */
  'late',
  'failed',
  'cancelled',
  'timed-out',
  /** Somebody started it again by hand. */
  're-run',
  'empty',
  /** The evidence was written by another run. */
  'duplicate',
  /** Run or evidence are not what was dispatched. */
  'mismatch',
  /** GitHub refused the workflow file. */
  'not-started',
  /** GitHub waits for somebody to approve it. */
  'needs-approval',
  /** The run did its part, and the agent did not come to its own end. */
  'agent-failed',
] as const;
export type RunFailure = (typeof runFailures)[number];

export type AttemptOutcome =
  | { state: 'asked' }
  | { state: 'running'; runId: number | null; url: string | null }
  | {
      state: 'returned';
      runId: number;
      url: string;
      head: string;
      /** Without a verdict on `spec-conformance` until it is judged. */
      review: Review;
      evidenceUrl: string;
      /** What the judge is told: what the change demands, and what the delegate says it did. Absent in attempts of earlier releases. */
      told?: Told;
    }
  /** Of planning: what it answered is in the item. `verified`: results of OpenSpec's own CLI, where it was run. */
  | {
      state: 'answered';
      runId: number;
      url: string;
      head: string | null;
      evidenceUrl: string;
      verified: { command: string; passed: boolean }[];
    }
  | {
      state: 'failed';
      failure: AttemptFailure;
      detail: string;
      url: string | null;
      /** What it brought all the same: not reviewed, and kept on its branch. */
      head?: string;
      /** For `cap-reached`: the setting of the cap. */
      cap?: string;
    };

export interface Told {
  requirements: Requirement[];
  /** null where there is no answer of a delegate. */
  answer: string | null;
}

/** `cap-reached`: the run was ended at a cap of the configuration. */
/** `stale-claims`: the agent was not started, because the tasks name what is not there. */
export type AttemptFailure =
  | RunFailure
  | 'blocked-answer'
  | 'cap-reached'
  | 'invalid-artifacts'
  | 'stale-claims';

/** What an attempt was dispatched with; the configuration may have changed when it is back. */
export interface AttemptTerms {
  /** Labels of the runner; `self-hosted` among them keeps worktree and terminal. */
  labels: string[];
  isolation: 'required' | 'preferred';
  /** Hours a self-hosted runner keeps what a rejected delegation left. */
  keepHours: number;
  /** The whole run may take this long before it counts as late, seconds. */
  limitSeconds: number;
  /** What it may use up at the gateway; null when its agent does not go through it. */
  allowance?: Allowance | null;
}

/** What one run may use up, and the settings these numbers come from. */
export interface Allowance extends Budget {
  from: { requests: string; tokens: string; cost: string | null };
}

/** How the agent ran, as the evidence says: what people are shown of it. */
export interface AttemptAgent
  extends Pick<EvidenceFile['agent'], 'kind' | 'version' | 'model' | 'ended' | 'stopped' | 'problem'> {
  /** Tool calls that were not allowed to run, and those that made no sense; `first` for a person, one line each. */
  denied: RefusedCalls;
  invalid: RefusedCalls;
}

export interface RefusedCalls {
  count: number;
  first: string[];
}

/** A person has work go on once over a cap that is used up. */
export interface CapOverride {
  by: string;
  at: string;
  caps: string[];
}

/** How and where it ran, as the evidence of its run says. */
export interface AttemptRun {
  isolation: 'none' | 'user+pid';
  isolationGap: string | null;
  environment: 'github-hosted' | 'self-hosted';
  /** Folder and tmux session on the runner's machine; null where they are gone. */
  worktree: string | null;
  tmux: string | null;
  remarks: string[];
  /** Absent in attempts of earlier releases, like the two below it. */
  agent?: AttemptAgent;
  /** What it used of the models; null when it went to none through the gateway. */
  usage?: Usage | null;
  /** Providers whose key the agent itself held: what it used there is not counted. */
  direct?: string[];
}

export interface Attempt {
  number: number;
  assignmentId: string;
  base: string;
  codeBranch: string;
  /** Notes and failures put into this attempt's prompt. */
  notes: string[];
  /** When it was asked for; once GitHub has taken it, that time: the wait for its run counts from here. */
  askedAt: string;
  /** Absent in attempts of earlier releases, like the two below it. */
  terms?: AttemptTerms;
  /** Commit of the default branch that the workflow runs from. */
  workflowSha?: string;
  ran?: AttemptRun;
  /** It was dispatched over a cap that was used up. */
  override?: CapOverride;
  /** Login of the person whose commits these are: its run is of phase `review`, and verifies and judges them. */
  pushedBy?: string;
  /** For a person's commits: what their judge was told that the change demands. */
  requirements?: Requirement[];
  /** Assignments of phase `review` that judge what it brought, oldest first. */
  judging?: JudgeRun[];
  outcome: AttemptOutcome;
}

/** An assignment of phase `review`. Its `base` is the commit that is judged. */
export interface JudgeRun extends Attempt {
  agent: AssignmentAgent;
  models: DelegationModels;
}

/** A review that lacks its judgement is not a whole one yet. */
export const isJudged = ({ outcome }: Attempt): boolean =>
  outcome.state === 'returned' && outcome.review.checks.every(({ verdict }) => verdict !== 'missing');
