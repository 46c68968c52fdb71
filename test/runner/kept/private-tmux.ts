import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const find = (program: string): string | null => {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v "$0"', program], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
};

export const tmuxIsHere = find('tmux') !== null;

/** A `tmux` of the test alone: its server listens in a folder of its own and ends with it. */
export const privateTmux = () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-tmux-'));
  const bin = join(folder, 'bin');
  const sockets = join(folder, 's');
  mkdirSync(bin);
  mkdirSync(sockets, { mode: 0o700 });
  writeFileSync(join(bin, 'tmux'), `#!/bin/sh\nTMUX_TMPDIR=${sockets} exec ${find('tmux')} "$@"\n`);
  chmodSync(join(bin, 'tmux'), 0o755);
  const path = `${bin}${delimiter}${process.env.PATH}`;
  const tmux = (...args: string[]): string =>
    execFileSync('tmux', ['-L', 'throughline', ...args], {
      env: { PATH: path, TERM: 'screen', LANG: 'C.UTF-8', HOME: '/' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const sessions = (): string[] => {
    try {
      return tmux('list-sessions', '-F', '#{session_name}').trim().split('\n');
    } catch {
      return [];
    }
  };
  const remove = (): void => {
    try {
      tmux('kill-server');
    } catch {
      // Ends by itself with its last session.
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { path, tmux, sessions, remove };
};

/** A search path with all the programs a run needs, and no tmux. */
export const pathWithoutTmux = (folder: string): string => {
  const bin = join(folder, 'few-programs');
  mkdirSync(bin, { recursive: true });
  for (const name of ['sh', 'git', 'node', 'cat', 'rm', 'echo', 'env', 'find', 'mkdir', 'touch'])
    symlinkSync(find(name) ?? '/bin/false', join(bin, name));
  return bin;
};
