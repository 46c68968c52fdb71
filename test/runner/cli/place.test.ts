import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssri from 'ssri';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placePackage } from '../../../src/runner/cli/place.ts';
import type { CliPackage } from '../../../src/runner/cli/releases.ts';
import { treeDigest } from '../../../src/runner/cli/tree.ts';

let folder: string;
let server: Server;
let asked: number;
let bytes: Buffer;
let wanted: CliPackage;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-place-'));
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bytes = await packed();
  const integrity = ssri.fromData(bytes, { algorithms: ['sha512'] }).toString();
  wanted = { name: '@acme/cli', version: '1.0.0', integrity, tree: null, program: 'bin/cli' };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const program = '#!/bin/sh\necho 1.0.0\n';

const packed = async (): Promise<Buffer> => {
  const source = join(folder, 'source', 'package');
  mkdirSync(join(source, 'bin'), { recursive: true });
  writeFileSync(join(source, 'bin', 'cli'), program);
  writeFileSync(join(source, 'package.json'), '{}');
  const chunks: Buffer[] = [];
  for await (const chunk of create({ cwd: join(folder, 'source'), gzip: true }, ['package']))
    chunks.push(chunk);
  return Buffer.concat(chunks);
};

const place = (rest: Partial<CliPackage> = {}, log: (line: string) => void = () => {}) => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return placePackage(
    { ...wanted, ...rest },
    {
      folder: join(folder, 'clis'),
      registry: `http://127.0.0.1:${port}/`,
      log,
      signal: new AbortController().signal,
      pauseMs: 1,
    },
  );
};

/** Its tree is known from what was unpacked: it is what is pinned from here on. */
const pinned = async () => {
  const placed = await place();
  const tree = await treeDigest(placed.folder);
  return { target: placed.folder, tree };
};

describe('a package that is pinned', () => {
  it('is taken from its folder as long as that is what is pinned', async () => {
    const { target, tree } = await pinned();
    expect(await place({ tree })).toEqual({ folder: target, kept: true });
    expect(asked).toBe(1);
  });

  const cli = (target: string): string => join(target, 'package', 'bin', 'cli');
  it.each<[string, (target: string) => void]>([
    ['program is another', (target) => writeFileSync(cli(target), '#!/bin/sh\necho 6.6.6\n')],
    ['other file is another', (target) => writeFileSync(join(target, 'package', 'package.json'), '{"a":1}')],
    ['file is gone', (target) => unlinkSync(join(target, 'package', 'package.json'))],
    ['files are more', (target) => writeFileSync(join(target, 'package', 'bin', 'helper'), program)],
    ['folder holds something beside it', (target) => writeFileSync(join(target, 'installed.json'), '{}')],
    ['folders are more', (target) => mkdirSync(join(target, 'package', 'node_modules'))],
    ['program can be written by everybody', (target) => chmodSync(cli(target), 0o777)],
    ['program gives its user away', (target) => chmodSync(cli(target), 0o4755)],
    ['folder can be written by everybody', (target) => chmodSync(target, 0o777)],
    [
      'program is a link to the same',
      (target) => {
        renameSync(cli(target), join(folder, 'moved'));
        symlinkSync(join(folder, 'moved'), cli(target));
      },
    ],
    [
      'folder is a link to the same',
      (target) => {
        renameSync(target, join(folder, 'moved'));
        symlinkSync(join(folder, 'moved'), target);
      },
    ],
  ])('is installed anew when its %s', async (_name, change) => {
    const { target, tree } = await pinned();
    change(target);
    const lines: string[] = [];
    expect(await place({ tree }, (line) => lines.push(line))).toEqual({ folder: target, kept: false });
    expect(asked).toBe(2);
    expect(lines.join('\n')).toContain('is not what belongs there');
    expect(await treeDigest(target)).toBe(tree);
    expect(readFileSync(cli(target), 'utf8')).toBe(program);
    expect(readdirSync(join(folder, 'clis', '@acme'))).toEqual(['cli@1.0.0']);
    expect(readdirSync(join(folder, 'clis'))).toEqual(['@acme']);
  });

  it('is refused when the registry gives something that has another tree', async () => {
    await expect(place({ tree: 'f'.repeat(64) })).rejects.toThrow(/tree [0-9a-f]{64}, pinned f{64}/);
    expect(readdirSync(join(folder, 'clis'))).toEqual(['@acme']);
    expect(readdirSync(join(folder, 'clis', '@acme'))).toEqual([]);
  });

  it('can be asked for several times at once, even where something else lies', async () => {
    const { target, tree } = await pinned();
    writeFileSync(cli(target), 'planted');
    await Promise.all([1, 2, 3].map(() => place({ tree })));
    expect(await treeDigest(target)).toBe(tree);
    expect(readdirSync(join(folder, 'clis', '@acme'))).toEqual(['cli@1.0.0']);
  });
});

it('is readable for everybody and has the same tree, whatever this process keeps from others', async () => {
  const { target, tree } = await pinned();
  rmSync(target, { recursive: true });
  const before = process.umask(0o077);
  try {
    expect((await place({ tree })).folder).toBe(target);
  } finally {
    process.umask(before);
  }
  const modeOf = (path: string): number => statSync(join(target, path)).mode & 0o777;
  expect(['', 'package', 'package/bin', 'package/bin/cli'].map(modeOf)).toEqual(Array(4).fill(0o755));
  expect(modeOf('package/package.json')).toBe(0o644);
});
