import { z } from 'zod';

/** Words an agent writes for people: one paragraph or a few. */
export const prose = (most: number) => z.string().trim().min(1).max(most);

/** A place in the repository at the base commit, and what it shows. Looked up before anybody is told of it. */
export const pointerSchema = z.strictObject({
  /** Repository-relative. */
  path: z
    .string()
    .min(1)
    .max(400)
    .refine(
      (path) => !path.startsWith('/') && !path.split('/').includes('..'),
      'must be inside the repository',
    ),
  /** 1-based. */
  line: z.int().min(1),
  /** What stands there, in half a sentence. */
  shows: prose(400),
});
export type Pointer = z.infer<typeof pointerSchema>;

/** An agent that cannot do its part says what stands in the way. */
export const blockedAnswerSchema = z.strictObject({ status: z.literal('BLOCKED'), why: prose(2_000) });
