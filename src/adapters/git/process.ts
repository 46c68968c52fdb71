import { execa } from 'execa';

export interface GitCall {
  args: string[];
  env: Record<string, string>;
  cwd: string;
  input?: string | Uint8Array;
  /** Bytes of stdout kept; more is a failure, never a cut answer. Default 64 MiB. */
  maxBytes?: number;
  /** Milliseconds, default 120 000. */
  timeout?: number;
  signal?: AbortSignal | undefined;
}

export interface GitAnswer {
  /** null when a signal or the time limit ended it. */
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
  ended: 'itself' | 'timeout' | 'too-large' | 'cancelled' | 'not-started';
}

/** A git call that did not succeed. `message` is one line for a log; credentials never enter it. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
  readonly answer: GitAnswer;
  /** Name of the git command. */
  readonly command: string;
  constructor(call: Pick<GitCall, 'args'>, answer: GitAnswer) {
    const reason = answer.ended === 'itself' ? lastLines(answer.stderr) : answer.ended;
    super(`git ${call.args[0] ?? ''} failed: ${withoutCredentials(reason)}`);
    this.answer = answer;
    this.command = call.args[0] ?? '';
  }
}

/** Runs git and reports how it ended; throws nothing but programming errors. */
export const askGit = async (call: GitCall): Promise<GitAnswer> => {
  const result = await execa('git', call.args, {
    cwd: call.cwd,
    env: call.env,
    extendEnv: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    maxBuffer: call.maxBytes ?? 64 * 1024 * 1024,
    timeout: call.timeout ?? 120_000,
    killSignal: 'SIGTERM',
    ...(call.input === undefined ? { stdin: 'ignore' as const } : { input: call.input }),
    ...(call.signal ? { cancelSignal: call.signal } : {}),
  });
  const ended = endedBy(result);
  return {
    exitCode: ended === 'itself' ? (result.exitCode ?? null) : null,
    stdout: Buffer.from(result.stdout),
    stderr:
      Buffer.from(result.stderr).toString('utf8') ||
      (ended === 'not-started' ? (result.shortMessage ?? '') : ''),
    ended,
  };
};

/** Bytes of stdout; throws `GitFailure` unless git exited with 0. */
export const git = async (call: GitCall): Promise<Buffer> => {
  const answer = await askGit(call);
  if (answer.exitCode !== 0) throw new GitFailure(call, answer);
  return answer.stdout;
};

/** Headers and userinfo of addresses: the only two ways a credential could be echoed. */
export const withoutCredentials = (text: string): string =>
  text.replace(/(basic|bearer)\s+[\w+/=.-]+/gi, '$1 ***').replace(/\/\/[^@/\s]+@/g, '//***@');

interface Ended {
  timedOut: boolean;
  isCanceled: boolean;
  isMaxBuffer: boolean;
  exitCode?: number | undefined;
  signal?: string | undefined;
}

const endedBy = (result: Ended): GitAnswer['ended'] => {
  if (result.timedOut) return 'timeout';
  if (result.isCanceled) return 'cancelled';
  if (result.isMaxBuffer) return 'too-large';
  if (result.exitCode === undefined && result.signal === undefined) return 'not-started';
  return 'itself';
};

const lastLines = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('hint:'))
    .slice(-3)
    .join(' · ')
    .slice(0, 500);
