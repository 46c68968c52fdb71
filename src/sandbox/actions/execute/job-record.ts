import { announceCheck } from '../../github/domain/checks.ts';
import type { Check, Permissions } from '../../github/model.ts';
import { now } from '../../github/world.ts';
import type { Conclusion, JobRun } from '../run.ts';
import { jobUrl } from '../shapes.ts';
import { type Frame, fullName, keyOf } from './frame.ts';

const checkOf = ({ world, run }: Frame, job: JobRun): Check => ({
  id: job.id,
  app: world.actionsApp,
  suiteId: run.id,
  name: job.name,
  headSha: run.headSha,
  externalId: job.key,
  detailsUrl: jobUrl(world, run, job),
  status: job.status,
  conclusion: job.conclusion,
  startedAt: job.startedAt,
  completedAt: job.completedAt,
  title: null,
  summary: null,
  text: null,
  annotations: job.annotations,
});

const changed = ({ world, run }: Frame): void =>
  world.changed({ repository: run.repository.fullName, kind: 'run', number: run.id });

const announce = ({ world, run }: Frame, check: Check, action: 'created' | 'completed'): void =>
  announceCheck(world, run.repository, {
    action,
    check,
    actor: { account: world.actionsApp.bot, app: world.actionsApp },
  });

/** A job comes up: in the attempt's list, and as a check run of the Actions App. */
export function openJob(
  frame: Frame,
  options: { id: string; name: string; labels: string[]; permissions: Permissions },
): JobRun {
  const { world, run, attempt } = frame;
  const at = now(world);
  const job: JobRun = {
    id: world.nextId(),
    attempt: attempt.number,
    key: keyOf(frame, options.id),
    name: fullName(frame, options.name),
    status: 'queued',
    conclusion: null,
    labels: options.labels,
    runner: null,
    permissions: options.permissions,
    outputs: {},
    createdAt: at,
    startedAt: at,
    completedAt: null,
    durationMs: 0,
    steps: [],
    annotations: [],
  };
  attempt.jobs.push(job);
  const check = checkOf(frame, job);
  run.repository.checks.set(job.id, check);
  announce(frame, check, 'created');
  changed(frame);
  return job;
}

export function beginJob(frame: Frame, job: JobRun, runner: string): void {
  const at = now(frame.world);
  Object.assign(job, { status: 'in_progress', startedAt: at, runner });
  const check = frame.run.repository.checks.get(job.id);
  if (check) Object.assign(check, { status: 'in_progress', startedAt: at });
  changed(frame);
}

export function closeJob(frame: Frame, job: JobRun, conclusion: Conclusion): void {
  const end = { status: 'completed', conclusion, completedAt: now(frame.world) } as const;
  Object.assign(job, end);
  const check = frame.run.repository.checks.get(job.id);
  if (check) {
    Object.assign(check, end);
    announce(frame, check, 'completed');
  }
  changed(frame);
}
