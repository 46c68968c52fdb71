import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { prefixed, rootEnvironment, systemPath } from './as-root.ts';
import type { UserAndPid } from './types.ts';

/** The boundary could not be set up, so nothing was run. */
export class BoundaryFailed extends Error {
  override readonly name = 'BoundaryFailed';
  readonly why: string;

  constructor(why: string) {
    super(`The boundary could not be set up, so nothing was run: ${why}`);
    this.why = why;
  }
}

/** Namespaces that wait for a program. They hang on a pipe of ours: when this process ends, so do they. */
export interface Room {
  /** Their first process, as the host counts. */
  id: number;
  /** Asks everything inside to end. */
  ask(): void;
  /** Ends everything inside; resolves once nothing of it lives. */
  close(): Promise<void>;
}

/** Milliseconds for what takes a fifth of a second. */
const patience = 30_000;

/** Builds the namespaces with `enterScript`; `args` are the script's own after the search path. */
export const openRoom = async (
  isolation: UserAndPid,
  options: { script: string; args: string[]; signal: AbortSignal },
): Promise<Room> => {
  const namespaces = ['--pid', '--mount', '--ipc', '--fork', '--kill-child', '--'];
  const script = ['/bin/sh', options.script, systemPath, ...options.args];
  const { file, args } = prefixed(isolation, ['unshare', ...namespaces, ...script]);
  const child = spawn(file, args, {
    cwd: '/',
    env: rootEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // It may be gone before it is asked.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const room = roomOf(child, { isolation, ended });
  try {
    return { ...room, id: await readiness(child, options.signal) };
  } catch (error) {
    await room.kill();
    throw error;
  }
};

const readiness = (child: ChildProcess, signal: AbortSignal): Promise<number> =>
  new Promise((resolve, reject) => {
    let said = '';
    let complaint = '';
    const fail = (why: string): void => reject(new BoundaryFailed(why));
    const timer = setTimeout(() => fail(`no answer within ${patience / 1000} s`), patience);
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      const id = /^ready (\d+)\n/.exec(said)?.[1];
      if (id === undefined) return;
      settle();
      resolve(Number(id));
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString('utf8');
    });
    child.once('error', (error) => {
      settle();
      fail(error.message);
    });
    child.once('close', (code) => {
      settle();
      fail(complaint.trim().split('\n').at(-1) || `it ended with ${code}`);
    });
  });

const roomOf = (
  child: ChildProcess,
  { isolation, ended }: { isolation: UserAndPid; ended: Promise<void> },
) => {
  const group = child.pid;
  const kill = async (): Promise<void> => {
    child.stdin?.destroy();
    if (group !== undefined && child.exitCode === null) killGroup(isolation, group);
    await endedWithin(ended, 10_000);
  };
  return {
    kill,
    ask: (): void => {
      child.stdin?.write('end\n');
    },
    close: async (): Promise<void> => {
      child.stdin?.end();
      if (await endedWithin(ended, 10_000)) return;
      await kill();
      if (child.exitCode === null && child.signalCode === null)
        throw new Error('Processes of the second user could not be ended: look for them on the runner.');
    },
  };
};

const endedWithin = async (ended: Promise<void>, milliseconds: number): Promise<boolean> => {
  const late = new AbortController();
  const over = await Promise.race([
    ended.then(() => true),
    wait(milliseconds, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  return over;
};

/** Our own group of processes; under sudo they are root's, and only root may end them. */
const killGroup = (isolation: UserAndPid, group: number): void => {
  const kill = ['-c', 'kill -KILL -- "-$1"', 'sh', String(group)];
  const { file, args } = prefixed(isolation, ['/bin/sh', ...kill]);
  spawn(file, args, { env: rootEnvironment, stdio: 'ignore' }).on('error', () => {});
};
