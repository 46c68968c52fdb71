import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** One process, and when it began: a number alone may belong to another one later. */
export interface ProcessMark {
  pid: number;
  started: string;
}

interface Row extends ProcessMark {
  parent: number;
  session: number;
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // gone, or somebody else's
    return null;
  }
};

function rowOf(pid: number): Row | null {
  const stat = read(`/proc/${pid}/stat`);
  // The name may hold blanks and brackets: the fields begin after its last bracket.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state, parent, session, started] = [fields[0], fields[1], fields[3], fields[19]];
  // A zombie has ended, whether or not its parent has looked.
  if (state === 'Z' || parent === undefined || session === undefined || started === undefined) return null;
  return { pid, parent: Number(parent), session: Number(session), started };
}

/** All processes of the machine; none where there is no `/proc`. */
function allProcesses(): Row[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => rowOf(Number(name)) ?? []);
  } catch {
    return [];
  }
}

/** A process that leads a session of its own, all of that session, and all that these started. */
function treeOf(root: number): ProcessMark[] {
  const rows = allProcesses();
  const found = new Map<number, Row>();
  const add = (row: Row): void => {
    if (found.has(row.pid)) return;
    found.set(row.pid, row);
    for (const child of rows) if (child.parent === row.pid) add(child);
  };
  for (const row of rows) if (row.pid === root || row.session === root) add(row);
  return [...found.values()];
}

/** Processes that carry a job's mark in their environment: left behind by its steps. */
export function markedWith(mark: string): ProcessMark[] {
  return allProcesses().filter(({ pid }) =>
    read(`/proc/${pid}/environ`)?.split('\0').includes(`RUNNER_TRACKING_ID=${mark}`),
  );
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone, or another user's, which only root may end
  }
}

const lives = ({ pid, started }: ProcessMark): boolean => rowOf(pid)?.started === started;

const signalAll = (marks: ProcessMark[], name: NodeJS.Signals): void => {
  for (const mark of marks) if (lives(mark)) signal(mark.pid, name);
};

async function allEnded(ended: () => boolean, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (!ended()) {
    if (performance.now() > until) return false;
    await wait(20);
  }
  return true;
}

/** Ends marked processes: SIGTERM, and SIGKILL for those that are left after the grace. */
export async function endProcesses(marks: ProcessMark[], graceMs: number): Promise<void> {
  signalAll(marks, 'SIGTERM');
  if (!(await allEnded(() => !marks.some(lives), graceMs))) signalAll(marks, 'SIGKILL');
}

const groupLives = (leader: number): boolean => {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Ends a session leader with its whole tree, those included that went into groups or sessions of their own. Where there
 * is no `/proc` only its process group is to be found.
 */
export async function endTree(leader: number, graceMs: number): Promise<void> {
  const before = treeOf(leader);
  signal(-leader, 'SIGTERM');
  signalAll(before, 'SIGTERM');
  const known = allProcesses().length > 0;
  const ended = (): boolean =>
    known ? !before.some(lives) && treeOf(leader).length === 0 : !groupLives(leader);
  if (await allEnded(ended, graceMs)) return;
  signal(-leader, 'SIGKILL');
  signalAll([...before, ...treeOf(leader)], 'SIGKILL');
}

/** At once, for when the sandbox itself ends. */
export function killTree(leader: number): void {
  const marks = treeOf(leader);
  signal(-leader, 'SIGKILL');
  signalAll(marks, 'SIGKILL');
}
