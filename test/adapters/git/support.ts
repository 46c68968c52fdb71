import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGit } from '../../../src/adapters/git/git.ts';
import type { GitReader } from '../../../src/ports/git.ts';

const variables = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** What git printed in `cwd`, given `input`. */
export const feedGit = (cwd: string, input: string | Buffer, ...args: string[]): string =>
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd,
    env: variables,
    input,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
    .toString('utf8')
    .trimEnd();

export const gitIn = (cwd: string, ...args: string[]): string => feedGit(cwd, '', ...args);

/** A folder with a clone to write in, the bare remote it pushes to, and a reader of ours on that. */
export const createRemote = () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-git-'));
  const clone = join(folder, 'clone');
  const remote = join(folder, 'remote.git');
  gitIn(folder, 'init', '--quiet', clone);
  gitIn(folder, 'init', '--quiet', '--bare', remote);
  gitIn(remote, 'config', 'uploadpack.allowFilter', 'true');
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(join(clone, path, '..'), { recursive: true });
    writeFileSync(join(clone, path), content);
  };
  const commit = (message: string, ...more: string[]): string => {
    gitIn(clone, 'add', '--all');
    gitIn(clone, 'commit', '--quiet', '--allow-empty', '--message', message, ...more);
    return gitIn(clone, 'rev-parse', 'HEAD');
  };
  const push = (ref = 'refs/heads/main', sha = 'HEAD'): string =>
    gitIn(clone, 'push', '-q', '-f', remote, `${sha}:${ref}`);
  const open = (url = `file://${remote}`, token = 'ghs_the-token'): GitReader =>
    createGit({ cacheDir: join(folder, 'cache'), log: () => undefined }).open({
      fullName: 'acme/probe',
      url,
      token: async () => token,
    });
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, clone, remote, write, commit, push, open, close };
};
export type TestRemote = ReturnType<typeof createRemote>;
