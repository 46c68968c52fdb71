import type { World } from '../../github/world.ts';
import type { Json } from '../expressions/evaluate.ts';
import type { ActionsOptions } from '../options.ts';
import type { JobRun, StepRun, WorkflowRun } from '../run.ts';
import type { StepLog } from './log.ts';
import type { Machine } from './machines.ts';
import type { Masks } from './masks.ts';

/** What the steps of one job share. */
export interface JobRoom {
  world: World;
  options: ActionsOptions;
  run: WorkflowRun;
  job: JobRun;
  machine: Machine;
  masks: Masks;
  /** `GITHUB_TOKEN`: just what the job may do, dead when it ends. */
  token: string;
  /** Opens the run's artifacts, and nothing else. */
  runtimeToken: string;
  /** In the environment of all its processes: how those left behind are found. */
  tracking: string;
  /** Contexts that stay the same for the whole job. */
  contexts: Record<string, Json>;
  /** `env` of workflow and job, and what steps put into `GITHUB_ENV`. */
  env: Record<string, string>;
  /** Of `GITHUB_PATH`, the last first. */
  paths: string[];
  /** The `steps` context. */
  steps: Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>;
  failed: boolean;
  /** Aborted when the run is cancelled or the job's time is up. */
  cancelled: AbortSignal;
  /** Aborted when the whole local GitHub stops: no step begins any more. */
  stopped: AbortSignal;
  /** Work for after the last step, the last first. */
  after: { name: string; work: (log: StepLog) => Promise<void> }[];
}

/** What one step has to work with. */
export interface StepRoom {
  room: JobRoom;
  step: StepRun;
  log: StepLog;
  /** Aborted when its time is up or the job is cancelled. */
  signal: AbortSignal;
  /** The `env` context: of workflow, job and step. */
  env: Record<string, string>;
  /** GitHub's name for the step: `GITHUB_ACTION`. */
  action: string;
  output(name: string, value: string): void;
}

/** False is a failure that was already logged; throwing is one whose message is still to be. */
export type StepWork = (step: StepRoom) => Promise<boolean>;
