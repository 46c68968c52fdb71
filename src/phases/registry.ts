import type { PlanningPhaseName } from '../contracts/assignment.ts';
import type { EnhanceAnswer } from '../contracts/planning/enhance.ts';
import type { ExploreAnswer } from '../contracts/planning/explore.ts';
import type { GrillAnswer } from '../contracts/planning/grill.ts';
import type { ProposeAnswer } from '../contracts/planning/propose.ts';
import { enhance } from './enhance.ts';
import { explore } from './explore.ts';
import { grill } from './grill.ts';
import type { PlanningPhase } from './phase.ts';
import { propose } from './propose.ts';

/** What an assignment of each phase is answered with. */
export interface AnswerOf {
  explore: ExploreAnswer;
  grill: GrillAnswer;
  propose: ProposeAnswer;
  enhance: EnhanceAnswer;
}

/** Every kind of planning assignment, by name. */
export const planningPhases: { [P in PlanningPhaseName]: PlanningPhase<P, AnswerOf[P]> } = {
  explore,
  grill,
  propose,
  enhance,
};
