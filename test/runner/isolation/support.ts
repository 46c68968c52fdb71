import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { ProgramEnded, ProgramRequest } from '../../../src/ports/agent.ts';
import {
  createRunProgram,
  findIsolation,
  type Isolation,
  lend,
  reclaim,
  type UserAndPid,
} from '../../../src/runner/isolation/isolation.ts';

export const without: Isolation = { kind: 'none', gap: 'not wanted in this test' };

/** A folder of the test's own whose names a careless script would trip over. */
export const makeBase = (parent = tmpdir()): string => mkdtempSync(join(parent, "it's a \\n"));

const scratches: string[] = [];
afterAll(() => {
  for (const folder of scratches) rmSync(folder, { recursive: true, force: true });
});

/** Folder for the boundary's own files; gone when the tests are over. */
export const makeScratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'scratch-'));
  scratches.push(folder);
  return join(folder, 'own');
};

/** The real thing where this machine has it; an ordinary user without sudo tests what is said then. */
export const findReal = async (seed: string): Promise<Isolation> =>
  findIsolation({
    path: process.env.PATH,
    scratch: makeScratch(),
    seed: `${process.pid}/${seed}`,
  });

export const isReal = (isolation: Isolation): isolation is UserAndPid => isolation.kind === 'user+pid';

export interface Place {
  base: string;
  /** Lent to the program. */
  own: string;
  run(script: string, options?: Partial<ProgramRequest> & Options): Promise<ProgramEnded>;
  /** What it printed. */
  say(script: string, options?: Partial<ProgramRequest> & Options): Promise<string>;
  remove(): Promise<void>;
}

interface Options {
  readable?: string[];
  hidden?: string[];
  processes?: number;
  /** Arguments of the script. */
  args?: string[];
}

/** A base with one lent folder, and shell scripts that run in it. */
export const makePlace = async (isolation: Isolation, base = makeBase()): Promise<Place> => {
  const own = join(base, 'own');
  mkdirSync(own);
  await lend(isolation, [own]);
  const run: Place['run'] = (script, options = {}) => {
    const { readable = [], hidden, processes, args = [], ...request } = options;
    const limits = { ...(hidden ? { hidden } : {}), ...(processes ? { processes } : {}) };
    return createRunProgram({ isolation, writable: [own], readable, ...limits })({
      argv: ['/bin/sh', '-c', script, 'sh', ...args],
      cwd: own,
      env: { PATH: process.env.PATH ?? '', HOME: own },
      limitMs: 15_000,
      capBytes: 1_000_000,
      signal: new AbortController().signal,
      ...request,
    });
  };
  return {
    base,
    own,
    run,
    say: async (script, options) => (await run(script, options)).output,
    remove: async () => {
      await reclaim(isolation, [own]);
      rmSync(base, { recursive: true, force: true });
    },
  };
};
