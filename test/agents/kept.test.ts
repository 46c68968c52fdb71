import { appendFileSync, cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliCache } from '../../src/runner/cli/find.ts';
import { installCli } from '../../src/runner/cli/install.ts';
import { type Found, findClis, removeScratch } from './support.ts';

const { found } = await findClis();
/** Those of the cache: one that a variable names is whatever it is. */
const kept = found.filter(({ cli }) => !relative(resolve(cliCache), realpathSync(cli.path)).startsWith('..'));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-kept-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  removeScratch();
});

/** Nobody listens there: what is not kept cannot be had. */
const install = ({ kind }: Found, from: string) => {
  const lines: string[] = [];
  return installCli({
    kind,
    release: null,
    folder: from,
    registry: 'http://127.0.0.1:9/',
    log: (line) => lines.push(line),
    signal: new AbortController().signal,
    pauseMs: 1,
  }).then((installed) => ({ installed, lines }));
};

describe.each(kept.map((who) => [who.kind, who] as const))('%s, as it is kept', (_kind, who) => {
  it('is what is pinned, and is fetched again when it is not', async () => {
    const { installed, lines } = await install(who, resolve(cliCache));
    expect(installed).toEqual({ ...who.cli, path: resolve(who.cli.path), folder: resolve(who.cli.folder) });
    expect(lines).toEqual([expect.stringContaining('is installed in')]);

    const copy = join(folder, relative(resolve(cliCache), resolve(who.cli.folder)));
    cpSync(who.cli.folder, copy, { recursive: true });
    expect((await install(who, folder)).lines).toHaveLength(1);
    appendFileSync(join(copy, relative(resolve(who.cli.folder), dirname(resolve(who.cli.path))), 'x'), '');
    await expect(install(who, folder)).rejects.toThrow(/could not be fetched/);
  });
});
