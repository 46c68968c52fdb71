import type { AssignmentAgent } from '../contracts/assignment.ts';
import type { Attempt, CapOverride, JudgeRun, RunFailure } from './attempt.ts';
import type { Authored } from './authored.ts';
import type { CommandSource } from './event.ts';
import type { Feature, MergedHow, Tracked } from './feature.ts';
import type { Planning, PlanRun } from './planning.ts';
import type { AskedFollowUp, Finding, Round } from './rounds/round.ts';

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
  /** It answers the findings of a round: it has no sections of the change, and tasks of its own. */
  fixUp?: {
    round: number;
    tasks: string;
    behavioural: string[];
    /** Ids of the findings that it answers; absent in older ones. */
    findings?: string[];
  };
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
export type Block = DelegationBlock | PlanningBlock | RoundBlock;

export interface DelegationBlock {
  kind: 'scope' | 'findings';
  delegation: number;
  home: Home;
}

export interface RoundBlock {
  kind: 'round';
  round: number;
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

/** Who asked for the base to be merged in, and where that is answered. */
export interface AskedUpdate {
  by: string;
  source: CommandSource;
}

export interface PullRef {
  number: number;
  nodeId: string;
  url: string;
  draft: boolean;
  /** Who made it a draft again while it was reviewed: no head is reviewed until it is ready once more. */
  draftedBy?: string;
  /** Its head is a branch of another repository: reviewed only when it is asked for. */
  fork?: true;
  state: 'open' | 'closed' | 'merged';
  mergeSha: string | null;
  /** Branch it goes to; absent while that is the default branch. */
  base?: string;
  /** How its commits came there, as far as that can be told. */
  how?: MergedHow;
  /** Only GitHub says less: a person named the commit. */
  saidBy?: string;
  /** Of an earlier one: number of the last delegation that was made for it. */
  upTo?: number;
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
  feature: Feature | null;
  pull: PullRef | null;
  /** Head of the branch that the pull request goes to, which the feature branch does not contain yet, as far as is known. */
  baseMoved?: string;
  /** Newest commit of that branch that the feature branch is known to contain. */
  baseContained?: string;
  /** An `/update` that is being carried out. */
  update?: AskedUpdate;
  /** A head that was pushed, reviewed when nothing more comes until then (ISO 8601). */
  quiet?: { sha: string; until: string };
  /** Pull requests that came before `pull`. */
  earlierPulls: PullRef[];
  sections: Section[];
  /** Groups still to be delegated as `/delegate` planned them, first next. Empty: one section at a time. */
  plan: string[][];
  /** Choice of `--agent` and `--model`, for later delegations as well. */
  agent: AgentChoice | null;
  delegations: Delegation[];
  /** Reviews of the pull request's head, oldest first, and all that they found. Absent until the first. */
  rounds?: Round[];
  findings?: Finding[];
  /** Tickets that people had filed beside those of findings, oldest first. */
  followUps?: AskedFollowUp[];
  /** Absent until the tracker told of a change. */
  tracked?: Tracked;
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

/** The run of a round that was asked for last: its triage, once there is one. */
const lastRoundRun = (item: Item): JudgeRun | null => {
  const round = item.rounds?.at(-1);
  return round?.triages.at(-1) ?? round?.reviews.at(-1) ?? null;
};

/** The run that is awaited, or was last: of the delegation under way, else the newer of the round's and of planning's. */
export const awaitedAttempt = (item: Item): Attempt | null => {
  const attempt = currentDelegation(item)?.attempts.at(-1);
  if (attempt) return lastRunOf(attempt);
  const [inRound, planned] = [lastRoundRun(item), lastPlanRun(item)];
  if (!inRound || !planned) return inRound ?? planned;
  return Date.parse(planned.askedAt) > Date.parse(inRound.askedAt) ? planned : inRound;
};

/** Every run there was: of planning, of the delegations and their judgement, then of the rounds, each oldest first. */
export const attemptsOf = (item: Item): Attempt[] => [
  ...(item.planning?.runs ?? []),
  ...item.delegations.flatMap(({ attempts }) =>
    attempts.flatMap((attempt) => [attempt, ...(attempt.judging ?? [])]),
  ),
  ...(item.rounds ?? []).flatMap(({ reviews, triages }) => [...reviews, ...triages]),
];

export const openSections = (item: Item): Section[] =>
  item.sections.filter((section) => section.state === 'open');
