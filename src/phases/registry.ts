import type { SupervisorPhaseName } from '../contracts/assignment.ts';
import type { Judgement } from '../contracts/judgement.ts';
import type { EnhanceAnswer } from '../contracts/planning/enhance.ts';
import type { ExploreAnswer } from '../contracts/planning/explore.ts';
import type { GrillAnswer } from '../contracts/planning/grill.ts';
import type { PromptAnswer } from '../contracts/planning/prompt.ts';
import type { ProposeAnswer } from '../contracts/planning/propose.ts';
import type { BotReview } from '../contracts/rounds/bot-review.ts';
import type { Triage } from '../contracts/rounds/triage.ts';
import { enhance } from './enhance.ts';
import { explore } from './explore.ts';
import { grill } from './grill.ts';
import type { PlanningPhase } from './phase.ts';
import { prompt } from './prompt.ts';
import { propose } from './propose.ts';
import { review } from './review.ts';
import { rounds } from './rounds.ts';
import { triage } from './triage.ts';

/** What an assignment of each phase is answered with. */
export interface AnswerOf {
  explore: ExploreAnswer;
  grill: GrillAnswer;
  propose: ProposeAnswer;
  enhance: EnhanceAnswer;
  prompt: PromptAnswer;
  review: Judgement;
  rounds: BotReview;
  triage: Triage;
}

/** Every kind of assignment of the supervisor, by name. */
export const planningPhases: { [P in SupervisorPhaseName]: PlanningPhase<P, AnswerOf[P]> } = {
  explore,
  grill,
  propose,
  enhance,
  prompt,
  review,
  rounds,
  triage,
};
