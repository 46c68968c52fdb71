import type { Attempt, RunFailure } from '../core/item.ts';
import type { FailedJob } from '../ports/github.ts';
import { plainLine } from './sanitize.ts';

type Failure = Extract<Attempt['outcome'], { state: 'failed' }>['failure'];

/** What happened, as it stands behind `Blocked:`. */
const names: Record<Failure, string> = {
  lost: 'the run was lost',
  late: 'the run took too long',
  failed: 'the run failed',
  cancelled: 'the run was cancelled',
  'timed-out': 'the run ran into its time limit',
  're-run': 'the run was started again by hand',
  empty: 'nothing was committed',
  duplicate: 'another run wrote the evidence',
  mismatch: 'the run is not what was dispatched',
  'not-started': 'GitHub refused the workflow file',
  'needs-approval': 'the run waits for an approval',
  'blocked-answer': 'the agent says it is blocked',
};

export const failureName = (failure: Failure): string => names[failure];

/** What `/retry` does about it, or what has to be done before; one sentence each. */
const remedies: Record<RunFailure, string> = {
  lost: '`/retry` dispatches a fresh attempt under another name; should the lost run still come up, its result is not taken.',
  late: '`/retry` starts another attempt with the same time; a longer limit is `caps.minutes` or `verify.timeout` of the configuration.',
  failed: '`/retry` starts another attempt, with this failure in its prompt.',
  cancelled: '`/retry` starts the attempt afresh.',
  'timed-out':
    '`/retry` starts another attempt with the same time; a longer limit is `caps.minutes` of the configuration.',
  're-run': '`/retry` starts a fresh attempt instead; what the second run brought is not taken.',
  empty: '`/retry` asks the agent once more, and its next prompt says that nothing came of this attempt.',
  duplicate:
    '`/retry` starts a fresh attempt with its own evidence; what the other run wrote stays and is not taken.',
  mismatch:
    '`/retry` dispatches a fresh attempt from the default branch as it is then; nothing of this run is taken.',
  'not-started':
    'Correct `.github/workflows/throughline.yml` on the default branch as the page of the run says, then `/retry` dispatches a fresh attempt.',
  'needs-approval':
    'Approve the run on its page, and its result is taken as usual; `/retry` starts a fresh attempt, which needs an approval as well.',
};

export const failureRemedy = (failure: RunFailure): string => remedies[failure];

const jobText = ({ name, conclusion, step, annotations }: FailedJob): string => {
  const how = conclusion === 'failure' ? 'failed' : `ended as ${plainLine(conclusion, 40)}`;
  const where = step === null ? '' : ` at step “${plainLine(step, 120)}”`;
  const said = annotations.map((annotation) => plainLine(annotation, 300)).join('; ');
  return `Job “${plainLine(name, 120)}” ${how}${where}${said === '' ? '.' : `: ${said}`}`;
};

const longest = 1200;

/** Which jobs failed, where, and what they said of it, in plain words; empty when none is known. */
export const failedJobsText = (jobs: FailedJob[]): string => plainLine(jobs.map(jobText).join(' '), longest);
