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
];

/** What a workflow does that none of ours may. */
export const problemsOf = (text: string): string[] => {
  const workflow = readWorkflow(text);
  return rules.flatMap((rule) => rule(workflow, text));
};
