import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** `O_CLOEXEC` as `/proc` shows it. */
const closedOnExec = 0o2000000;

/** For `stdio` beyond the first three: `ignore` leaves a descriptor as it is, a number puts that one in its place. */
export type Sealed = ('ignore' | number)[];

/**
 * Keeps from a child what this process itself inherited: Node marks only the lowest descriptors, and the shell that
 * starts the program can close none above 9. What is found becomes `/dev/null`. `close` once the child has
 * started.
 */
export const sealDescriptors = (): { sealed: Sealed; close: () => void } => {
  const leaking = readdirSync('/proc/self/fdinfo').map(Number).filter(inherited);
  if (leaking.length === 0) return { sealed: [], close: () => {} };
  const empty = openSync('/dev/null', 'r');
  const sealed = Array.from({ length: Math.max(...leaking) - 2 }, (_, index) =>
    leaking.includes(index + 3) ? empty : ('ignore' as const),
  );
  return { sealed, close: () => closeSync(empty) };
};

const inherited = (descriptor: number): boolean => {
  if (descriptor <= 2) return false;
  try {
    const flags = /^flags:\t0?(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closedOnExec) === 0;
  } catch {
    return false;
  }
};
