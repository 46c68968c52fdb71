import { nodeId, timestamp } from '../github/ids.ts';
import type { Repository } from '../github/model.ts';
import { apiOf, repositoryShape, webOf } from '../github/shapes/repository.ts';
import { type Schemas, userShape } from '../github/shapes/user.ts';
import type { World } from '../github/world.ts';
import type { WorkflowRun } from './run.ts';

export const runUrl = (world: World, run: WorkflowRun): string =>
  `${webOf(world, run.repository)}/actions/runs/${run.id}`;

export function runShape(world: World, run: WorkflowRun) {
  const { repository } = run;
  const url = `${apiOf(world, repository)}/actions/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('WFR', run.id),
    name: run.workflow.name,
    display_title: run.name,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    run_number: run.runNumber,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    url,
    html_url: runUrl(world, run),
    pull_requests: [],
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(run.updatedAt),
    run_started_at: timestamp(run.startedAt),
    actor: userShape(world, run.actor.account),
    triggering_actor: userShape(world, run.triggeredBy.account),
    referenced_workflows: [],
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiOf(world, repository)}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${apiOf(world, repository)}/actions/workflows/${run.workflow.id}`,
    head_commit: null,
    repository: repositoryShape(world, repository),
    head_repository: repositoryShape(world, repository),
  } satisfies Schemas['workflow-run'];
}

export const workflowShape = (
  world: World,
  repository: Repository,
  workflow: { id: number; path: string; name: string },
) =>
  ({
    id: workflow.id,
    node_id: nodeId('W', workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: 'active',
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.createdAt),
    url: `${apiOf(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${webOf(world, repository)}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${webOf(world, repository)}/actions/${workflow.path}/badge.svg`,
  }) satisfies Schemas['workflow'];
