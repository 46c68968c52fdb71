import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Enough to tell later whether this very process still runs. Null: the platform does not say. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Changes at every boot of the kernel (Linux). */
  boot: string | null;
  /** PIDs mean something only within their namespace: containers have their own (Linux). */
  pidNamespace: string | null;
  /** When the process started, as the platform writes it; tells a reused PID apart. */
  started: string | null;
}

const orNull = (read: () => string): string | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

type ProcessState = { state: 'gone' } | { state: 'there'; started: string | null };

const signalled = (pid: number): 'gone' | 'there' => {
  try {
    process.kill(pid, 0);
    return 'there';
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH' ? 'gone' : 'there';
  }
};

const look = (pid: number): ProcessState => {
  if (signalled(pid) === 'gone') return { state: 'gone' };
  if (process.platform !== 'linux') {
    return {
      state: 'there',
      started: orNull(() =>
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim(),
      ),
    };
  }
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === null) return { state: 'there', started: null };
  // The second field is the command in brackets and may hold anything; the third begins after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A killed process whose parent has not asked for its end still has a PID, and holds nothing.
  if (fields[0] === 'Z' || fields[0] === 'X') return { state: 'gone' };
  return { state: 'there', started: fields[19] ?? null };
};

export const thisProcess = (): ProcessIdentity => {
  const self = look(process.pid);
  return {
    pid: process.pid,
    host: hostname(),
    boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidNamespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
    started: self.state === 'there' ? self.started : null,
  };
};

const differ = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one !== other;

/**
 * `unknown`: it ran on another host, from where nothing can be seen. The same host name under another boot
 * or PID namespace is a machine or container that was started again, so the process is gone.
 */
export const whereabouts = (
  holder: ProcessIdentity,
  here: ProcessIdentity = thisProcess(),
): 'alive' | 'dead' | 'unknown' => {
  const sameKernel = !differ(holder.boot, here.boot);
  const sameNamespace = !differ(holder.pidNamespace, here.pidNamespace);
  const knownKernel = holder.boot !== null && here.boot !== null;
  // A laptop changes its name with its network; kernel and namespace together are as good.
  if (holder.host !== here.host && !(knownKernel && sameKernel && sameNamespace)) return 'unknown';
  if (!sameKernel || !sameNamespace) return 'dead';
  const found = look(holder.pid);
  if (found.state === 'gone' || differ(holder.started, found.started)) return 'dead';
  return 'alive';
};
