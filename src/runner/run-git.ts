import { gitEnvironment } from '../adapters/git/environment.ts';
import { askGit, type GitAnswer, git } from '../adapters/git/process.ts';
import type { Run } from './run.ts';

export interface RunGitOptions {
  cwd: string;
  variables?: Record<string, string>;
  config?: [string, string][];
  input?: string | Uint8Array;
  /** True for calls that talk to the remote; only they get the token. */
  remote?: boolean;
}

const call = (run: Run, args: string[], options: RunGitOptions) => ({
  args,
  cwd: options.cwd,
  signal: run.signal,
  timeout: 600_000,
  env: gitEnvironment({
    path: run.path,
    variables: options.variables,
    config: options.config,
    credential: options.remote ? run.remote : undefined,
  }),
  ...(options.input === undefined ? {} : { input: options.input }),
});

/** stdout of git as text, untrimmed; throws when git fails. */
export const runGit = async (run: Run, args: string[], options: RunGitOptions): Promise<string> =>
  (await git(call(run, args, options))).toString('utf8');

export const runGitLine = async (run: Run, args: string[], options: RunGitOptions): Promise<string> =>
  (await runGit(run, args, options)).trim();

export const askRunGit = (run: Run, args: string[], options: RunGitOptions): Promise<GitAnswer> =>
  askGit(call(run, args, options));
