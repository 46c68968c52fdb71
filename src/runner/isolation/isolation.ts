import { type Gap, gapSentence } from './gap.ts';
import { lookAround } from './machine.ts';
import { BoundaryFailed } from './room.ts';
import { createRunProgram } from './run-program.ts';
import type { Isolation, UserAndPid } from './types.ts';
import { claimUser } from './user.ts';

export { lend, reclaim } from './lend.ts';
export { createRunProgram } from './run-program.ts';
export type { Isolation, UserAndPid } from './types.ts';

export interface FindOptions {
  /** Search path of this process; `sudo` is looked for there too. */
  path: string | undefined;
  /** Folder of ours that the second user cannot reach; made when it is not there. */
  scratch: string;
  /** Picks the user number, e.g. assignment id and job: another seed is another user. */
  seed: string;
}

/** Tries the boundary out for real, in a fifth of a second. What is missing is said, never thrown. */
export const findIsolation = async (options: FindOptions): Promise<Isolation> => {
  const machine = await lookAround(options.path);
  if ('lacks' in machine) return none(machine);
  try {
    const uid = await claimUser(options.seed);
    if (uid === null) return none({ lacks: 'user-numbers' });
    const isolation: UserAndPid = {
      kind: 'user+pid',
      uid,
      asRoot: machine.asRoot,
      scratch: options.scratch,
    };
    await tryOut(isolation);
    return isolation;
  } catch (error) {
    return none({ lacks: 'namespaces', why: whyOf(error) });
  }
};

const whyOf = (error: unknown): string => {
  if (error instanceof BoundaryFailed) return error.why;
  return error instanceof Error ? error.message : String(error);
};

const none = (gap: Gap): Isolation => ({ kind: 'none', gap: gapSentence(gap) });

const rightsOfNobody = /^NoNewPrivs:\t1$/m;
const noCapabilities = ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'].map((set) => new RegExp(`^Cap${set}:\\t0+$`, 'm'));

/** Has a program inside tell what it is; throws when that is not what it should be. */
const tryOut = async (isolation: UserAndPid): Promise<void> => {
  const run = createRunProgram({ isolation, writable: [], readable: [] });
  const { exitCode, output } = await run({
    argv: ['cat', '/proc/self/status'],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    limitMs: 20_000,
    capBytes: 65_536,
    signal: new AbortController().signal,
  });
  const user = `${isolation.uid}\t`.repeat(4).trim();
  const expected = [`Uid:\t${user}\n`, `Gid:\t${user}\n`];
  if (exitCode !== 0) throw new Error(`a program in it ended with ${exitCode}: ${output}`);
  if (!expected.every((line) => output.includes(line))) throw new Error('a program in it has another user');
  if (![rightsOfNobody, ...noCapabilities].every((line) => line.test(output)))
    throw new Error('a program in it keeps rights it should not have');
};
