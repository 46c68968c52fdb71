import { resolveCommit } from '../github/git/objects.ts';
import { isSha } from '../github/git/plumbing.ts';
import { refSha } from '../github/git/refs.ts';
import type { Repository } from '../github/model.ts';
import { notFound, type Problem, unprocessable } from '../github/problems.ts';
import type { World } from '../github/world.ts';
import { type DeclaredInput, literalText } from './workflow/inputs.ts';
import type { WorkflowPlan } from './workflow/plan.ts';
import { type WorkflowFile, workflowsAt } from './workflow-file.ts';

const maxInputs = 25;
const maxPayload = 65_535;

export interface KnownWorkflow extends WorkflowFile {
  id: number;
}

function idOf(world: World, repository: Repository, path: string): number {
  const known = repository.workflowIds.get(path);
  if (known !== undefined) return known;
  const id = world.nextId();
  repository.workflowIds.set(path, id);
  return id;
}

/** Workflows GitHub knows are those on the default branch. */
export async function knownWorkflows(world: World, repository: Repository): Promise<KnownWorkflow[]> {
  const head = await refSha(repository.gitDir, `refs/heads/${repository.defaultBranch}`);
  if (head === null) return [];
  const files = await workflowsAt(repository, head);
  return files.map((file) => ({ ...file, id: idOf(world, repository, file.path) }));
}

/** By file name, whole path or numeric id. */
export async function findWorkflow(
  world: World,
  repository: Repository,
  wanted: string,
): Promise<KnownWorkflow> {
  const found = (await knownWorkflows(world, repository)).find(
    ({ id, path }) => String(id) === wanted || path === wanted || path === `.github/workflows/${wanted}`,
  );
  if (!found) throw notFound();
  return found;
}

const listed = (names: string[]): string => JSON.stringify(names);

function problemWith(input: DeclaredInput, given: Record<string, string>): Problem | null {
  const value = given[input.name] ?? literalText(input.default);
  if (value === null || value === '') {
    return input.required ? unprocessable(`Required input '${input.name}' not provided`) : null;
  }
  if (input.options && !input.options.includes(value)) {
    return unprocessable(
      `Provided value '${value}' for input '${input.name}' not in the list of allowed values`,
    );
  }
  return null;
}

/** What a dispatch leaves out is false, or empty. */
const inputValue = (input: DeclaredInput, given: Record<string, string>): string =>
  given[input.name] ?? literalText(input.default) ?? (input.type === 'boolean' ? 'false' : '');

function resolveInputs(declared: DeclaredInput[], given: Record<string, string>): Record<string, string> {
  const names = Object.keys(given);
  if (names.length > maxInputs)
    throw unprocessable(`You may only define up to ${maxInputs} inputs for a workflow_dispatch event`);
  if (JSON.stringify(given).length > maxPayload) throw unprocessable('inputs are too large.');
  const unexpected = names.filter((name) => !declared.some((input) => input.name === name));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${listed(unexpected)}`);
  for (const input of declared) {
    const problem = problemWith(input, given);
    if (problem) throw problem;
  }
  return Object.fromEntries(declared.map((input) => [input.name, inputValue(input, given)]));
}

export interface ReadyDispatch {
  workflow: { id: number; path: string; name: string };
  plan: WorkflowPlan;
  /** What of the file local Actions do not know. */
  beyond: string[];
  headBranch: string;
  headSha: string;
  /** Full name of what was asked for. */
  ref: string;
  inputs: Record<string, string>;
}

const fullRef = async (repository: Repository, ref: string): Promise<string> => {
  if (/^refs\//.test(ref)) return ref;
  const branch = await refSha(repository.gitDir, `refs/heads/${ref}`);
  return branch === null ? `refs/tags/${ref}` : `refs/heads/${ref}`;
};

/** Everything GitHub checks before a run exists. The workflow that runs is the one at `ref`. */
export async function prepareDispatch(
  world: World,
  repository: Repository,
  options: { workflow: string; ref: string; inputs: Record<string, string> },
): Promise<ReadyDispatch> {
  const { id, path } = await findWorkflow(world, repository, options.workflow);
  const branch = options.ref.replace(/^refs\/(heads|tags)\//, '');
  const headSha = await resolveCommit(repository.gitDir, /^refs\//.test(options.ref) ? options.ref : branch);
  if (headSha === null || isSha(options.ref)) throw unprocessable(`No ref found for: ${options.ref}`);
  const atRef = (await workflowsAt(repository, headSha)).find((file) => file.path === path);
  const read = atRef?.read;
  if (read && 'problems' in read) {
    const said = read.problems.map((problem) => problem.replace(path, '').replace(/^:? /, ''));
    throw unprocessable(`Invalid Argument - failed to parse workflow: ${said.join(', ')}`);
  }
  if (!read?.plan.dispatch) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const { plan, beyond } = read;
  return {
    workflow: { id, path, name: plan.name },
    plan,
    beyond,
    headBranch: branch,
    headSha,
    ref: await fullRef(repository, options.ref),
    inputs: resolveInputs(read.plan.dispatch, options.inputs),
  };
}
