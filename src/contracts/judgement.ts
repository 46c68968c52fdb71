import { z } from 'zod';
import { blockedAnswerSchema, pointerSchema, prose } from './planning/pointer.ts';

/** A requirement of the change with the names of its scenarios, as its specs have them. */
export const requirementSchema = z.strictObject({ name: z.string(), scenarios: z.array(z.string()) });
export type Requirement = z.infer<typeof requirementSchema>;

/** `later`: left to sections that are still to come, which `sections` names. */
const judgedSchema = z.strictObject({
  requirement: prose(400),
  /** null: the requirement's own text. */
  scenario: prose(400).nullable(),
  verdict: z.enum(['met', 'unmet', 'later']),
  /** Where code or tests show it, at the head; at least one where it is met. */
  evidence: z.array(pointerSchema).max(10),
  /** For `later`: numbers of the sections that bring it. */
  sections: z.array(z.string().regex(/^\d+$/)).max(50),
  /** In a sentence or two. */
  why: prose(1_000),
});
export type JudgedRequirement = z.infer<typeof judgedSchema>;

/** A reason to be less content than the computed checks are. */
const concernSchema = z.strictObject({
  path: pointerSchema.shape.path,
  line: pointerSchema.shape.line,
  why: prose(1_000),
});

/** What an assignment of phase `review` is answered with. */
export const judgementSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('JUDGED'),
    /** What the diff does, and how well, in a few sentences for a person. */
    summary: prose(2_000),
    requirements: z.array(judgedSchema).max(300),
    /** May be lower than what the checks come to, never higher; lower needs a concern. */
    recommendation: z.enum(['accept', 'iterate', 'reject']),
    concerns: z.array(concernSchema).max(50),
  }),
  blockedAnswerSchema,
]);
export type Judgement = z.infer<typeof judgementSchema>;
export type Judged = Extract<Judgement, { status: 'JUDGED' }>;

/** What a review is told: what is judged, and what was found by computing. */
export const reviewInputsSchema = z.strictObject({
  /** Number of the delegation, and of its attempt. */
  delegation: z.int().min(1),
  of: z.int().min(1),
  change: z.string().nullable(),
  /** The delegation's tasks, in the form of tasks.md; there where no change says what was to be done. */
  tasks: z.string().min(1).max(30_000).optional(),
  sections: z.array(z.string().regex(/^\d+$/)).min(1),
  /** Login of the person whose commits these are; null for those of a delegate. */
  pushedBy: z.string().nullable(),
  requirements: z.array(requirementSchema),
  /** Verdicts of the computed checks, with what they found; empty for a person's push, whose checks come afterwards. */
  checks: z.array(z.strictObject({ id: z.string(), verdict: z.string(), evidence: z.array(z.string()) })),
  /** What the delegate said of its work. */
  answer: z.string().nullable(),
  /** Commands to run on the commits under review; null where they were run with the delegation. */
  verify: z.strictObject({ setup: z.array(z.string()), commands: z.array(z.string()) }).nullable(),
});
