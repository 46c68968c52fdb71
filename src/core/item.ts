import type { AssignmentAgent } from '../contracts/assignment.ts';
import type { Review } from '../contracts/review.ts';

export const stageNames = [
  'exploring',
  'choosing',
  'grilling',
  'proposing',
  'planned',
  'delegating',
  'deciding',
  'polishing',
  'handed-over',
  'done',
  'rejected',
  'blocked',
  'cancelled',
] as const;
export type StageName = (typeof stageNames)[number];

export const blockedCauses = [
  'stale-claims',
  'invalid-artifacts',
  'run-failed',
  'delegate-blocked',
  'dependency',
  'caps',
  'configuration',
  'conflict',
  'workflow-permission',
] as const;
export type BlockedCause = (typeof blockedCauses)[number];

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
] as const;
export type RunFailure = (typeof runFailures)[number];

export type Stage =
  | { name: Exclude<StageName, 'blocked'> }
  | {
      name: 'blocked';
      cause: BlockedCause;
      /** Which way a run failed; only for `run-failed`. */
      failure: RunFailure | null;
      detail: string;
      /** Where a person can look, e.g. the run's log. */
      url: string | null;
      /** Stage to go back to once the cause is gone. */
      resume: 'planned' | 'delegating' | 'deciding' | 'polishing';
    };

export type Mode = 'copilot' | 'auto';

/** Where people talk about an item. */
export type Home = { on: 'github'; issue: number } | { on: 'linear' };

export interface Section {
  /** `N` of `## N.` in tasks.md. */
  number: string;
  title: string;
  /** `ticked`: every task was ticked in tasks.md before it was ever delegated; nothing is left to do. */
  state: 'open' | 'accepted' | 'dropped' | 'ticked';
  /** Reason and person of a `/drop`. */
  dropped: { why: string; by: string } | null;
}

export type AttemptOutcome =
  | { state: 'asked' }
  | { state: 'running'; runId: number | null; url: string | null }
  | { state: 'returned'; runId: number; url: string; head: string; review: Review; evidenceUrl: string }
  | { state: 'failed'; failure: RunFailure | 'blocked-answer'; detail: string; url: string | null };

/** What an attempt was dispatched with; the configuration may have changed when it is back. */
export interface AttemptTerms {
  /** Labels of the runner; `self-hosted` among them keeps worktree and terminal. */
  labels: string[];
  isolation: 'required' | 'preferred';
  /** Hours a self-hosted runner keeps what a rejected delegation left. */
  keepHours: number;
  /** The whole run may take this long before it counts as late, seconds. */
  limitSeconds: number;
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
  outcome: AttemptOutcome;
}

export type DelegationState =
  | { name: 'proposed' }
  | { name: 'running' }
  | { name: 'returned' }
  | { name: 'merging'; by: string }
  | { name: 'accepted'; by: string; mergeSha: string }
  | { name: 'rejected'; by: string; why: string }
  | { name: 'withdrawn'; by: string };

/** Sections handed over, and what became of them. */
export interface Delegation {
  number: number;
  sections: string[];
  agent: AssignmentAgent;
  state: DelegationState;
  /** Head of the feature branch at confirmation: first parent of the merge. Null until confirmed. */
  recordedBase: string | null;
  attempts: Attempt[];
  /** For the prompt of the attempt that is asked for, kept until it is dispatched. */
  nextNotes?: string[];
}

/** A comment of ours that follows the item and is edited in place. */
export interface Block {
  kind: 'scope' | 'findings';
  delegation: number;
  home: Home;
}

/** What people are asked now. A command older than `since`, or a box of another `id`, is stale. */
export interface Decision {
  /** `d2` (scope of delegation 2), `d2a1` (accept attempt 1 of it), `unfinished-merge`. */
  id: string;
  asks: 'scope' | 'accept' | 'unfinished-merge';
  since: string;
}

export interface PullRef {
  number: number;
  nodeId: string;
  url: string;
  draft: boolean;
  state: 'open' | 'closed' | 'merged';
  mergeSha: string | null;
}

/** Throughline's state for one ticket. Plain JSON: stored as is, replayed exactly. */
export interface Item {
  /** The tracker's UUID. */
  id: string;
  ticket: { key: string; title: string; url: string; teamId: string };
  repository: {
    fullName: string;
    installationId: number;
    defaultBranch: string /** Web address. */;
    url: string;
  };
  stage: Stage;
  paused: boolean;
  mode: Mode;
  home: Home;
  /** GitHub issue it began on, when it did. */
  issue: number | null;
  change: string | null;
  /** `feat/<key>-<change>`; a second pull request of the same item gets `-2`. */
  feature: { branch: string; head: string | null } | null;
  pull: PullRef | null;
  /** Pull requests that came before `pull`. */
  earlierPulls: PullRef[];
  sections: Section[];
  /** Groups still to be delegated as `/delegate` planned them, first next. Empty: one section at a time. */
  plan: string[][];
  /** Choice of `/delegate --agent --model` for later delegations. */
  agent: { name: string; model: string | null } | null;
  delegations: Delegation[];
  decision: Decision | null;
  blocks: Block[];
  /** Who last moved things, for `waits for` in the status comment. */
  startedBy: string;
  /** Platform time of the newest event handled. */
  lastAt: string;
}

export const currentDelegation = (item: Item): Delegation | null => {
  const last = item.delegations.at(-1);
  if (!last) return null;
  return ['proposed', 'running', 'returned', 'merging'].includes(last.state.name) ? last : null;
};

export const currentAttempt = (item: Item): Attempt | null =>
  item.delegations.at(-1)?.attempts.at(-1) ?? null;

export const openSections = (item: Item): Section[] =>
  item.sections.filter((section) => section.state === 'open');
