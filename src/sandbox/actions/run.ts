import type { Actor, Annotation, Permissions, Repository } from '../github/model.ts';
import type { PreparedWorkflow, ReferencedWorkflow } from './workflow/prepare.ts';

export type { ActionsOptions } from './options.ts';

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';
export type RunConclusion = Conclusion | 'startup_failure';

export interface WorkflowRun {
  id: number;
  repository: Repository;
  workflow: { id: number; path: string; name: string };
  /** `run-name`, evaluated; the workflow's name where there is none. */
  name: string;
  runNumber: number;
  /** Counts from 1; a re-run is the next one. */
  attempt: number;
  event: 'workflow_dispatch';
  /** `pending`: another run of its concurrency group is going. */
  status: 'pending' | 'queued' | 'in_progress' | 'completed';
  conclusion: RunConclusion | null;
  headBranch: string;
  headSha: string;
  /** Full name: `refs/heads/main`. */
  ref: string;
  /** As sent, with the defaults of those that were not: `github.event.inputs`. */
  inputs: Record<string, string>;
  actor: Actor;
  triggeredBy: Actor;
  createdAt: Date;
  startedAt: Date;
  updatedAt: Date;
  prepared: PreparedWorkflow;
  referenced: ReferencedWorkflow[];
  /** Why it could not start. */
  problems: string[];
  concurrency: { group: string; cancelInProgress: boolean } | null;
  /** Oldest first. */
  attempts: Attempt[];
}

export interface Attempt {
  number: number;
  triggeredBy: Actor;
  startedAt: Date;
  completedAt: Date | null;
  conclusion: RunConclusion | null;
  /** In the order they came up; of earlier attempts those that were not run again. */
  jobs: JobRun[];
}

export interface JobRun {
  /** Also the id of its check run. */
  id: number;
  /** Attempt it ran in. */
  attempt: number;
  /** `assignment.agent`: ids from the run down. */
  key: string;
  /** `assignment / agent` */
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  /** Of `runs-on`. */
  labels: string[];
  runner: string | null;
  /** What its token may do. */
  permissions: Permissions;
  outputs: Record<string, string>;
  createdAt: Date;
  startedAt: Date;
  completedAt: Date | null;
  durationMs: number;
  steps: StepRun[];
  annotations: Annotation[];
}

export interface StepRun {
  /** From 1. */
  number: number;
  name: string;
  status: 'queued' | 'in_progress' | 'completed';
  /** Before `continue-on-error`. */
  outcome: Conclusion | null;
  conclusion: Conclusion | null;
  startedAt: Date | null;
  completedAt: Date | null;
  durationMs: number;
  /** Masked. */
  log: string[];
  /** Markdown, masked; null when it wrote none. */
  summary: string | null;
}
