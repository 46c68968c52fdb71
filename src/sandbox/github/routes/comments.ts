import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { commentsOf, createComment, deleteComment, editComment, findComment } from '../domain/comments.ts';
import { addReaction } from '../domain/reactions.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onThread } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { type Issue, reactionContents } from '../model.ts';
import { commentShape, reactionShape } from '../shapes/issue.ts';
import { findIssue } from '../world.ts';

const commentBody = z.object({ body: z.string() });
const newReaction = z.object({ content: z.enum(reactionContents) });

const commentOf = ({ c, repository }: Call) => findComment(repository, numberParam(c, 'id'));
const issueOf = (call: Call): Issue => findIssue(call.repository, commentOf(call).issue);

export function commentRoutes(api: Api): void {
  const { hono, world } = api;
  const read = { need: needRead() };
  const write = { need: needWrite('read') };
  const base = '/repos/:owner/:repo/issues';

  hono.get(
    `${base}/:number{[0-9]+}/comments`,
    onThread(api, read, ({ c, repository, issue }) =>
      c.json(
        paginate(c, world, commentsOf(repository, issue.number)).map((comment) =>
          commentShape(world, repository, comment),
        ),
      ),
    ),
  );
  hono.post(
    `${base}/:number{[0-9]+}/comments`,
    onThread(api, write, async ({ c, repository, issue, actor }) => {
      const { body } = await readBody(c, commentBody);
      const comment = createComment(world, repository, { issue: issue.number, body, actor: actor() });
      return c.json(commentShape(world, repository, comment), 201);
    }),
  );
  hono.get(
    `${base}/comments/:id`,
    onThread(api, { ...read, issueOf }, (call) =>
      call.c.json(commentShape(world, call.repository, commentOf(call))),
    ),
  );
  hono.patch(
    `${base}/comments/:id`,
    onThread(api, { ...write, issueOf }, async (call) => {
      const { body } = await readBody(call.c, commentBody);
      const comment = editComment(world, call.repository, {
        id: commentOf(call).id,
        body,
        actor: call.actor(),
      });
      return call.c.json(commentShape(world, call.repository, comment));
    }),
  );
  hono.delete(
    `${base}/comments/:id`,
    onThread(api, { ...write, issueOf }, (call) => {
      deleteComment(world, call.repository, { id: commentOf(call).id, actor: call.actor() });
      return call.c.body(null, 204);
    }),
  );
  hono.get(
    `${base}/comments/:id/reactions`,
    onThread(api, { ...read, issueOf }, (call) =>
      call.c.json(
        paginate(call.c, world, commentOf(call).reactions).map((reaction) => reactionShape(world, reaction)),
      ),
    ),
  );
  hono.post(
    `${base}/comments/:id/reactions`,
    onThread(api, { ...write, issueOf }, async (call) => {
      const { content } = await readBody(call.c, newReaction);
      const { reaction, created } = addReaction(world, call.repository, {
        comment: commentOf(call),
        content,
        actor: call.actor(),
      });
      return call.c.json(reactionShape(world, reaction), created ? 201 : 200);
    }),
  );
}
