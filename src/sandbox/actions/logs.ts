import type { Attempt, JobRun, WorkflowRun } from './run.ts';

/** A job's log as one text, a heading line before each step. */
const jobLog = (job: JobRun): string[] =>
  job.steps.flatMap((step) => [
    `▸ ${job.name} / ${step.name} (${step.conclusion ?? step.status})`,
    ...step.log,
  ]);

const attemptLog = (attempt: Attempt): string[] => [
  ...(attempt.number > 1 ? [`--- attempt ${attempt.number} ---`] : []),
  ...attempt.jobs.filter((job) => job.attempt === attempt.number).flatMap(jobLog),
];

/** Lines of all attempts, or why there was none. */
export const runLog = (run: WorkflowRun): string[] => [...run.problems, ...run.attempts.flatMap(attemptLog)];
