import type { ProgramEnded, RunProgram } from '../../ports/agent.ts';
import { scrubbedEnvironment } from '../environment.ts';

/** OpenSpec's own CLI, as the composition root has it. */
export interface OpenspecProgram {
  /** Program and first arguments; a command's own come after them. */
  argv: readonly [string, ...string[]];
  /** Folder of all that belongs to it; it has to be readable for the second user. */
  folder: string;
}

export interface OpenspecPlace {
  program: OpenspecProgram;
  run: RunProgram;
  /** Empty folder; keeps what the CLI notes of itself. */
  home: string;
  /** Search path. */
  path: string | undefined;
  signal: AbortSignal;
}

/** Nothing is sent, looked up, installed or asked. */
const quiet = {
  OPENSPEC_TELEMETRY: '0',
  DO_NOT_TRACK: '1',
  OPENSPEC_NO_UPDATE_CHECK: '1',
  OPENSPEC_NO_COMPLETIONS: '1',
  CI: 'true',
  NO_COLOR: '1',
};

export const openspecSeconds = 60;

/** Runs one command of the CLI in `cwd`. What it reads was written by an agent: it may print and take anything. */
export const runOpenspec = (place: OpenspecPlace, cwd: string, args: string[]): Promise<ProgramEnded> =>
  place.run({
    argv: [...place.program.argv, ...args],
    cwd,
    env: { ...scrubbedEnvironment({ path: place.path, home: place.home, temporary: place.home }), ...quiet },
    limitMs: openspecSeconds * 1000,
    capBytes: 4 * 1024 * 1024,
    signal: place.signal,
  });
