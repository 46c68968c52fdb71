import { z } from 'zod';
import { agentKindSchema, shaSchema } from './assignment.ts';
import { claimSchema } from './claims.ts';
import { usageSchema } from './models.ts';

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

const refusedCall = z.strictObject({ tool: z.string(), detail: z.string() });

/** Limits at which a run ends its agent; `model`: the models cannot be reached, or refuse. */
export const agentLimitSchema = z.enum(['time', 'stall', 'requests', 'tokens', 'cost', 'model']);
export type AgentLimit = z.infer<typeof agentLimitSchema>;

/** How an agent ran. Good is `ended: completed` (`untold` for agents that have no such word) and nothing in `stopped`. */
const agentRanSchema = z.strictObject({
  name: z.string(),
  kind: agentKindSchema,
  /** Version of its CLI; null for programs of the repository's own. */
  version: z.string().nullable(),
  /** Model it was given. */
  model: z.string().nullable(),
  exitCode: z.int().nullable(),
  timedOut: z.boolean(),
  durationMs: z.int().nonnegative(),
  /**
   * Its own last word. `none`: it should have one and did not; `untold`: this kind has none; `not-started`: a stale claim
   * kept it from starting.
   */
  ended: z.enum(['completed', 'failed', 'none', 'untold', 'not-started']),
  stopped: z.strictObject({ limit: agentLimitSchema, detail: z.string() }).nullable(),
  /** What it said, or what is known, of its failure; one line. */
  problem: z.string().nullable(),
  /** Tool calls that were denied, and those that made no sense: at most 20 each. */
  denied: z.array(refusedCall),
  invalid: z.array(refusedCall),
});

const runSchema = z.strictObject({ id: z.int().nonnegative(), attempt: z.int().min(1) });

const isolationFields = {
  /** `user+pid`: a second user without sudo in its own PID and mount namespaces. */
  isolation: z.enum(['none', 'user+pid']),
  /** Why there is none; null when there is. */
  isolationGap: z.string().nullable(),
};

/** Most problems of a turn that are listed, and characters of each. */
export const mostProblems = 20;
export const problemLength = 400;
const turnSchema = z.strictObject({
  problems: z.array(z.string().max(problemLength)).max(mostProblems),
});

/** Most claims that are listed, and characters of each of their texts. */
export const mostClaims = 400;
export const claimLength = 600;
const listedClaimSchema = claimSchema.extend({
  text: claimSchema.shape.text.max(claimLength),
  detail: claimSchema.shape.detail.max(claimLength),
  nearest: z.string().max(claimLength).nullable(),
});

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
  agent: agentRanSchema,
  /** What the dispatched tasks name, looked up at the recorded base before the agent started. Empty for planning. */
  claims: z.array(listedClaimSchema).max(mostClaims).default([]),
  /** What it used of the models; null when it went to none through the gateway. */
  usage: usageSchema.nullable(),
  /** Providers whose key the agent itself held. */
  direct: z.array(z.string()),
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
  /**
   * For phases in which the agent is asked again when its answer cannot be used: what was wrong after each turn, oldest
   * first; the last one's problems still stand. Empty for phases that ask once.
   */
  turns: z.array(turnSchema).default([]),
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
 * none), `transcript.log` (what the agent printed) and `transcript.jsonl` (the same in the common form, transcript.ts).
 */
export const evidenceFileSchema = agentReportSchema.extend({
  /** null when job `verify` did not report, which fails the run; empty when there was nothing to verify. */
  verification: z.array(verificationResultSchema).nullable(),
});
export type EvidenceFile = z.infer<typeof evidenceFileSchema>;
