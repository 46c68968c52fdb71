import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProgramEnded, ProgramRequest, RunProgram } from '../ports/agent.ts';
import { createCapture } from './capture.ts';
import { endTree, markVariable } from './process-tree.ts';

/** Runs a program with this process's own rights. */
export const runProgram: RunProgram = async (request) => {
  request.signal.throwIfAborted();
  const mark = randomUUID();
  const child = start(request, mark);
  return followProgram(child, request, async () => {
    if (child.pid !== undefined) await endTree({ group: child.pid, mark });
  });
};

/**
 * Waits for the program's end, its limit or its cancellation, has everything it started ended, and tells what came
 * out. The output is what the child writes to its stdout.
 */
export const followProgram = async (
  child: ChildProcess,
  request: ProgramRequest,
  endAll: (end: End) => Promise<void>,
): Promise<ProgramEnded> => {
  const started = performance.now();
  const capture = createCapture(request.capBytes);
  child.stdout?.on('data', (chunk: Buffer) => {
    capture.add(chunk);
    request.onOutput?.(chunk);
  });
  const end = await endOf(child, request);
  await endAll(end);
  await drained(child);
  if (end.by === 'cancelled') throw request.signal.reason;
  return result(end, { started, output: capture.text() });
};

/** One pipe for both outputs keeps their order; a group of its own makes the program reachable as a whole. */
const start = (request: ProgramRequest, mark: string): ChildProcess =>
  spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...request.argv], {
    cwd: request.cwd,
    env: { ...request.env, [markVariable]: mark },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });

export type End =
  | { by: 'itself'; exitCode: number | null }
  | { by: 'limit' }
  | { by: 'cancelled' }
  | { by: 'no-start'; problem: string };

/** Waits for the exit, not for the pipe: a background process may hold the pipe open for ever. */
const endOf = (child: ChildProcess, request: ProgramRequest): Promise<End> =>
  new Promise((resolve) => {
    const settle = (end: End): void => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', onAbort);
      resolve(end);
    };
    const onAbort = (): void => settle({ by: 'cancelled' });
    const timer = setTimeout(() => settle({ by: 'limit' }), request.limitMs);
    request.signal.addEventListener('abort', onAbort, { once: true });
    child.once('exit', (exitCode) => settle({ by: 'itself', exitCode }));
    child.once('error', (error) => settle({ by: 'no-start', problem: error.message }));
  });

/** Everything is dead now, so the pipe ends by itself; the limit is for a holder that escaped. */
const drained = async (child: ChildProcess): Promise<void> => {
  const stdout = child.stdout;
  if (!stdout || stdout.readableEnded || stdout.destroyed) return;
  const closed = new Promise((resolve) => stdout.once('close', resolve));
  await Promise.race([closed, wait(1000, undefined, { ref: false })]);
  stdout.destroy();
};

const result = (end: End, rest: { started: number; output: string }): ProgramEnded => {
  const durationMs = Math.round(performance.now() - rest.started);
  const exitCode = end.by === 'itself' ? end.exitCode : end.by === 'no-start' ? 127 : null;
  const output = end.by === 'no-start' ? `${rest.output}${end.problem}\n` : rest.output;
  return { exitCode, timedOut: end.by === 'limit', durationMs, output };
};
