import type { AttemptFailure, RunFailure } from '../core/attempt.ts';
import { isRunCap } from '../core/item.ts';
import type { FailedJob } from '../ports/workflow-runs.ts';
import { plainLine } from './sanitize.ts';

/** What happened, as it stands behind `Blocked:`. */
const names: Record<AttemptFailure, string> = {
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
  'agent-failed': 'the agent did not end its work',
  'blocked-answer': 'the agent says it is blocked',
  'cap-reached': 'a cap was reached',
  'invalid-artifacts': 'what came back cannot be used',
  'stale-claims': 'the tasks name what is not there',
};

export const failureName = (failure: AttemptFailure): string => names[failure];

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
  'agent-failed':
    '`/retry` starts another attempt from where this one began, once what is named above is put right; with `--agent` or `--model` it takes others.',
};

export const failureRemedy = (failure: RunFailure): string => remedies[failure];

export const claimsRemedy =
  'Correct `tasks.md` on the feature branch and push (tasks written from the ticket: edit the ticket, then `/delegate --from-ticket`), and it is looked up again; or `/confirm` to go on all the same, on the record.';

/** What is done about an attempt that failed, in whichever way. */
export const attemptRemedy = ({ failure, cap }: { failure: AttemptFailure; cap?: string }): string => {
  if (failure === 'blocked-answer') return '`/iterate <notes>` answers the agent in its next prompt.';
  if (failure === 'invalid-artifacts') return '`/retry` asks the agent again.';
  if (failure === 'stale-claims') return claimsRemedy;
  return failure === 'cap-reached' ? capRemedy(cap === undefined ? [] : [cap]) : remedies[failure];
};

/** For a cap that is used up before a run as well as for one that a run has reached. A cap of one run nobody goes over. */
export const capRemedy = (caps: string[]): string => {
  if (!caps.some(isRunCap))
    return '`/retry` looks again, once there is room: raise the cap in `.github/throughline.yml`, or wait where it is of a month. `/confirm` goes on once all the same, on the record, with the caps of one run.';
  return 'Raise the cap in `.github/throughline.yml`: `/retry` runs again with the caps as they are then, and goes on from the commits of this attempt if there are any.';
};

const jobText = ({ name, conclusion, step, annotations }: FailedJob): string => {
  const how = conclusion === 'failure' ? 'failed' : `ended as ${plainLine(conclusion, 40)}`;
  const where = step === null ? '' : ` at step “${plainLine(step, 120)}”`;
  const said = annotations.map((annotation) => plainLine(annotation, 300)).join('; ');
  return `Job “${plainLine(name, 120)}” ${how}${where}${said === '' ? '.' : `: ${said}`}`;
};

const longest = 1200;

/** Which jobs failed, where, and what they said of it, in plain words; empty when none is known. */
export const failedJobsText = (jobs: FailedJob[]): string => plainLine(jobs.map(jobText).join(' '), longest);
