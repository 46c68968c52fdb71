import { z } from 'zod';

/** What a task can name: a path (files, folders, globs), `path:line`, an identifier, a quoted text, a command. */
const claimKinds = ['path', 'line', 'identifier', 'text', 'command'] as const;
export const claimKindSchema = z.enum(claimKinds);
export type ClaimKind = z.infer<typeof claimKindSchema>;

/** `stale` stops a delegation until a person decides; `moved`: in its file, on another line than the task says. */
export const claimVerdicts = ['holds', 'moved', 'stale', 'to be created', 'not run'] as const;
export const claimVerdictSchema = z.enum(claimVerdicts);
export type ClaimVerdict = z.infer<typeof claimVerdictSchema>;

/** Something the dispatched tasks name, and what was found of it at the base commit. */
export const claimSchema = z.strictObject({
  kind: claimKindSchema,
  /** As the task has it, without its marks. */
  text: z.string().min(1),
  /** Where it is named: tasks.md, the 1-based line in it, and the task. */
  source: z.strictObject({ path: z.string(), line: z.int().min(1), task: z.string() }),
  verdict: claimVerdictSchema,
  /** A sentence for a person. */
  detail: z.string(),
  /** Nearest thing that is there, or `path:line` of what moved; null where nothing is near. */
  nearest: z.string().nullable(),
});
export type Claim = z.infer<typeof claimSchema>;
