import { execa } from 'execa';
import { LRUCache } from 'lru-cache';
import type { Repository } from '../model.ts';

export const zeroSha = '0'.repeat(40);
export const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/** The person's own git configuration must not change what the local GitHub does. */
export const gitEnvironment = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

export interface GitOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
}

const run = (dir: string, args: string[], options: GitOptions) =>
  execa('git', ['--git-dir', dir, ...args], {
    env: { ...gitEnvironment, ...options.env },
    input: options.input ?? '',
    encoding: 'buffer',
    stripFinalNewline: false,
    reject: false,
    timeout: 60_000,
  });

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

export interface GitAnswer {
  ok: boolean;
  exitCode: number | undefined;
  bytes: Buffer;
  stdout: string;
  stderr: string;
}

/** Runs git and answers whatever its exit code was. */
export async function tryGit(dir: string, args: string[], options: GitOptions = {}): Promise<GitAnswer> {
  const result = await run(dir, args, options);
  return {
    ok: result.exitCode === 0,
    exitCode: result.exitCode,
    bytes: Buffer.from(result.stdout),
    stdout: text(result.stdout).trimEnd(),
    stderr: text(result.stderr).trimEnd(),
  };
}

const outputOf = (args: string[], answer: GitAnswer): string => {
  if (!answer.ok) throw new Error(`git ${args[0] ?? ''} failed: ${answer.stderr || answer.stdout}`);
  return answer.stdout;
};

/** Runs git and gives its output without the last newline; throws when git fails. */
export async function git(dir: string, args: string[], options: GitOptions = {}): Promise<string> {
  return outputOf(args, await tryGit(dir, args, options));
}

const told = new LRUCache<string, GitAnswer>({
  maxSize: 64 * 1024 * 1024,
  maxEntrySize: 1024 * 1024,
  sizeCalculation: ({ bytes }, key) => 2 * bytes.length + key.length,
});

/** For a question that names commits, trees and blobs by their SHA alone: what git once found there stays true. */
export async function tryObjects(dir: string, args: string[]): Promise<GitAnswer> {
  const key = JSON.stringify([dir, ...args]);
  const known = told.get(key);
  if (known) return known;
  const answer = await tryGit(dir, args);
  if (answer.ok) told.set(key, answer);
  return answer;
}

/** The same, as `git` gives it. */
export async function objects(dir: string, args: string[]): Promise<string> {
  return outputOf(args, await tryObjects(dir, args));
}

/** Serialises writes of one repository: pushes, ref updates and merges see each other's results whole. */
export function withWriteLock<T>(repository: Repository, work: () => Promise<T>): Promise<T> {
  const result = repository.writes.then(work);
  repository.writes = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

const oldestUsableGit = { major: 2, minor: 38 };

/** Merges without a checkout need `git merge-tree --write-tree`. Gives git's folder of helper programs. */
export async function requireGit(): Promise<{ execPath: string }> {
  const { stdout } = await execa('git', ['--version']);
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  const { major: wantedMajor, minor: wantedMinor } = oldestUsableGit;
  if (Number(major) < wantedMajor || (Number(major) === wantedMajor && Number(minor) < wantedMinor)) {
    throw new Error(`The local GitHub needs git ${wantedMajor}.${wantedMinor} or newer; this is ${stdout}`);
  }
  return { execPath: (await execa('git', ['--exec-path'])).stdout };
}
