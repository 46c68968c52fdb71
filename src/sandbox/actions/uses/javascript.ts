import type { StepRoom } from '../execute/room.ts';
import { runStepProcess } from '../execute/run-step-process.ts';
import { type Scope, textOf } from '../expressions/evaluate.ts';
import type { JavaScriptAction } from './action-file.ts';

const variableOf = (input: string): string => `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Given inputs over the action's own defaults. GitHub checks neither `required` nor types; the action has to. */
function inputsOf(
  action: JavaScriptAction,
  options: { given: Record<string, string>; scope: Scope },
): Record<string, string> {
  const presets = action.inputs.map(({ name, default: preset }) => [name, textOf(preset, options.scope)]);
  const all = [...presets, ...Object.entries(options.given)];
  return Object.fromEntries(all.map(([name, value]) => [variableOf(name ?? ''), value ?? '']));
}

function remarkOn(step: StepRoom, action: JavaScriptAction, given: Record<string, string>): void {
  const names = action.inputs.map(({ name }) => name);
  const unexpected = Object.keys(given).filter((name) => !names.some((known) => same(known, name)));
  if (unexpected.length > 0) {
    const listed = (all: string[]): string => all.map((name) => `'${name}'`).join(', ');
    step.log.issue(
      'warning',
      `Unexpected input(s) ${listed(unexpected)}, valid inputs are [${listed(names)}]`,
    );
  }
  for (const { name, deprecated } of action.inputs) {
    if (deprecated !== null && Object.keys(given).some((each) => same(each, name)))
      step.log.issue('warning', `Input '${name}' has been deprecated with message: ${deprecated}`);
  }
}

/** An action of one's own in Node; only `uses:` steps ever see the runtime token. */
export function runJavaScript(
  step: StepRoom,
  options: { reference: string; action: JavaScriptAction; given: Record<string, string>; scope: Scope },
): Promise<boolean> {
  const { room } = step;
  const { reference, action, given, scope } = options;
  remarkOn(step, action, given);
  const [path = '', ref = ''] = reference.split('@', 2);
  return runStepProcess(step, {
    file: room.options.machine.node ?? process.execPath,
    args: [action.main],
    cwd: room.machine.workspace,
    env: {
      ...inputsOf(action, { given, scope }),
      GITHUB_ACTION_REPOSITORY: path.split('/').slice(0, 2).join('/'),
      GITHUB_ACTION_REF: ref,
      ACTIONS_RUNTIME_TOKEN: room.runtimeToken,
      ACTIONS_RESULTS_URL: `${room.world.baseUrl}/_results/`,
    },
  });
}
