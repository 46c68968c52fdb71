import { z } from 'zod';
import { blockedAnswerSchema, pointerSchema, prose } from './pointer.ts';

export const directionSchema = z.strictObject({
  title: prose(120),
  /** What it would mean, in a few sentences. */
  summary: prose(2_000),
  /** ASCII, shown in a code block. */
  diagram: z.string().min(1).max(4_000),
  tradeoffs: z.strictObject({
    gains: z.array(prose(400)).min(1).max(6),
    costs: z.array(prose(400)).min(1).max(6),
  }),
  /** How much work, roughly, and where. */
  cost: prose(400),
  /** What, if it turned out so, would make this direction wrong. */
  ruledOutBy: prose(400),
});
export type Direction = z.infer<typeof directionSchema>;

const seen = {
  /** The problem in the agent's own words. */
  problem: prose(4_000),
  /** What it read to stay grounded. */
  read: z.array(pointerSchema).min(1).max(30),
};

export const exploredSchema = z.strictObject({
  status: z.literal('EXPLORED'),
  ...seen,
  directions: z.array(directionSchema).min(2).max(3),
});

export const tooSmallSchema = z.strictObject({
  status: z.literal('TOO_SMALL'),
  ...seen,
  /** Why planning it would cost more than doing it. */
  why: prose(2_000),
});

/** Answer of assignment `explore`. */
export const exploreAnswerSchema = z.discriminatedUnion('status', [
  exploredSchema,
  tooSmallSchema,
  blockedAnswerSchema,
]);
export type ExploreAnswer = z.infer<typeof exploreAnswerSchema>;
export type Explored = z.infer<typeof exploredSchema>;
export type TooSmall = z.infer<typeof tooSmallSchema>;
