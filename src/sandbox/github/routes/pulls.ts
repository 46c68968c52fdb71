import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { retarget, updateBranch } from '../domain/bases.ts';
import { editThread } from '../domain/issues.ts';
import { mergePull } from '../domain/merges.ts';
import { openPull, setPullState } from '../domain/pulls.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onRepository } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { notFound } from '../problems.ts';
import { type PullIssue, pullShape, pullSimpleShape } from '../shapes/pull.ts';
import { findPull } from '../world.ts';

const newPull = z.object({
  title: z.string(),
  body: z.string().nullish(),
  head: z.string(),
  base: z.string(),
  draft: z.boolean().optional(),
});
const pullChanges = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().optional(),
});
const updateRequest = z.object({ expected_head_sha: z.string().optional() });
const mergeRequest = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
});

const pullOf = ({ c, repository }: Call): PullIssue => findPull(repository, numberParam(c, 'number'));

function listed({ c, repository }: Call): PullIssue[] {
  const { state = 'open', head, base, direction, sort } = c.req.query();
  const found = [...repository.issues.values()].flatMap((issue) => {
    const { pull } = issue;
    if (!pull || (state !== 'all' && issue.state !== state)) return [];
    if (base !== undefined && pull.baseBranch !== base) return [];
    // GitHub ignores a head filter that is not `owner:branch`.
    const named = head?.includes(':') ? head : undefined;
    if (named !== undefined && named !== `${repository.owner.login}:${pull.headBranch}`) return [];
    return [Object.assign(issue, { pull })];
  });
  if (sort === 'updated') found.sort((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime());
  const ascending =
    direction === 'asc' || (direction === undefined && sort !== undefined && sort !== 'created');
  return ascending ? found : found.reverse();
}

export function pullRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('pull_requests');
  const write = needWrite('write', 'pull_requests');
  const base = '/repos/:owner/:repo/pulls';

  hono.get(
    base,
    onRepository(api, read, (call) =>
      call.c.json(
        paginate(call.c, world, listed(call)).map((issue) => pullSimpleShape(world, call.repository, issue)),
      ),
    ),
  );
  hono.post(
    base,
    onRepository(api, write, async ({ c, repository, actor }) => {
      const { body, draft, ...request } = await readBody(c, newPull);
      const issue = await openPull(world, repository, {
        ...request,
        body: body ?? null,
        draft: draft ?? false,
        actor: actor(),
      });
      return c.json(await pullShape(world, repository, issue), 201);
    }),
  );
  hono.get(
    `${base}/:number`,
    onRepository(api, read, async (call) =>
      call.c.json(await pullShape(world, call.repository, pullOf(call))),
    ),
  );
  hono.patch(
    `${base}/:number`,
    onRepository(api, write, async (call) => {
      const { title, body, state, base: newBase } = await readBody(call.c, pullChanges);
      const issue = pullOf(call);
      if (newBase !== undefined)
        await retarget(world, call.repository, { issue, base: newBase, actor: call.actor() });
      editThread(world, call.repository, { issue, title, body, actor: call.actor() });
      if (state) await setPullState(world, call.repository, { issue, state, actor: call.actor() });
      return call.c.json(await pullShape(world, call.repository, issue));
    }),
  );
  hono.put(
    `${base}/:number/update-branch`,
    onRepository(api, write, async (call) => {
      const { expected_head_sha: expectedHead } = await readBody(call.c, updateRequest);
      const issue = pullOf(call);
      await updateBranch(world, call.repository, { issue, expectedHead, actor: call.actor() });
      const url = pullSimpleShape(world, call.repository, issue).html_url;
      return call.c.json({ message: 'Updating pull request branch.', url }, 202);
    }),
  );
  hono.get(
    `${base}/:number/merge`,
    onRepository(api, read, (call) => {
      if (!pullOf(call).pull.merged) throw notFound();
      return call.c.body(null, 204);
    }),
  );
  hono.put(
    `${base}/:number/merge`,
    onRepository(api, needWrite('write', 'contents'), async (call) => {
      const request = await readBody(call.c, mergeRequest);
      const sha = await mergePull(world, call.repository, {
        issue: pullOf(call),
        method: request.merge_method ?? 'merge',
        sha: request.sha,
        title: request.commit_title,
        message: request.commit_message,
        actor: call.actor(),
      });
      return call.c.json({ sha, merged: true, message: 'Pull Request successfully merged' });
    }),
  );
}
