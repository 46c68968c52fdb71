import { apiOf, repositoryShape } from '../../github/shapes/repository.ts';
import { userShape } from '../../github/shapes/user.ts';
import type { World } from '../../github/world.ts';
import type { Json } from '../expressions/evaluate.ts';
import type { WorkflowRun } from '../run.ts';

type Mapping = Record<string, Json>;

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** The event a run began with, as `github.event` and the file behind `GITHUB_EVENT_PATH` have it. */
const eventOf = (world: World, run: WorkflowRun): Mapping => ({
  inputs: run.inputs,
  ref: run.ref,
  repository: plain(repositoryShape(world, run.repository)),
  sender: plain(userShape(world, run.actor.account)),
  workflow: run.workflow.path,
});

/** What `github` holds before a job is known: enough for `run-name`, concurrency and a job's `if`. */
export function githubContext(world: World, run: WorkflowRun): Mapping {
  const { repository } = run;
  const [, kind = 'heads', refName = run.ref] = /^refs\/(heads|tags)\/(.+)$/.exec(run.ref) ?? [];
  return {
    event: eventOf(world, run),
    event_name: run.event,
    run_id: String(run.id),
    run_number: String(run.runNumber),
    run_attempt: String(run.attempt),
    retention_days: '90',
    sha: run.headSha,
    ref: run.ref,
    ref_name: refName,
    ref_type: kind === 'tags' ? 'tag' : 'branch',
    ref_protected: false,
    head_ref: '',
    base_ref: '',
    actor: run.actor.account.login,
    actor_id: String(run.actor.account.id),
    triggering_actor: run.triggeredBy.account.login,
    repository: repository.fullName,
    repository_id: String(repository.id),
    repository_owner: repository.owner.login,
    repository_owner_id: String(repository.owner.id),
    repositoryUrl: `${apiOf(world, repository)}.git`,
    server_url: world.baseUrl,
    api_url: world.baseUrl,
    graphql_url: `${world.baseUrl}/graphql`,
    workflow: run.workflow.name,
    workflow_ref: `${repository.fullName}/${run.workflow.path}@${run.ref}`,
    workflow_sha: run.headSha,
  };
}

const notAsVariable = new Set(['event', 'token', 'repositoryUrl']);

/** `GITHUB_*` of what the context holds; the token is only handed out by name. */
export const githubVariables = (github: Mapping): Record<string, string> =>
  Object.fromEntries(
    Object.entries(github).flatMap(([name, value]) =>
      notAsVariable.has(name) ? [] : [[`GITHUB_${name.toUpperCase()}`, String(value ?? '')] as const],
    ),
  );
