import { normalize } from 'node:path';
import { z } from 'zod';
import { shaSchema } from '../../contracts/assignment.ts';
import { type Collected, collectWork } from './collect.ts';
import type { AgentSide, Collecting } from './side.ts';

/** What collecting needs of the assignment and of the run, as it goes to the other side and back. */
const taskSchema = z.object({
  assignment: z.custom<Collecting>(),
  folders: z.custom<AgentSide['folders']>(),
});

const collectedSchema = z.strictObject({
  head: shaSchema,
  leftoversCommitted: z.boolean(),
  pack: z.string().nullable(),
  withheld: z
    .strictObject({ why: z.enum(['secret', 'too-large', 'malformed']), detail: z.string() })
    .nullable(),
  remarks: z.array(z.string()),
});

const limitSeconds = 600;

/**
 * `collectWork` as one program of the second user: a dozen git calls cost one boundary instead of a dozen. What it prints
 * is a stranger's word, and read like one.
 */
export const collectApart = async (
  side: AgentSide,
  { assignment, program }: { assignment: Collecting; program: readonly [string, ...string[]] },
): Promise<Collected> => {
  const { base } = assignment;
  const task = { assignment, folders: side.folders };
  const ended = await side.run({
    argv: [...program],
    cwd: side.folders.exchange,
    env: { PATH: side.path ?? '', HOME: side.folders.home, COLLECT: JSON.stringify(task) },
    limitMs: limitSeconds * 1000,
    capBytes: 256 * 1024,
    signal: side.signal,
  });
  const last = ended.output.trim().split('\n').at(-1) ?? '';
  const collected = collectedSchema.safeParse(parse(last));
  if (ended.exitCode === 0 && collected.success && isInside(collected.data.pack, side.folders.exchange))
    return collected.data;
  const detail = ended.timedOut
    ? `What the agent left could not be read within ${limitSeconds} s.`
    : 'What the agent left could not be read.';
  return {
    head: base,
    leftoversCommitted: false,
    pack: null,
    withheld: { why: 'malformed', detail },
    remarks: [],
  };
};

const isInside = (pack: string | null, folder: string): boolean =>
  pack === null || (pack === normalize(pack) && pack.startsWith(`${folder}/`));

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The program itself: collects in this very process, which is the second user's already. */
export const collectHere = async (options: {
  task: string;
  path: string | undefined;
  run: AgentSide['run'];
}): Promise<string> => {
  const { assignment, folders } = taskSchema.parse(JSON.parse(options.task));
  const { signal } = new AbortController();
  const side: AgentSide = { run: options.run, folders, path: options.path, signal };
  return JSON.stringify(await collectWork(side, assignment));
};
