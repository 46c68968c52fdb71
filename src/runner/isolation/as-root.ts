import { execa } from 'execa';
import type { UserAndPid } from './types.ts';

/** Where the tools of the boundary lie on every common Linux; root looks nowhere else. */
export const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/** The whole environment of what runs as root. */
export const rootEnvironment = { PATH: systemPath, LC_ALL: 'C' };

/** The command as this machine's way to root runs it. */
export const prefixed = (
  isolation: Pick<UserAndPid, 'asRoot'>,
  argv: [string, ...string[]],
): { file: string; args: string[] } => {
  const [file, ...args] = [...isolation.asRoot, ...argv];
  return { file: file ?? argv[0], args };
};

/** Runs one of our constant scripts as root; throws with what it said when it fails. */
export const asRoot = async (
  isolation: Pick<UserAndPid, 'asRoot'>,
  script: { name: string; text: string; args: string[] },
): Promise<void> => {
  const name = `throughline-${script.name}`;
  const { file, args } = prefixed(isolation, ['/bin/sh', '-c', script.text, name, ...script.args]);
  const ended = await execa(file, args, {
    env: rootEnvironment,
    extendEnv: false,
    stdin: 'ignore',
    timeout: 120_000,
    reject: false,
  });
  if (!ended.failed) return;
  throw new Error(`${script.name} failed: ${ended.stderr.trim() || ended.shortMessage}`);
};
