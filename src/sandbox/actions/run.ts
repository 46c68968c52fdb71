import type { Actor, Permissions, Repository } from '../github/model.ts';

export type RunConclusion = 'success' | 'failure' | 'cancelled' | 'timed_out';

export interface WorkflowRun {
  id: number;
  repository: Repository;
  workflow: { id: number; path: string; name: string };
  /** `run-name` as the workflow would compute it. */
  name: string;
  runNumber: number;
  /** Counts from 1; a re-run is the next one. */
  attempt: number;
  event: 'workflow_dispatch';
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: RunConclusion | null;
  headBranch: string;
  headSha: string;
  inputs: Record<string, string>;
  /** The most a token of this run may do. */
  permissions: Permissions;
  actor: Actor;
  triggeredBy: Actor;
  createdAt: Date;
  startedAt: Date;
  updatedAt: Date;
  /** Lines of all attempts. */
  log: string[];
}

export interface ExecuteContext {
  /** Aborted when the run is cancelled or the local GitHub stops. */
  signal: AbortSignal;
  /** `GITHUB_TOKEN` with all the permissions the workflow's jobs have; dead when the run ends. */
  token: string;
  /** A token for one job, never wider than the workflow's own permissions. */
  tokenFor(permissions: Permissions): string;
  inputs: Record<string, string>;
  log(line: string): void;
}

export interface ActionsOptions {
  runName(inputs: Record<string, string>): string;
  /** Does the work of one attempt; throwing is a failure with the message in the log. */
  execute(run: WorkflowRun, context: ExecuteContext): Promise<RunConclusion>;
  /** Runs at once; two when absent. */
  concurrency?: number;
}
