import { readFile } from 'node:fs/promises';

/** Number of the system call `keyctl`, which common tools do not offer; 0 where it is not known. */
export const joinKeyring = { x64: 250, arm64: 219 }[process.arch as string] ?? 0;

/** Largest file that a program may write, bytes. */
const largestFile = 16 * 1024 ** 3;

/** What the program is limited to: raising a limit of this process would need more than root has in a container. */
export const limitsFor = async (processes: number): Promise<{ processes: number; bytes: number }> => {
  const own = await readFile('/proc/self/limits', 'utf8');
  return {
    processes: Math.min(processes, hardLimit(own, 'Max processes')),
    bytes: Math.min(largestFile, hardLimit(own, 'Max file size')),
  };
};

const hardLimit = (table: string, name: string): number => {
  const line = table.split('\n').find((one) => one.startsWith(name));
  const [, hard] = line?.slice(name.length).trim().split(/\s+/) ?? [];
  return hard === undefined || hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
};
