import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGit } from '../../../src/adapters/git/git.ts';
import { Refused, Unavailable } from '../../../src/ports/errors.ts';
import { createRemote, gitIn, type TestRemote } from './support.ts';

let made: TestRemote;
let folder: string;
let clone: string;
beforeEach(() => {
  made = createRemote();
  ({ folder, clone } = made);
});
afterEach(() => made.close());

const write: TestRemote['write'] = (...args) => made.write(...args);
const commit: TestRemote['commit'] = (...args) => made.commit(...args);
const push: TestRemote['push'] = (...args) => made.push(...args);
const open: TestRemote['open'] = (...args) => made.open(...args);
const refs = ['refs/heads/main'];

describe('a range', () => {
  it('has commits oldest first, with messages and paths that hold anything', async () => {
    write('a.txt', 'one\n');
    const base = commit('Start');
    write('with space', 'x\n');
    write('new\nline', 'x\n');
    write('ünïcode', 'x\n');
    write(':100644 000000 trick', 'x\n');
    const first = commit('PER-1: Ä\n\n:100644 100644 a b M\nbody\n');
    const second = commit('', '--allow-empty-message');
    push();
    const range = await open().range({ refs, base, head: second });
    expect(range.descends).toBe(true);
    expect(range.commits).toMatchObject([
      { sha: first, parents: [base], message: 'PER-1: Ä\n\n:100644 100644 a b M\nbody', authorName: 'Ada' },
      { sha: second, parents: [first], message: '', paths: [] },
    ]);
    const names = [':100644 000000 trick', 'new\nline', 'with space', 'ünïcode'];
    expect([...(range.commits[0]?.paths ?? [])].sort()).toEqual(names);
    expect(range.files.map((file) => file.path).sort()).toEqual(names);
    expect(range.files.every((file) => file.additions === 1 && file.status === 'added')).toBe(true);
  });

  it('knows renames, deletions, modes, links and binary files', async () => {
    write('old name', 'a\nb\nc\nd\ne\n');
    write('gone', 'x\n');
    write('script.sh', 'x\n');
    const base = commit('Start');
    gitIn(clone, 'mv', 'old name', 'new\tname');
    rmSync(join(clone, 'gone'));
    write('blob.bin', Buffer.from([0, 1, 2]));
    symlinkSync('/etc/passwd', join(clone, 'link'));
    gitIn(clone, 'update-index', '--chmod=+x', 'script.sh');
    gitIn(clone, 'config', 'core.fileMode', 'false');
    const head = commit('Change');
    push();
    const { files } = await open().range({ refs, base, head });
    const by = new Map(files.map((file) => [file.path, file]));
    expect(by.get('new\tname')).toMatchObject({
      status: 'renamed',
      oldPath: 'old name',
      additions: 0,
      deletions: 0,
    });
    expect(by.get('gone')).toMatchObject({
      status: 'deleted',
      newMode: '000000',
      additions: 0,
      deletions: 1,
    });
    expect(by.get('blob.bin')).toMatchObject({ status: 'added', additions: null, deletions: null });
    expect(by.get('link')).toMatchObject({ newMode: '120000' });
    expect(by.get('script.sh')).toMatchObject({ oldMode: '100644', newMode: '100755', status: 'modified' });
    expect(files).toHaveLength(5);
  });

  it('of a merge has each commit once, against its first parent', async () => {
    write('a', '1\n');
    const base = commit('Start');
    gitIn(clone, 'checkout', '-q', '-b', 'side');
    write('b', '2\n');
    const side = commit('Side');
    gitIn(clone, 'checkout', '-q', '-');
    write('c', '3\n');
    const main = commit('Main');
    gitIn(clone, 'merge', '-q', '--no-ff', 'side', '-m', 'Merge');
    const head = gitIn(clone, 'rev-parse', 'HEAD');
    push();
    const { commits } = await open().range({ refs, base, head });
    expect(commits).toHaveLength(3);
    expect(commits.at(-1)).toMatchObject({ sha: head, parents: [main, side], paths: ['b'] });
  });

  it('that does not descend says so', async () => {
    write('a', '1\n');
    const base = commit('Start');
    push('refs/heads/other');
    gitIn(clone, 'checkout', '-q', '--orphan', 'new');
    const head = commit('Alone');
    push();
    const range = await open().range({ refs: [...refs, 'refs/heads/other'], base, head });
    expect(range).toMatchObject({ descends: false, files: [] });
    expect(range.commits).toHaveLength(1);
  });

  it('follows a branch that was rewritten between two looks', async () => {
    write('a', '1\n');
    const base = commit('Start');
    const first = commit('First');
    push();
    const reader = open();
    await reader.range({ refs, base, head: first });
    gitIn(clone, 'reset', '-q', '--hard', base);
    const second = commit('Second');
    push();
    expect((await reader.range({ refs, base, head: second })).commits).toMatchObject([{ sha: second }]);
  });

  it('runs nothing of the repository', async () => {
    const trap = join(folder, 'trapped');
    write('.gitattributes', '* diff=trap filter=trap\n');
    write('.gitmodules', '[submodule "x"]\n\tpath = x\n\turl = ./x\n');
    const base = commit('Start');
    write('a', '1\n');
    const head = commit('Change');
    push();
    const reader = open();
    await reader.range({ refs, base, head });
    const cache = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] ?? '');
    for (const key of ['diff.trap.textconv', 'diff.trap.command', 'diff.external', 'core.fsmonitor']) {
      gitIn(cache, 'config', key, `touch ${trap}; true`);
    }
    await reader.range({ refs, base, head });
    expect(existsSync(trap)).toBe(false);
    gitIn(cache, 'show', '--ext-diff', head);
    expect(existsSync(trap)).toBe(true);
  });
});

