import { z } from 'zod';
import { needRead, needWrite } from '../access.ts';
import {
  createReview,
  dismissReview,
  editReview,
  findReview,
  reviewEvents,
  reviewsOf,
  submitReview,
} from '../domain/reviews.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onRepository } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import type { Account } from '../model.ts';
import type { Review } from '../model-reviews.ts';
import { reviewShape } from '../shapes/review.ts';
import { findPull } from '../world.ts';

const side = z.enum(['LEFT', 'RIGHT']);
const newReview = z.object({
  event: z.enum(reviewEvents).optional(),
  body: z.string().nullish(),
  commit_id: z.string().optional(),
  comments: z
    .array(
      z.object({
        path: z.string(),
        body: z.string(),
        position: z.int().optional(),
        line: z.int().optional(),
        side: side.optional(),
        start_line: z.int().optional(),
        start_side: side.optional(),
      }),
    )
    .optional(),
});
const edited = z.object({ body: z.string() });
const submitted = z.object({ event: z.enum(reviewEvents), body: z.string().optional() });
const dismissed = z.object({ message: z.string(), event: z.literal('DISMISS').optional() });

const readerOf = ({ principal, actor }: Call): Account | null =>
  principal.kind === 'anonymous' ? null : actor().account;

const pullOf = ({ c, repository }: Call) => findPull(repository, numberParam(c, 'number'));

const reviewOf = (call: Call): Review =>
  findReview(call.repository, {
    pull: pullOf(call).number,
    id: numberParam(call.c, 'review'),
    reader: readerOf(call),
  });

export function reviewRoutes(api: Api): void {
  const { hono, world } = api;
  const read = needRead('pull_requests');
  const write = needWrite('read', 'pull_requests');
  const base = '/repos/:owner/:repo/pulls/:number/reviews';
  const answer = ({ c, repository }: Call, review: Review) => c.json(reviewShape(world, repository, review));

  hono.get(
    base,
    onRepository(api, read, (call) => {
      const reviews = reviewsOf(call.repository, { pull: pullOf(call).number, reader: readerOf(call) });
      return call.c.json(
        paginate(call.c, world, reviews).map((review) => reviewShape(world, call.repository, review)),
      );
    }),
  );
  hono.post(
    base,
    onRepository(api, write, async (call) => {
      const { event, body, commit_id, comments } = await readBody(call.c, newReview);
      const review = await createReview(world, call.repository, {
        issue: pullOf(call),
        event: event ?? null,
        body: body ?? '',
        commit: commit_id,
        comments: (comments ?? []).map(({ start_line, start_side, ...comment }) => ({
          ...comment,
          startLine: start_line,
          startSide: start_side,
        })),
        actor: call.actor(),
      });
      return answer(call, review);
    }),
  );
  hono.get(
    `${base}/:review`,
    onRepository(api, read, (call) => answer(call, reviewOf(call))),
  );
  hono.put(
    `${base}/:review`,
    onRepository(api, write, async (call) => {
      const { body } = await readBody(call.c, edited);
      const review = reviewOf(call);
      return answer(call, editReview(world, call.repository, { review, body, actor: call.actor() }));
    }),
  );
  hono.post(
    `${base}/:review/events`,
    onRepository(api, write, async (call) => {
      const { event, body } = await readBody(call.c, submitted);
      const options = { issue: pullOf(call), review: reviewOf(call), event, body, actor: call.actor() };
      return answer(call, submitReview(world, call.repository, options));
    }),
  );
  hono.put(
    `${base}/:review/dismissals`,
    onRepository(api, needWrite('write', 'pull_requests'), async (call) => {
      const { message } = await readBody(call.c, dismissed);
      const options = { review: reviewOf(call), message, actor: call.actor() };
      return answer(call, dismissReview(world, call.repository, options));
    }),
  );
}
