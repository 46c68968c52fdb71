import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { rootEnvironment, systemPath } from './as-root.ts';
import type { Gap } from './gap.ts';

/** How root is to be had on this machine, if the tools for the boundary are there. */
export type Machine = { asRoot: string[] } | Gap;

/** Every program that the boundary's scripts start, apart from perl, which is not needed. */
const tools = [
  ...['unshare', 'nsenter', 'mount', 'umount', 'pivot_root', 'setpriv', 'prlimit', 'setsid'],
  ...['env', 'find', 'mktemp', 'cp', 'mv', 'chown', 'chmod', 'mkdir', 'rmdir', 'rm', 'ln', 'cat', 'sed'],
];

/** `path` is where `sudo` is looked for besides the usual places. */
export const lookAround = async (path: string | undefined): Promise<Machine> => {
  if (process.platform !== 'linux') return { lacks: 'linux', platform: process.platform };
  const found = await Promise.all(tools.map(async (name) => ({ name, at: await which(name, systemPath) })));
  const names = found.filter(({ at }) => at === null).map(({ name }) => name);
  if (names.length > 0) return { lacks: 'tools', names };
  if (process.getuid?.() === 0) return { asRoot: [] };
  const sudo = await which('sudo', `${systemPath}:${path ?? ''}`);
  if (sudo === null) return { lacks: 'sudo' };
  const prefix = [sudo, '-n', '--'];
  const tried = await execa(sudo, [...prefix.slice(1), 'true'], {
    env: rootEnvironment,
    extendEnv: false,
    stdin: 'ignore',
    timeout: 20_000,
    reject: false,
  });
  if (tried.failed) return { lacks: 'permission', why: tried.stderr.trim() || (tried.shortMessage ?? '') };
  return { asRoot: prefix };
};

const which = async (name: string, path: string): Promise<string | null> => {
  for (const folder of path.split(':').filter((entry) => entry.startsWith('/'))) {
    const file = join(folder, name);
    const there = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return file;
  }
  return null;
};
