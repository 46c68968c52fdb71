import { z } from 'zod';

/**
 * What a delegate writes to `ANSWER_FILE` (JSON). Further keys are kept, not judged.
 * `files` are repository-relative paths of every file it changed.
 */
export const answerSchema = z.looseObject({
  status: z.enum(['DONE', 'BLOCKED']),
  summary: z.string().min(1),
  files: z.array(z.string()),
  verification: z.array(z.looseObject({ command: z.string(), passed: z.boolean() })),
  notes: z.string(),
});
export type Answer = z.infer<typeof answerSchema>;
