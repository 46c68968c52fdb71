import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockFolder } from '../../../src/adapters/postgres/folder-lock.ts';
import { type ProcessIdentity, thisProcess } from '../../../src/adapters/postgres/process-identity.ts';
import { type Child, startChild } from './child-process.ts';

describe('the lock on the data folder', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    path = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const leave = (holder: Partial<ProcessIdentity>) =>
    writeFile(path, JSON.stringify({ ...thisProcess(), ...holder, id: randomUUID() }));
  const files = () => readdir(folder);

  /** A PID that was some process's and is nobody's now. */
  const deadPid = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    return child.pid ?? 0;
  };

  it('refuses a second holder in the same process, naming it and what to do', async () => {
    const lock = await lockFolder(path);
    await expect(lockFolder(path)).rejects.toThrow(`in use by this process ${process.pid}`);
    await expect(lockFolder(path)).rejects.toThrow(/Stop that process first.*DATABASE_URL/);
    await lock.release();
    await (await lockFolder(path)).release();
    expect(await files()).toEqual([]);
  });

  it('takes over from a process that is gone', async () => {
    await leave({ pid: await deadPid(), started: '1' });
    const lock = await lockFolder(path);
    await expect(lockFolder(path)).rejects.toThrow(`${process.pid}`);
    expect(await files()).toEqual(['lock']);
    await lock.release();
  });

  it('takes over when the PID has become another process’s, and not when it is the same one', async () => {
    await leave({});
    await expect(lockFolder(path)).rejects.toThrow('in use');
    await leave({ started: 'long ago' });
    await (await lockFolder(path)).release();
  });

  it('takes over after a restart of the machine or of the container', async () => {
    await leave({ boot: 'an earlier boot' });
    await (await lockFolder(path)).release();
    await leave({ pidNamespace: 'pid:[1]' });
    await (await lockFolder(path)).release();
  });

  it('does not guess about a process on another host', async () => {
    await leave({ host: 'elsewhere', boot: 'another kernel', pid: await deadPid() });
    const refusal = lockFolder(path);
    await expect(refusal).rejects.toThrow(/on host elsewhere.*delete .*lock and start again/);
  });

  it('takes over a lock file that a power cut left broken', async () => {
    for (const broken of ['', '{"pid":', '\0\0\0\0']) {
      await writeFile(path, broken);
      await (await lockFolder(path)).release();
    }
  });

  it('takes over although an earlier takeover died half way', async () => {
    await leave({ pid: await deadPid() });
    const dead = await readFile(path, 'utf8');
    // The right to replace this very lock is a lock itself, named by the contents it replaces.
    const right = createHash('sha256').update(dead).digest('hex').slice(0, 12);
    await writeFile(`${path}.${right}`, dead);
    await (await lockFolder(path)).release();
    expect(await files()).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'takes over from a killed process nobody has waited for',
    async () => {
      // A parent that never waits: the shell has become `sleep` when the child is killed.
      const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const pid = Number(String((await once(parent.stdout, 'data'))[0]).trim());
      const proc = async (file: string) => (await readFile(`/proc/${file}`, 'utf8')).trim();
      try {
        await vi.waitFor(async () => expect(await proc(`${parent.pid}/comm`)).toBe('sleep'));
        process.kill(pid, 'SIGKILL');
        await vi.waitFor(async () => expect(await proc(`${pid}/stat`)).toMatch(/\) Z /));
        await leave({ pid, started: null });
        await (await lockFolder(path)).release();
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it('lets exactly one of many callers have a dead lock', async () => {
    for (let round = 0; round < 20; round += 1) {
      await leave({ started: `round ${round}` });
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => lockFolder(path)));
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(won).toHaveLength(1);
      await won[0]?.release();
    }
    expect(await files()).toEqual([]);
  });

  it('lets exactly one of several processes have a dead lock; the others name it', async () => {
    const children: Child[] = Array.from({ length: 3 }, () => startChild('race'));
    try {
      await Promise.all(children.map((child) => child.line()));
      for (let round = 0; round < 25; round += 1) {
        path = join(folder, `lock-${round}`);
        await leave({ started: 'long ago' });
        for (const child of children) child.send(path);
        const answers = await Promise.all(children.map((child) => child.line()));
        const winners = answers.flatMap((answer) => (answer.won ? [answer.won] : []));
        expect(winners).toHaveLength(1);
        for (const answer of answers.filter(({ lost }) => lost)) {
          expect(answer.lost).toMatch(/in use by process \d+/);
        }
        expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: winners[0] });
      }
    } finally {
      await Promise.all(children.map((child) => child.kill()));
    }
  });
});
