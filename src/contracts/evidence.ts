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

const runSchema = z.strictObject({ id: z.int().nonnegative(), attempt: z.int().min(1) });

const isolationFields = {
  /** `user+pid`: a second user without sudo in its own PID and mount namespaces. */
  isolation: z.enum(['none', 'user+pid']),
  /** Why there is none; null when there is. */
  isolationGap: z.string().nullable(),
};

/** What job `agent` hands on about itself: `agent.json` in the bundle. */
export const agentReportSchema = z.strictObject({
  assignment: z.uuid(),
  attempt: z.int().min(1),
  run: runSchema,
  base: shaSchema,
  /** Head of the code branch; null when nothing was committed, or what was committed is withheld. */
  head: shaSchema.nullable(),
  codeBranch: z.string(),
  ...isolationFields,
  agent: z.strictObject({
    name: z.string(),
    exitCode: z.int().nullable(),
    timedOut: z.boolean(),
    durationMs: z.int().nonnegative(),
  }),
  /** True when the runner had to commit what the agent left uncommitted. */
  leftoversCommitted: z.boolean(),
  /** Why the agent's commits stay in the runner; null when they do not. Never holds the secret itself. */
  withheld: z
    .strictObject({ why: z.enum(['secret', 'too-large', 'malformed']), detail: z.string() })
    .nullable(),
  /** Where it ran. Names of folder and tmux session are null on machines that are gone afterwards. */
  runner: z.strictObject({
    environment: z.enum(['github-hosted', 'self-hosted']),
    worktree: z.string().nullable(),
    tmux: z.string().nullable(),
  }),
  /** What a person should know about how it came about, one line each. */
  remarks: z.array(z.string()),
});
export type AgentReport = z.infer<typeof agentReportSchema>;

/** What job `verify` hands on: `verification.json`. */
export const verificationReportSchema = z.strictObject({
  assignment: z.uuid(),
  run: runSchema,
  head: shaSchema,
  ...isolationFields,
  /** Where the commands come from, for a person. */
  source: z.string(),
  results: z.array(verificationResultSchema),
});
export type VerificationReport = z.infer<typeof verificationReportSchema>;

/**
 * `evidence.json` in the commit of `refs/throughline/assignments/<id>`, written by job `publish` from the reports of the
 * other two. The same commit holds `prompt.md`, `answer.json` (bytes as the agent wrote them, absent when there was
 * none) and `transcript.log`.
 */
export const evidenceFileSchema = agentReportSchema.extend({
  /** null when job `verify` did not report, which fails the run; empty when there was nothing to verify. */
  verification: z.array(verificationResultSchema).nullable(),
});
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;
