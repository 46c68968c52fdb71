import { z } from 'zod';
import { blockedAnswerSchema, prose } from './pointer.ts';

const line = (most: number) => prose(most).refine((text) => !/[\r\n]/.test(text), 'must be one line');
const taskId = z.string().regex(/^\d+(?:\.\d+)+$/, 'must be the number of a task, such as `2.3`');

/** What is added to tasks.md, block by block; Throughline writes the blocks, so that no other byte changes. */
export const enhancementSchema = z.strictObject({
  status: z.literal('ENHANCED'),
  /** `phase-summary:N` of each section. */
  sections: z
    .array(
      z.strictObject({
        number: z.string().regex(/^\d+$/),
        goal: line(400),
        input: line(400),
        output: line(400),
        validation: line(400),
      }),
    )
    .min(1)
    .max(60),
  /** `tdd:N.M` of the tasks that can be tested. */
  tasks: z
    .array(
      z.strictObject({
        id: taskId,
        input: line(400),
        expectedOutput: line(400),
        validation: line(400),
        note: line(400).nullable(),
        /** `TC1`, `TC2`, … in this order. */
        cases: z.array(line(400)).min(1).max(20),
      }),
    )
    .max(200),
  /** `repos-table`. */
  repos: z
    .array(z.strictObject({ repo: line(140), path: line(200), branch: line(200), role: line(200) }))
    .min(1)
    .max(20),
  /** `cross-repo-block:N.M` of tasks that belong into another repository. */
  crossRepo: z
    .array(z.strictObject({ id: taskId, targetRepo: line(140), why: line(400), doneRef: line(200) }))
    .max(40),
});
export type Enhancement = z.infer<typeof enhancementSchema>;

/** Answer of assignment `enhance`. */
export const enhanceAnswerSchema = z.discriminatedUnion('status', [enhancementSchema, blockedAnswerSchema]);
export type EnhanceAnswer = z.infer<typeof enhanceAnswerSchema>;
