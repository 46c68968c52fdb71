import { z } from 'zod';

const toolCall = { /** Tool as the agent names it. */ tool: z.string(), detail: z.string() };

/**
 * One thing an agent did, in the form common to all of them: one line of `transcript.jsonl` in the evidence.
 * Texts are cut, and say so.
 */
export const transcriptEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    session: z.string().nullable(),
    model: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('said'), text: z.string() }),
  /** A tool that ran; `ok` is what the tool said of itself. */
  z.strictObject({
    kind: z.literal('called'),
    tool: z.string(),
    input: z.string(),
    output: z.string(),
    ok: z.boolean(),
  }),
  /** A tool that was not allowed to run, or not there. */
  z.strictObject({ kind: z.literal('denied'), ...toolCall }),
  /** A call that no tool could make sense of: unknown name, arguments that are no JSON. */
  z.strictObject({ kind: z.literal('invalid'), ...toolCall }),
  /** One answer of the model is complete. */
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('problem'), detail: z.string() }),
  /** Its own last word: nothing but this is a good end. */
  z.strictObject({ kind: z.literal('ended'), how: z.enum(['completed', 'failed']), detail: z.string() }),
  /** A line that is none of the agent's events, e.g. of its error output. */
  z.strictObject({ kind: z.literal('printed'), text: z.string() }),
]);
export type TranscriptEntry = z.infer<typeof transcriptEntrySchema>;
