import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { answerSchema } from '../contracts/answer.ts';
import { redact } from './redact.ts';

const maxAnswerBytes = 256 * 1024;

/** What the agent left in its answer file. `bytes` are kept as they are, valid or not. */
export type ReadAnswer =
  | { state: 'done' | 'blocked'; bytes: Buffer }
  | { state: 'invalid'; bytes: Buffer; problem: string }
  | { state: 'missing'; problem: string };

/** `token`: the run's own. An answer is published as it is or not at all. */
export const readAnswer = async (path: string, token: string): Promise<ReadAnswer> => {
  const bytes = await readRegularFile(path);
  if (typeof bytes === 'string') return { state: 'missing', problem: bytes };
  const text = bytes.toString('utf8');
  if (redact(token)(text) !== text) {
    return { state: 'missing', problem: "The answer held the run's token and is not published." };
  }
  const json = parse(text);
  if (json === undefined) return { state: 'invalid', bytes, problem: 'The answer is not JSON.' };
  const parsed = answerSchema.safeParse(json);
  if (parsed.success) return { state: parsed.data.status === 'DONE' ? 'done' : 'blocked', bytes };
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'it';
  return {
    state: 'invalid',
    bytes,
    problem: `The answer breaks its contract: ${where}: ${issue?.message ?? ''}`,
  };
};

/** Never follows a link and never waits on a pipe: the path is the agent's to fill with anything. */
const readRegularFile = async (path: string): Promise<Buffer | string> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => null);
  if (!file) return 'The agent wrote no answer.';
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return 'The answer is not a regular file.';
    if (stat.size > maxAnswerBytes) return `The answer is larger than ${maxAnswerBytes / 1024} KiB.`;
    return await file.readFile();
  } finally {
    await file.close();
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
