import type { Permissions } from '../../github/model.ts';
import { type DeclaredInput, type DeclaredSecret, declaredInputs, declaredSecrets } from './inputs.ts';
import { isMapping, isSequence } from './library.ts';
import type { ParsedFile } from './parse.ts';
import { readPermissions } from './permissions.ts';
import { type SecretNames, secretNamesIn } from './secret-names.ts';
import {
  type Entry,
  entriesOf,
  itemsOf,
  type MappingToken,
  mappingOrNull,
  member,
  stringOrNull,
  type TemplateToken,
} from './tokens.ts';

/** A workflow file, read: what is to be evaluated is kept as tokens. */
export interface WorkflowPlan {
  path: string;
  name: string;
  runName: TemplateToken | null;
  permissions: Permissions | null;
  concurrency: TemplateToken | null;
  env: MappingToken | null;
  /** Null when nobody can start it by hand. */
  dispatch: DeclaredInput[] | null;
  /** Null when no workflow can call it. */
  call: CallPlan | null;
  jobs: JobPlan[];
}

export interface CallPlan {
  inputs: DeclaredInput[];
  secrets: DeclaredSecret[];
  outputs: { name: string; value: TemplateToken | null }[];
}

interface JobCommon {
  id: string;
  at: TemplateToken;
  name: TemplateToken | null;
  needs: string[];
  /** With `success() &&` in front where no status is asked for. */
  condition: string;
  permissions: Permissions | null;
}

export interface StepsJobPlan extends JobCommon {
  kind: 'steps';
  runsOn: TemplateToken | null;
  env: MappingToken | null;
  outputs: Entry[];
  timeoutMinutes: TemplateToken | null;
  steps: StepPlan[];
  /** Those of its workflow's secrets that its runner is given. */
  secretNames: SecretNames;
}

export interface CallJobPlan extends JobCommon {
  kind: 'call';
  uses: string;
  with: Entry[];
  secrets: Entry[];
}

export type JobPlan = StepsJobPlan | CallJobPlan;

export interface StepPlan {
  /** As given in the file; steps without one are not in the `steps` context. */
  id: string | null;
  /** GitHub's own name for it: `__run`, `__actions_checkout`, or the id. */
  action: string;
  at: TemplateToken;
  name: TemplateToken | null;
  condition: string;
  env: MappingToken | null;
  timeoutMinutes: TemplateToken | null;
  continueOnError: TemplateToken | null;
  work:
    | { kind: 'run'; script: TemplateToken; workingDirectory: TemplateToken | null; shell: string | null }
    | { kind: 'uses'; reference: string; with: Entry[] };
}

type Template = Extract<ParsedFile, { ok: true }>['template'];
type TemplateJob = Template['jobs'][number];

function namesOf(token: TemplateToken | null): string[] {
  const one = stringOrNull(token);
  return one === null ? itemsOf(token).flatMap((each) => stringOrNull(each) ?? []) : [one];
}

function workOf(step: TemplateToken): StepPlan['work'] {
  const script = member(step, 'run');
  if (script === null) {
    const reference = stringOrNull(member(step, 'uses')) ?? '';
    return { kind: 'uses', reference, with: entriesOf(member(step, 'with')) };
  }
  const shell = stringOrNull(member(step, 'shell'));
  return { kind: 'run', script, workingDirectory: member(step, 'working-directory'), shell };
}

function stepsOf(job: TemplateToken, template: TemplateJob): StepPlan[] {
  const known = template.type === 'job' ? template.steps : [];
  return itemsOf(member(job, 'steps')).map((step, at) => {
    const found = known[at];
    return {
      id: stringOrNull(member(step, 'id')),
      action: (found?.id ?? '__run').replaceAll('/', '_'),
      at: step,
      name: member(step, 'name'),
      condition: found?.if?.expression ?? 'success()',
      env: mappingOrNull(member(step, 'env')),
      timeoutMinutes: member(step, 'timeout-minutes'),
      continueOnError: member(step, 'continue-on-error'),
      work: workOf(step),
    };
  });
}

function jobOf({ key, at, value }: Entry, template: TemplateJob, root: TemplateToken): JobPlan {
  const common = {
    id: key,
    at,
    name: member(value, 'name'),
    needs: namesOf(member(value, 'needs')),
    condition: template.if.expression,
    permissions: readPermissions(member(value, 'permissions')),
  };
  const uses = stringOrNull(member(value, 'uses'));
  if (uses !== null) {
    const [given, secrets] = [entriesOf(member(value, 'with')), entriesOf(member(value, 'secrets'))];
    return { ...common, kind: 'call', uses, with: given, secrets };
  }
  return {
    ...common,
    kind: 'steps',
    runsOn: member(value, 'runs-on'),
    env: mappingOrNull(member(value, 'env')),
    outputs: entriesOf(member(value, 'outputs')),
    timeoutMinutes: member(value, 'timeout-minutes'),
    steps: stepsOf(value, template),
    secretNames: secretNamesIn([value, member(root, 'env')]),
  };
}

/** `on:` in any of its three forms: what stands under the event, null when it stands alone, undefined when it is absent. */
function eventOf(on: TemplateToken | null, event: string): TemplateToken | null | undefined {
  if (on === null) return undefined;
  if (isMapping(on)) return entriesOf(on).find(({ key }) => key === event)?.value;
  const listed = isSequence(on) ? namesOf(on) : [stringOrNull(on)];
  return listed.includes(event) ? null : undefined;
}

export function planOf({ path, root, template }: Extract<ParsedFile, { ok: true }>): WorkflowPlan {
  const on = member(root, 'on');
  const dispatch = eventOf(on, 'workflow_dispatch');
  const call = eventOf(on, 'workflow_call');
  const jobs = entriesOf(member(root, 'jobs')).flatMap((entry) => {
    const found = template.jobs.find(({ id }) => id.value === entry.key);
    return found ? [jobOf(entry, found, root)] : [];
  });
  return {
    path,
    name: stringOrNull(member(root, 'name')) ?? path,
    runName: member(root, 'run-name'),
    permissions: readPermissions(member(root, 'permissions')),
    concurrency: member(root, 'concurrency'),
    env: mappingOrNull(member(root, 'env')),
    dispatch: dispatch === undefined ? null : declaredInputs(member(dispatch, 'inputs')),
    call:
      call === undefined
        ? null
        : {
            inputs: declaredInputs(member(call, 'inputs')),
            secrets: declaredSecrets(member(call, 'secrets')),
            outputs: entriesOf(member(call, 'outputs')).map(({ key, value }) => ({
              name: key,
              value: member(value, 'value'),
            })),
          },
    jobs,
  };
}
