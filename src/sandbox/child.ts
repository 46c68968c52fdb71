import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export interface Child {
  process: ChildProcess;
  /** Resolves with the exit code; null when a signal ended it. */
  exited: Promise<number | null>;
}

/** Starts one of our own TypeScript entries as a process of its own. */
export const startChild = (options: {
  /** Relative to `src/`. */
  entry: string;
  env: Record<string, string | undefined>;
  cwd: string;
  onLine: (line: string) => void;
  logFile?: string;
}): Child => {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), source(options.entry)], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const file = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : null;
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      file?.write(`${line}\n`);
      options.onLine(line);
    });
  // nothing of the sandbox outlives it
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', kill);
      file?.end();
      resolve(code);
    });
  });
  return { process: child, exited };
};
