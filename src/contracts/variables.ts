import { z } from 'zod';

/** Name of an environment variable that an agent past the gateway is given. */
export const variableNameSchema = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, 'is no name of a variable: capitals, digits and `_`, no digit first');

/** How a program is found, loaded and called, and what git and this runner tell it. */
const reserved =
  /^(?:PATH|HOME|NODE_OPTIONS|PROMPT_FILE|ANSWER_FILE|ANSWER_SCHEMA|ACCESS|LD_.*|GIT_.*|THROUGHLINE_.*)$/;

/** What stands against a name, as the end of a sentence; null when nothing does. */
export const variableProblem = (name: string): string | null => {
  const read = variableNameSchema.safeParse(name);
  if (!read.success) return read.error.issues[0]?.message ?? 'is no name of a variable';
  return reserved.test(name) ? 'is set by the run itself and cannot be set here: leave it out' : null;
};

/** Variable that carries a provider's key where the configuration names none: `OPENAI_API_KEY`. */
export const usualVariable = (provider: string): string =>
  `${provider.toUpperCase().replaceAll('-', '_')}_API_KEY`;
