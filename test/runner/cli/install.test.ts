import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssri from 'ssri';
import { create, Header } from 'tar';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliRelease } from '../../../src/contracts/assignment.ts';
import { findCli } from '../../../src/runner/cli/find.ts';
import { installCli } from '../../../src/runner/cli/install.ts';
import { cliPackage } from '../../../src/runner/cli/releases.ts';
import { folderTrouble } from '../../../src/runner/cli/trouble.ts';
import { RunRefused } from '../../../src/runner/run.ts';

let folder: string;
let server: Server;
let asked: string[];
/** What the registry answers. */
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-install-'));
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const program = '#!/bin/sh\necho "opencode 9.9.9"\n';

/** A package as npm has it, with a program in it. */
const pack = async (files: Record<string, string> = { 'bin/opencode': program }): Promise<Buffer> => {
  const source = mkdtempSync(join(folder, 'source-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(source, 'package', path, '..'), { recursive: true });
    writeFileSync(join(source, 'package', path), text);
    chmodSync(join(source, 'package', path), 0o755);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of create({ cwd: source, gzip: true }, ['package'])) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** One entry that no packing program would make. */
const forged = (entry: { path: string; type: 'File' | 'SymbolicLink'; linkpath?: string }): Buffer => {
  const body = Buffer.alloc(512);
  const size = entry.type === 'File' ? body.write('out\n') : 0;
  const head = Buffer.alloc(512);
  new Header({ mode: 0o644, size, mtime: new Date(0), ...entry }).encode(head, 0);
  return Buffer.concat([head, ...(size > 0 ? [body] : []), Buffer.alloc(1024)]);
};

const releaseOf = (bytes: Buffer): CliRelease => ({
  version: '9.9.9',
  integrity: ssri.fromData(bytes, { algorithms: ['sha512'] }).toString(),
});

const serve = (bytes: Buffer): void => {
  answer = (response) => response.end(bytes);
};

const install = (release: CliRelease | null, rest: Partial<Parameters<typeof installCli>[0]> = {}) => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return installCli({
    kind: 'opencode',
    release,
    folder: join(folder, 'clis'),
    registry: `http://127.0.0.1:${port}/`,
    log: () => {},
    signal: new AbortController().signal,
    platform: 'linux-x64',
    pauseMs: 1,
    ...rest,
  });
};

const leftovers = (): string[] => (existsSync(join(folder, 'clis')) ? readdirSync(join(folder, 'clis')) : []);

describe('installing a CLI', () => {
  it('fetches the package, checks it, and answers with a program that runs', async () => {
    const bytes = await pack();
    serve(bytes);
    const installed = await install(releaseOf(bytes));
    const place = join(folder, 'clis', 'opencode-linux-x64@9.9.9');
    expect(installed).toEqual({
      path: join(place, 'package', 'bin', 'opencode'),
      version: '9.9.9',
      folder: place,
    });
    expect(asked).toEqual(['/opencode-linux-x64/-/opencode-linux-x64-9.9.9.tgz']);
    expect(leftovers()).toEqual(['opencode-linux-x64@9.9.9']);
  });

  it('fetches a release of the user each time, and never runs what lies where it goes', async () => {
    const bytes = await pack();
    serve(bytes);
    const release = releaseOf(bytes);
    const first = await install(release);
    await install(release);
    expect(asked).toHaveLength(2);
    const planted = `#!/bin/sh\necho ran > ${join(folder, 'ran')}\necho "opencode 6.6.6"\n`;
    writeFileSync(first.path, planted);
    const sha256 = createHash('sha256').update(planted).digest('hex');
    const record = JSON.stringify({ integrity: release.integrity, sha256 });
    writeFileSync(join(first.folder, 'installed.json'), record);
    expect((await install(release)).version).toBe('9.9.9');
    expect(asked).toHaveLength(3);
    expect(existsSync(join(folder, 'ran'))).toBe(false);
    expect(readdirSync(first.folder)).toEqual(['package']);
    expect(leftovers()).toEqual(['opencode-linux-x64@9.9.9']);
  });

  it('can be asked for the same several times at once', async () => {
    const bytes = await pack();
    serve(bytes);
    const all = await Promise.all([1, 2, 3].map(() => install(releaseOf(bytes))));
    expect(new Set(all.map(({ path }) => path)).size).toBe(1);
    expect(leftovers()).toEqual(['opencode-linux-x64@9.9.9']);
  });

  it('refuses what is not what was pinned', async () => {
    serve(await pack({ 'bin/opencode': `${program}# another\n` }));
    const release = releaseOf(await pack());
    await expect(install(release)).rejects.toThrow(/not opencode-linux-x64@9\.9\.9.*npm view/);
    expect(asked).toHaveLength(1);
    expect(leftovers()).toEqual([]);
  });

  it('refuses what broke off, after other tries', async () => {
    const bytes = await pack();
    answer = (response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100));
      response.socket?.end();
    };
    await expect(install(releaseOf(bytes))).rejects.toThrow(/could not be fetched.*registry/);
    expect(asked).toHaveLength(3);
    expect(leftovers()).toEqual([]);
  });

  it('tries again when the registry is out of order for a moment', async () => {
    const bytes = await pack();
    answer = (response) => {
      if (asked.length > 1) response.end(bytes);
      else response.writeHead(503).end();
    };
    await install(releaseOf(bytes));
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['leads out of its folder', { path: 'package/../../../out.txt', type: 'File' as const }],
    ['is absolute', { path: '/out.txt', type: 'File' as const }],
    ['is a link', { path: 'package/bin/opencode', type: 'SymbolicLink' as const, linkpath: '/bin/sh' }],
  ])('refuses a package with an entry that %s', async (_name, entry) => {
    const bytes = forged(entry);
    serve(bytes);
    await expect(install(releaseOf(bytes))).rejects.toThrow(/which is a link or leads out of it/);
    expect(leftovers()).toEqual([]);
    expect(existsSync(join(folder, 'out.txt'))).toBe(false);
  });

  it.each([
    ['holds no program', { 'README.md': 'x' }, /holds no bin\/opencode/],
    ['does not run', { 'bin/opencode': '#!/bin/sh\nexit 1\n' }, /does not run on this runner/],
  ])('refuses a package that %s', async (_name, files, message) => {
    const bytes = await pack(files);
    serve(bytes);
    await expect(install(releaseOf(bytes))).rejects.toThrow(message);
  });

  it('refuses what is no package at all', async () => {
    const bytes = Buffer.from('<html>sign in</html>'.repeat(100));
    serve(bytes);
    await expect(install(releaseOf(bytes))).rejects.toThrow(/unpacked|holds no/);
  });

  it.each([
    [404, /There is no http.*release/],
    [403, /answered 403.*npm_config_registry/],
  ])('says what to do when the registry answers %d', async (status, message) => {
    answer = (response) => response.writeHead(status).end('no');
    await expect(install(releaseOf(Buffer.from('x')))).rejects.toThrow(message);
    expect(asked).toHaveLength(1);
  });

  it('says what to do where there is no package for the platform, or no network', async () => {
    await expect(install(null, { platform: 'darwin-arm64' })).rejects.toThrow(/linux-x64 or linux-arm64/);
    await expect(install(null, { registry: 'http://127.0.0.1:1/' })).rejects.toThrow(
      /npm_config_registry.*HTTPS_PROXY/,
    );
  });
});

