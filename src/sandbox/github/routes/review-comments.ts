import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import { addReaction } from '../domain/reactions.ts';
import {
  commentOnDiff,
  deleteReviewComment,
  editReviewComment,
  replyToComment,
} from '../domain/review-comments.ts';
import type { Said } from '../domain/review-events.ts';
import { findSaid, saidOn } from '../domain/review-threads.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onRepository } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { reactionContents } from '../model.ts';
import { reactionShape } from '../shapes/issue.ts';
import { reviewCommentShape } from '../shapes/review.ts';
import { findPull } from '../world.ts';

const text = z.object({ body: z.string() });
const newReaction = z.object({ content: z.enum(reactionContents) });
const side = z.enum(['LEFT', 'RIGHT']);
const reply = text.extend({ in_reply_to: z.int().optional() });
const newComment = text.extend({
  commit_id: z.string(),
  path: z.string(),
  position: z.int().optional(),
  line: z.int().optional(),
  side: side.optional(),
  start_line: z.int().optional(),
  start_side: side.optional(),
  subject_type: z.enum(['line', 'file']).optional(),
});

const pullOf = ({ c, repository }: Call) => findPull(repository, numberParam(c, 'number'));
const saidOf = ({ c, repository }: Call): Said => findSaid(repository, numberParam(c, 'id'));

/** Oldest first unless asked otherwise; a direction counts only together with an order. */
function listed({ c, repository }: Call, pull: number): Said[] {
  const { sort, direction, since } = c.req.query();
  const from = since === undefined ? 0 : Date.parse(since) || 0;
  const found = saidOn(repository, pull).filter(({ comment }) => comment.updatedAt.getTime() >= from);
  if (sort === 'updated')
    found.sort((one, other) => one.comment.updatedAt.getTime() - other.comment.updatedAt.getTime());
  return sort !== undefined && direction === 'desc' ? found.reverse() : found;
}

async function created(call: Call): Promise<Said> {
  const { c, world, repository } = call;
  const { body, in_reply_to: to } = await readBody(c, reply);
  const common = { issue: pullOf(call), body, actor: call.actor() };
  // Then everything but the text is ignored.
  if (to !== undefined) return replyToComment(world, repository, { ...common, to });
  const request = await readBody(c, newComment);
  const { commit_id: commit, path, line, position } = request;
  const spot = {
    ...{ path, line, position, side: request.side, subject: request.subject_type },
    ...{ startLine: request.start_line, startSide: request.start_side },
  };
  return commentOnDiff(world, repository, { ...common, commit, spot });
}

export function reviewCommentRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('pull_requests');
  const write = needWrite('read', 'pull_requests');
  const pulls = '/repos/:owner/:repo/pulls';
  const shape = ({ repository }: Call, said: Said) => reviewCommentShape(world, repository, said);

  hono.get(
    `${pulls}/:number{[0-9]+}/comments`,
    onRepository(api, read, (call) =>
      call.c.json(
        paginate(call.c, world, listed(call, pullOf(call).number)).map((said) => shape(call, said)),
      ),
    ),
  );
  hono.post(
    `${pulls}/:number{[0-9]+}/comments`,
    onRepository(api, write, async (call) => call.c.json(shape(call, await created(call)), 201)),
  );
  hono.post(
    `${pulls}/:number{[0-9]+}/comments/:id/replies`,
    onRepository(api, write, async (call) => {
      const { body } = await readBody(call.c, text);
      const options = { issue: pullOf(call), to: numberParam(call.c, 'id'), body, actor: call.actor() };
      return call.c.json(shape(call, replyToComment(world, call.repository, options)), 201);
    }),
  );
  hono.get(
    `${pulls}/comments/:id`,
    onRepository(api, read, (call) => call.c.json(shape(call, saidOf(call)))),
  );
  hono.patch(
    `${pulls}/comments/:id`,
    onRepository(api, write, async (call) => {
      const { body } = await readBody(call.c, text);
      const options = { id: saidOf(call).comment.id, body, actor: call.actor() };
      return call.c.json(shape(call, editReviewComment(world, call.repository, options)));
    }),
  );
  hono.delete(
    `${pulls}/comments/:id`,
    onRepository(api, write, (call) => {
      const options = { id: saidOf(call).comment.id, actor: call.actor() };
      deleteReviewComment(world, call.repository, options);
      return call.c.body(null, 204);
    }),
  );
  hono.post(
    `${pulls}/comments/:id/reactions`,
    onRepository(api, write, async (call) => {
      const { content } = await readBody(call.c, newReaction);
      const { thread, comment } = saidOf(call);
      const { reaction, created: isNew } = addReaction(call.world, call.repository, {
        comment: { reactions: comment.reactions, issue: thread.pull },
        content,
        actor: call.actor(),
      });
      return call.c.json(reactionShape(call.world, reaction), isNew ? 201 : 200);
    }),
  );
}
