import { gitEnvironment } from '../adapters/git/environment.ts';
import { askGit, type GitAnswer, git } from '../adapters/git/process.ts';
import type { Remote } from './run.ts';

/** Where one git of ours works. */
export interface GitPlace {
  cwd: string;
  /** Search path of programs. */
  path: string | undefined;
  signal: AbortSignal;
}

export interface RunGitOptions {
  variables?: Record<string, string>;
  config?: [string, string][];
  input?: string | Uint8Array;
  /** Only calls that talk to the remote get its token. */
  remote?: Remote;
  maxBytes?: number;
}

const call = (place: GitPlace, args: string[], options: RunGitOptions) => ({
  args,
  cwd: place.cwd,
  signal: place.signal,
  timeout: 600_000,
  env: gitEnvironment({
    path: place.path,
    variables: options.variables,
    config: options.config,
    credential: options.remote,
  }),
  ...(options.input === undefined ? {} : { input: options.input }),
  ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
});

/** stdout of git as text, untrimmed; throws when git fails. */
export const runGit = async (place: GitPlace, args: string[], options: RunGitOptions = {}): Promise<string> =>
  (await git(call(place, args, options))).toString('utf8');

export const runGitLine = async (
  place: GitPlace,
  args: string[],
  options: RunGitOptions = {},
): Promise<string> => (await runGit(place, args, options)).trim();

export const askRunGit = (place: GitPlace, args: string[], options: RunGitOptions = {}): Promise<GitAnswer> =>
  askGit(call(place, args, options));

/** What git complains of, in one line. */
export const complaintOf = ({ stderr, ended }: GitAnswer): string =>
  (stderr.split('\n').find((line) => /error|fatal/.test(line)) ?? ended).slice(0, 200);
