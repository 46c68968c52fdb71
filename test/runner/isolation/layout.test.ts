import { chmodSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Layout, planLayout } from '../../../src/runner/isolation/layout.ts';
import { makeBase, without } from './support.ts';

let base: string;
let beside: string;
beforeEach(() => {
  base = realpathSync(makeBase());
  // Not covered by the layout, and writable for an ordinary user too.
  beside = makeBase('/dev/shm');
});
afterEach(() => {
  for (const folder of [base, beside]) rmSync(folder, { recursive: true, force: true });
});

const folder = (...names: string[]): string => {
  const path = join(...names);
  mkdirSync(path, { recursive: true });
  return path;
};

const plan = (options: {
  writable?: string[];
  readable?: string[];
  hidden?: string[];
  path?: string;
}): Promise<Layout> =>
  planLayout({
    confinement: {
      isolation: without,
      writable: options.writable ?? [],
      readable: options.readable ?? [],
      hidden: options.hidden ?? [],
    },
    path: options.path,
    temporary: { tmp: '/stand-in/tmp', varTmp: '/stand-in/var-tmp' },
    replaced: { '/etc/passwd': '/stand-in/passwd' },
  });

const shown = ({ steps }: Layout, at: string): string[] =>
  steps.filter(({ to }) => to.startsWith(at)).map(({ verb, from, to }) => `${verb} ${from} ${to}`);

describe.runIf(process.platform === 'linux')('what a program sees of the machine', () => {
  it('is not its homes and sockets, nor its temporary files', async () => {
    const layout = await plan({});
    for (const place of ['/root', '/home', '/run', '/tmp', '/var/tmp'])
      expect(layout.covered).toContain(realpathSync(place));
    expect(layout.steps).toContainEqual({ verb: 'rw', from: '/stand-in/tmp', to: '/tmp' });
    expect(layout.steps).toContainEqual({ verb: 'ro', from: '/stand-in/passwd', to: '/etc/passwd' });
  });

  it('is put together from the outside in', async () => {
    const outer = folder(base, 'outer');
    const inner = folder(outer, 'inner');
    chmodSync(outer, 0o700);
    const { steps } = await plan({ writable: [inner, outer] });
    expect(steps).toContainEqual({ verb: 'rw', from: outer, to: outer });
    const order = steps.map(({ to }) => to);
    expect(order).toEqual([...order].sort());
    expect(order.indexOf(outer)).toBeLessThan(order.indexOf(inner));
  });

  it('are entries of the search path in covered places, by themselves', async () => {
    const bin = folder(base, 'tools', 'bin');
    const link = join(base, 'link');
    symlinkSync(bin, link);
    const layout = await plan({ path: `${bin}:${link}:/usr/bin:relative::${base}/absent` });
    expect(shown(layout, base)).toEqual([`ro ${bin} ${link}`, `ro ${bin} ${bin}`].sort());
    expect(shown(layout, '/usr')).toEqual([]);
  });

  it('is never a whole home or more for standing in the search path', async () => {
    const layout = await plan({ path: `${homedir()}:/tmp:/:/home` });
    expect(
      layout.steps.filter(({ verb, to }) => verb === 'ro' && ['/', '/tmp', '/home', homedir()].includes(to)),
    ).toEqual([]);
  });

  it('are entries of the search path in lent folders as they are: writable', async () => {
    const own = folder(base, 'own');
    const layout = await plan({ writable: [own], path: folder(own, 'node_modules', '.bin') });
    expect(shown(layout, own)).toEqual([`rw ${own} ${own}`]);
  });

  it('is what was named, and where strangers cannot pass only that', async () => {
    const shut = folder(beside, 'shut');
    const own = folder(shut, 'own');
    chmodSync(shut, 0o700);
    chmodSync(beside, 0o755);
    writeFileSync(join(beside, 'file'), '');
    const open = await plan({ readable: [join(beside, 'file')] });
    expect(shown(open, beside)).toEqual([]);
    const layout = await plan({ writable: [own] });
    expect(shown(layout, beside)).toEqual([`empty ${shut} ${shut}`, `rw ${own} ${own}`]);
    expect(layout.covered).toContain(shut);
  });

  it('is not what was hidden, but for what was lent in it', async () => {
    chmodSync(beside, 0o755);
    const own = folder(beside, 'own');
    const layout = await plan({ writable: [own], hidden: [beside, folder(beside, 'other')] });
    expect(shown(layout, beside)).toEqual([`empty ${beside} ${beside}`, `rw ${own} ${own}`]);
    expect(shown(await plan({ hidden: [beside] }), beside)).toEqual([`bare ${beside} ${beside}`]);
  });

  it('is refused where a lent folder would uncover a covered place', async () => {
    for (const path of ['/tmp', '/home', '/var']) {
      await expect(plan({ writable: [realpathSync(path)] })).rejects.toThrow(/may not be lent.*lies in it/);
    }
    for (const place of [base, beside]) {
      const refused = plan({ writable: [place], hidden: [folder(place, 'hidden')] });
      await expect(refused).rejects.toThrow('lies in it');
    }
  });
});
