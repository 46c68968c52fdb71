import type { Status } from '../expressions/evaluate.ts';
import type { Conclusion } from '../run.ts';
import type { PreparedJob } from '../workflow/prepare.ts';
import type { Frame } from './frame.ts';

/** The jobs that one needs, and those these need. */
export function ancestorsOf(frame: Frame, job: PreparedJob): string[] {
  const byId = new Map(frame.workflow.jobs.map((each) => [each.id, each]));
  const found = new Set<string>();
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const need of byId.get(id)?.needs ?? []) add(need);
  };
  for (const need of job.needs) add(need);
  return [...found];
}

/** As GitHub has it, a job that was skipped anywhere before keeps `success()` from holding. */
export function statusOf(frame: Frame, before: Conclusion[]): Status {
  const cancelled = frame.cancelled.aborted;
  return {
    success: !cancelled && before.every((result) => result === 'success'),
    failure: before.includes('failure'),
    cancelled,
  };
}

/** Of several jobs that count as one. */
export function conclusionOf(results: Conclusion[], cancelled: boolean): Conclusion {
  if (cancelled) return 'cancelled';
  for (const worst of ['failure', 'cancelled'] as const) if (results.includes(worst)) return worst;
  return results.length > 0 && results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}
