import { readBlob, readTree } from '../github/git/objects.ts';
import type { Repository } from '../github/model.ts';
import { beyondGrammar } from './workflow/grammar.ts';
import { parseFile } from './workflow/parse.ts';
import { planOf, type WorkflowPlan } from './workflow/plan.ts';

export interface WorkflowFile {
  path: string;
  /** Its path where GitHub's parser refuses the file. */
  name: string;
  /** What GitHub's parser says against it, or the plan and what of it local Actions do not know. */
  read: { plan: WorkflowPlan; beyond: string[] } | { problems: string[] };
}

const folder = '.github/workflows';

async function readWorkflow(path: string, text: string): Promise<WorkflowFile> {
  const parsed = await parseFile(path, text);
  if (!parsed.ok) return { path, name: path, read: { problems: parsed.problems } };
  const plan = planOf(parsed);
  return { path, name: plan.name, read: { plan, beyond: beyondGrammar(path, parsed.root) } };
}

/** Read once for each repository: a blob never changes. By path and SHA. */
const read = new WeakMap<Repository, Map<string, WorkflowFile>>();

async function workflowIn(repository: Repository, path: string, sha: string): Promise<WorkflowFile> {
  const known = read.get(repository) ?? new Map<string, WorkflowFile>();
  read.set(repository, known);
  const key = `${path} ${sha}`;
  const found = known.get(key);
  if (found) return found;
  const bytes = await readBlob(repository.gitDir, sha);
  const file = await readWorkflow(path, bytes?.toString('utf8') ?? '');
  known.set(key, file);
  return file;
}

/** Workflow files at a commit. */
export async function workflowsAt(repository: Repository, commit: string): Promise<WorkflowFile[]> {
  const tree = { treeish: `${commit}:${folder}`, recursive: false };
  const entries = (await readTree(repository.gitDir, tree)) ?? [];
  const files = entries.filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path));
  const found: WorkflowFile[] = [];
  for (const { path, sha } of files) found.push(await workflowIn(repository, `${folder}/${path}`, sha));
  return found;
}
