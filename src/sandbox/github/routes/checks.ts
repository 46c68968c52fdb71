import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { type CheckChanges, checkAuthor, createCheck, updateCheck } from '../domain/checks.ts';
import { resolveCommit } from '../git/objects.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onRepository, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { type Check, checkConclusions } from '../model.ts';
import { unprocessable } from '../problems.ts';
import { annotationShape, checkShape } from '../shapes/check.ts';
import { findCheck } from '../world.ts';

const annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  annotation_level: z.enum(['notice', 'warning', 'failure']),
  message: z.string(),
  title: z.string().nullable().default(null),
});
const changesSchema = z.object({
  name: z.string().min(1).optional(),
  external_id: z.string().optional(),
  details_url: z.url().optional(),
  status: z.enum(['queued', 'in_progress', 'completed']).optional(),
  conclusion: z.enum(checkConclusions).optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string(),
      text: z.string().optional(),
      annotations: z.array(annotation).max(50, 'No more than 50 items are allowed').optional(),
    })
    .optional(),
});
const newCheck = changesSchema.extend({ name: z.string().min(1), head_sha: z.string() });

const date = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

const changesOf = (body: z.output<typeof changesSchema>): CheckChanges => ({
  name: body.name,
  externalId: body.external_id,
  detailsUrl: body.details_url,
  status: body.status,
  conclusion: body.conclusion,
  startedAt: date(body.started_at),
  completedAt: date(body.completed_at),
  output: body.output,
});

/** `filter=latest`, the default, keeps the newest of each App's checks of one name. */
function latest(checks: Check[]): Check[] {
  const newest = new Map(checks.map((check) => [`${check.app.id} ${check.name}`, check]));
  return checks.filter((check) => newest.get(`${check.app.id} ${check.name}`) === check);
}

async function checksOfRef({ c, world, repository }: Call): Promise<Response> {
  const sha = await resolveCommit(repository.gitDir, param(c, 'ref'));
  if (sha === null) throw unprocessable(`No commit found for SHA: ${param(c, 'ref')}`);
  const { check_name: name, status, app_id: appId, filter } = c.req.query();
  const all = [...repository.checks.values()].filter((check) => check.headSha === sha);
  const found = (filter === 'all' ? all : latest(all)).filter(
    (check) =>
      (name === undefined || check.name === name) &&
      (status === undefined || check.status === status) &&
      (appId === undefined || String(check.app.id) === appId),
  );
  return c.json({
    total_count: found.length,
    check_runs: paginate(c, world, found.reverse()).map((check) => checkShape(world, repository, check)),
  });
}

export function checkRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('checks');
  const write = needWrite('read', 'checks');
  const base = '/repos/:owner/:repo';

  hono.get(`${base}/commits/:ref{.+}/check-runs`, onRepository(api, read, checksOfRef));
  hono.post(
    `${base}/check-runs`,
    onRepository(api, write, async ({ c, repository, actor }) => {
      checkAuthor(actor());
      const body = await readBody(c, newCheck);
      const check = await createCheck(world, repository, {
        name: body.name,
        headSha: body.head_sha,
        changes: changesOf(body),
        actor: actor(),
      });
      return c.json(checkShape(world, repository, check), 201);
    }),
  );
  hono.get(
    `${base}/check-runs/:id`,
    onRepository(api, read, ({ c, repository }) =>
      c.json(checkShape(world, repository, findCheck(repository, numberParam(c, 'id')))),
    ),
  );
  hono.get(
    `${base}/check-runs/:id/annotations`,
    onRepository(api, read, ({ c, repository }) => {
      const check = findCheck(repository, numberParam(c, 'id'));
      return c.json(
        paginate(c, world, check.annotations).map((annotation) =>
          annotationShape({ world, repository, check, annotation }),
        ),
      );
    }),
  );
  hono.patch(
    `${base}/check-runs/:id`,
    onRepository(api, write, async ({ c, repository, actor }) => {
      const check = findCheck(repository, numberParam(c, 'id'));
      checkAuthor(actor());
      updateCheck(world, repository, {
        check,
        changes: changesOf(await readBody(c, changesSchema)),
        actor: actor(),
      });
      return c.json(checkShape(world, repository, check));
    }),
  );
}
