import { spawn } from 'node:child_process';
import { GitFailure } from './process.ts';

export interface GitObject {
  type: string;
  bytes: Buffer;
}

/** Reads objects of one repository, one after another. */
export interface ObjectReader {
  /**
   * By its SHA, or what a SHA leads to (`<sha>^{tree}`); null where it is not here or has more than `mostBytes`.
   * Throws `GitFailure` when git does not answer.
   */
  read(name: string, mostBytes: number): Promise<GitObject | null>;
  /** What is asked after this is answered by another git. */
  close(): void;
}

/** Starting git takes longer than what it is asked: it stays while one look at a repository asks for more. */
const idleMs = 1_000;
const patienceMs = 60_000;
const args = ['cat-file', '--batch'];

export const createObjectReader = (place: { cwd: string; env: Record<string, string> }): ObjectReader => {
  let talk: Talk | null = null;
  return {
    read: (name, mostBytes) => {
      if (talk === null || talk.isOver()) talk = startTalk(place);
      return talk.ask(name, mostBytes);
    },
    close: () => talk?.end(),
  };
};

interface Talk {
  ask(name: string, mostBytes: number): Promise<GitObject | null>;
  end(): void;
  isOver(): boolean;
}

const startTalk = (place: { cwd: string; env: Record<string, string> }): Talk => {
  const child = spawn('git', args, { ...place, stdio: 'pipe' });
  const output = createOutput(child.stdout);
  let complaint = '';
  let ended: 'itself' | 'timeout' | 'not-started' = 'itself';
  let over = false;
  let idle: NodeJS.Timeout | undefined;
  const end = (): void => {
    clearTimeout(idle);
    over = true;
    child.stdin.end();
  };
  child.once('error', ({ message }) => {
    ended = 'not-started';
    complaint = message;
    child.stdout.destroy();
  });
  const closed = new Promise<void>((resolve) => {
    child.once('close', resolve).once('error', () => resolve());
  }).then(end);
  // a git that is gone is told by the end of its output
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  const failure = (): GitFailure =>
    new GitFailure({ args }, { exitCode: null, stdout: Buffer.alloc(0), stderr: complaint, ended });

  const ask = async (name: string, mostBytes: number): Promise<GitObject | null> => {
    clearTimeout(idle);
    const patience = setTimeout(() => {
      ended = 'timeout';
      child.kill('SIGKILL');
    }, patienceMs);
    try {
      child.stdin.write(`${name}\n`);
      const answer = await readAnswer(output, mostBytes);
      if (answer !== 'ended') return answer;
      // only then is its complaint complete
      await closed;
      throw failure();
    } finally {
      clearTimeout(patience);
      if (!over) idle = setTimeout(end, idleMs).unref();
    }
  };
  return { ask, end, isOver: () => over };
};

/** `<sha> <type> <size>`, a newline, so many bytes, a newline; or a line that says that it is missing. */
const readAnswer = async (output: Output, mostBytes: number): Promise<GitObject | null | 'ended'> => {
  const line = await output.line();
  if (line === null) return 'ended';
  const [, type, size] = /^[0-9a-f]{40} (\w+) (\d+)$/.exec(line) ?? [];
  if (type === undefined) return null;
  const kept = Number(size) > mostBytes ? 0 : Number(size);
  const bytes = await output.take(kept);
  const rest = await output.skip(Number(size) - kept + 1);
  if (bytes === null || !rest) return 'ended';
  return kept === Number(size) ? { type, bytes } : null;
};

type Output = ReturnType<typeof createOutput>;

/** Lines and bytes out of a stream; null, or false, where it ends before them. */
const createOutput = (stream: AsyncIterable<Buffer>) => {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next().catch(() => ({ done: true, value: undefined }) as const);
    if (next.done) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (length: number): Buffer => {
    const bytes = held.subarray(0, length);
    held = held.subarray(length);
    return bytes;
  };
  const take = async (length: number): Promise<Buffer | null> => {
    while (held.length < length) if (!(await more())) return null;
    return cut(length);
  };
  return {
    line: async (): Promise<string | null> => {
      while (!held.includes(10)) if (!(await more())) return null;
      return cut(held.indexOf(10) + 1)
        .toString('latin1')
        .trimEnd();
    },
    take,
    skip: async (length: number): Promise<boolean> => {
      for (let left = length; left > 0; left -= cut(Math.min(left, held.length)).length)
        if (held.length === 0 && !(await more())) return false;
      return true;
    },
  };
};