describe('a folder for CLIs that cannot be made', () => {
  it.each([
    ['lies in a file', 'file/clis'],
    ['is a file', 'file'],
  ])('refuses the run when it %s, and names the input', async (_name, path) => {
    writeFileSync(join(folder, 'file'), '');
    const refusal = install(releaseOf(await pack()), { folder: join(folder, path) });
    await expect(refusal).rejects.toBeInstanceOf(RunRefused);
    await expect(refusal).rejects.toThrow(/cannot be kept in .*file.*\(E\w+\).*input `agents` of the action/);
    expect(asked).toEqual([]);
  });

  const about = { folder: '/clis', what: 'x@1' };
  it.each([
    ['EACCES', /cannot be kept in \/clis \(EACCES\).*input `agents`/],
    ['EROFS', /input `agents`/],
    ['ENOSPC', /disk is full.*larger runner/],
    ['EDQUOT', /disk is full/],
  ])('is told by its code: %s', (code, message) => {
    const trouble = folderTrouble(Object.assign(new Error('no'), { code }), about);
    expect(trouble).toBeInstanceOf(RunRefused);
    expect(String(trouble)).toMatch(message);
  });

  it('is not what any other error is about', () => {
    const error = new Error('a mistake of ours');
    expect(folderTrouble(error, about)).toBe(error);
  });
});

describe('the pinned releases', () => {
  it.each(['opencode', 'claude-code', 'codex'] as const)('%s has one for both platforms', (kind) => {
    for (const platform of ['linux-x64', 'linux-arm64'])
      expect(cliPackage(kind, { platform, release: null })).toMatchObject({
        version: expect.stringMatching(/^\d/),
        integrity: expect.stringMatching(/^sha512-[A-Za-z0-9+/]{86}==$/),
        tree: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
  });

  it('are called by their version alone, where the registry wants the platform too', () => {
    const release = { version: '0.170.0', integrity: 'sha512-x' };
    expect(cliPackage('codex', { platform: 'linux-arm64', release })).toMatchObject({
      name: '@openai/codex',
      version: '0.170.0-linux-arm64',
      program: 'vendor/aarch64-unknown-linux-musl/bin/codex',
      tree: null,
    });
  });
});

describe('a CLI that is there already', () => {
  it('is found by its variable', async () => {
    const path = join(folder, 'codex');
    writeFileSync(path, '#!/bin/sh\necho codex-cli 1.2.3\n', { mode: 0o755 });
    expect(await findCli('codex', { env: { CODEX_BIN: path }, folder })).toEqual({
      path,
      version: '1.2.3',
      folder,
    });
  });

  it('is found in the cache, or it is said how to get it there', async () => {
    const bytes = await pack();
    serve(bytes);
    expect(await findCli('opencode', { env: {}, folder: join(folder, 'clis') })).toEqual({
      missing: expect.stringMatching(/npm run agents:fetch.*OPENCODE_BIN/),
    });
    expect(await findCli('opencode', { env: { OPENCODE_BIN: '/no/such' }, folder })).toEqual({
      missing: expect.stringMatching(/OPENCODE_BIN names \/no\/such/),
    });
  });
});
