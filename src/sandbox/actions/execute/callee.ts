import { type Json, jsonOf, textOf } from '../expressions/evaluate.ts';
import type { DeclaredInput } from '../workflow/inputs.ts';
import type { PreparedJob } from '../workflow/prepare.ts';
import { githubContext } from './contexts.ts';
import type { Frame } from './frame.ts';

export type CallJob = Extract<PreparedJob, { kind: 'call' }>;
export type Contexts = Record<string, Json>;

/** What every job of a workflow may look at. */
export const baseContexts = (frame: Frame): Contexts => ({
  github: githubContext(frame.world, frame.run),
  inputs: frame.inputs,
  vars: {},
});

function passedInput(input: DeclaredInput, value: Json): Json {
  if (input.type === 'boolean') return typeof value === 'string' ? value === 'true' : Boolean(value);
  if (input.type === 'number') return Number(value ?? 0);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

const find = (given: CallJob['with'], name: string) =>
  given.find(({ key }) => key.toLowerCase() === name.toLowerCase())?.value ?? null;

/** The frame in which a called workflow's jobs run. */
export function calleeFrame(
  frame: Frame,
  job: CallJob,
  options: { contexts: Contexts; kept: boolean },
): Frame {
  const { contexts } = options;
  const { call } = job.callee.plan;
  const inputs = (call?.inputs ?? []).map((input) => {
    const given = find(job.with, input.name);
    const value = given
      ? jsonOf(given, { contexts })
      : jsonOf(input.default, { contexts: baseContexts(frame) });
    return [input.name, passedInput(input, value)] as const;
  });
  const scope = { contexts: { ...contexts, secrets: frame.secrets } };
  const secrets = job.secrets.map(({ key, value }) => [key, textOf(value, scope)] as const);
  const name = job.name ? textOf(job.name, { contexts }) : job.id;
  return {
    ...frame,
    workflow: job.callee,
    inputs: Object.fromEntries(inputs),
    // What was passed and is empty counts as not set.
    secrets: Object.fromEntries(secrets.filter(([, value]) => value !== '')),
    above: [...frame.above, { key: job.id, name: name || job.id }],
    kept: options.kept ? frame.kept : null,
  };
}
