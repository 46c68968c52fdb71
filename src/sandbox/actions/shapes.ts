import { nodeId, timestamp, timestampOrNull } from '../github/ids.ts';
import type { Repository } from '../github/model.ts';
import { apiOf, repositoryShape, webOf } from '../github/shapes/repository.ts';
import { type Schemas, userShape } from '../github/shapes/user.ts';
import type { World } from '../github/world.ts';
import type { Artifact } from './artifacts.ts';
import type { Attempt, JobRun, WorkflowRun } from './run.ts';

export const runUrl = (world: World, run: WorkflowRun): string =>
  `${webOf(world, run.repository)}/actions/runs/${run.id}`;

export const jobUrl = (world: World, run: WorkflowRun, job: JobRun): string =>
  `${runUrl(world, run)}/job/${job.id}`;

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
    referenced_workflows: run.referenced,
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

/** A run as it was in an earlier attempt. */
export function attemptShape(world: World, run: WorkflowRun, attempt: Attempt) {
  const ended = attempt.completedAt !== null;
  return runShape(world, {
    ...run,
    attempt: attempt.number,
    status: ended ? 'completed' : run.status,
    conclusion: attempt.conclusion,
    triggeredBy: attempt.triggeredBy,
    startedAt: attempt.startedAt,
    updatedAt: attempt.completedAt ?? run.updatedAt,
  });
}

export function jobShape(world: World, run: WorkflowRun, job: JobRun) {
  const api = apiOf(world, run.repository);
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    head_branch: run.headBranch,
    url: `${api}/actions/jobs/${job.id}`,
    html_url: jobUrl(world, run, job),
    status: job.status,
    conclusion: job.conclusion,
    workflow_name: run.workflow.name,
    created_at: timestamp(job.createdAt),
    started_at: timestamp(job.startedAt),
    completed_at: timestampOrNull(job.completedAt),
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: timestampOrNull(step.startedAt),
      completed_at: timestampOrNull(step.completedAt),
    })),
    check_run_url: `${api}/check-runs/${job.id}`,
    labels: job.labels,
    runner_id: job.runner === null ? null : Number(job.runner.replace(/\D/g, '')),
    runner_name: job.runner,
    runner_group_id: job.runner === null ? null : 1,
    runner_group_name: job.runner === null ? null : 'Default',
  } satisfies Schemas['job'];
}

export function artifactShape(world: World, run: WorkflowRun, artifact: Artifact) {
  const url = `${apiOf(world, run.repository)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: nodeId('MA', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.content.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: false,
    created_at: timestamp(artifact.createdAt),
    expires_at: timestamp(artifact.expiresAt),
    updated_at: timestamp(artifact.createdAt),
    digest: `sha256:${artifact.digest}`,
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      head_repository_id: run.repository.id,
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  } satisfies Schemas['artifact'];
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
