import { runName } from '../../src/contracts/assignment.ts';
import { assignmentWorkflow } from '../../src/contracts/workflow.ts';
import type {
  AppDelivery,
  CheckRun,
  GitCommit,
  Github,
  GithubRepository,
  PullRequest,
  RepositoryRef,
  Role,
} from '../../src/ports/github.ts';
import type { FailedJob, FailingCheck, WorkflowRun } from '../../src/ports/workflow-runs.ts';
import { callerWorkflow } from '../../src/text/caller-workflow.ts';
import { fakeOf } from './fake-port.ts';

export const shaOf = (number: number): string => number.toString(16).padStart(40, '0');

export const repositoryRef: RepositoryRef = { fullName: 'acme/beacon', installationId: 1 };

/** What a repository of GitHub's consists of, as far as the shell looks. */
export const emptyRepository = () => ({
  defaultBranch: 'main',
  refs: new Map<string, string>([['heads/main', shaOf(1)]]),
  commits: new Map<string, GitCommit>([
    [shaOf(1), { sha: shaOf(1), tree: 'tree-1', parents: [], message: 'first' }],
  ]),
  /** Commits that do not merge into anything. */
  conflicting: new Set<string>(),
  /** The same at every ref. */
  files: new Map<string, string>(),
  pulls: [] as PullRequest[],
  comments: [] as { id: number; issue: number; tag: string; body: string }[],
  reactions: [] as { comment: number; reaction: string }[],
  labels: [] as string[],
  checks: [] as CheckRun[],
  /** What is red by the repository's own CI, by commit. */
  failing: new Map<string, FailingCheck[]>(),
  runs: [] as WorkflowRun[],
  dispatched: [] as { workflow: string; ref: string; inputs: Record<string, string> }[],
  /** Failed jobs by run. */
  jobs: new Map<number, FailedJob[]>(),
  cancelled: [] as number[],
  people: new Map<string, { role: Role; userId: number }>([['ada', { role: 'write', userId: 7 }]]),
});
export type RepositoryValues = ReturnType<typeof emptyRepository>;

export const pullRequest = (number: number, changes: Partial<PullRequest> = {}): PullRequest => ({
  number,
  nodeId: `PR_${number}`,
  url: `https://github.test/acme/beacon/pull/${number}`,
  state: 'open',
  draft: true,
  merged: false,
  mergeSha: null,
  mergedAt: null,
  mergedBy: null,
  head: { branch: 'feat/per-206-gate-paths', sha: shaOf(2) },
  base: { branch: 'main', sha: shaOf(1) },
  title: 'Gate reference paths',
  body: '',
  ...changes,
});

/** The caller as users install it, pinned to a commit of ours. */
export const callerFile = (ref = shaOf(9)): string => callerWorkflow({ sha: ref, version: 'v1.0.0' });

export const workflowRun = (id: number, changes: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id,
  name: 'throughline',
  url: `https://github.test/acme/beacon/actions/runs/${id}`,
  attempt: 1,
  status: 'in_progress',
  conclusion: null,
  path: '.github/workflows/throughline.yml',
  referencedWorkflows: [{ path: assignmentWorkflow, sha: shaOf(9) }],
  event: 'workflow_dispatch',
  headBranch: 'throughline/dispatch',
  headSha: shaOf(1),
  actor: 'throughline[bot]',
  createdAt: '2026-05-01T10:00:00Z',
  updatedAt: '2026-05-01T10:05:00Z',
  ...changes,
});

const git = (values: RepositoryValues) => ({
  refSha: async (ref: string) => values.refs.get(ref) ?? null,
  createRef: async (ref: string, sha: string) => {
    if (values.refs.has(ref)) return 'exists' as const;
    values.refs.set(ref, sha);
    return 'created' as const;
  },
  updateRef: async (ref: string, sha: string, options?: { force: boolean }) => {
    const parents = values.commits.get(sha)?.parents ?? [];
    if (!options?.force && !parents.includes(values.refs.get(ref) ?? '')) return 'not-fast-forward' as const;
    values.refs.set(ref, sha);
    return 'updated' as const;
  },
  commit: async (sha: string) => values.commits.get(sha) ?? null,
  createCommit: async (made: { message: string; tree: string; parents: string[] }) => {
    const sha = shaOf(1000 + values.commits.size);
    values.commits.set(sha, { sha, ...made });
    return sha;
  },
  mergeInto: async ({ branch, head, message }: { branch: string; head: string; message: string }) => {
    const ref = `heads/${branch}`;
    const before = values.refs.get(ref);
    if (before === undefined) return { state: 'missing' as const };
    if (values.conflicting.has(head)) return { state: 'conflict' as const };
    if (before === head || values.commits.get(before)?.parents.includes(head))
      return { state: 'up-to-date' as const };
    const sha = shaOf(1000 + values.commits.size);
    values.commits.set(sha, { sha, tree: `tree-${sha}`, parents: [before, head], message });
    values.refs.set(ref, sha);
    return { state: 'merged' as const, sha };
  },
});

