import { now } from '../../github/world.ts';
import type { Conclusion, StepRun } from '../run.ts';
import { createStepLog, type StepLog } from './log.ts';
import type { JobRoom } from './room.ts';

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The next step of a job, with a log of its own. */
export function openStep(room: JobRoom, name: string): { step: StepRun; log: StepLog } {
  const { world, run, job, masks, machine } = room;
  const step: StepRun = {
    number: job.steps.length + 1,
    name: masks.apply(name),
    status: 'in_progress',
    outcome: null,
    conclusion: null,
    startedAt: now(world),
    completedAt: null,
    durationMs: 0,
    log: [],
    summary: null,
  };
  job.steps.push(step);
  const changed = (): void =>
    world.changed({ repository: run.repository.fullName, kind: 'run', number: run.id });
  changed();
  return { step, log: createStepLog({ job, step, masks, workspace: machine.workspace, changed }) };
}

export function closeStep(
  room: JobRoom,
  step: StepRun,
  end: { outcome: Conclusion; conclusion: Conclusion },
): void {
  Object.assign(step, end, { status: 'completed', completedAt: now(room.world) });
}

/** A step of our own around the file's steps: setting up, tidying up. Never fails the job but by throwing. */
export async function ownStep(
  room: JobRoom,
  name: string,
  work: (log: StepLog) => Promise<void>,
): Promise<void> {
  const { step, log } = openStep(room, name);
  const began = performance.now();
  try {
    await work(log);
    closeStep(room, step, { outcome: 'success', conclusion: 'success' });
  } catch (error) {
    log.issue('error', messageOf(error));
    room.failed = true;
    closeStep(room, step, { outcome: 'failure', conclusion: 'failure' });
  }
  step.durationMs = Math.round(performance.now() - began);
}
