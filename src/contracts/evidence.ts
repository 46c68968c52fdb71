import { z } from 'zod';
import { shaSchema } from './assignment.ts';

export const verificationResultSchema = z.strictObject({
  command: z.string(),
  kind: z.enum(['setup', 'command']),
  passed: z.boolean(),
  /** null when a signal or the time limit ended it. */
  exitCode: z.int().nullable(),
  timedOut: z.boolean(),
  durationMs: z.int().nonnegative(),
  /** Verbatim stdout and stderr interleaved; the middle is cut beyond 64 KiB, and says so. */
  output: z.string(),
});
export type VerificationResult = z.infer<typeof verificationResultSchema>;

/**
 * `evidence.json` in the commit of `refs/throughline/assignments/<id>`. The same commit holds
 * `prompt.md`, `answer.json` (bytes as the agent wrote them, absent when there was none) and `transcript.log`.
 */
export const evidenceFileSchema = z.strictObject({
  assignment: z.uuid(),
  attempt: z.int().min(1),
  run: z.strictObject({ id: z.int().nonnegative(), attempt: z.int().min(1) }),
  base: shaSchema,
  /** Head of the code branch; null when nothing was committed. */
  head: shaSchema.nullable(),
  codeBranch: z.string(),
  /** `none` until the runner has a second user and a PID namespace. */
  isolation: z.enum(['none', 'user+pid']),
  agent: z.strictObject({
    name: z.string(),
    exitCode: z.int().nullable(),
    timedOut: z.boolean(),
    durationMs: z.int().nonnegative(),
  }),
  /** True when the runner had to commit what the agent left uncommitted. */
  leftoversCommitted: z.boolean(),
  verification: z.array(verificationResultSchema),
});
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;
