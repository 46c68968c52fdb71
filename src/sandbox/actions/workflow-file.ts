import { parse } from 'yaml';
import { z } from 'zod';
import { readBlob, readTree } from '../github/git/objects.ts';
import type { Permissions, Repository } from '../github/model.ts';

const inputSchema = z
  .object({
    required: z.boolean().optional(),
    default: z.unknown().optional(),
    type: z.string().optional(),
    options: z.array(z.unknown()).optional(),
  })
  .nullable();

const permissionsSchema = z.union([
  z.enum(['read-all', 'write-all']),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
  z.null(),
]);

const fileSchema = z.object({
  name: z.string().optional(),
  on: z.unknown(),
  permissions: permissionsSchema.optional(),
  jobs: z.record(z.string(), z.looseObject({ permissions: permissionsSchema.optional() })).optional(),
});

const dispatchSchema = z.object({ inputs: z.record(z.string(), inputSchema).nullish() }).nullable();

export interface WorkflowInput {
  name: string;
  required: boolean;
  default: string | null;
  /** Allowed values of a `choice`. */
  options: string[] | null;
}

export interface WorkflowFile {
  path: string;
  name: string;
  /** Inputs of `workflow_dispatch`; null when nobody can start it by hand. */
  dispatch: WorkflowInput[] | null;
  /** The most that any of its jobs may do. */
  permissions: Permissions;
}

const restricted: Permissions = { contents: 'read' };
const everything = ['actions', 'checks', 'contents', 'issues', 'pull_requests', 'statuses'];

function permissionsOf(value: z.infer<typeof permissionsSchema> | undefined): Permissions | null {
  if (value === undefined) return null;
  if (value === null) return {};
  if (typeof value === 'string') {
    const level = value === 'write-all' ? ('write' as const) : ('read' as const);
    return Object.fromEntries(everything.map((name) => [name, level]));
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, level]) =>
      level === 'none' ? [] : [[name.replaceAll('-', '_'), level] as const],
    ),
  );
}

function widest(all: Permissions[]): Permissions {
  const result: Permissions = {};
  for (const [name, level] of all.flatMap((each) => Object.entries(each))) {
    if (result[name] !== 'write') result[name] = level;
  }
  return result;
}

function dispatchOf(on: unknown): WorkflowInput[] | null {
  if (on === 'workflow_dispatch' || (Array.isArray(on) && on.includes('workflow_dispatch'))) return [];
  if (typeof on !== 'object' || on === null || !('workflow_dispatch' in on)) return null;
  const dispatch = dispatchSchema.safeParse(on.workflow_dispatch);
  if (!dispatch.success) return null;
  return Object.entries(dispatch.data?.inputs ?? {}).map(([name, input]) => ({
    name,
    required: input?.required === true,
    default: input?.default === undefined ? null : String(input.default),
    options: input?.type === 'choice' ? (input.options ?? []).map(String) : null,
  }));
}

function parseWorkflow(path: string, text: string): WorkflowFile | null {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return null;
  }
  const file = fileSchema.safeParse(document);
  if (!file.success) return null;
  const whole = permissionsOf(file.data.permissions) ?? restricted;
  const jobs = Object.values(file.data.jobs ?? {}).map((job) => permissionsOf(job.permissions) ?? whole);
  return {
    path,
    name: file.data.name ?? path,
    dispatch: dispatchOf(file.data.on),
    permissions: jobs.length > 0 ? widest(jobs) : whole,
  };
}

const folder = '.github/workflows';

/** Workflow files at a commit. */
export async function workflowsAt(repository: Repository, commit: string): Promise<WorkflowFile[]> {
  const entries =
    (await readTree(repository.gitDir, { treeish: `${commit}:${folder}`, recursive: false })) ?? [];
  const found: WorkflowFile[] = [];
  for (const entry of entries) {
    if (entry.type !== 'blob' || !/\.ya?ml$/.test(entry.path)) continue;
    const bytes = await readBlob(repository.gitDir, entry.sha);
    const path = `${folder}/${entry.path}`;
    const workflow = bytes ? parseWorkflow(path, bytes.toString('utf8')) : null;
    if (workflow) found.push(workflow);
  }
  return found;
}
