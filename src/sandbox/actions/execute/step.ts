import { holds, type Scope, type Status, textOf } from '../expressions/evaluate.ts';
import type { Conclusion, StepRun } from '../run.ts';
import type { UsedAction } from '../uses/find.ts';
import type { StepPlan } from '../workflow/plan.ts';
import type { StepLog } from './log.ts';
import type { JobRoom, StepWork } from './room.ts';
import { closeStep, messageOf, openStep } from './step-record.ts';
import { nameOf, stepEnv, workOf } from './steps.ts';

/** What a cancelled job's last steps may take, minutes; as on GitHub. */
const minutesAfterCancel = 5;

const statusOf = (room: JobRoom): Status => {
  const cancelled = room.cancelled.aborted;
  return { success: !cancelled && !room.failed, failure: !cancelled && room.failed, cancelled };
};

function scopeOf(room: JobRoom, env: Record<string, string>): Scope & { status: Status } {
  const status = statusOf(room);
  const word = status.cancelled ? 'cancelled' : status.failure ? 'failure' : 'success';
  return { contexts: { ...room.contexts, env, steps: room.steps, job: { status: word } }, status };
}

interface Limits {
  signal: AbortSignal;
  timedOut: () => boolean;
  clear: () => void;
}

function limitsOf(room: JobRoom, minutes: number | null): Limits {
  const late = room.cancelled.aborted;
  const most = minutes ?? (late ? minutesAfterCancel : null);
  const time = new AbortController();
  const minuteMs = room.options.timing?.minuteMs ?? 60_000;
  const timer = most === null ? null : setTimeout(() => time.abort(), most * minuteMs);
  return {
    signal: AbortSignal.any([time.signal, room.stopped, ...(late ? [] : [room.cancelled])]),
    timedOut: () => time.signal.aborted,
    clear: () => timer && clearTimeout(timer),
  };
}

interface Ready {
  plan: StepPlan;
  env: Record<string, string>;
  work: StepWork;
  minutes: number | null;
}

async function carryOut(
  room: JobRoom,
  { plan, env, work, minutes }: Ready,
  { step, log, outputs }: { step: StepRun; log: StepLog; outputs: Record<string, string> },
): Promise<Conclusion> {
  const limits = limitsOf(room, minutes);
  const output = (name: string, value: string): void => {
    outputs[name] = value;
  };
  let ok = false;
  try {
    ok = await work({ room, step, log, signal: limits.signal, env, action: plan.id ?? plan.action, output });
  } catch (error) {
    if (!limits.signal.aborted) log.issue('error', messageOf(error));
  } finally {
    limits.clear();
  }
  if (ok) return 'success';
  if (limits.timedOut()) {
    log.issue(
      'error',
      `The action '${step.name}' has timed out after ${minutes ?? minutesAfterCancel} minutes.`,
    );
    return 'failure';
  }
  if (!limits.signal.aborted) return 'failure';
  log.issue('error', 'The operation was canceled.');
  return 'cancelled';
}

function minutesOf(plan: StepPlan, scope: Scope): number | null {
  if (!plan.timeoutMinutes) return null;
  const minutes = Number(textOf(plan.timeoutMinutes, scope));
  if (Number.isInteger(minutes) && minutes > 0) return minutes;
  throw new Error(`timeout-minutes must be a positive integer`);
}

const forgiven = (plan: StepPlan, scope: Scope): boolean =>
  plan.continueOnError !== null && textOf(plan.continueOnError, scope) === 'true';

type Judged = { go: false } | { go: true; ready: Ready; scope: Scope };

/** Fills in the step's own values, and decides whether it runs. Throws where an expression does. */
function judge(room: JobRoom, plan: StepPlan, action: UsedAction | null): Judged {
  const env = { ...room.env, ...stepEnv(plan, scopeOf(room, room.env)) };
  const scope = scopeOf(room, env);
  if (!holds(plan.condition, scope)) return { go: false };
  const work = workOf(plan, { action, scope });
  return { go: true, scope, ready: { plan, env, work, minutes: minutesOf(plan, scope) } };
}

const safeName = (room: JobRoom, plan: StepPlan): string => {
  try {
    return nameOf(plan, scopeOf(room, room.env));
  } catch {
    return plan.action;
  }
};

/** Runs one step of the file, or skips it. Never throws: what goes wrong is in its log. */
export async function runStep(room: JobRoom, plan: StepPlan, action: UsedAction | null): Promise<void> {
  const { step, log } = openStep(room, safeName(room, plan));
  const began = performance.now();
  const outputs: Record<string, string> = {};
  let outcome: Conclusion = 'failure';
  let conclusion: Conclusion = 'failure';
  try {
    const judged = judge(room, plan, action);
    outcome = judged.go ? await carryOut(room, judged.ready, { step, log, outputs }) : 'skipped';
    const pass = judged.go && outcome === 'failure' && forgiven(plan, judged.scope);
    conclusion = pass ? 'success' : outcome;
  } catch (error) {
    log.issue('error', messageOf(error));
  }
  if (conclusion === 'failure') room.failed = true;
  if (plan.id !== null) room.steps[plan.id] = { outputs, outcome, conclusion };
  step.durationMs = Math.round(performance.now() - began);
  closeStep(room, step, { outcome, conclusion });
}
