import type { Permissions } from '../../github/model.ts';
import type { Resolve } from '../options.ts';
import { findAction, isWorkflow, type UsedAction } from '../uses/find.ts';
import { checkCeiling, checkNames } from './call-checks.ts';
import { beyondGrammar } from './grammar.ts';
import { parseFile } from './parse.ts';
import { restricted } from './permissions.ts';
import { type CallJobPlan, planOf, type StepsJobPlan, type WorkflowPlan } from './plan.ts';
import { placeOf } from './tokens.ts';

/** A workflow with everything found that it refers to. */
export interface PreparedWorkflow {
  plan: WorkflowPlan;
  jobs: PreparedJob[];
}

export type PreparedJob =
  | (StepsJobPlan & {
      granted: Permissions /** Of each step; null for scripts. */;
      actions: (UsedAction | null)[];
    })
  | (CallJobPlan & { callee: PreparedWorkflow });

/** As a run's `referenced_workflows` has them. */
export interface ReferencedWorkflow {
  path: string;
  sha: string;
  ref?: string;
}

export interface Preparation {
  workflow: PreparedWorkflow;
  referenced: ReferencedWorkflow[];
  /** Why the run cannot start; empty when it can. */
  problems: string[];
}

/** GitHub's own limit: a caller and three workflows below it. */
const deepest = 4;

interface Level {
  resolve: Resolve;
  referenced: ReferencedWorkflow[];
  problems: string[];
  depth: number;
  /** What the caller's job grants; null at the top. */
  ceiling: Permissions | null;
}

const grantedTo = (job: WorkflowPlan['jobs'][number], plan: WorkflowPlan, { ceiling }: Level): Permissions =>
  job.permissions ?? plan.permissions ?? ceiling ?? restricted;

const nothing: PreparedWorkflow['plan'] = {
  path: '',
  name: '',
  runName: null,
  permissions: null,
  concurrency: null,
  env: null,
  dispatch: null,
  call: null,
  jobs: [],
};

/** The called workflow's file, read; null after the problem was noted. */
async function readCallee(
  job: CallJobPlan,
  level: Level,
  fail: (problem: string) => void,
): Promise<{ plan: WorkflowPlan; call: NonNullable<WorkflowPlan['call']> } | null> {
  const found = level.depth < deepest ? await level.resolve.workflow(job.uses) : null;
  if (found === null) {
    fail(
      `error parsing called workflow '${job.uses}': workflow was not found. Known here: ${level.resolve.known.filter(isWorkflow).join(', ')}`,
    );
    return null;
  }
  const ref = job.uses.split('@')[1] ?? '';
  const named = /^[0-9a-f]{40}$/.test(ref) ? {} : { ref };
  level.referenced.push({ path: job.uses, sha: found.sha, ...named });
  const parsed = await parseFile(found.path, found.text);
  const problems = parsed.ok ? beyondGrammar(found.path, parsed.root) : parsed.problems;
  for (const problem of problems) fail(`error parsing called workflow '${job.uses}': ${problem}`);
  if (!parsed.ok || problems.length > 0) return null;
  const plan = planOf(parsed);
  if (plan.concurrency) fail(`${job.uses}: local Actions do not know 'concurrency' in a called workflow`);
  if (plan.call) return { plan, call: plan.call };
  fail(`${job.uses}: workflow_call key is not defined in the referenced workflow.`);
  return null;
}

async function prepareCall(job: CallJobPlan, caller: WorkflowPlan, level: Level): Promise<PreparedJob> {
  const fail = (problem: string): void => {
    level.problems.push(`${placeOf(caller.path, job.at)}: ${problem}`);
  };
  const ceiling = grantedTo(job, caller, level);
  const read = await readCallee(job, level, fail);
  if (read === null) return { ...job, callee: { plan: nothing, jobs: [] } };
  const { plan: callee, call } = read;
  checkNames({ given: job.with, declared: call.inputs, kind: 'input', fail });
  checkNames({ given: job.secrets, declared: call.secrets, kind: 'secret', fail });
  checkCeiling({ job, callee, ceiling, fail });
  return { ...job, callee: await prepareLevel(callee, { ...level, ceiling, depth: level.depth + 1 }) };
}

async function prepareSteps(job: StepsJobPlan, plan: WorkflowPlan, level: Level): Promise<PreparedJob> {
  const actions: (UsedAction | null)[] = [];
  for (const { work, at } of job.steps) {
    const found = work.kind === 'uses' ? await findAction(work.reference, level.resolve) : null;
    const problems = found && 'problems' in found ? found.problems : [];
    level.problems.push(...problems.map((problem) => `${placeOf(plan.path, at)}: ${problem}`));
    actions.push(found && !('problems' in found) ? found : null);
  }
  return { ...job, granted: grantedTo(job, plan, level), actions };
}

async function prepareLevel(plan: WorkflowPlan, level: Level): Promise<PreparedWorkflow> {
  const jobs: PreparedJob[] = [];
  for (const job of plan.jobs) {
    jobs.push(
      job.kind === 'call' ? await prepareCall(job, plan, level) : await prepareSteps(job, plan, level),
    );
  }
  return { plan, jobs };
}

/** Finds and checks everything that a workflow refers to, before any of it runs. */
export async function prepare(
  plan: WorkflowPlan,
  options: { resolve: Resolve; problems: string[] },
): Promise<Preparation> {
  const { resolve } = options;
  const level: Level = { resolve, referenced: [], problems: [...options.problems], depth: 1, ceiling: null };
  const workflow = await prepareLevel(plan, level);
  return { workflow, referenced: level.referenced, problems: level.problems };
}
