import { z } from 'zod';
import { blockedAnswerSchema, pointerSchema, prose } from '../planning/pointer.ts';
import { earlierFindingSchema, findingIdSchema, recordedDecisionSchema, severitySchema } from './finding.ts';

const botFindingSchema = z.strictObject({
  severity: severitySchema,
  title: prose(200),
  path: pointerSchema.shape.path,
  /** At the head that is reviewed. */
  line: pointerSchema.shape.line,
  /** One to three sentences: what happens, when, and to whom. */
  why: prose(1_500),
  /** How sure the reviewer is, in percent; below `leastConfidence` it does not belong here. */
  confidence: z.int().min(0).max(100),
  /** Earlier finding that comes back with this one; null for a new one. */
  repeats: findingIdSchema.nullable(),
});
export type BotFinding = z.infer<typeof botFindingSchema>;

/** What a reviewer is less sure of than this is an open question. */
export const leastConfidence = 70;

/** What an assignment of phase `rounds` is answered with. */
export const botReviewSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('REVIEWED'),
    /** What was read and how it looks, in a few sentences. */
    summary: prose(2_000),
    findings: z.array(botFindingSchema).max(50),
    questions: z.array(prose(1_000)).max(20),
    notes: z.array(prose(1_000)).max(20),
    /** Each earlier finding that was answered with a commit: does the commit do it? Exactly one entry each. */
    fixes: z
      .array(
        z.strictObject({
          finding: findingIdSchema,
          verdict: z.enum(['fixed', 'not-fixed']),
          why: prose(1_000),
        }),
      )
      .max(200),
  }),
  blockedAnswerSchema,
]);
export type BotReview = z.infer<typeof botReviewSchema>;
export type Reviewed = Extract<BotReview, { status: 'REVIEWED' }>;

/** What the review bot is told. Base and recorded base of its assignment are the head under review and the merge base. */
export const roundInputsSchema = z.strictObject({
  round: z.int().min(1),
  /** Number of the pull request. */
  pull: z.int().min(1),
  change: z.string().nullable(),
  /** Paths that differ from the merge base. */
  changed: z.array(z.string()).max(3_000),
  earlier: z.array(earlierFindingSchema).max(200),
  /** The recorded decisions: what contradicts one is no finding but a question. */
  decisions: z.array(recordedDecisionSchema).max(200),
});
