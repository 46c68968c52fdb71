import { holds, jsonOf, textOf } from '../expressions/evaluate.ts';
import type { Conclusion } from '../run.ts';
import type { PreparedJob } from '../workflow/prepare.ts';
import { baseContexts, type CallJob, type Contexts, calleeFrame } from './callee.ts';
import type { StepsJob } from './create-room.ts';
import { type Frame, type JobResult, keyOf } from './frame.ts';
import { ancestorsOf, conclusionOf, statusOf } from './graph.ts';
import { runJob } from './job.ts';
import { closeJob, openJob } from './job-record.ts';
import { createMasks } from './masks.ts';
import { messageOf } from './step-record.ts';

const labelsOf = (job: StepsJob, contexts: Contexts): string[] => {
  const value = jsonOf(job.runsOn, { contexts });
  return (Array.isArray(value) ? value : [value]).filter((label) => typeof label === 'string');
};

/** A job that never got to a machine: skipped, cancelled, or with an expression that cannot be evaluated. */
function unrun(frame: Frame, job: PreparedJob, end: { conclusion: Conclusion; why?: string }): JobResult {
  const name = job.name ? (textOfName(frame, job, {}) ?? job.id) : job.id;
  const opened = openJob(frame, { id: job.id, name, labels: [], permissions: {} });
  if (end.why !== undefined) {
    const place = { path: frame.workflow.plan.path, start_line: 1, end_line: 1, title: null };
    const message = createMasks(Object.values(frame.secrets)).apply(end.why);
    opened.annotations.push({ ...place, annotation_level: 'failure', message });
  }
  closeJob(frame, opened, end.conclusion);
  return { result: end.conclusion, outputs: {}, kept: false };
}

function textOfName(frame: Frame, job: PreparedJob, needs: Contexts): string | null {
  try {
    return textOf(job.name, { contexts: { ...baseContexts(frame), needs } });
  } catch {
    return null;
  }
}

async function runStepsJob(
  frame: Frame,
  job: StepsJob,
  options: { contexts: Contexts; begun: () => void },
): Promise<JobResult> {
  const { contexts, begun } = options;
  const name = job.name ? textOf(job.name, { contexts }) : job.id;
  const labels = labelsOf(job, contexts);
  const opened = openJob(frame, { id: job.id, name: name || job.id, labels, permissions: job.granted });
  const result = await runJob(frame, { plan: job, job: opened, contexts, begun });
  closeJob(frame, opened, result);
  return { result, outputs: opened.outputs, kept: false };
}

async function runCallJob(
  frame: Frame,
  job: CallJob,
  options: { contexts: Contexts; begun: () => void; kept: boolean },
): Promise<JobResult> {
  const inner = calleeFrame(frame, job, options);
  const results = await runJobs(inner, options.begun);
  const all = [...results.values()];
  const jobs = Object.fromEntries([...results].map(([id, { result, outputs }]) => [id, { result, outputs }]));
  const contexts = { ...baseContexts(inner), jobs };
  const outputs = (job.callee.plan.call?.outputs ?? []).map(({ name, value }) => [
    name,
    textOf(value, { contexts }),
  ]);
  return {
    result: conclusionOf(
      all.map(({ result }) => result),
      false,
    ),
    outputs: Object.fromEntries(outputs),
    kept: all.every(({ kept }) => kept),
  };
}

/** What is not run again when only failed jobs are. */
function keptResult(frame: Frame, job: PreparedJob): JobResult | null {
  const before = frame.kept?.get(keyOf(frame, job.id));
  if (before?.conclusion !== 'success') return null;
  frame.attempt.jobs.push(before);
  return { result: 'success', outputs: before.outputs, kept: true };
}

async function runOne(
  frame: Frame,
  job: PreparedJob,
  options: { needs: Map<string, JobResult>; before: Conclusion[]; begun: () => void },
): Promise<JobResult> {
  const needs = Object.fromEntries(
    [...options.needs].map(([id, { result, outputs }]) => [id, { result, outputs }]),
  );
  const contexts = { ...baseContexts(frame), needs };
  const kept = [...options.needs.values()].every((need) => need.kept);
  const keeps = kept && job.kind === 'steps' ? keptResult(frame, job) : null;
  if (keeps) return keeps;
  if (frame.stopped.aborted) return unrun(frame, job, { conclusion: 'cancelled' });
  try {
    const status = statusOf(frame, options.before);
    if (!holds(job.condition, { contexts, status })) {
      return unrun(frame, job, { conclusion: status.cancelled ? 'cancelled' : 'skipped' });
    }
    return job.kind === 'call'
      ? await runCallJob(frame, job, { contexts, begun: options.begun, kept })
      : await runStepsJob(frame, job, { contexts, begun: options.begun });
  } catch (error) {
    return unrun(frame, job, { conclusion: 'failure', why: messageOf(error) });
  }
}

/** Runs all jobs of a workflow, each as soon as those it needs are over. `begun`: a job got to a machine. */
export async function runJobs(frame: Frame, begun: () => void): Promise<Map<string, JobResult>> {
  const going = new Map<string, Promise<JobResult>>();
  const byId = new Map(frame.workflow.jobs.map((job) => [job.id, job]));
  const resultOf = (id: string): Promise<JobResult> => {
    const job = byId.get(id);
    const known = going.get(id);
    if (known) return known;
    if (!job) throw new Error(`No job '${id}'`);
    const result = run(job);
    going.set(id, result);
    return result;
  };
  const run = async (job: PreparedJob): Promise<JobResult> => {
    const before = await Promise.all(
      ancestorsOf(frame, job).map(async (id) => [id, await resultOf(id)] as const),
    );
    const needs = new Map(before.filter(([id]) => job.needs.includes(id)));
    return runOne(frame, job, { needs, before: before.map(([, { result }]) => result), begun });
  };
  const results = new Map<string, JobResult>();
  for (const { id } of frame.workflow.jobs) void resultOf(id);
  for (const { id } of frame.workflow.jobs) results.set(id, await resultOf(id));
  return results;
}