describe('a file', () => {
  it('is found by any name it may have, and by no other way than its own', async () => {
    const names = ['deep/er/new\nline', 'with space', 'ünïcode', ':(glob)*', '-n', 'deep/er.txt'];
    for (const name of names) write(name, `${name}\n`);
    symlinkSync('deep', join(clone, 'link'));
    const commit_ = commit('Start');
    push();
    const reader = open();
    const read = (path: string) => reader.readFile({ commit: commit_, path, ref: 'refs/heads/main' });
    for (const name of names) expect(await read(name)).toBe(`${name}\n`);
    expect(await read('./deep//er.txt')).toBe('deep/er.txt\n');
    const none = ['link', 'link/er.txt', 'deep', 'deep/', 'deep/er.txt/', 'deep/er.txt/x', 'DEEP/er.txt'];
    for (const name of [...none, '', '.', '/with space', '../a', '*', 'nothing'])
      expect([name, await read(name)]).toEqual([name, null]);
  });

  it.each<[string, string | Buffer, string | null]>([
    ['text', 'ä\r\n', 'ä\r\n'],
    ['empty', '', ''],
    ['with a byte order mark', '\uFEFFx', '\uFEFFx'],
    ['NUL', Buffer.from('a\0b'), null],
    ['not UTF-8', Buffer.from([0xff, 0xfe, 0x41]), null],
    ['exactly 1 MiB', 'x'.repeat(1024 * 1024), 'x'.repeat(1024 * 1024)],
    ['over 1 MiB', 'x'.repeat(1024 * 1024 + 1), null],
  ])('%s', async (_, content, read) => {
    write('dir/a file', content);
    const sha = commit('Start');
    push();
    expect(
      (await open().readFile({ commit: sha, path: 'dir/a file', ref: 'refs/heads/main' })) === read,
    ).toBe(true);
  });

  it.each(['none', 'dir', 'link', '', '../a', '*', ':(glob)**', '/etc/passwd'])(
    '%j is none',
    async (path) => {
      write('dir/a', 'x');
      symlinkSync('dir/a', join(clone, 'link'));
      const sha = commit('Start');
      push();
      expect(await open().readFile({ commit: sha, path, ref: 'refs/heads/main' })).toBeNull();
    },
  );

  it('is listed with its folder', async () => {
    for (const path of ['a/b.md', 'a/c/d.md', 'ab/x.md', 'top.md', 'a/new\nline']) write(path, 'x');
    const sha = commit('Start');
    push();
    const reader = open();
    await reader.range({ refs, base: sha, head: sha });
    expect(await reader.listFiles({ commit: sha, path: 'a' })).toEqual(['a/b.md', 'a/c/d.md', 'a/new\nline']);
    expect(await reader.listFiles({ commit: sha, path: 'a/' })).toHaveLength(3);
    expect(await reader.listFiles({ commit: sha, path: '' })).toHaveLength(5);
    expect(await reader.listFiles({ commit: sha, path: 'none' })).toEqual([]);
  });
});

describe('a ref', () => {
  it('is looked up by its whole name, whatever its namespace', async () => {
    write('a', '1');
    const sha = commit('Start');
    push('refs/throughline/assignments/x');
    push('refs/other/refs/heads/main');
    const reader = open();
    expect(await reader.refSha('refs/throughline/assignments/x')).toBe(sha);
    expect(await reader.refSha('refs/heads/main')).toBeNull();
    expect(await reader.readFile({ commit: sha, path: 'a', ref: 'refs/throughline/assignments/x' })).toBe(
      '1',
    );
  });

  it('or commit that is not there is refused, with what to do', async () => {
    write('a', '1');
    const base = commit('Start');
    push();
    const reader = open();
    await expect(reader.range({ refs: ['refs/heads/none'], base, head: base })).rejects.toMatchObject({
      name: 'Refused',
      status: 404,
      remedy: expect.stringMatching(/start the attempt again/),
    });
    for (const head of ['a'.repeat(40), 'main', '--output=x']) {
      await expect(reader.range({ refs, base, head })).rejects.toMatchObject({
        name: 'Refused',
        status: 404,
      });
    }
    expect((await reader.range({ refs, base, head: base })).commits).toEqual([]);
  });
});

