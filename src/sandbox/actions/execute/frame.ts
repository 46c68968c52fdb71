import type { World } from '../../github/world.ts';
import type { ArtifactStore } from '../artifacts.ts';
import type { Json } from '../expressions/evaluate.ts';
import type { ActionsOptions } from '../options.ts';
import type { Attempt, Conclusion, JobRun, WorkflowRun } from '../run.ts';
import type { PreparedWorkflow } from '../workflow/prepare.ts';
import type { Machines } from './machines.ts';

/** What the jobs of one workflow share: a run's own, or one that it calls. */
export interface Frame {
  world: World;
  options: ActionsOptions;
  machines: Machines;
  artifacts: ArtifactStore;
  run: WorkflowRun;
  attempt: Attempt;
  cancelled: AbortSignal;
  stopped: AbortSignal;
  workflow: PreparedWorkflow;
  inputs: Record<string, Json>;
  /** Those that this workflow was given; of a called one only what its caller passed. */
  secrets: Record<string, string>;
  /** The jobs this workflow was called from. */
  above: { key: string; name: string }[];
  /** Jobs of the attempt before, by key, that need not run again; null when all shall. */
  kept: Map<string, JobRun> | null;
  /** Runtime tokens given out so far. */
  runtimeTokens: string[];
}

/** What a job leaves for those that need it. */
export interface JobResult {
  result: Conclusion;
  outputs: Record<string, string>;
  /** It is the attempt before's. */
  kept: boolean;
}

export const keyOf = (frame: Frame, id: string): string =>
  [...frame.above.map(({ key }) => key), id].join('.');
export const fullName = (frame: Frame, name: string): string =>
  [...frame.above.map((each) => each.name), name].join(' / ');