const threads = (values: RepositoryValues) => ({
  pull: async (number: number) => values.pulls.find((one) => one.number === number) ?? null,
  findPull: async (head: string) => values.pulls.find((one) => one.head.branch === head) ?? null,
  openPull: async (asked: { head: string; title: string; body: string; draft: boolean }) => {
    const { head, ...shown } = asked;
    const pull = pullRequest(10 + values.pulls.length, {
      ...shown,
      head: { branch: head, sha: values.refs.get(`heads/${head}`) ?? '' },
    });
    values.pulls.push(pull);
    return pull;
  },
  updatePull: async (number: number, changes: { title?: string; body?: string }) => {
    const pull = values.pulls.find((one) => one.number === number);
    if (pull) Object.assign(pull, changes);
  },
  markReady: async (nodeId: string) => {
    const pull = values.pulls.find((one) => one.nodeId === nodeId);
    if (pull) pull.draft = false;
  },
  issue: async () => null,
  comments: async () => [],
  comment: async () => null,
  upsertComment: async (options: { issue: number; tag: string; body: string }) => {
    const { issue, tag, body } = options;
    const known = values.comments.find((one) => one.issue === issue && one.tag === tag);
    const id = known?.id ?? 500 + values.comments.length;
    const change = !known
      ? ('created' as const)
      : known.body === body
        ? ('same' as const)
        : ('updated' as const);
    if (known) known.body = body;
    else values.comments.push({ id, issue, tag, body });
    return { id, url: `https://github.test/c/${id}`, change };
  },
  talk: async () => ({ comments: [], reviews: [], threads: [], checks: [] }),
  replyInThread: async () => null,
  threadOpening: async () => null,
  reactInThread: async (comment: number, reaction: string) => {
    values.reactions.push({ comment, reaction });
  },
  react: async (comment: number, reaction: string) => {
    values.reactions.push({ comment, reaction });
  },
  addLabels: async (_issue: number, labels: string[]) => {
    values.labels.push(...labels);
  },
  removeLabel: async (_issue: number, label: string) => {
    values.labels = values.labels.filter((one) => one !== label);
  },
});

const actions = (values: RepositoryValues) => ({
  upsertCheck: async (check: CheckRun) => {
    values.checks = values.checks.filter((one) => one.name !== check.name || one.headSha !== check.headSha);
    values.checks.push(check);
    return { id: values.checks.length, url: 'https://github.test/check' };
  },
  ci: async (sha: string) => ({ failing: values.failing.get(sha) ?? [] }),
  dispatch: async (asked: { workflow: string; ref: string; inputs: Record<string, string> }) => {
    values.dispatched.push(asked);
    const id = 100 + values.dispatched.length;
    values.runs.push(workflowRun(id, { name: runName(asked.inputs.id ?? '') }));
    return { runId: id };
  },
  findRuns: async ({ name }: { name: string }) =>
    values.runs.filter((run) => run.name === name).sort((one, other) => one.id - other.id),
  failedJobs: async (id: number) => values.jobs.get(id) ?? [],
  run: async (id: number) => values.runs.find((run) => run.id === id) ?? null,
  cancelRun: async (id: number) => {
    values.cancelled.push(id);
  },
});

export const fakeRepository = (ref: RepositoryRef = repositoryRef) => {
  const values = emptyRepository();
  const repository: GithubRepository = {
    ref,
    info: async () => ({
      id: 1,
      fullName: ref.fullName,
      defaultBranch: values.defaultBranch,
      url: `https://github.test/${ref.fullName}`,
      cloneUrl: `https://github.test/${ref.fullName}.git`,
    }),
    readToken: async () => 'token',
    readFile: async ({ path, etag }) => {
      const text = values.files.get(path);
      if (text === undefined) return { state: 'missing' };
      if (etag === text) return { state: 'not-modified' };
      return { state: 'found', text, sha: 'blob', etag: text };
    },
    listFolder: async ({ path }) => {
      const inside = [...values.files.keys()].filter((one) => one.startsWith(`${path}/`));
      const names = inside.map((one) => one.slice(path.length + 1).split('/'));
      if (names.length === 0) return null;
      return names.map(([name = '', ...rest]) => ({ name, type: rest.length > 0 ? 'dir' : 'file' }));
    },
    permission: async (login) => values.people.get(login) ?? { role: 'none', userId: null },
    ...git(values),
    ...threads(values),
    ...actions(values),
  };
  return { ...fakeOf(repository), values };
};
export type FakeRepository = ReturnType<typeof fakeRepository>;

/** GitHub with these repositories; the App is installed on all of them. */
export const fakeGithub = (repositories: FakeRepository[]) => {
  const deliveries: AppDelivery[] = [];
  const redelivered: string[] = [];
  const app: Omit<Github, 'repository'> = {
    identity: async () => ({ slug: 'throughline', botLogin: 'throughline[bot]' }),
    login: async (userId) => (userId === '7' ? 'ada' : null),
    repositories: async () => repositories.map((one) => one.port.ref),
    deliveries: async (since) => deliveries.filter((one) => new Date(one.deliveredAt) >= since),
    redeliver: async (id) => {
      redelivered.push(id);
    },
  };
  const fake = fakeOf(app);
  const repository = (ref: RepositoryRef): GithubRepository => {
    const found = repositories.find((one) => one.port.ref.fullName === ref.fullName);
    if (!found) throw new Error(`no repository ${ref.fullName} in this test`);
    return found.port;
  };
  const port: Github = {
    repository,
    identity: () => fake.port.identity(),
    login: (userId) => fake.port.login(userId),
    repositories: () => fake.port.repositories(),
    deliveries: (since) => fake.port.deliveries(since),
    redeliver: (id) => fake.port.redeliver(id),
  };
  return { ...fake, port, deliveries, redelivered };
};
