import { z } from 'zod';
import { blockedAnswerSchema, prose } from './pointer.ts';

/** What a delegate is to do where no OpenSpec change says it: authored from the ticket, and confirmed by a person as its scope. */
export const authoredSchema = z.strictObject({
  status: z.literal('AUTHORED'),
  /** For the scope block: what will be done, and what not. */
  summary: prose(2_000),
  /** Markdown in the form of tasks.md: numbered sections with numbered boxes. */
  tasks: prose(30_000),
});
export type Authored = z.infer<typeof authoredSchema>;

/** Answer of assignment `prompt`. */
export const promptAnswerSchema = z.discriminatedUnion('status', [authoredSchema, blockedAnswerSchema]);
export type PromptAnswer = z.infer<typeof promptAnswerSchema>;
