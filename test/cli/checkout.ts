import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const project = join(import.meta.dirname, '../..');
const variables = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
};

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface Checkout {
  folder: string;
  git(...args: string[]): string;
  write(path: string, text: string): void;
  /** Runs a program of `src/cli`. */
  run(name: string, ...args: string[]): Ran;
  remove(): void;
}

/** A repository of its own with what the programs of `src/cli` need of ours, so that tags and commits harm nobody. */
export const makeCheckout = (): Checkout => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-cli-'));
  const needed = [
    'src/cli',
    'src/contracts',
    'src/text/caller-workflow.ts',
    '.github/workflows',
    'package.json',
  ];
  for (const path of needed) cpSync(join(project, path), join(folder, path), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
      cwd: folder,
      env: variables,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('.gitignore', 'node_modules\naction/dist/\n');
  git('init', '--quiet', '.');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
  const run = (name: string, ...args: string[]): Ran => {
    try {
      const program = ['--import', 'tsx', join('src/cli', `${name}.ts`), ...args];
      const out = execFileSync(process.execPath, program, {
        cwd: folder,
        env: variables,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { code: 0, out, err: '' };
    } catch (error) {
      const { status, stdout, stderr } = Object(error);
      return { code: status, out: stdout, err: stderr };
    }
  };
  return { folder, git, write, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
