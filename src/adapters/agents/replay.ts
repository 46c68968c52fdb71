import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { Agent, RunProgram } from '../../ports/agent.ts';
import { gitEnvironment } from '../git/environment.ts';
import { git } from '../git/process.ts';
import { createProgramAgent } from './program-agent.ts';
import { planningRecordingSchema, type RecordedStep, recordingSchema } from './recording.ts';

export interface ReplayOptions {
  /** Runs `playRecording` with what stands in its environment. */
  program: readonly [string, ...string[]];
  /** Sections as the code branch writes them, e.g. `5-7`; or the name of a planning phase. */
  part: string;
  attempt: number;
  /** For planning phases, from 1: how often the agent is asked within this attempt. */
  turn: number | null;
  run: RunProgram;
}

/** A model that was recorded: the edits really happen, the commits are real, only the thinking is a file. A program like any other agent. */
export const createReplayAgent = ({ program, part, attempt, turn, run }: ReplayOptions): Agent =>
  createProgramAgent({
    run,
    program: (request) => ({
      argv: [...program],
      env: {
        ...request.env,
        ANSWER_FILE: request.answerPath,
        REPLAY: join(part, String(attempt)),
        ...(turn === null ? {} : { REPLAY_TURN: String(turn) }),
      },
    }),
  });

const playedSchema = z.object({
  PATH: z.string(),
  ANSWER_FILE: z.string(),
  REPLAY: z.string(),
  REPLAY_TURN: z.coerce.number().int().min(1).optional(),
});

/** Where one recording is played. */
interface Place {
  worktree: string;
  folder: string;
  path: string;
}

/**
 * Does what was recorded, in the current directory. Gives the exit code. Where it looks:
 * - for a delegation in `<recordings>/<sections>/<attempt>/recording.json`;
 * - for a planning phase in `<recordings>/<phase>/<attempt>/<turn>/recording.json` (`explore/1/1`, `propose/1/2`), and for turn 1
 *   also in `<recordings>/<phase>/<attempt>/recording.json`, which is enough where the first answer is good. Attempts count
 *   within the phase: `grill/2` is the second `grill` of the ticket, a branch. Files that steps name lie beside recording.json.
 */
export const playRecording = async (options: {
  recordings: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
}): Promise<number> => {
  try {
    const { PATH, ANSWER_FILE, REPLAY, REPLAY_TURN } = playedSchema.parse(options.env);
    const { folder, recording } = await find(join(options.recordings, REPLAY), REPLAY_TURN ?? null);
    const place: Place = { worktree: options.cwd, folder, path: PATH };
    for (const step of recording.steps) options.print(await perform(step, place));
    await writeFile(ANSWER_FILE, `${JSON.stringify(recording.answer, null, 2)}\n`);
    return 0;
  } catch (error) {
    options.print(error instanceof Error ? error.message : String(error));
    return 1;
  }
};

const find = async (attempt: string, turn: number | null) => {
  const places = turn === null ? [attempt] : [join(attempt, String(turn)), ...(turn === 1 ? [attempt] : [])];
  for (const folder of places) {
    const bytes = await readFile(join(folder, 'recording.json'), 'utf8').catch(() => null);
    if (bytes === null) continue;
    const schema = turn === null ? recordingSchema : planningRecordingSchema;
    return { folder, recording: schema.parse(JSON.parse(bytes)) };
  }
  const expected = places.map((folder) => `${folder}/recording.json`).join(' or ');
  throw new Error(
    turn === null
      ? `Nothing is recorded for these sections and this attempt: expected ${expected}.`
      : `Nothing is recorded for this phase, attempt and turn: expected ${expected}.`,
  );
};

const perform = async (step: RecordedStep, place: Place): Promise<string> => {
  switch (step.do) {
    case 'write':
      await put(place, step.path, await readFile(inside(place.folder, step.from)));
      return `write ${step.path}`;
    case 'write-text':
      await put(place, step.path, step.text);
      return `write ${step.path}`;
    case 'replace':
      await replace(place, step);
      return `edit ${step.path}`;
    case 'delete':
      await rm(await existing(place, step.path));
      return `delete ${step.path}`;
    case 'rename': {
      const from = await existing(place, step.path);
      const to = inside(place.worktree, step.to);
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
      return `rename ${step.path} to ${step.to}`;
    }
    case 'say':
      return step.text.trimEnd();
    case 'commit':
      await commit(place, step.message);
      return `commit ${step.message.split('\n')[0] ?? ''}`;
  }
};

const put = async (place: Place, path: string, content: string | Uint8Array): Promise<void> => {
  const target = inside(place.worktree, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, content);
};

const replace = async (place: Place, step: { path: string; old: string; new: string }): Promise<void> => {
  const target = await existing(place, step.path);
  const before = await readFile(target, 'utf8');
  const at = before.indexOf(step.old);
  if (at < 0) throw new Error(`${step.path} does not hold the text to be replaced:\n${step.old}`);
  if (before.indexOf(step.old, at + 1) >= 0) {
    throw new Error(`${step.path} holds the text to be replaced more than once:\n${step.old}`);
  }
  await writeFile(target, before.slice(0, at) + step.new + before.slice(at + step.old.length));
};

const commit = async ({ worktree, path }: Place, message: string): Promise<void> => {
  const call = { cwd: worktree, env: gitEnvironment({ path }) };
  await git({ ...call, args: ['add', '--all'] });
  await git({ ...call, args: ['commit', '--quiet', '--no-verify', '--file=-'], input: message });
};

const existing = async (place: Place, path: string): Promise<string> => {
  const target = inside(place.worktree, path);
  const found = await lstat(target).catch(() => null);
  if (!found?.isFile()) throw new Error(`${path} is not a file of the worktree.`);
  return target;
};

/** A recording is data: its paths may not lead out of the folder they belong to. */
const inside = (folder: string, path: string): string => {
  const target = resolve(folder, path);
  const way = relative(folder, target);
  if (way === '' || way === '..' || way.startsWith(`..${sep}`))
    throw new Error(`${path} is not inside ${folder}.`);
  return target;
};
