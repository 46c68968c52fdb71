import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child {
  pid: number;
  /** Its next line. */
  line: () => Promise<Record<string, unknown>>;
  send: (line: string) => void;
  /** SIGKILL; resolves when it is gone. */
  kill: () => Promise<void>;
  /** Waits for its own end. */
  ended: () => Promise<void>;
  /** Lines written and not asked for, up to its end. */
  rest: () => Promise<Record<string, unknown>[]>;
}

const script = fileURLToPath(new URL('child.ts', import.meta.url));

const gone = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

export const startChild = (...args: string[]): Child => {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown> | null> => {
    const { value, done } = await lines.next();
    return done ? null : JSON.parse(String(value));
  };
  return {
    pid: child.pid ?? 0,
    line: async () => (await next()) ?? { ended: true },
    send: (line) => void child.stdin.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await gone(child);
    },
    ended: async () => {
      child.stdin.end();
      await gone(child);
    },
    rest: async () => {
      const all: Record<string, unknown>[] = [];
      for (let line = await next(); line !== null; line = await next()) all.push(line);
      return all;
    },
  };
};
