import { z } from 'zod';
import { directionSchema } from './explore.ts';
import { nodeIdSchema, nodeSchema } from './grill.ts';
import { changeIdSchema } from './propose.ts';

/**
 * What people wrote, with who they are: agents are told whose word it is, and what none of ours stands behind.
 * `permission` is the role on the repository when it was said; `none` for strangers.
 */
export const saidSchema = z.strictObject({
  by: z.string(),
  permission: z.enum(['none', 'read', 'triage', 'write', 'maintain', 'admin']),
  /** `ticket`: the ticket's own text; `hint`: of `/explore`; `choice`: why none of the directions; else what it answers. */
  about: z.string(),
  text: z.string(),
});
export type Said = z.infer<typeof saidSchema>;

/** What closed a question. */
export const answeredSchema = z.strictObject({
  /** How: found in the code, an option confirmed, words of a person's own, an assumption nobody objected to. */
  by: z.enum(['code', 'confirmed', 'override', 'accepted']),
  /** Id of the option; null for words of a person's own and assumptions. */
  option: z.string().nullable(),
  /** The answer as it stands in the decision log. */
  text: z.string(),
  /** Person, or `code`. */
  who: z.string(),
});
export type Answered = z.infer<typeof answeredSchema>;

/** A node with its answer, as far as it has one. */
const answeredNodeSchema = z.strictObject({ node: nodeSchema, answered: answeredSchema.nullable() });

/** The branch of the tree that has to be thought through again. */
export const branchSchema = z.strictObject({
  node: nodeIdSchema,
  /** `override`, `object`: the answer is one the tree did not foresee; `think`: the question itself is to be put better. */
  cause: z.enum(['override', 'object', 'think']),
  /** The answer or the hint; may be empty for `think`. */
  text: z.string(),
  by: z.string(),
});
export type Branch = z.infer<typeof branchSchema>;

/** A line of design.md's decision log. */
export const decisionSchema = z.strictObject({
  id: nodeIdSchema,
  question: z.string(),
  answer: z.string(),
  who: z.string(),
  why: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** What every planning assignment carries. */
const briefSchema = z.strictObject({ said: z.array(saidSchema) });

const chosenDirectionSchema = directionSchema.nullable();

export const exploreInputsSchema = z.strictObject({
  ...briefSchema.shape,
  /** Directions shown before, none of which was taken. */
  earlier: z.array(directionSchema),
});
export const grillInputsSchema = z.strictObject({
  ...briefSchema.shape,
  /** null: the ticket itself says what is to be done. */
  direction: chosenDirectionSchema,
  /** Empty the first time. */
  tree: z.array(answeredNodeSchema),
  branch: branchSchema.nullable(),
});
export const proposeInputsSchema = z.strictObject({
  ...briefSchema.shape,
  direction: chosenDirectionSchema,
  decisions: z.array(decisionSchema),
  /** Folder that an earlier attempt chose; null: the agent names it. */
  change: changeIdSchema.nullable(),
});
export const enhanceInputsSchema = z.strictObject({
  change: z.string().min(1),
  /** Default branch's name, for `repos-table`. */
  branch: z.string().min(1),
});
export const promptInputsSchema = briefSchema;
