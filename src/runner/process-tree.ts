import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** Variable that marks every process of one program; its value is unguessable and new each time. */
export const markVariable = 'THROUGHLINE_PROCESS';

/** What identifies a program's processes: agents start their tools in sessions of their own, out of the group's reach. */
export interface Tree {
  /** Process group of the program, which is its first process's id. */
  group: number;
  mark: string;
}

/** Milliseconds between asking politely and not asking. */
const grace = 1500;

/** Ends every process of the tree and resolves once none is left. */
export const endTree = async (tree: Tree): Promise<void> => {
  if ((await signalTree(tree, 'SIGTERM')) === 0) return;
  const deadline = performance.now() + grace;
  while (performance.now() < deadline) {
    await wait(50);
    if ((await membersOf(tree)).length === 0) return;
  }
  // Again until nobody is found: a process may fork between being listed and being killed.
  for (let round = 0; round < 40; round += 1) {
    if ((await signalTree(tree, 'SIGKILL')) === 0) return;
    await wait(50);
  }
};

const signalTree = async (tree: Tree, signal: NodeJS.Signals): Promise<number> => {
  const members = await membersOf(tree);
  for (const id of members) send(id, signal);
  if (!onLinux) send(-tree.group, signal);
  return members.length;
};

const send = (id: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(id, signal);
  } catch {
    // Gone already, which is what we want.
  }
};

const onLinux = process.platform === 'linux';

interface Listed {
  id: number;
  parent: number;
  group: number;
  marked: boolean;
}

/**
 * Living processes that carry the mark, are in the group, or descend from one that does. A process that clears its
 * environment and outlives its parents escapes this; only a PID namespace holds such a one.
 */
const membersOf = async (tree: Tree): Promise<number[]> => {
  if (!onLinux) return aliveGroup(tree.group) ? [tree.group] : [];
  const all = await listProcesses(`${markVariable}=${tree.mark}`);
  const found = new Set(all.filter((one) => one.marked || one.group === tree.group).map((one) => one.id));
  let grew = true;
  while (grew) {
    const children = all.filter((one) => found.has(one.parent) && !found.has(one.id));
    for (const child of children) found.add(child.id);
    grew = children.length > 0;
  }
  return [...found];
};

const aliveGroup = (group: number): boolean => {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
};

const listProcesses = async (marker: string): Promise<Listed[]> => {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const listed = await Promise.all(names.map((name) => describe(Number(name), marker)));
  return listed.filter((one) => one !== null);
};

const describe = async (id: number, marker: string): Promise<Listed | null> => {
  try {
    const stat = await readFile(`/proc/${id}/stat`, 'utf8');
    // The name in parentheses may hold anything, blanks and parentheses included.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return null;
    return { id, parent: Number(parent), group: Number(group), marked: await carries(id, marker) };
  } catch {
    return null;
  }
};

const carries = async (id: number, marker: string): Promise<boolean> => {
  try {
    return (await readFile(`/proc/${id}/environ`)).toString('latin1').split('\0').includes(marker);
  } catch {
    return false;
  }
};
