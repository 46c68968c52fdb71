import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { editThread, openIssue, setState } from '../domain/issues.ts';
import { addLabels, createLabel, removeLabel } from '../domain/labels.ts';
import { setPullState } from '../domain/pulls.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { onRepository, onThread, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { issueShape, labelShape } from '../shapes/issue.ts';
import { findPull } from '../world.ts';

const newIssue = z.object({
  title: z.union([z.string(), z.int()]).transform(String),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
});
const issueChanges = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
});
const newLabel = z.object({
  name: z.string().min(1).max(50),
  color: z.string().optional(),
  description: z.string().nullish(),
});
const labelNames = z.object({
  labels: z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])),
});

export function issueRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('issues');
  const base = '/repos/:owner/:repo';

  hono.get(
    `${base}/issues`,
    onRepository(api, read, ({ c, repository }) => {
      const state = c.req.query('state') ?? 'open';
      const all = [...repository.issues.values()].filter((issue) => state === 'all' || issue.state === state);
      return c.json(paginate(c, world, all.reverse()).map((issue) => issueShape(world, repository, issue)));
    }),
  );
  hono.post(
    `${base}/issues`,
    onRepository(api, needWrite('read', 'issues'), async ({ c, repository, actor }) => {
      const { title, body, labels } = await readBody(c, newIssue);
      const issue = openIssue(world, repository, {
        title,
        body: body ?? null,
        labels: labels ?? [],
        actor: actor(),
      });
      return c.json(issueShape(world, repository, issue), 201);
    }),
  );
  hono.get(
    `${base}/issues/:number`,
    onThread(api, { need: read }, ({ c, repository, issue }) => c.json(issueShape(world, repository, issue))),
  );
  hono.patch(
    `${base}/issues/:number`,
    onThread(api, { need: needWrite('triage') }, async (call) => {
      const { c, repository, issue } = call;
      const { title, body, state } = await readBody(c, issueChanges);
      const actor = call.actor();
      editThread(world, repository, { issue, title, body, actor });
      if (state && issue.pull)
        await setPullState(world, repository, { issue: findPull(repository, issue.number), state, actor });
      else if (state) setState(world, repository, { issue, state, actor });
      return c.json(issueShape(world, repository, issue));
    }),
  );
}

export function labelRoutes(api: Api): void {
  const { hono, world } = api;
  const base = '/repos/:owner/:repo';
  const write = needWrite('triage', 'issues');

  hono.get(
    `${base}/labels`,
    onRepository(api, needRead('issues', 'pull_requests'), ({ c, repository }) =>
      c.json(paginate(c, world, repository.labels).map((label) => labelShape(world, repository, label))),
    ),
  );
  hono.post(
    `${base}/labels`,
    onRepository(api, needWrite('write', 'issues', 'pull_requests'), async ({ c, repository }) => {
      const label = createLabel(world, repository, await readBody(c, newLabel));
      return c.json(labelShape(world, repository, label), 201);
    }),
  );
  hono.get(
    `${base}/issues/:number/labels`,
    onThread(api, { need: needRead() }, ({ c, repository, issue }) =>
      c.json(paginate(c, world, issue.labels).map((label) => labelShape(world, repository, label))),
    ),
  );
  hono.post(
    `${base}/issues/:number/labels`,
    onThread(api, { need: write }, async ({ c, repository, issue, actor }) => {
      const { labels } = await readBody(c, labelNames);
      addLabels(world, repository, { issue, names: labels, actor: actor() });
      return c.json(issue.labels.map((label) => labelShape(world, repository, label)));
    }),
  );
  hono.delete(
    `${base}/issues/:number/labels/:name`,
    onThread(api, { need: write }, ({ c, repository, issue, actor }) => {
      removeLabel(world, repository, { issue, name: param(c, 'name'), actor: actor() });
      return c.json(issue.labels.map((label) => labelShape(world, repository, label)));
    }),
  );
}