describe('the cache', () => {
  /** Names of the git commands that `work` started. */
  const started = async (work: (path: string) => Promise<unknown>): Promise<string[]> => {
    const log = join(folder, 'started');
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin/git'), `#!/bin/sh\necho "$1" >>'${log}'\nexec '${real}' "$@"\n`);
    chmodSync(join(folder, 'bin/git'), 0o755);
    writeFileSync(log, '');
    await work(`${join(folder, 'bin')}:${process.env.PATH}`);
    return readFileSync(log, 'utf8').split('\n').filter(Boolean);
  };

  it('starts git once for what cannot change, and fetches nothing for commits that are here', async () => {
    write('a', '1\n');
    const base = commit('Start');
    write('a', '2\n');
    const head = commit('Change');
    push();
    const git = (path: string) =>
      createGit({ cacheDir: join(folder, 'cache'), log: () => undefined, path }).open({
        ...{ fullName: 'acme/probe', url: `file://${made.remote}`, token: async () => 'ghs_the-token' },
      });
    await started(async (path) => {
      const reader = git(path);
      const ask = async () => [
        await reader.range({ refs, base, head }),
        await reader.mergeBase({ refs, commits: [base, head] }),
        await reader.readFile({ commit: head, path: 'a', ref: 'refs/heads/main' }),
        await reader.hunks({ base, head }),
        await reader.search({ commit: head, words: ['2'] }),
      ];
      const once = await ask();
      expect(await started(async () => expect(await ask()).toEqual(once))).toEqual([]);
      // what was not there is asked for again, and found once it is there
      write('a', '3\n');
      const next = commit('Another');
      const late = () => reader.range({ refs, base: head, head: next });
      await expect(late()).rejects.toMatchObject({ status: 404 });
      push();
      const commands = await started(async () => expect((await late()).commits).toHaveLength(1));
      expect(commands.filter((name) => name === 'fetch')).toEqual(['fetch']);
    });
  });

  it('serves many questions at once, one after another', async () => {
    write('a', '1');
    const sha = commit('Start');
    push();
    const git = createGit({ cacheDir: join(folder, 'cache'), log: () => undefined });
    const source = {
      fullName: 'acme/probe',
      url: `file://${made.remote}`,
      token: async () => 'ghs_the-token',
    };
    const asked = Array.from({ length: 8 }, () => git.open(source).range({ refs, base: sha, head: sha }));
    expect(await Promise.all(asked)).toHaveLength(8);
  });

  it('survives a lock that a killed process left', async () => {
    write('a', '1');
    const sha = commit('Start');
    push();
    await open().range({ refs, base: sha, head: sha });
    const cache = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] ?? '');
    writeFileSync(join(cache, 'config.lock'), '');
    expect((await open().range({ refs, base: sha, head: sha })).commits).toEqual([]);
  });

  it('takes nothing for granted that it had to throw away', async () => {
    write('a', '1');
    const base = commit('Start');
    push();
    const reader = open();
    await reader.range({ refs, base, head: base });
    expect(await reader.readFile({ commit: base, path: 'a' })).toBe('1');
    const cache = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] ?? '');
    const [fetched = ''] = readdirSync(join(cache, 'refs/fetched'));
    writeFileSync(join(cache, 'refs/fetched', `${fetched}.lock`), '');
    write('a', '2');
    const head = commit('Change');
    push();
    expect((await reader.range({ refs, base, head })).commits).toMatchObject([{ sha: head, paths: ['a'] }]);
    expect(readdirSync(join(cache, 'refs/fetched'))).toEqual([fetched]);
    expect(await reader.readFile({ commit: base, path: 'a' })).toBe('1');
  });

  it('leaves large files at the remote, whatever is asked of them', async () => {
    write('big', 'x\n'.repeat(700_000));
    write('limit', 'x'.repeat(1024 * 1024));
    const base = commit('Start');
    write('small', 'x\n');
    write('big', 'x\n'.repeat(700_001));
    write('[odd]*', 'x\n'.repeat(700_000));
    write('limit', 'y'.repeat(1024 * 1024));
    const head = commit('Bigger');
    push();
    const reader = open();
    const { files } = await reader.range({ refs, base, head });
    const by = Object.fromEntries(files.map(({ path, ...file }) => [path, file]));
    expect(by).toMatchObject({
      small: { additions: 1, deletions: 0, bytes: 2 },
      limit: { additions: 1, deletions: 1, bytes: 1024 * 1024 },
      big: { status: 'modified', additions: null, deletions: null, bytes: 'unfetched' },
      '[odd]*': { status: 'added', additions: null, bytes: 'unfetched' },
    });
    expect(files).toHaveLength(4);
    expect(await reader.readFile({ commit: head, path: 'big' })).toBeNull();
    const cache = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] ?? '');
    const missing = ['rev-list', '--objects', '--all', '--missing=print'];
    expect(gitIn(cache, ...missing).match(/^\?[0-9a-f]{40}$/gm)).toHaveLength(2);
    rmSync(join(clone, 'big'));
    gitIn(clone, 'mv', 'small', 'moved');
    const without = commit('Without');
    push();
    const later = (await reader.range({ refs, base: head, head: without })).files;
    expect(later).toMatchObject([
      { path: 'moved', status: 'renamed', oldPath: 'small', bytes: 2 },
      { path: 'big', status: 'deleted', bytes: null },
    ]);
  });

  it('of an earlier release fetches nothing on its own either', async () => {
    write('big', 'x\n'.repeat(700_000));
    const sha = commit('Start');
    push();
    await open().range({ refs, base: sha, head: sha });
    const cache = join(folder, 'cache', readdirSync(join(folder, 'cache'))[0] ?? '');
    gitIn(cache, 'config', 'remote.origin.promisor', 'true');
    gitIn(cache, 'config', 'remote.origin.partialclonefilter', 'blob:limit=1m');
    expect(await open().readFile({ commit: sha, path: 'big', ref: 'refs/heads/main' })).toBeNull();
    expect(gitIn(cache, 'rev-list', '--objects', '--all', '--missing=print')).toMatch(/^\?[0-9a-f]{40}$/m);
  });
});

