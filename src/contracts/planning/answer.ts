import type { EnhanceAnswer } from './enhance.ts';
import type { ExploreAnswer } from './explore.ts';
import type { GrillAnswer } from './grill.ts';
import type { PromptAnswer } from './prompt.ts';
import type { ProposeAnswer } from './propose.ts';

/** The answer of a planning assignment, with the phase it is of. */
export type PlanAnswer =
  | { phase: 'explore'; answer: ExploreAnswer }
  | { phase: 'grill'; answer: GrillAnswer }
  | { phase: 'propose'; answer: ProposeAnswer }
  | { phase: 'enhance'; answer: EnhanceAnswer }
  | { phase: 'prompt'; answer: PromptAnswer };
