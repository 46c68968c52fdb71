import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { combinedState, createStatus, newestStatuses } from '../domain/statuses.ts';
import { resolveCommit } from '../git/objects.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, onRepository, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { commitStates } from '../model.ts';
import { notFound } from '../problems.ts';
import { apiOf, repositoryShape } from '../shapes/repository.ts';
import { simpleStatusShape, statusShape } from '../shapes/status.ts';

const newStatus = z.object({
  state: z.enum(commitStates),
  target_url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  description: z.string().nullable().default(null),
  context: z.string().min(1).default('default'),
});

async function combinedStatus({ c, world, repository }: Call): Promise<Response> {
  const sha = await resolveCommit(repository.gitDir, param(c, 'ref'));
  if (sha === null) throw notFound();
  const newest = newestStatuses(repository, sha);
  const commit = `${apiOf(world, repository)}/commits/${sha}`;
  return c.json({
    state: combinedState(newest),
    statuses: paginate(c, world, newest).map((status) => simpleStatusShape(world, repository, status)),
    sha,
    total_count: newest.length,
    repository: repositoryShape(world, repository),
    commit_url: commit,
    url: `${commit}/status`,
  });
}

/** Commit statuses, the older sister of checks: whoever may push may set them. */
export function statusRoutes(api: Api): void {
  const { hono, world } = api;
  const base = '/repos/:owner/:repo';

  hono.get(`${base}/commits/:ref{.+}/status`, onRepository(api, needRead('statuses'), combinedStatus));
  hono.post(
    `${base}/statuses/:sha`,
    onRepository(api, needWrite('write', 'statuses'), async ({ c, repository, actor }) => {
      const { target_url: targetUrl, ...body } = await readBody(c, newStatus);
      const status = await createStatus(world, repository, {
        ...body,
        targetUrl,
        sha: param(c, 'sha'),
        creator: actor().account,
      });
      return c.json(statusShape(world, repository, status), 201);
    }),
  );
}
