import type { AttemptRun, RunFailure } from '../../core/attempt.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import type { FailedJob, WorkflowRun } from '../../ports/workflow-runs.ts';
import { failedJobsText } from '../../text/run-failures.ts';
import { describe } from '../backoff.ts';
import type { World } from '../world.ts';

export type Failed = Extract<ReturnedFact, { state: 'failed' }>;

export const failed = (
  run: WorkflowRun,
  why: { failure: RunFailure; detail: string; ran?: AttemptRun },
): Failed => ({ state: 'failed', url: run.url, ...why });

/** GitHub gives a job that ran into `timeout-minutes` no conclusion of its own, only this annotation. */
const outOfTime = /exceeded the maximum execution time/i;

const conclusions: Partial<
  Record<NonNullable<WorkflowRun['conclusion']>, { failure: RunFailure; detail: string }>
> = {
  cancelled: { failure: 'cancelled', detail: 'The run was cancelled.' },
  timed_out: { failure: 'timed-out', detail: 'The run reached its time limit.' },
  startup_failure: {
    failure: 'not-started',
    detail: 'GitHub refused the workflow file or what it calls: no job was started.',
  },
  action_required: {
    failure: 'needs-approval',
    detail: 'GitHub starts no job before somebody approves the run on its page.',
  },
};

/** What the jobs say is a comfort, not a need: when it cannot be had, the conclusion stands alone. */
const jobsOf = async (
  world: World,
  repository: { failedJobs(runId: number): Promise<FailedJob[]> },
  run: WorkflowRun,
): Promise<FailedJob[]> => {
  try {
    return await repository.failedJobs(run.id);
  } catch (error) {
    world.log.warn({ run: run.id, err: describe(error) }, 'jobs of a failed run not read');
    return [];
  }
};

/** A completed run that did not end well, in words a person can act on; null for success. */
export const endOf = async (options: {
  world: World;
  repository: { failedJobs(runId: number): Promise<FailedJob[]> };
  run: WorkflowRun;
}): Promise<Failed | null> => {
  const { world, repository, run } = options;
  if (run.attempt !== 1)
    return failed(run, {
      failure: 're-run',
      detail: 'The run was started again by hand; an assignment runs once.',
    });
  if (run.conclusion === 'success') return null;
  const jobs = await jobsOf(world, repository, run);
  const known = (run.conclusion && conclusions[run.conclusion]) ?? {
    failure: 'failed',
    detail: `The run ended with ${run.conclusion ?? 'no conclusion'}.`,
  };
  const timedOut = jobs.some((job) => job.annotations.some((annotation) => outOfTime.test(annotation)));
  return failed(run, {
    failure: timedOut ? 'timed-out' : known.failure,
    detail: [known.detail, failedJobsText(jobs)].filter((part) => part !== '').join(' '),
  });
};
