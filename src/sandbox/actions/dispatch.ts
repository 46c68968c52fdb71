import { resolveCommit } from '../github/git/objects.ts';
import { refSha } from '../github/git/refs.ts';
import type { Repository } from '../github/model.ts';
import { notFound, type Problem, unprocessable } from '../github/problems.ts';
import type { World } from '../github/world.ts';
import { type WorkflowFile, type WorkflowInput, workflowsAt } from './workflow-file.ts';

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

function problemWith(input: WorkflowInput, given: Record<string, string>): Problem | null {
  const value = given[input.name] ?? input.default;
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

function resolveInputs(declared: WorkflowInput[], given: Record<string, string>): Record<string, string> {
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
  return Object.fromEntries(declared.map((input) => [input.name, given[input.name] ?? input.default ?? '']));
}

export interface ReadyDispatch {
  workflow: KnownWorkflow;
  headBranch: string;
  headSha: string;
  inputs: Record<string, string>;
}

/** Everything GitHub checks before a run exists. The workflow that runs is the one at `ref`. */
export async function prepareDispatch(
  world: World,
  repository: Repository,
  options: { workflow: string; ref: string; inputs: Record<string, string> },
): Promise<ReadyDispatch> {
  const known = await findWorkflow(world, repository, options.workflow);
  const branch = options.ref.replace(/^refs\/(heads|tags)\//, '');
  const headSha = await resolveCommit(repository.gitDir, /^refs\//.test(options.ref) ? options.ref : branch);
  if (headSha === null || /^[0-9a-f]{40}$/.test(options.ref))
    throw unprocessable(`No ref found for: ${options.ref}`);
  const atRef = (await workflowsAt(repository, headSha)).find((file) => file.path === known.path);
  if (!atRef?.dispatch) throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  const inputs = resolveInputs(atRef.dispatch, options.inputs);
  return { workflow: { ...atRef, id: known.id }, headBranch: branch, headSha, inputs };
}
