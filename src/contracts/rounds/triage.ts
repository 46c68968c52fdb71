import { z } from 'zod';
import { blockedAnswerSchema, pointerSchema, prose } from '../planning/pointer.ts';
import {
  earlierFindingSchema,
  findingIdSchema,
  recordedDecisionSchema,
  reportedFindingSchema,
} from './finding.ts';

/** Words of the change that an answer rests on. Looked up before anybody believes it. */
export const citationSchema = z.discriminatedUnion('of', [
  /** A task by its number; `quote` stands in its text. */
  z.strictObject({ of: z.literal('task'), id: z.string().regex(/^\d+\.\d+$/), quote: prose(500) }),
  /** A recorded decision by its id in the decision log, or words of design.md. */
  z.strictObject({ of: z.literal('decision'), id: z.string().min(1).max(100).nullable(), quote: prose(500) }),
  /** Words of the proposal or of a spec that leave it out. */
  z.strictObject({ of: z.literal('document'), path: pointerSchema.shape.path, quote: prose(500) }),
  /** Code that was there before the change, and is as it was. */
  z.strictObject({
    of: z.literal('code'),
    path: pointerSchema.shape.path,
    line: pointerSchema.shape.line,
    quote: prose(500),
  }),
]);
export type Citation = z.infer<typeof citationSchema>;

const answerBase = { finding: findingIdSchema, reason: prose(1_500) };

/** One answer to one finding, as the triage proposes it. */
export const proposedAnswerSchema = z.discriminatedUnion('answer', [
  z.strictObject({
    ...answerBase,
    answer: z.literal('fix'),
    /** What is to be done, for the delegate. */
    task: prose(1_500),
    /** It changes what the program does: a regression test has to come with it. */
    behavioural: z.boolean(),
  }),
  z.strictObject({
    ...answerBase,
    answer: z.literal('acknowledge'),
    cites: citationSchema,
    /** A comment in the code that says why, to be written with the fixes of the round; null for none. */
    rationale: prose(1_000).nullable(),
  }),
  z.strictObject({
    ...answerBase,
    answer: z.literal('file'),
    cites: citationSchema,
    /** Title of the follow-up ticket. */
    title: prose(200),
    /** Key of the later ticket that this one blocks; null for none. */
    blocks: z
      .string()
      .regex(/^[A-Z][A-Z0-9]*-\d+$/)
      .nullable(),
    /** Why it can wait for ever: gives no priority. null: its severity gives the priority. */
    deferrable: prose(500).nullable(),
  }),
]);
export type ProposedAnswer = z.infer<typeof proposedAnswerSchema>;

/** What an assignment of phase `triage` is answered with. */
export const triageSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('TRIAGED'), answers: z.array(proposedAnswerSchema).max(200) }),
  blockedAnswerSchema,
]);
export type Triage = z.infer<typeof triageSchema>;
export type Triaged = Extract<Triage, { status: 'TRIAGED' }>;

/** A finding to be answered. `demanded`: a person asks for it, so it can be fixed or filed, never acknowledged away. */
export const openFindingSchema = reportedFindingSchema.extend({
  id: findingIdSchema,
  by: z.string(),
  demanded: z.boolean(),
});
export type OpenFinding = z.infer<typeof openFindingSchema>;

/** What the triage is told. Base of its assignment is the head that was reviewed. */
export const triageInputsSchema = z.strictObject({
  round: z.int().min(1),
  pull: z.int().min(1),
  change: z.string().nullable(),
  /** Tasks of an item without a change, in the form of tasks.md. */
  tasks: z.string().min(1).max(30_000).optional(),
  findings: z.array(openFindingSchema).min(1).max(200),
  earlier: z.array(earlierFindingSchema).max(200),
  decisions: z.array(recordedDecisionSchema).max(200),
});
export type TriageInputs = z.infer<typeof triageInputsSchema>;
