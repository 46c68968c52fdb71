import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Json, type Scope, textOf } from '../expressions/evaluate.ts';
import type { Conclusion, JobRun } from '../run.ts';
import { createRoom, type Setting, type StepsJob } from './create-room.ts';
import type { Frame } from './frame.ts';
import { beginJob } from './job-record.ts';
import { createMasks } from './masks.ts';
import { endProcesses, markedWith } from './process-tree.ts';
import type { JobRoom } from './room.ts';
import { eventPath } from './run-step-process.ts';
import { runStep } from './step.ts';
import { ownStep } from './step-record.ts';

const mostMinutes = 360;

/** Cancelled with the run, or when the job's own time is up. */
function timeLimit(frame: Frame, plan: StepsJob, scope: Scope) {
  const minutes = plan.timeoutMinutes ? Number(textOf(plan.timeoutMinutes, scope)) : mostMinutes;
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new Error('timeout-minutes must be a positive integer');
  const time = new AbortController();
  const timer = setTimeout(() => time.abort(), minutes * (frame.options.timing?.minuteMs ?? 60_000));
  return {
    minutes,
    signal: AbortSignal.any([time.signal, frame.cancelled, frame.stopped]),
    timedOut: () => time.signal.aborted && !frame.cancelled.aborted,
    clear: () => clearTimeout(timer),
  };
}

async function setUp(room: JobRoom, plan: StepsJob): Promise<void> {
  await ownStep(room, 'Set up job', async (log) => {
    const { machine, job } = room;
    log.write(
      `Runner: ${machine.name} (${room.options.machine.environment}), labels ${job.labels.join(', ')}`,
    );
    log.write('##[group]GITHUB_TOKEN Permissions');
    for (const [name, level] of Object.entries({ ...plan.granted, metadata: 'read' }))
      log.write(`${name}: ${level}`);
    log.write('##[endgroup]');
    const { github } = room.contexts;
    const event = typeof github === 'object' && github !== null && 'event' in github ? github.event : {};
    await mkdir(dirname(eventPath(room)), { recursive: true });
    await writeFile(eventPath(room), JSON.stringify(event, null, 2));
  });
}

async function tidyUp(room: JobRoom): Promise<void> {
  for (const { name, work } of room.after.reverse()) await ownStep(room, name, work);
  await ownStep(room, 'Complete job', async (log) => {
    const left = markedWith(room.tracking);
    for (const { pid } of left) log.write(`Terminate orphan process: pid (${pid})`);
    await endProcesses(left, room.options.timing?.graceMs ?? 5_000);
  });
}

/** A value that holds a secret is no output: GitHub drops it as well, and warns. */
function takeOutputs(room: JobRoom, plan: StepsJob): void {
  const { job, masks } = room;
  const scope = { contexts: { ...room.contexts, env: room.env, steps: room.steps } };
  for (const { key, value } of plan.outputs) {
    const text = textOf(value, scope);
    if (masks.apply(text) === text) {
      job.outputs[key] = text;
      continue;
    }
    const message = `Skip output '${key}' since it may contain secret.`;
    const place = { path: '.github', start_line: 1, end_line: 1, title: null };
    job.annotations.push({ ...place, annotation_level: 'warning', message });
  }
}

function fail(frame: Frame, job: JobRun, text: string): void {
  const message = createMasks(Object.values(frame.secrets)).apply(text);
  const place = { path: '.github', start_line: 1, end_line: 1, title: null };
  job.annotations.push({ ...place, annotation_level: 'failure', message });
}

async function runSteps(frame: Frame, room: JobRoom, plan: StepsJob): Promise<Conclusion> {
  await setUp(room, plan);
  for (const [at, step] of plan.steps.entries()) {
    if (room.stopped.aborted) break;
    await runStep(room, step, plan.actions[at] ?? null);
  }
  takeOutputs(room, plan);
  await tidyUp(room);
  if (room.cancelled.aborted || frame.stopped.aborted) return 'cancelled';
  return room.failed ? 'failure' : 'success';
}

async function onMachine(
  frame: Frame,
  setting: Setting,
  limit: ReturnType<typeof timeLimit>,
): Promise<Conclusion> {
  const { job, machine } = setting;
  const room = createRoom(frame, setting);
  try {
    const conclusion = await runSteps(frame, room, setting.plan);
    if (limit.timedOut()) {
      fail(
        frame,
        job,
        `The job running on runner ${machine.name} has exceeded the maximum execution time of ${limit.minutes} minutes.`,
      );
    }
    return conclusion;
  } finally {
    frame.world.tokens.delete(room.token);
  }
}

/** Runs a job once a machine is free. Never throws: what goes wrong is an annotation. */
export async function runJob(
  frame: Frame,
  options: { plan: StepsJob; job: JobRun; contexts: Record<string, Json>; begun: () => void },
): Promise<Conclusion> {
  const { plan, job, contexts, begun } = options;
  const waits = AbortSignal.any([frame.cancelled, frame.stopped]);
  const machine = await frame.machines.take({
    repository: frame.run.repository.fullName,
    jobId: job.id,
    signal: waits,
  });
  if (machine === null) return 'cancelled';
  begun();
  beginJob(frame, job, machine.name);
  const began = performance.now();
  let clear: () => void = () => undefined;
  try {
    const limit = timeLimit(frame, plan, { contexts });
    clear = limit.clear;
    return await onMachine(frame, { plan, job, machine, contexts, cancelled: limit.signal }, limit);
  } catch (error) {
    fail(frame, job, error instanceof Error ? error.message : String(error));
    return 'failure';
  } finally {
    clear();
    job.durationMs = Math.round(performance.now() - began);
    await machine.leave();
  }
}
