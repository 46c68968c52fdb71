import { z } from 'zod';

/** Parts of a message: a text, or a list of parts of which some have one. */
export const contentSchema = z
  .union([z.string(), z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() }))])
  .nullish();
type Content = z.infer<typeof contentSchema>;

export const textsOf = (content: Content): string[] => {
  if (typeof content === 'string') return [content];
  return (content ?? []).flatMap(({ text }) => (text === undefined ? [] : [text]));
};

export const modelFields = { model: z.string().default(''), stream: z.boolean().default(false) };

/** Roles whose texts come from people and programs rather than from the model or its tools. */
export const isTold = (role: string | undefined): boolean =>
  role === 'user' || role === 'system' || role === 'developer';
