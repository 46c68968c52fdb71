import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { endTree, killTree } from './process-tree.ts';

/** Longer lines are cut: nobody reads them, and they would be held whole. */
const longestLine = 256 * 1024;
/** Less than what was read, so that no mask is cut in two. */
const shownOfLong = longestLine - 16 * 1024;
/** A process left behind may hold the pipes: its output is waited for this long. */
const drainMs = 1_000;

/** Leaders of the sessions that run; nothing of the sandbox outlives it. */
const live = new Set<number>();
process.once('exit', () => {
  for (const pid of live) killTree(pid);
});

function readLines(stream: Readable, onLine: (line: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let cut = false;
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!cut) onLine(line.replace(/\r$/, ''));
      cut = false;
    }
    if (rest.length > longestLine) {
      if (!cut) onLine(`${rest.slice(0, shownOfLong)} … (the rest of this line is cut)`);
      cut = true;
      rest = '';
    }
  };
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
  return () => {
    take(decoder.end());
    if (rest !== '' && !cut) onLine(rest);
    rest = '';
  };
}

export interface ProcessOptions {
  file: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  signal: AbortSignal;
  graceMs: number;
  onLine: (line: string) => void;
}

/**
 * Runs a process as the leader of a session of its own, without input. Gives its exit code, null when a signal ended it;
 * throws when it cannot be started. Once `signal` is aborted it is ended with all that it started.
 */
export async function runProcess(options: ProcessOptions): Promise<number | null> {
  const { signal, graceMs } = options;
  const child = spawn(options.file, options.args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  const flushes = [readLines(child.stdout, options.onLine), readLines(child.stderr, options.onLine)];
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (pid === undefined) return exited;
  live.add(pid);
  let ending: Promise<void> = Promise.resolve();
  const end = (): void => {
    ending = endTree(pid, graceMs);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  try {
    const code = await exited;
    await ending;
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
    return code;
  } finally {
    signal.removeEventListener('abort', end);
    live.delete(pid);
    for (const flush of flushes) flush();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}
