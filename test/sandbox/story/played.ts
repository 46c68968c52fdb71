import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playRecording } from '../../../src/adapters/agents/replay.ts';
import { story } from '../../../src/sandbox/story/index.ts';

/** A clone of the story's repository in which recordings are really played. */
export interface Played {
  git(...args: string[]): string;
  /** Plays one recording, commits what it left and gives the commit it came to, with the answer as it was written. */
  play(replay: string): Promise<{ head: string; answer: unknown }>;
  /** Text of a file at a commit; null where there is none. */
  textAt(commit: string, path: string): string | null;
  /** Exit code and output of node in a fresh checkout of `commit`, in which `from` gives the named file. */
  node(
    commit: string,
    args: string[],
    laid?: { path: string; from: string },
  ): { code: number; output: string };
  remove(): void;
}

const identity = ['-c', 'user.name=throughline', '-c', 'user.email=throughline@noreply.invalid'];
const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...identity, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd();

const nodeIn = (cwd: string, args: string[]): { code: number; output: string } => {
  try {
    // nothing of this process's own test runner
    const env = { PATH: process.env.PATH, HOME: cwd };
    const output = execFileSync('node', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
    return { code: 0, output };
  } catch (error) {
    const failed = error as { status: number; stdout: string; stderr: string };
    return { code: failed.status, output: `${failed.stdout}${failed.stderr}` };
  }
};

/** Delegations are numbered; what is read only is asked in turns. */
const isDelegation = (replay: string): boolean => /^(?:\d|fix-up-)/.test(replay);

export const startPlayed = (): Played => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-played-'));
  const clone = join(folder, 'clone');
  cpSync(story.repositoryPath, clone, { recursive: true });
  gitIn(clone, 'init', '--quiet');
  gitIn(clone, 'config', 'user.name', 'throughline');
  gitIn(clone, 'config', 'user.email', 'throughline@noreply.invalid');
  gitIn(clone, 'add', '--all');
  gitIn(clone, 'commit', '--quiet', '--message', 'Start');
  let checkouts = 0;
  return {
    git: (...args) => gitIn(clone, ...args),
    async play(replay) {
      const answerPath = join(folder, `${replay.replaceAll('/', '-')}.json`);
      const printed: string[] = [];
      const code = await playRecording({
        recordings: story.recordingsPath,
        cwd: clone,
        env: {
          PATH: process.env.PATH,
          ANSWER_FILE: answerPath,
          REPLAY: replay,
          ...(isDelegation(replay) ? {} : { REPLAY_TURN: '1' }),
        },
        print: (line) => printed.push(line),
      });
      if (code !== 0) throw new Error(printed.join('\n'));
      if (gitIn(clone, 'status', '--porcelain') !== '') {
        gitIn(clone, 'add', '--all');
        gitIn(clone, 'commit', '--quiet', '--message', `${story.ticket.key}: leftovers`);
      }
      return {
        head: gitIn(clone, 'rev-parse', 'HEAD'),
        answer: JSON.parse(readFileSync(answerPath, 'utf8')),
      };
    },
    textAt(commit, path) {
      try {
        return gitIn(clone, 'show', `${commit}:${path}`);
      } catch {
        return null;
      }
    },
    node(commit, args, laid) {
      checkouts += 1;
      const checkout = join(folder, `checkout-${checkouts}`);
      gitIn(clone, 'worktree', 'add', '--quiet', '--detach', checkout, commit);
      if (laid) gitIn(checkout, 'checkout', '--quiet', laid.from, '--', laid.path);
      return nodeIn(checkout, args);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
