import { z } from 'zod';
import { blockedAnswerSchema, pointerSchema, prose } from './pointer.ts';

const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Words in kebab-case, such as `duplicate-anchors`: stands in comments, in commands and in design.md. */
export const nodeIdSchema = z.string().max(48).regex(idPattern, 'must be words in kebab-case');

export const optionSchema = z.strictObject({
  /** A word or two in kebab-case, unique within its question. */
  id: z.string().max(32).regex(idPattern, 'must be words in kebab-case'),
  text: prose(300),
});
export type Option = z.infer<typeof optionSchema>;

const common = {
  id: nodeIdSchema,
  /** Node whose answer raises this one; null at the root. */
  parent: nodeIdSchema.nullable(),
  /** The parent's option under which alone it arises; null: whatever the parent's answer is. */
  opens: z.string().max(32).nullable(),
  /** Why the answer matters: what goes wrong without it. */
  why: prose(600),
  /** One line. */
  justification: prose(300).refine((text) => !/[\r\n]/.test(text), 'must be one line'),
  evidence: z.array(pointerSchema).max(10),
};

const asked = {
  kind: z.literal('question'),
  ...common,
  /** Exactly one question. */
  question: prose(500),
  options: z.array(optionSchema).min(2).max(6),
  /** Id of the option the agent recommends. */
  recommended: z.string().max(32),
};

export const questionSchema = z.strictObject({
  ...asked,
  /** `code`: what stands in `evidence` answers it, and the answer is `recommended`; `person`: somebody has to be asked. */
  resolvedBy: z.enum(['code', 'person']),
});

/** Something taken for granted, said aloud so that people can object. */
export const assumptionSchema = z.strictObject({
  kind: z.literal('assumption'),
  ...common,
  /** What is assumed, as a statement. */
  assumes: prose(500),
});

export const nodeSchema = z.discriminatedUnion('kind', [questionSchema, assumptionSchema]);
export type GrillNode = z.infer<typeof nodeSchema>;
export type Question = z.infer<typeof questionSchema>;
export type Assumption = z.infer<typeof assumptionSchema>;

/** Answer of assignment `grill`: the whole tree the first time, one branch of it afterwards. */
export const grillAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('GRILLED'), nodes: z.array(nodeSchema).max(60) }),
  blockedAnswerSchema,
]);
export type GrillAnswer = z.infer<typeof grillAnswerSchema>;
export type Grilled = Extract<GrillAnswer, { status: 'GRILLED' }>;
