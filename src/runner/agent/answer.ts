import type { z } from 'zod';
import { scanText } from '../../secrets/scan.ts';
import type { KnownSecrets } from '../secrets/known.ts';
import { readForeign } from './read-foreign.ts';

const maxAnswerBytes = 256 * 1024;

/** What the agent left in its answer file. `bytes` are kept as they are, valid or not. */
export type ReadAnswer =
  | { state: 'done' | 'blocked'; bytes: Buffer; value: unknown; status: string }
  /** `value` is undefined where it is not JSON. */
  | { state: 'invalid'; bytes: Buffer; value: unknown; problem: string }
  | { state: 'missing'; problem: string };

const unreadable = {
  missing: 'The agent wrote no answer.',
  irregular: 'The answer is not a regular file.',
  'too-large': `The answer is larger than ${maxAnswerBytes / 1024} KiB.`,
};

export interface AnswerOptions {
  /** Contract of the answer. */
  schema: z.ZodType<{ status: string }>;
  known: KnownSecrets;
  /** An answer that was said, not written; it counts where there is no file. */
  lastWords: string | null;
}

/** An answer is published as it is or not at all. */
export const readAnswer = async (path: string, options: AnswerOptions): Promise<ReadAnswer> => {
  const file = await readForeign(path, maxAnswerBytes);
  if (file.state === 'read') return judge(file.bytes, options);
  if (file.state === 'missing' && options.lastWords !== null) {
    const said = Buffer.from(options.lastWords);
    if (said.length <= maxAnswerBytes) return judge(said, options);
    return { state: 'missing', problem: unreadable['too-large'] };
  }
  return { state: 'missing', problem: unreadable[file.state] };
};

const judge = async (bytes: Buffer, { known, schema }: AnswerOptions): Promise<ReadAnswer> => {
  const text = decode(bytes);
  if (known.foundIn(bytes) || (await scanText(text ?? '')).length > 0)
    return {
      state: 'missing',
      problem: 'The answer held what looks like a credential and is not published.',
    };
  const value = text === null ? undefined : parse(text);
  if (value === undefined)
    return { state: 'invalid', bytes, value, problem: 'The answer is not JSON in UTF-8.' };
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    const { status } = parsed.data;
    return { state: status === 'BLOCKED' ? 'blocked' : 'done', bytes, value, status };
  }
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'it';
  return {
    state: 'invalid',
    bytes,
    value,
    problem: `The answer breaks its contract: ${where}: ${issue?.message ?? ''}`,
  };
};

const decode = (bytes: Buffer): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
