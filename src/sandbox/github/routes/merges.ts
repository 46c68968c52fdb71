import { z } from 'zod';
import { needWrite } from '../access.ts';
import { mergeBranch } from '../domain/branch-merges.ts';
import { readCommit } from '../git/objects.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { onRepository } from '../http/call.ts';
import { notFound } from '../problems.ts';
import { commitShape } from '../shapes/commit.ts';

const request = z.object({ base: z.string(), head: z.string(), commit_message: z.string().optional() });

/** Branches merged into branches, without a pull request. */
export function mergeRoutes(api: Api): void {
  const { hono, world } = api;
  hono.post(
    '/repos/:owner/:repo/merges',
    onRepository(api, needWrite('write', 'contents'), async ({ c, repository, principal, actor }) => {
      const { base, head, commit_message: message } = await readBody(c, request);
      const by = { principal, actor: actor() };
      const sha = await mergeBranch(world, repository, { base, head, message, by });
      if (sha === null) return c.body(null, 204);
      const commit = await readCommit(repository.gitDir, sha);
      if (!commit) throw notFound();
      return c.json(commitShape(world, repository, { commit, author: by.actor.account }), 201);
    }),
  );
}
