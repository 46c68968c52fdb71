import type { z } from 'zod';
import type { AssignmentOf, SupervisorPhaseName } from '../contracts/assignment.ts';
import type { ProposedFiles } from '../openspec/proposed.ts';

/** What there is to judge an answer by. */
export interface Given<P extends SupervisorPhaseName> {
  assignment: AssignmentOf<P>;
  /** Text at the base of the files that `reads` named; null where there is none, or no text. */
  files: ReadonlyMap<string, string | null>;
  /** The same at the recorded base, of the files that `readsBefore` named. */
  before?: ReadonlyMap<string, string | null>;
  /** What came back in commits; null for phases that read only. */
  proposed: ProposedFiles | null;
}

/** A kind of assignment of the supervisor. Pure: the runner judges by it before it hands on, the App again before it believes. */
export interface PlanningPhase<P extends SupervisorPhaseName, A extends { status: string }> {
  name: P;
  /** What the agent may do in its checkout. */
  access: 'read' | 'edit';
  /** How often the agent is asked within one run: what is wrong is fed back. */
  turns: number;
  schema: z.ZodType<A>;
  /** Files at the base without which an answer cannot be judged. */
  reads(answer: A, assignment: AssignmentOf<P>): string[];
  /** Files as they were before the change, for phases that ask what was there. */
  readsBefore?(answer: A): string[];
  /** What is wrong with it, each a sentence that says what to change; empty when it can be used. */
  judge(answer: A, given: Given<P>): string[];
}
