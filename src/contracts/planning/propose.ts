import { z } from 'zod';
import { blockedAnswerSchema, prose } from './pointer.ts';

/** Name of a change's folder; also part of branch names. */
export const changeIdSchema = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be words in kebab-case')
  .refine((id) => id !== 'archive', 'is the folder of archived changes');

/** Answer of assignment `propose`; the artifacts themselves are in its commits. */
export const proposeAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('PROPOSED'),
    /** Folder below `openspec/changes/`. */
    change: changeIdSchema,
    /** What the change does, for the people who decided. */
    summary: prose(2_000),
  }),
  blockedAnswerSchema,
]);
export type ProposeAnswer = z.infer<typeof proposeAnswerSchema>;