describe('over HTTP', () => {
  let server: Server;
  let seen: IncomingMessage[];
  const basicOf = (token: string): string =>
    `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  /** What git's server says of a repository with one branch. */
  const advertised = `001e# service=git-upload-pack\n0000003e${'a'.repeat(40)} refs/heads/main\0\n0000`;
  const serve = async (
    status: number | ((request: IncomingMessage) => number),
    headers: Record<string, string> = { 'content-type': 'application/x-git-upload-pack-advertisement' },
  ): Promise<string> => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request);
      const answered = typeof status === 'number' ? status : status(request);
      response.writeHead(answered, headers).end(answered === 200 ? advertised : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/acme/probe.git`;
  };
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it.each([
    [401, Refused, 401],
    [403, Refused, 403],
    [404, Refused, 404],
    [302, Refused, 301],
    [500, Unavailable, undefined],
    [503, Unavailable, undefined],
  ])('%i is told apart, and the token is nowhere but in the request', async (status, kind, mapped) => {
    const url = await serve(status, status === 302 ? { location: 'http://127.0.0.1:9/elsewhere' } : {});
    const token = 'ghs_never-to-be-seen';
    const basic = basicOf(token).replace('Basic ', '');
    const error: unknown = await open(url, token)
      .refSha('refs/heads/main')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject(mapped === undefined ? {} : { status: mapped });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect(seen.length).toBeLessThanOrEqual(2);
    const cause = error instanceof Error ? `${error.message} ${JSON.stringify(error.cause)}` : '';
    const [cache = ''] = readdirSync(join(folder, 'cache'));
    const config = readFileSync(join(folder, 'cache', cache, 'config'), 'utf8');
    for (const text of [cause, config]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(basic);
    }
  });

  it('a token that is refused is handed back once for another', async () => {
    const url = await serve(({ headers }) => (headers.authorization === basicOf('new') ? 200 : 401));
    const refusals: (string | undefined)[] = [];
    const given = (next: string) => async (refused?: string) => {
      refusals.push(refused);
      return refused === undefined ? 'old' : next;
    };
    const ask = (token: (refused?: string) => Promise<string>) =>
      createGit({ cacheDir: join(folder, 'cache'), log: () => undefined })
        .open({ fullName: 'acme/probe', url, token })
        .refSha('refs/heads/main');
    expect(await ask(given('new'))).toBe('a'.repeat(40));
    expect(refusals).toEqual([undefined, 'old']);
    await expect(ask(given('neither'))).rejects.toMatchObject({ name: 'Refused', status: 401 });
    expect(refusals).toEqual([undefined, 'old', undefined, 'old']);
  });

  it('a server that is not there is unavailable', async () => {
    const url = await serve(200);
    await new Promise((resolve) => server.close(resolve));
    await expect(open(url).refSha('refs/heads/main')).rejects.toBeInstanceOf(Unavailable);
  });
});
