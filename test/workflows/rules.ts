import { parse } from 'yaml';
import { z } from 'zod';
import { assignmentWorkflow, releaseRepository, unreleased } from '../../src/contracts/workflow.ts';

const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const stepSchema = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const jobSchema = z.looseObject({
  permissions: permissions.optional(),
  'timeout-minutes': z.union([z.number(), z.string()]).optional(),
  uses: z.string().optional(),
  steps: z.array(stepSchema).optional(),
});
const workflowSchema = z.looseObject({
  on: z.unknown(),
  permissions: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});
type Workflow = z.infer<typeof workflowSchema>;
type Step = z.infer<typeof stepSchema>;
export type Permissions = Record<string, Record<string, string>>;

export const readWorkflow = (text: string): Workflow => workflowSchema.parse(parse(text));

export const permissionsOf = (text: string): Permissions =>
  Object.fromEntries(
    Object.entries(readWorkflow(text).jobs).map(([name, job]) => [
      name,
      job.permissions ?? { all: 'undeclared' },
    ]),
  );

/** A rule gives what breaks it, one line each. */
type Rule = (workflow: Workflow, text: string) => string[];

const stepsOf = (workflow: Workflow): Step[] =>
  Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

/** What may stand at the zeros until a release pins it. */
const ours = [`${releaseRepository}/action`, assignmentWorkflow];

const pinned: Rule = (workflow, text) => {
  const used = [...stepsOf(workflow), ...Object.values(workflow.jobs)].flatMap(({ uses }) => uses ?? []);
  return used.flatMap((reference) => {
    const [what = '', at = ''] = reference.split('@');
    if (!/^[0-9a-f]{40}$/.test(at)) return [`${reference} is not pinned to a commit`];
    if (at === unreleased && !ours.includes(what)) return [`${reference} is pinned to nothing`];
    const line = text.split('\n').find((one) => one.includes(reference)) ?? '';
    return / # \S/.test(line) ? [] : [`${reference} does not say which version it is`];
  });
};

const nothingByDefault: Rule = ({ permissions: given }) =>
  typeof given === 'object' && given !== null && Object.keys(given).length === 0
    ? []
    : ['the workflow has permissions of its own'];

const declaredPerJob: Rule = ({ jobs }) =>
  Object.entries(jobs).flatMap(([name, job]) =>
    job.permissions === undefined ? [`job ${name} does not declare its permissions`] : [],
  );

const noExpressionsInScripts: Rule = (workflow) =>
  stepsOf(workflow).flatMap(({ run }) =>
    run?.includes('${{') ? [`an expression stands in a script: ${run}`] : [],
  );

const noCredentialsLeft: Rule = (workflow) =>
  stepsOf(workflow).flatMap((step) =>
    step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false
      ? ['a checkout leaves its token behind']
      : [],
  );

const noCaches: Rule = (workflow) =>
  stepsOf(workflow).flatMap(({ uses = '', with: given = {} }) => {
    if (uses.startsWith('actions/cache')) return [`${uses} is a cache`];
    if (!uses.startsWith('actions/setup-')) return [];
    return given['package-manager-cache'] === false && given.cache === undefined ? [] : [`${uses} caches`];
  });

const limited: Rule = ({ jobs }) =>
  Object.entries(jobs).flatMap(([name, job]) =>
    // a called workflow limits its own jobs; a limit is not allowed there
    job.uses === undefined && job['timeout-minutes'] === undefined ? [`job ${name} has no time limit`] : [],
  );

const notForStrangers: Rule = ({ on }) => {
  const events = typeof on === 'object' && on !== null ? Object.keys(on) : [String(on)];
  return events.flatMap((event) =>
    /^(?:pull_request_target|workflow_run|issue_comment|issues)$/.test(event)
      ? [`strangers start it: ${event}`]
      : [],
  );
};

const sharesNoSecrets: Rule = ({ jobs }) =>
  Object.entries(jobs).flatMap(([name, job]) =>
    job.secrets === 'inherit' ? [`job ${name} hands on all secrets`] : [],
  );

/** Every text of the file with its place in it, e.g. `jobs.agent.steps.1.with.step`. */
const textsIn = (value: unknown, at: string[] = []): { at: string; text: string }[] => {
  if (typeof value === 'string') return [{ at: at.join('.'), text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...at, key]));
};

/** Secrets that the expressions of a text read; `*` where one takes them all, or picks one as it runs. */
const secretsRead = (text: string): string[] =>
  [...text.matchAll(/\$\{\{.*?\}\}/gs)].flatMap(([expression]) =>
    [...expression.matchAll(/(?<![.\w-])secrets\b(?![\w-])(?:\.([\w-]+))?/gi)].map(([, name]) =>
      (name ?? '*').toLowerCase(),
    ),
  );

/** Where the workflow reads a secret, as places in the file. */
export const readersOf = (workflow: Workflow, secret: string): string[] =>
  textsIn(workflow).flatMap(({ at, text }) => (secretsRead(text).includes(secret.toLowerCase()) ? [at] : []));

const declaredSecrets = ({ on }: Workflow): string[] =>
  Object.keys(Object(Object(on).workflow_call).secrets ?? {});

/** What a called workflow is trusted with goes to one input of one step, and nowhere else. */
const secretsForOneStep: Rule = (workflow) =>
  declaredSecrets(workflow).flatMap((name) => {
    const readers = readersOf(workflow, name);
    const input = new RegExp(`^jobs\\.[\\w-]+\\.steps\\.\\d+\\.with\\.${name}$`);
    const [only = 'nowhere'] = readers;
    return readers.length === 1 && input.test(only)
      ? []
      : [`secret ${name} does not go to one input of one step, but to ${readers.join(' and ') || only}`];
  });

const takesNotAllSecrets: Rule = (workflow) =>
  readersOf(workflow, '*').map((at) => `${at} takes secrets without naming one`);

const rules: Rule[] = [
  pinned,
  nothingByDefault,
  declaredPerJob,
  noExpressionsInScripts,
  noCredentialsLeft,
  noCaches,
  limited,
  notForStrangers,
  sharesNoSecrets,
  secretsForOneStep,
  takesNotAllSecrets,
];

/** What a workflow does that none of ours may. */
export const problemsOf = (text: string): string[] => {
  const workflow = readWorkflow(text);
  return rules.flatMap((rule) => rule(workflow, text));
};
