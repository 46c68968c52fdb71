import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/postgres/open.ts';
import { findTemplate, templatePath } from '../../../src/adapters/postgres/template.ts';
import { startChild } from './child-process.ts';
import { delivery, event, item, minute, noon } from './samples.ts';

describe('a store in a folder', () => {
  let root: string;
  let dataDir: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'store-'));
    dataDir = join(root, 'data');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const open = async (options: { templateFolder?: string } = {}) => {
    const store = await openStore({ dataDir }, options);
    await store.migrate();
    return store;
  };
  const idsIn = async (store: Awaited<ReturnType<typeof open>>): Promise<string[]> =>
    (await store.takeDeliveries({ owner: 'w', limit: 1_000_000, now: noon, leaseMs: minute })).map(
      ({ id }) => id,
    );

  it('keeps what was stored, lets nobody else read it and leaves no lock behind', async () => {
    const first = await open();
    await first.insertDelivery(delivery('a'), noon);
    await first.close();
    expect((await readdir(dataDir)).sort()).toEqual(['database']);
    expect((await stat(dataDir)).mode & 0o077).toBe(0);
    const again = await open();
    expect(await idsIn(again)).toEqual(['a']);
    await again.close();
    await again.close();
  });

  it('hands out at once what a process held that is not there any more', async () => {
    const first = await open();
    await first.insertDelivery(delivery('a'), noon);
    await first.createItem(item('i'), [], noon);
    await first.addEvents([{ itemId: 'i', event: event('e') }], noon);
    const asking = { owner: 'w', now: noon, leaseMs: minute };
    expect(await idsIn(first)).toEqual(['a']);
    expect(await first.leaseDueItem(asking)).toMatchObject({ token: 1 });
    // held: nobody else gets them within the minute
    expect([await idsIn(first), await first.leaseDueItem(asking)]).toEqual([[], null]);
    await first.close();
    const again = await open();
    expect(await idsIn(again)).toEqual(['a']);
    expect(await again.leaseDueItem(asking)).toMatchObject({ token: 2 });
    await again.close();
  });

  it('refuses a second opener in this process and in another one, naming the holder', async () => {
    const store = await open();
    await expect(openStore({ dataDir })).rejects.toThrow(`this process ${process.pid}`);
    const child = startChild('hold', dataDir);
    expect((await child.line()).failed).toContain(`in use by process ${process.pid}`);
    await child.ended();
    await store.close();
    const holder = startChild('hold', dataDir);
    expect(await holder.line()).toEqual({ held: holder.pid });
    await expect(openStore({ dataDir })).rejects.toThrow(`in use by process ${holder.pid}`);
    await holder.ended();
    await (await open()).close();
  });

  it('loses no acknowledged delivery when its process is killed, again and again', {
    timeout: 90_000,
  }, async () => {
    const acknowledged: unknown[] = [];
    for (const [kill, lines] of [1, 7, 25, 50, 90].entries()) {
      const child = startChild('write', dataDir, `kill-${kill}`);
      for (let count = 0; count < lines; count += 1) acknowledged.push((await child.line()).acknowledged);
      await child.kill();
      acknowledged.push(...(await child.rest()).map((line) => line.acknowledged));
    }
    const store = await open();
    const stored = new Set<unknown>(await idsIn(store));
    await store.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(173);
    expect(acknowledged.filter((id) => typeof id !== 'string' || !stored.has(id))).toEqual([]);
  });

  it('starts over when an earlier first start was killed half way', async () => {
    await mkdir(join(dataDir, 'database.new'), { recursive: true });
    await writeFile(join(dataDir, 'database.new', 'PG_VERSION'), 'half');
    const store = await open();
    await store.ping();
    await store.close();
    expect(await readdir(dataDir)).toEqual(['database']);
  });

  it('says of a broken folder which one and what to do, and that works', async () => {
    const folder = join(dataDir, 'database');
    await (await open()).close();
    await truncate(join(folder, 'global', 'pg_control'), 100);
    const failure = openStore({ dataDir });
    await expect(failure).rejects.toThrow(`The database in ${folder} cannot be opened`);
    await expect(failure).rejects.toThrow(`mv "${folder}" "${folder}.broken"`);
    await rename(folder, `${folder}.broken`);
    const store = await open();
    expect(await idsIn(store)).toEqual([]);
    await store.close();
  });

  it('does not put a database into a folder that holds something else', async () => {
    await mkdir(join(dataDir, 'database'), { recursive: true });
    await writeFile(join(dataDir, 'database', 'notes.txt'), 'mine');
    await expect(openStore({ dataDir })).rejects.toThrow('it is no database folder');
    expect(await readdir(join(dataDir, 'database'))).toEqual(['notes.txt']);
  });

  it('makes a new template when the one there is unusable, and starts all the same', {
    timeout: 60_000,
  }, async () => {
    const templateFolder = join(root, 'templates');
    const path = await templatePath(templateFolder);
    await mkdir(templateFolder, { mode: 0o700 });
    await writeFile(path, 'not a tar file', { mode: 0o600 });
    await writeFile(join(templateFolder, 'empty-older.tar'), 'of another release');
    const store = await open({ templateFolder });
    await store.insertDelivery(delivery('a'), noon);
    await store.close();
    expect((await stat(path)).size).toBeGreaterThan(1_000_000);
    expect(await readdir(templateFolder)).toEqual([basename(path)]);
    dataDir = join(root, 'second');
    const second = await open({ templateFolder });
    expect(await idsIn(second)).toEqual([]);
    await second.close();
  });

  it.skipIf(process.platform === 'win32')('uses no template that others could have written', async () => {
    const path = await templatePath(join(root, 'templates'));
    await mkdir(dirname(path), { mode: 0o700 });
    await writeFile(path, 'tar', { mode: 0o600 });
    expect(await findTemplate(path)).not.toBeNull();
    await chmod(dirname(path), 0o777);
    expect(await findTemplate(path)).toBeNull();
  });
});
