import type { AssignmentAgent } from '../contracts/assignment.ts';
import type { Attempt, CapOverride, RunFailure } from './attempt.ts';
import type { Authored } from './authored.ts';
import type { Planning, PlanRun } from './planning.ts';

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
      resume: 'exploring' | 'grilling' | 'proposing' | 'planned' | 'delegating' | 'deciding' | 'polishing';
      /** For `caps`: settings whose cap is used up or was reached, e.g. `caps.month.tokens`. */
      caps?: string[];
      /** For `invalid-artifacts`: what is wrong with what an agent made. */
      findings?: string[];
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
  /** Where its models are reached; absent in delegations of earlier releases. */
  models?: DelegationModels;
  state: DelegationState;
  /** Head of the feature branch at confirmation: first parent of the merge. Null until confirmed. */
  recordedBase: string | null;
  attempts: Attempt[];
  /** For the prompt of the attempt that is asked for, kept until it is dispatched. */
  nextNotes?: string[];
  /** For the attempt that is asked for, kept until it is dispatched. */
  override?: CapOverride;
  /** Who had it go on although something that its tasks name was not found. */
  claimsOverride?: { by: string; at: string };
  /** Commits a person pushed to the code branch while nothing new could start: reviewed next. */
  pushed?: { sha: string; by: string };
}

export interface DelegationModels {
  /** Models to go on with while those before are out of order, as `provider/model`. */
  fallback: string[];
  /** Whether they are reached through the gateway, and counted there. */
  gateway: boolean;
  /** Providers whose key the agent itself is given. */
  direct: string[];
}

/** A person's choice of agent and model for this item. */
export interface AgentChoice {
  name: string;
  model: string | null;
  /** What the two were chosen with; absent in choices of earlier releases. */
  chosenBy?: { agent: string; model: string | null };
}

/** A comment of ours that follows the item and is edited in place. */
export type Block = DelegationBlock | PlanningBlock;

export interface DelegationBlock {
  kind: 'scope' | 'findings';
  delegation: number;
  home: Home;
}

export interface PlanningBlock {
  kind: 'explore' | 'grill';
  home: Home;
}

/** What people are asked now. A command older than `since`, or a box of another `id`, is stale. */
export interface Decision {
  /**
   * `d2` (scope of delegation 2), `d2a1` (accept attempt 1 of it), `unfinished-merge`, `caps-d2`; when planning `explore-2` (directions
   * of exploration 2), `q-duplicate-anchors-3` (the third question that was put), `assumptions-4`.
   */
  id: string;
  asks: 'scope' | 'accept' | 'unfinished-merge' | 'caps' | 'direction' | 'question' | 'assumptions';
  since: string;
}

export interface AbsorbedTicket {
  /** The tracker's UUID. */
  id: string;
  key: string;
  title: string;
  url: string;
  by: string;
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
  /** Tasks written from the ticket, where there is no change; their sections are in `sections`. */
  authored?: Authored | null;
  /** Absent until the ticket is planned by us. */
  planning?: Planning;
  /** Tickets that this one took in: its merge closes them too. */
  absorbed?: AbsorbedTicket[];
  /** `feat/<key>-<change>`; a second pull request of the same item gets `-2`. */
  feature: { branch: string; head: string | null } | null;
  pull: PullRef | null;
  /** Pull requests that came before `pull`. */
  earlierPulls: PullRef[];
  sections: Section[];
  /** Groups still to be delegated as `/delegate` planned them, first next. Empty: one section at a time. */
  plan: string[][];
  /** Choice of `--agent` and `--model`, for later delegations as well. */
  agent: AgentChoice | null;
  delegations: Delegation[];
  decision: Decision | null;
  blocks: Block[];
  /** Who last moved things, for `waits for` in the status comment. */
  startedBy: string;
  /** Platform time of the newest event handled. */
  lastAt: string;
}

/** Caps of one run: what has reached one has to be given more in the configuration; others can be gone over once. */
const runCaps = ['caps.requests', 'caps.tokens', 'caps.cost'];

export const isRunCap = (setting: string): boolean => runCaps.includes(setting);

export const currentDelegation = (item: Item): Delegation | null => {
  const last = item.delegations.at(-1);
  if (!last) return null;
  return ['proposed', 'running', 'returned', 'merging'].includes(last.state.name) ? last : null;
};

export const currentAttempt = (item: Item): Attempt | null =>
  item.delegations.at(-1)?.attempts.at(-1) ?? null;

/** The planning assignment that was asked for last. */
export const lastPlanRun = (item: Item): PlanRun | null => item.planning?.runs.at(-1) ?? null;

/** The last assignment of an attempt: the one that judges it, once it is judged. */
const lastRunOf = (attempt: Attempt): Attempt => attempt.judging?.at(-1) ?? attempt;

/** The run that is awaited, or was last: of the delegation under way, else of planning. */
export const awaitedAttempt = (item: Item): Attempt | null => {
  const attempt = currentDelegation(item)?.attempts.at(-1);
  return attempt ? lastRunOf(attempt) : lastPlanRun(item);
};

/** Every run there was: of planning, then of the delegations and their judgement, oldest first. */
export const attemptsOf = (item: Item): Attempt[] => [
  ...(item.planning?.runs ?? []),
  ...item.delegations.flatMap(({ attempts }) =>
    attempts.flatMap((attempt) => [attempt, ...(attempt.judging ?? [])]),
  ),
];

export const openSections = (item: Item): Section[] =>
  item.sections.filter((section) => section.state === 'open');
