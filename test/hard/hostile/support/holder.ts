import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Holder {
  pid: number;
  /** Where its memory holds the value, hexadecimal. */
  address: string;
  alive: () => boolean;
  end: () => void;
}

export interface HolderSecrets {
  environment: string;
  argument: string;
  memory: string;
  /** Content of a file that it has open and that has no name any more. */
  open: string;
  /** Content of `secret` in its current directory. */
  directory: string;
}

const script = 'exec 3<"$1"; rm "$1"; read -r secret; echo ready; read -r forever';

/** A process of the test's own user that holds a value in every place where one can be. Ends with the test. */
export const startHolder = async (folder: string, secrets: HolderSecrets): Promise<Holder> => {
  const file = join(folder, 'open');
  writeFileSync(file, secrets.open, { mode: 0o600 });
  writeFileSync(join(folder, 'secret'), secrets.directory, { mode: 0o600 });
  const child = spawn('/bin/sh', ['-c', script, 'sh', file, secrets.argument], {
    cwd: folder,
    env: { HOLDER_TOKEN: secrets.environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.write(`${secrets.memory}\n`);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return {
    pid,
    address: addressIn(pid, secrets.memory),
    alive: () => child.exitCode === null && child.signalCode === null,
    end: () => {
      child.kill('SIGKILL');
    },
  };
};

/** Where the heap or stack of a small process of ours holds the value. */
const addressIn = (pid: number, value: string): string => {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'latin1').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw.*\[(?:heap|stack)\]$/.exec(line) ?? [];
      if (from === '') continue;
      const start = Number.parseInt(from, 16);
      const bytes = Buffer.alloc(Number.parseInt(to, 16) - start);
      readSync(memory, bytes, 0, bytes.length, start);
      const at = bytes.indexOf(value);
      if (at >= 0) return (start + at).toString(16);
    }
  } finally {
    closeSync(memory);
  }
  throw new Error('the process does not hold the value');
};

/** A process of the test's own user that does nothing and ends with the test. */
export const startVictim = (): number => {
  const child = spawn('/bin/sh', ['-c', 'read -r forever'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.on('error', () => undefined);
  child.unref();
  return child.pid ?? 0;
};
