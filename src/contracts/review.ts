import { z } from 'zod';

/** The 14 checks of the deep review, in order. A result that lacks any of them is a failed review. */
export const checkIds = [
  'acceptance-grep',
  'verification-commands',
  'diff-sanity',
  'substring-collision',
  'branding-leaks',
  'lockfile-regeneration',
  'endpoint-echo',
  'tasks-checkbox-state',
  'answer-contract',
  'forbidden-identifiers',
  'test-integrity',
  'secret-hygiene',
  'commit-provenance',
  'spec-conformance',
] as const;
export const checkIdSchema = z.enum(checkIds);
export type CheckId = z.infer<typeof checkIdSchema>;

/** `missing`: nobody gave a verdict, or not yet. A review with one is not passed. */
export const verdictSchema = z.enum(['pass', 'fail', 'n/a', 'missing']);
export type Verdict = z.infer<typeof verdictSchema>;

export const checkResultSchema = z.strictObject({
  id: checkIdSchema,
  verdict: verdictSchema,
  /** What was looked at and found, for a person: one line each. */
  evidence: z.array(z.string()),
  /** Lines at the head that the evidence is about: shown beside the diff. */
  places: z.array(z.strictObject({ path: z.string(), line: z.int().min(1), text: z.string() })).optional(),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const recommendationSchema = z.enum(['accept', 'iterate', 'reject']);
export type Recommendation = z.infer<typeof recommendationSchema>;

export const reviewSchema = z.strictObject({
  base: z.string(),
  head: z.string(),
  files: z.int(),
  additions: z.int(),
  deletions: z.int(),
  /** One result per check id, in the order of `checkIds`. */
  checks: z.array(checkResultSchema),
  recommendation: recommendationSchema,
  /** What the read-only agent came to; absent until it was asked. */
  judgement: z.enum(['judged', 'unusable']).optional(),
  /** Its own words on the diff. */
  summary: z.string().optional(),
  reasons: z.array(z.string()),
  /** Verbatim output of the verification commands, folded in the findings block. */
  verification: z.array(z.strictObject({ command: z.string(), passed: z.boolean(), output: z.string() })),
  /** Tasks exempt from the tick check (`[MANUAL]`, `[HITL]`, `(ops)`, `(data)`). */
  manualTasks: z.array(z.string()),
  /** What a person should look at although no check fails: scripts and test configuration that changed, one line each. */
  flags: z.array(z.string()).optional(),
  /** Of a fix-up: tests that its diff brought, new ones and extended ones; `names` of those that have one. */
  tests: z.strictObject({ count: z.int().min(0), names: z.array(z.string()) }).optional(),
});
export type Review = z.infer<typeof reviewSchema>;
