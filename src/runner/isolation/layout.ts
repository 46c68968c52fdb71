import { lstat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { realPathOf, requireRealFolder, within } from './real-path.ts';
import type { Confinement } from './types.ts';

/** One step of furnishing the copied root. */
export interface Step {
  /** `bare` is an empty place that stays so, `empty` one in which something is put. */
  verb: 'bare' | 'empty' | 'rw' | 'ro';
  from: string;
  to: string;
}

export interface Layout {
  /** Sorted: what lies in something comes after it. */
  steps: Step[];
  /** Places of which the program sees nothing but what `steps` puts there. */
  covered: string[];
}

export interface LayoutOptions {
  confinement: Confinement;
  /** Search path of the program. */
  path: string | undefined;
  /** Folders of this run that stand in for `/tmp` and `/var/tmp`. */
  temporary: { tmp: string; varTmp: string };
  /** Files of this run that stand in for those of the machine, by their path. */
  replaced: Record<string, string>;
}

/** Homes, and the sockets of the machine's services. */
const homes = ['/root', '/home', '/run', '/var/run'];

/** What of the machine the program sees, and where. Throws when a folder may not be lent to it. */
export const planLayout = async (options: LayoutOptions): Promise<Layout> => {
  const { writable, readable, hidden = [] } = options.confinement;
  for (const folder of writable) await requireRealFolder(folder);
  const temporary = await temporarySteps(options.temporary);
  const named = await allReal([...homes, ...hidden]);
  const above = await barredAbove([...writable, ...readable, ...(await allReal(readable)), ownNode]);
  // What is lent is passable, and so is all in it.
  const barred = above.filter((place) => !writable.some((folder) => within(folder, place)));
  const empty = outermost([...named, ...barred], temporary);
  const covered = [...empty, ...temporary.map((step) => step.to)];
  for (const folder of writable) refuseTooWide(folder, [...named, ...covered]);
  const wanted = [...readable, ...ownNeeds(options.path)];
  const shown = [
    ...temporary,
    ...writable.map((folder): Step => ({ verb: 'rw', from: folder, to: folder })),
    ...(await readableSteps(wanted, { covered, writable })),
    ...(await replacedSteps(options.replaced)),
  ];
  const covers = empty.map((place): Step => {
    const bare = !shown.some((step) => within(place, step.to));
    return { verb: bare ? 'bare' : 'empty', from: place, to: place };
  });
  // The first step for a place counts.
  const unique = new Map([...covers, ...shown].reverse().map((step) => [step.to, step]));
  return { steps: [...unique.values()].sort((one, other) => (one.to < other.to ? -1 : 1)), covered };
};

const temporarySteps = async ({ tmp, varTmp }: LayoutOptions['temporary']): Promise<Step[]> => {
  const shared = await realPathOf('/tmp');
  const lasting = await realPathOf('/var/tmp');
  return [
    ...(shared === null ? [] : [{ verb: 'rw' as const, from: tmp, to: shared }]),
    ...(lasting === null || lasting === shared ? [] : [{ verb: 'rw' as const, from: varTmp, to: lasting }]),
  ];
};

/** Folder of the Node that runs this. */
const ownNode = dirname(process.execPath);

/** What the program cannot do without, wherever it lies: the search path, this Node, the name server's address. */
const ownNeeds = (path: string | undefined): string[] => {
  // An entry as wide as a home is no more readable for standing in the search path.
  const narrow = (entry: string) => entry.startsWith('/') && !within(entry, homedir());
  const entries = (path ?? '').split(':').filter(narrow);
  return [...entries, ownNode, join(dirname(ownNode), 'lib', 'node_modules'), '/etc/resolv.conf'];
};

/** Folders on the way to what is shared that strangers cannot pass: they are shown empty but for what is shared. */
const barredAbove = async (paths: string[]): Promise<string[]> => {
  const found = await Promise.all(paths.map((path) => firstBarred(dirname(path))));
  return found.filter((path) => path !== null);
};

const firstBarred = async (path: string): Promise<string | null> => {
  if (path === '/') return null;
  const above = await firstBarred(dirname(path));
  if (above !== null) return above;
  try {
    return ((await lstat(path)).mode & 0o001) === 0 ? path : null;
  } catch {
    return path;
  }
};

const allReal = async (paths: string[]): Promise<string[]> =>
  (await Promise.all(paths.map(realPathOf))).filter((path) => path !== null);

const outermost = (places: string[], temporary: Step[]): string[] => {
  const shared = temporary.map((step) => step.to);
  return [...new Set(places)].filter(
    (place) =>
      ![...places, ...shared].some((other) => other !== place && within(other, place)) &&
      !shared.includes(place),
  );
};

const refuseTooWide = (folder: string, covered: string[]): void => {
  const inside = covered.find((place) => within(folder, place));
  if (inside === undefined) return;
  throw new Error(`${folder} may not be lent to a program: ${inside} lies in it. Use a folder of its own.`);
};

/** Elsewhere, and in what is lent, it is seen anyway. A path through a link is shown under both its names. */
const readableSteps = async (
  paths: string[],
  seen: { covered: string[]; writable: string[] },
): Promise<Step[]> => {
  const steps: Step[] = [];
  for (const path of new Set(paths)) {
    const real = await realPathOf(path);
    if (real === null || seen.covered.some((place) => within(real, place))) continue;
    for (const to of new Set([real, path])) {
      const hidden = seen.covered.some((place) => within(place, to));
      const lent = seen.writable.some((folder) => within(folder, to));
      if (hidden && !lent) steps.push({ verb: 'ro', from: real, to });
    }
  }
  return steps;
};

const replacedSteps = async (replaced: Record<string, string>): Promise<Step[]> => {
  const steps: Step[] = [];
  for (const [path, from] of Object.entries(replaced)) {
    const to = await realPathOf(path);
    if (to !== null) steps.push({ verb: 'ro', from, to });
  }
  return steps;
};
