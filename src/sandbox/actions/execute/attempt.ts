import type { World } from '../../github/world.ts';
import type { ArtifactStore } from '../artifacts.ts';
import type { ActionsOptions } from '../options.ts';
import type { Attempt, JobRun, RunConclusion, WorkflowRun } from '../run.ts';
import { typedInput } from '../workflow/inputs.ts';
import type { Frame } from './frame.ts';
import { conclusionOf } from './graph.ts';
import { runJobs } from './jobs.ts';
import type { Machines } from './machines.ts';

export interface AttemptOptions {
  world: World;
  options: ActionsOptions;
  machines: Machines;
  artifacts: ArtifactStore;
  cancelled: AbortSignal;
  stopped: AbortSignal;
  /** The first job got to a machine. */
  begun: () => void;
  /** Jobs of the attempt before that need not run again; null when all shall. */
  kept: JobRun[] | null;
}

const inputsOf = (run: WorkflowRun): Frame['inputs'] =>
  Object.fromEntries(
    (run.prepared.plan.dispatch ?? []).map((input) => [
      input.name,
      typedInput(input, run.inputs[input.name] ?? ''),
    ]),
  );

/** One attempt of a run: all its jobs, with tokens that die with each. Never throws. */
export async function runAttempt(
  run: WorkflowRun,
  attempt: Attempt,
  options: AttemptOptions,
): Promise<RunConclusion> {
  const { begun, kept, ...shared } = options;
  const frame: Frame = {
    ...shared,
    run,
    attempt,
    workflow: run.prepared,
    inputs: inputsOf(run),
    secrets: Object.fromEntries([...run.repository.secrets].map(([name, { value }]) => [name, value])),
    above: [],
    kept: kept && new Map(kept.map((job) => [job.key, job])),
    runtimeTokens: [],
  };
  try {
    const results = [...(await runJobs(frame, begun)).values()].map(({ result }) => result);
    return conclusionOf(results, options.cancelled.aborted || options.stopped.aborted);
  } finally {
    for (const token of frame.runtimeTokens) options.artifacts.revoke(token);
  }
}
