import { chmod, mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProgramRequest } from '../../ports/agent.ts';
import { asRoot } from './as-root.ts';
import { asLines } from './lines.ts';
import { enterScript, programScript } from './scripts.ts';
import type { UserAndPid } from './types.ts';

/** What one program's boundary is built from; the program itself sees of it only what stands in for something. */
export interface RunFolder {
  folder: string;
  /** Stays empty out here. */
  root: string;
  tmp: string;
  varTmp: string;
  enter: string;
  program: string;
  plan: string;
  request: string;
  passwd: string;
  group: string;
}

export const makeRunFolder = async (isolation: UserAndPid, request: ProgramRequest): Promise<RunFolder> => {
  await mkdir(isolation.scratch, { recursive: true, mode: 0o700 });
  await chmod(isolation.scratch, 0o700);
  const folder = await mkdtemp(join(isolation.scratch, 'run-'));
  const at = (name: string): string => join(folder, name);
  const made: RunFolder = {
    folder,
    root: at('root'),
    tmp: at('tmp'),
    varTmp: at('var-tmp'),
    enter: at('enter.sh'),
    program: at('program.sh'),
    plan: at('plan'),
    request: at('request'),
    passwd: at('passwd'),
    group: at('group'),
  };
  await mkdir(made.root);
  for (const open of [made.tmp, made.varTmp]) {
    await mkdir(open);
    await chmod(open, 0o1777);
  }
  await writeFile(made.enter, enterScript);
  await writeFile(made.program, programScript);
  const variables = Object.entries(request.env).map(([name, value]) => `${name}=${value}`);
  const lines = [request.cwd, String(variables.length), ...variables, ...request.argv];
  await writeFile(made.request, asLines(lines), { mode: 0o600 });
  await writeUser(made, { uid: isolation.uid, home: request.env.HOME });
  return made;
};

const userName = 'throughline';

/** Lists that name the second user, first of all, so that git, ssh and `whoami` know it. */
const writeUser = async (
  made: RunFolder,
  { uid, home }: { uid: number; home: string | undefined },
): Promise<void> => {
  const place = home === undefined || /[:\n]/.test(home) ? '/' : home;
  const user = `${userName}:x:${uid}:${uid}:Throughline:${place}:/bin/sh\n`;
  await writeFile(made.passwd, user + (await readFile('/etc/passwd', 'utf8')));
  await writeFile(made.group, `${userName}:x:${uid}:\n${await readFile('/etc/group', 'utf8')}`);
  for (const list of [made.passwd, made.group]) await chmod(list, 0o644);
};

const removeScript = `exec rm -rf --one-file-system -- "$@"`;

/**
 * Clears the folder away. The new root's place is only ever removed as an empty folder, and nothing is removed while
 * anything is mounted here: what would be deleted then is the machine.
 */
export const removeRunFolder = async (isolation: UserAndPid, made: RunFolder): Promise<void> => {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  if (mounts.includes(basename(made.folder))) {
    throw new Error(`${made.folder} has mounts of the boundary on it and was left alone: unmount them.`);
  }
  await rmdir(made.root);
  const clear = (): Promise<void> => rm(made.folder, { recursive: true, force: true });
  try {
    await clear();
  } catch {
    // What the program left in its temporary folders is the second user's.
    await asRoot(isolation, { name: 'remove', text: removeScript, args: [made.tmp, made.varTmp] });
    await clear();
  }
};
