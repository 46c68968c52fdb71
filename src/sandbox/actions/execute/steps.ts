import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Scope, textOf, textsOf } from '../expressions/evaluate.ts';
import { runCheckout } from '../uses/checkout.ts';
import { runDownload } from '../uses/download-artifact.ts';
import type { StandIn, UsedAction } from '../uses/find.ts';
import { runJavaScript } from '../uses/javascript.ts';
import { runUpload } from '../uses/upload-artifact.ts';
import type { StepPlan } from '../workflow/plan.ts';
import type { StepRoom, StepWork } from './room.ts';
import { runStepProcess } from './run-step-process.ts';

/** Without `shell:` GitHub's bash has no `pipefail` and reads the person's profile settings. */
const bashArguments = (shell: string | null): string[] =>
  shell === 'bash' ? ['--noprofile', '--norc', '-e', '-o', 'pipefail'] : ['-e'];

type RunWork = Extract<StepPlan['work'], { kind: 'run' }>;

const runScript =
  (work: RunWork, scope: Scope): StepWork =>
  async (step) => {
    const { room, log } = step;
    const script = textOf(work.script, scope);
    const [first = ''] = script.trim().split('\n');
    log.write(`##[group]Run ${first}`);
    for (const line of script.trimEnd().split('\n')) log.write(line);
    log.write('##[endgroup]');
    const file = join(room.machine.temp, `${randomUUID()}.sh`);
    await writeFile(file, script.endsWith('\n') ? script : `${script}\n`);
    const cwd = resolve(room.machine.workspace, textOf(work.workingDirectory, scope));
    try {
      return await runStepProcess(step, {
        file: 'bash',
        args: [...bashArguments(work.shell), file],
        cwd,
        env: {},
      });
    } finally {
      await rm(file, { force: true });
    }
  };

const standIns: Record<StandIn, (step: StepRoom, given: Record<string, string>) => Promise<void>> = {
  'actions/checkout': runCheckout,
  'actions/upload-artifact': runUpload,
  'actions/download-artifact': runDownload,
};

const useAction =
  (options: {
    reference: string;
    action: UsedAction;
    given: Record<string, string>;
    scope: Scope;
  }): StepWork =>
  async (step) => {
    const { reference, action, given } = options;
    step.log.write(`##[group]Run ${reference}`);
    for (const [name, value] of Object.entries(given)) step.log.write(`  ${name}: ${value}`);
    step.log.write('##[endgroup]');
    if (action.kind === 'javascript') return runJavaScript(step, { ...options, action });
    await standIns[action.name](step, given);
    return true;
  };

/** What a step does, with its own values filled in. */
export function workOf(step: StepPlan, options: { action: UsedAction | null; scope: Scope }): StepWork {
  const { action, scope } = options;
  if (step.work.kind === 'run') return runScript(step.work, scope);
  const { reference } = step.work;
  if (!action) throw new Error(`Unable to resolve action '${reference}'.`);
  const given = Object.fromEntries(step.work.with.map(({ key, value }) => [key, textOf(value, scope)]));
  return useAction({ reference, action, given, scope });
}

/** As GitHub shows it: the given name, or the first line of what it does. */
export function nameOf(step: StepPlan, scope: Scope): string {
  const given = step.name ? textOf(step.name, scope) : '';
  if (given !== '') return given;
  if (step.work.kind === 'uses') return `Run ${step.work.reference}`;
  const [first = ''] = textOf(step.work.script, scope).trim().split('\n');
  return `Run ${first}`;
}

export const stepEnv = (step: StepPlan, scope: Scope): Record<string, string> => textsOf(step.env, scope);
