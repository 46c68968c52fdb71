import type { z } from 'zod';
import type { Access } from '../../ports/agent.ts';
import type { VerificationPlan } from '../verify/plan.ts';
import type { ReadAnswer } from './answer.ts';
import type { Taken } from './take.ts';

/** What came of one turn. */
export interface Came {
  answer: ReadAnswer;
  taken: Taken;
}

/** What an agent is asked, and how what it brings is judged. */
export interface Task {
  access: Access;
  /** How often it is asked at most. */
  turns: number;
  prompt: string;
  /** Contract of its answer. */
  schema: z.ZodType<{ status: string }>;
  /** What will be run on its commits; null where the repository's own commands are not. */
  plan: VerificationPlan | null;
  /** What is wrong, each a sentence for the agent, and what is handed on. Not asked about agents that say they are blocked. */
  review(came: Came): Promise<{ problems: string[]; taken: Taken }>;
}
