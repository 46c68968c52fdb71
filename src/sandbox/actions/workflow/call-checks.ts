import type { Permissions } from '../../github/model.ts';
import { excess } from './permissions.ts';
import type { CallJobPlan, WorkflowPlan } from './plan.ts';
import type { Entry } from './tokens.ts';

/** What a call passes against what the called workflow declares; said as GitHub says it. */
export function checkNames(options: {
  given: Entry[];
  declared: { name: string; required: boolean }[];
  kind: 'input' | 'secret';
  fail: (problem: string) => void;
}): void {
  const { given, declared, kind, fail } = options;
  const same = (name: string) => (each: string) => each.toLowerCase() === name.toLowerCase();
  for (const { key } of given) {
    if (!declared.map(({ name }) => name).some(same(key)))
      fail(`Invalid ${kind}, ${key} is not defined in the referenced workflow.`);
  }
  for (const { name, required } of declared) {
    const missing = required && !given.map(({ key }) => key).some(same(name));
    if (missing)
      fail(`${kind === 'input' ? 'Input' : 'Secret'} ${name} is required, but not provided while calling.`);
  }
}

/** A called workflow's jobs may be given less than their caller's job, never more; said as GitHub says it. */
export function checkCeiling(options: {
  job: CallJobPlan;
  callee: WorkflowPlan;
  ceiling: Permissions;
  fail: (problem: string) => void;
}): void {
  const { job, callee, ceiling, fail } = options;
  const asking = [
    { who: 'The workflow', wanted: callee.permissions },
    ...callee.jobs.map(({ id, permissions }) => ({ who: `The nested job '${id}'`, wanted: permissions })),
  ];
  for (const { who, wanted } of asking) {
    const over = wanted && excess(wanted, ceiling);
    if (over) {
      fail(
        `Error calling workflow '${job.uses}'. ${who} is requesting '${over.asked}', but is only allowed '${over.allowed}'.`,
      );
    }
  }
}
