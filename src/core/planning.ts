import type { AssignmentAgent, PlanningPhaseName } from '../contracts/assignment.ts';
import type { Direction, Explored, TooSmall } from '../contracts/planning/explore.ts';
import type { GrillNode } from '../contracts/planning/grill.ts';
import type { Answered, Branch, Said } from '../contracts/planning/inputs.ts';
import type { Attempt } from './attempt.ts';
import type { DelegationModels } from './item.ts';

/** One planning assignment: an attempt like a delegation's, with the phase it is of. */
export interface PlanRun extends Attempt {
  phase: PlanningPhaseName;
  agent: AssignmentAgent;
  models: DelegationModels;
  /** For `grill`: the branch it thinks through; null for the whole tree. */
  branch: Branch | null;
}

/** How a closed node was closed, and when. */
export interface Answer extends Answered {
  /** Platform time of the answer. */
  at: string;
}

/** A node of the decision tree, and where it stands. */
export interface TreeNode {
  node: GrillNode;
  state:
    | { name: 'open' }
    /** Put off by `/defer`; asked again once nothing else is open. */
    | { name: 'parked'; by: string }
    | { name: 'closed'; answer: Answer };
  /** How it was closed before it was taken back: what stands below it was thought through for that answer. */
  was?: Answer;
}

/** The decision tree, in the order in which its questions are asked. */
export interface Tree {
  nodes: TreeNode[];
  /**
   * Which question was before people from when on, oldest first: an answer belongs to the one that stood when it was
   * written. `*`: whether the assumptions hold. `replaced`: put in other words since, so that nothing written then counts.
   */
  asked: { node: string; at: string; replaced?: true }[];
  /** Nodes that a person closed, in that order: what `/back` takes back. */
  closed: string[];
  /** Replies that were no answer. */
  refused: number;
  /** Who did what, oldest first, a line each. */
  log: string[];
}

/** What is known of a ticket before it is planned. Plain JSON, as the item is. */
export interface Planning {
  /** Every planning assignment, oldest first. */
  runs: PlanRun[];
  /** What people said that agents are to know, oldest first. */
  said: Said[];
  exploration: Explored | TooSmall | null;
  /** Directions of earlier explorations. */
  earlier: Direction[];
  /** `number`: place in the exploration, from 1; null where the ticket itself says what to do. */
  direction: { number: number; chosen: Direction; by: string } | { number: null; by: string } | null;
  tree: Tree | null;
  /** The assignment that comes next: held back by a pause, to be tried again after a failure. */
  next: { phase: PlanningPhaseName; branch: Branch | null } | null;
  /** What `propose` brought. */
  proposed: { summary: string } | null;
  /** `enhance` came back, and its commit is on the feature branch. */
  enhanced: boolean;
  /** Comment of the last answer: what else stands in it was written before the next question was there. */
  lastAnswer?: string;
  /** Whether who moved it last may dispatch, and not only plan. */
  byWriter?: boolean;
}

export const newPlanning = (): Planning => ({
  runs: [],
  said: [],
  exploration: null,
  earlier: [],
  direction: null,
  tree: null,
  next: null,
  proposed: null,
  enhanced: false,
});
