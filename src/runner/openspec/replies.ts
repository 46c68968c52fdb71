import { z } from 'zod';
import type { ProgramEnded } from '../../ports/agent.ts';
import { openspecSeconds } from './program.ts';

const statusSchema = z.array(z.looseObject({ message: z.string(), fix: z.string().optional() })).default([]);

const validatedSchema = z.looseObject({
  items: z
    .array(
      z.looseObject({
        id: z.string(),
        type: z.string(),
        valid: z.boolean(),
        issues: z.array(z.looseObject({ level: z.string(), path: z.string(), message: z.string() })),
      }),
    )
    .optional(),
  status: statusSchema,
});

const archivedSchema = z.looseObject({
  archive: z.looseObject({ archivedAs: z.string() }).nullable().default(null),
  status: statusSchema,
});

export interface Problem {
  /** Change or spec it is about; empty where it is about none. */
  id: string;
  text: string;
}

/**
 * What `validate --json` found wrong; empty when all is valid. What cannot be read, or says nothing of the `change` it was
 * asked for, is not valid.
 */
export const readValidate = (ended: ProgramEnded, change?: string): Problem[] => {
  const reply = validatedSchema.safeParse(documentIn(ended.output));
  if (!reply.success || ended.timedOut) return [{ id: '', text: unread(ended) }];
  const { items = [], status } = reply.data;
  const told =
    change === undefined
      ? reply.data.items !== undefined
      : items.some(({ id, type }) => id === change && type === 'change');
  const broken = items.filter((item) => !item.valid);
  const problems = [
    ...status.map(({ message }) => ({ id: '', text: message })),
    ...broken.flatMap(({ id, issues }) =>
      issues
        .filter(({ level }) => level !== 'INFO')
        .map(({ path, message }) => ({ id, text: `${path}: ${message}` })),
    ),
  ];
  const silent = problems.length === 0 && (!told || broken.length > 0 || ended.exitCode !== 0);
  return silent ? [{ id: '', text: unread(ended) }] : problems;
};

/** The name it was archived under, or why it was not. */
export const readArchive = (ended: ProgramEnded): { archivedAs: string } | { problem: string } => {
  const reply = archivedSchema.safeParse(documentIn(ended.output));
  if (!reply.success) return { problem: unread(ended) };
  const { archive, status } = reply.data;
  if (archive && ended.exitCode === 0 && !ended.timedOut) return { archivedAs: archive.archivedAs };
  return { problem: status.map(({ message }) => message).join(' ') || unread(ended) };
};

/** Both outputs come in one stream; the document is what stands between the first and the last brace that begin a line. */
const documentIn = (output: string): unknown => {
  const start = output.startsWith('{') ? 0 : output.indexOf('\n{') + 1;
  try {
    return JSON.parse(output.slice(start, output.lastIndexOf('\n}') + 2));
  } catch {
    return null;
  }
};

const unread = ({ timedOut, exitCode, output }: ProgramEnded): string => {
  if (timedOut) return `OpenSpec did not end within ${openspecSeconds} s.`;
  const said = output.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
  return `OpenSpec ended with ${exitCode ?? 'a signal'} and gave no result${said === '' ? '' : `: ${said}`}.`;
};
