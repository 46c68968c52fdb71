import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of git: by whom, where, and with what. */
export interface GitCall {
  by: 'us' | 'the side';
  text: string;
}

/**
 * A `git` that notes each call before it is git. What runs on the agent's side carries the mark of a program; a call
 * without one is ours.
 */
export const watchGit = (folder: string) => {
  const bin = join(folder, 'bin');
  const log = join(folder, 'git-calls');
  const git = execFileSync('/bin/sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  mkdirSync(bin, { recursive: true });
  writeFileSync(log, '');
  const script = `#!/bin/sh
printf '%s %s GIT_DIR=%s %s\\n' "\${THROUGHLINE_PROCESS:+side}" "$PWD" "$GIT_DIR" "$(printf '%s ' "$@" | tr '\\n' ' ')" >> ${log}
exec ${git} "$@"
`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  const calls = (): GitCall[] =>
    readFileSync(log, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((text) => ({ by: text.startsWith('side ') ? 'the side' : 'us', text }));
  return {
    path: `${bin}:${process.env.PATH}`,
    calls,
    /** Calls of ours since the first one that the agent made. */
    oursAfterTheAgent: (): string[] => {
      const all = calls();
      const first = all.findIndex(({ by }) => by === 'the side');
      return first < 0 ? [] : all.slice(first).flatMap(({ by, text }) => (by === 'us' ? [text] : []));
    },
  };
};
