import { z } from 'zod';
import { answerSchema } from '../../contracts/answer.ts';

/** Text as one string, or as lines (each ends with a newline) where that reads better. */
const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? value : value.map((line) => `${line}\n`).join('')));

const path = z.string().min(1);

/** Shape of `recording.json`: what an agent did in one attempt, step by step, and what it answered. */
export const recordingSchema = z.strictObject({
  steps: z.array(
    z.discriminatedUnion('do', [
      /** `from`: a file beside recording.json. */
      z.strictObject({ do: z.literal('write'), path, from: path }),
      z.strictObject({ do: z.literal('write-text'), path, text }),
      /** `old` must occur exactly once. */
      z.strictObject({ do: z.literal('replace'), path, old: text, new: text }),
      z.strictObject({ do: z.literal('delete'), path }),
      z.strictObject({ do: z.literal('rename'), path, to: path }),
      z.strictObject({ do: z.literal('say'), text }),
      z.strictObject({ do: z.literal('commit'), message: text }),
    ]),
  ),
  answer: answerSchema,
});

/** The same for planning phases: nothing has to be done, and the answer may be any, a wrong one included. */
export const planningRecordingSchema = recordingSchema.extend({
  steps: recordingSchema.shape.steps.default([]),
  answer: z.unknown(),
});
export type RecordedStep = z.infer<typeof recordingSchema>['steps'][number];
