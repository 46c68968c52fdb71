import type { ChildProcess } from 'node:child_process';
import type { Local } from '../../../src/sandbox/local.ts';
import { randomFrom } from './random.ts';

/** How many there are of a run's own lines and of deliveries depends on the machine, and on the kills. */
const varying = new Set(['run', 'delivery']);

/** What of a world it takes: how it changes, and the App of the moment. */
export interface Changing {
  github: Pick<Local['github'], 'onChange'>;
  linear: Pick<Local['linear'], 'onChange'>;
  app(): { child: { process: Pick<ChildProcess, 'exitCode' | 'signalCode' | 'killed' | 'kill'> } };
}

/** Counts what changes in a world that people could see: the clock that moments are drawn on. */
export const countChanges = (local: Changing, onChange: (count: number) => void = () => undefined) => {
  let count = 0;
  const changed = (): void => {
    count += 1;
    onChange(count);
  };
  local.github.onChange(({ kind }) => {
    if (!varying.has(kind)) changed();
  });
  local.linear.onChange(changed);
  return () => count;
};

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One that was shot at is dead, though it may take the system a while to say so. */
const isAlive = (local: Changing): boolean => {
  const { exitCode, signalCode, killed } = local.app().child.process;
  return exitCode === null && signalCode === null && !killed;
};

/**
 * Kills the App at moments of its story drawn by the seed, as many as asked for. A moment is a number of changes and
 * some milliseconds after it, so that it does not depend on how fast the machine is; one that meets a dead App
 * is put off to the next change.
 */
export const killAtRandom = (
  local: Changing,
  options: { seed: number; kills: number; among: number },
): { moments: number[] } => {
  const random = randomFrom(options.seed);
  const drawn = new Set<number>();
  while (drawn.size < options.kills) drawn.add(1 + Math.floor(random() * options.among));
  const moments = [...drawn].sort((a, b) => a - b);
  const left = [...moments];
  const kill = async (): Promise<void> => {
    await wait(random() * 120);
    if (isAlive(local)) local.app().child.process.kill('SIGKILL');
    else left.unshift(0);
  };
  countChanges(local, (count) => {
    const [next] = left;
    if (next === undefined || count < next || !isAlive(local)) return;
    left.shift();
    void kill();
  });
  return { moments };
};
