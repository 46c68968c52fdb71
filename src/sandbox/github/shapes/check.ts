import { nodeId, timestamp, timestampOrNull } from '../ids.ts';
import type { Annotation, Check, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { appShape } from './app.ts';
import { apiOf, webOf } from './repository.ts';
import type { Schemas } from './user.ts';

function pullsWith(world: World, repository: Repository, headSha: string): Schemas['pull-request-minimal'][] {
  const repo = { id: repository.id, url: apiOf(world, repository), name: repository.name };
  return [...repository.issues.values()].flatMap(({ number, state, pull }) =>
    pull?.headSha === headSha && state === 'open'
      ? {
          id: pull.id,
          number,
          url: `${apiOf(world, repository)}/pulls/${number}`,
          head: { ref: pull.headBranch, sha: pull.headSha, repo },
          base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
        }
      : [],
  );
}

/** Webhooks carry the whole suite, the API only its id. */
export function checkEventShape(world: World, repository: Repository, check: Check) {
  const shape = checkShape(world, repository, check);
  const { app, head_sha, pull_requests, started_at, status, conclusion } = shape;
  const { id } = shape.check_suite;
  const suite = {
    id,
    node_id: nodeId('CS', id),
    head_branch: pull_requests[0]?.head.ref ?? null,
    head_sha,
    status,
    conclusion,
    url: `${apiOf(world, repository)}/check-suites/${id}`,
    before: null,
    after: head_sha,
    pull_requests,
    app,
    created_at: started_at,
    updated_at: started_at,
  };
  return { ...shape, check_suite: suite };
}

export function checkShape(world: World, repository: Repository, check: Check) {
  const url = `${apiOf(world, repository)}/check-runs/${check.id}`;
  const page = check.detailsUrl ?? `${webOf(world, repository)}/runs/${check.id}`;
  return {
    id: check.id,
    node_id: nodeId('CR', check.id),
    name: check.name,
    head_sha: check.headSha,
    external_id: check.externalId ?? '',
    url,
    html_url: `${webOf(world, repository)}/runs/${check.id}`,
    details_url: page,
    status: check.status,
    conclusion: check.conclusion,
    started_at: timestamp(check.startedAt),
    completed_at: timestampOrNull(check.completedAt),
    output: {
      title: check.title,
      summary: check.summary,
      text: check.text,
      annotations_count: check.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: check.suiteId },
    app: appShape(world, check.app),
    pull_requests: pullsWith(world, repository, check.headSha),
  } satisfies Schemas['check-run'];
}

export const annotationShape = (look: {
  world: World;
  repository: Repository;
  check: Check;
  annotation: Annotation;
}) => {
  const { world, repository, check, annotation } = look;
  return {
    ...annotation,
    start_column: null,
    end_column: null,
    title: annotation.title ?? '',
    raw_details: null,
    blob_href: `${webOf(world, repository)}/blob/${check.headSha}/${annotation.path}`,
  } satisfies Schemas['check-annotation'];
};
