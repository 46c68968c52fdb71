import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Assignment, sessionName } from '../../contracts/assignment.ts';
import { removeFolder } from '../remove.ts';
import { endSession } from './tmux.ts';

export interface SweepOptions {
  workDir: string;
  assignment: Assignment;
  /** Assignments of this repository whose worktrees stay. */
  keep: string[];
  path?: string | undefined;
  log: (line: string) => void;
}

/** Where a run notes that it goes on (its process id) or when it ended; the next one reads it. */
export const stateFile = 'state.json';

const stateSchema = z.object({ pid: z.int(), ended: z.iso.datetime().nullable() });
const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Removes what earlier runs left and nobody needs: not on the App's list, or older than the configuration keeps it. */
export const sweepKept = async (options: SweepOptions): Promise<void> => {
  const { workDir, assignment, keep, log, path } = options;
  for (const id of await readdir(workDir).catch(() => [])) {
    if (!idPattern.test(id) || id === assignment.id) continue;
    const age = await hoursSinceEnd(join(workDir, id));
    if (age === 'going-on') continue;
    if (keep.includes(id) && age < assignment.runner.keepHours) continue;
    await endSession(sessionName(id), path);
    await removeFolder(join(workDir, id));
    log(`swept the worktree of assignment ${id}`);
  }
};

/** A run that never noted its end was killed: its process says whether it goes on. */
const hoursSinceEnd = async (root: string): Promise<number | 'going-on'> => {
  const text = await readFile(join(root, 'own', stateFile), 'utf8').catch(() => 'null');
  const state = stateSchema.safeParse(parse(text));
  if (!state.success) return Number.POSITIVE_INFINITY;
  if (state.data.ended !== null) return (Date.now() - Date.parse(state.data.ended)) / 3_600_000;
  return isAlive(state.data.pid) ? 'going-on' : Number.POSITIVE_INFINITY;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
