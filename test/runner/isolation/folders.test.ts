import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prefixed } from '../../../src/runner/isolation/as-root.ts';
import { createRunProgram, lend, reclaim } from '../../../src/runner/isolation/isolation.ts';
import { asLines } from '../../../src/runner/isolation/lines.ts';
import { enterScript } from '../../../src/runner/isolation/scripts.ts';
import { findReal, isReal, makeBase, makePlace, without } from './support.ts';

const isolation = await findReal('folders');
const uid = isReal(isolation) ? isolation.uid : -1;
const me = process.getuid?.();

let base: string;
beforeEach(() => {
  base = makeBase();
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

/** Everything below a folder, itself included; no link is followed. */
const all = (folder: string): string[] =>
  execFileSync('find', [folder, '-print0'], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .split('\0')
    .slice(0, -1);

const owners = (folder: string): Set<number> => new Set(all(folder).map((path) => lstatSync(path).uid));

describe('without isolation', () => {
  it('lending and reclaiming change nothing', async () => {
    writeFileSync(join(base, 'file'), 'x', { mode: 0o400 });
    const before = all(base).map((path) => [lstatSync(path).uid, lstatSync(path).mode]);
    await lend(without, [base, join(base, 'absent')]);
    await reclaim(without, [base, join(base, 'absent')]);
    expect(all(base).map((path) => [lstatSync(path).uid, lstatSync(path).mode])).toEqual(before);
  });
});

describe.runIf(isReal(isolation))('lending', () => {
  it('gives a folder and all in it, links as links, to the second user alone', async () => {
    const own = join(base, 'own');
    mkdirSync(join(own, 'a', 'b'), { recursive: true });
    writeFileSync(join(own, 'a', 'b', 'two\nlines'), 'x');
    const outside = join(base, 'outside');
    writeFileSync(outside, 'x');
    symlinkSync(outside, join(own, 'link'));
    await lend(isolation, [own]);
    expect(lstatSync(own)).toMatchObject({ uid, gid: uid, mode: 0o40700 });
    expect(lstatSync(outside).uid).toBe(me);
    await reclaim(isolation, [own]);
    expect(owners(own)).toEqual(new Set([me]));
  });

  it('does not give away what a file is called elsewhere', async () => {
    const own = join(base, 'own');
    const elsewhere = join(base, 'elsewhere');
    mkdirSync(own);
    writeFileSync(elsewhere, 'shared', { mode: 0o644 });
    linkSync(elsewhere, join(own, "a 'name'\n"));
    await lend(isolation, [own]);
    const run = createRunProgram({ isolation, writable: [own], readable: [] });
    const { exitCode } = await run({
      argv: ['/bin/sh', '-c', 'for f in *; do echo changed > "$f"; done'],
      cwd: own,
      env: { PATH: '/usr/bin:/bin' },
      limitMs: 10_000,
      capBytes: 1000,
      signal: new AbortController().signal,
    });
    await reclaim(isolation, [own]);
    expect(exitCode).toBe(0);
    expect(readFileSync(elsewhere, 'utf8')).toBe('shared');
    expect(lstatSync(elsewhere).uid).toBe(me);
    expect(readdirSync(own).map((name) => readFileSync(join(own, name), 'utf8'))).toEqual(['changed\n']);
  });

  it('refuses a link and what is no folder', async () => {
    symlinkSync('/etc', join(base, 'link'));
    for (const path of [join(base, 'link'), join(base, 'link', 'ssl'), join(base, 'absent'), '/', 'here'])
      await expect(lend(isolation, [path])).rejects.toThrow('give the real path of a folder');
  });
});

describe.runIf(isReal(isolation))('reclaiming', () => {
  it('survives whatever a program leaves', async () => {
    const place = await makePlace(isolation, base);
    const target = join(base, 'target');
    writeFileSync(target, 'ours', { mode: 0o640 });
    const { exitCode, output } = await place.run(
      `set -e
      mkdir deep shut many; cd deep; for i in 1 2 3 4 5 6 7 8 9; do mkdir d; cd d; done; cd "$2"
      echo x > "shut/file"; chmod 000 shut/file shut
      printf x > "$(printf 'new\\nline')"; printf x > -rf; printf x > '*'
      ln -s /etc/shadow shadow; ln -s "$1" out; ln -s / root; ln -s loop loop
      ln -- -rf hard; mkfifo fifo; cp /bin/true setuid; chmod 6755 setuid
      node -e 'require("node:net").createServer().listen("socket", () => process.exit())' || true
      seq 1 10000 | (cd many && xargs touch)
      chmod 000 "$2"`,
      { args: [target, place.own] },
    );
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
    const shadow = existsSync('/etc/shadow') ? lstatSync('/etc/shadow') : null;
    await reclaim(isolation, [place.own, join(base, 'gone'), join(base, 'own', 'out')]);
    expect(owners(place.own)).toEqual(new Set([me]));
    expect(all(place.own).length).toBeGreaterThan(10_020);
    expect(readFileSync(join(place.own, 'shut', 'file'), 'utf8')).toBe('x\n');
    expect(lstatSync(join(place.own, 'setuid')).mode & 0o7777).toBe(0o755);
    expect(lstatSync(target)).toMatchObject({ uid: me, mode: 0o100640 });
    expect(lstatSync('/').mode & 0o777).toBe(0o755);
    if (shadow) expect(lstatSync('/etc/shadow')).toMatchObject({ uid: shadow.uid, mode: shadow.mode });
    await place.remove();
    expect(existsSync(base)).toBe(false);
  });

  it('passes over a folder that was swapped for a link', async () => {
    const place = await makePlace(isolation, base);
    const target = join(base, 'target');
    mkdirSync(target, { mode: 0o755 });
    await place.run('mkdir inner; rmdir inner; ln -s "$1" inner', { args: [target] });
    await reclaim(isolation, [place.own, join(place.own, 'inner')]);
    expect(lstatSync(target)).toMatchObject({ uid: me, mode: 0o40755 });
    await place.remove();
  });
});

describe.runIf(isReal(isolation))('git, inside', () => {
  it('commits in a worktree whose repository is another lent folder', async () => {
    const repository = join(base, 'repository.git');
    const worktree = join(base, 'work tree');
    const git = (...args: string[]): string =>
      execFileSync('git', args, {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
      });
    git('init', '--quiet', '--bare', repository);
    const tree = git('-C', repository, 'hash-object', '-t', 'tree', '-w', '/dev/null').trim();
    const name = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.test'];
    const first = git('-C', repository, ...name, 'commit-tree', '-m', 'first', tree).trim();
    git('-C', repository, 'worktree', 'add', '--quiet', '-b', 'work', worktree, first);
    const lent = [repository, worktree];
    await lend(isolation, lent);
    const script =
      'set -e; echo x > "a file"; git add .; git commit --quiet -m second; git status --short; git log --format=%s%n%an';
    const ended = await createRunProgram({ isolation, writable: lent, readable: [] })({
      argv: ['/bin/sh', '-c', script],
      cwd: worktree,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: worktree,
        GIT_CONFIG_NOSYSTEM: '1',
        EMAIL: 'second@example.test',
      },
      limitMs: 15_000,
      capBytes: 10_000,
      signal: new AbortController().signal,
    });
    await reclaim(isolation, lent);
    expect(ended).toMatchObject({ exitCode: 0, output: 'second\nThroughline\nfirst\nAda\n' });
    expect(git('-C', repository, 'rev-list', '--count', 'work').trim()).toBe('2');
  });
});

describe.runIf(isReal(isolation))('where a mount cannot be made read-only', () => {
  it('the namespaces end with an error before anything can enter them', () => {
    if (!isReal(isolation)) throw new Error('not reached');
    const run = mkdtempSync(join(tmpdir(), 'broken-'));
    const tools = join(run, 'tools');
    for (const folder of ['root', 'tools']) mkdirSync(join(run, folder));
    writeFileSync(join(run, 'enter.sh'), enterScript);
    writeFileSync(join(run, 'plan'), asLines(['bare', '/home', '/home']));
    const enter = (path: string): string => {
      const script = ['/bin/sh', join(run, 'enter.sh'), path, join(run, 'root'), join(run, 'plan'), '/home'];
      const namespaces = ['--pid', '--mount', '--ipc', '--fork', '--kill-child', '--'];
      const { file, args } = prefixed(isolation, ['unshare', ...namespaces, ...script]);
      return execFileSync(file, args, { input: '', encoding: 'utf8', stdio: 'pipe', timeout: 15_000 });
    };
    const usual = '/usr/sbin:/usr/bin:/sbin:/bin';
    expect(enter(usual)).toMatch(/^ready \d+\n$/);
    const lazy =
      'case "$*" in *remount,bind,ro,nosuid,nodev*\\ */sys) exit 0;; esac\nPATH=$REAL exec mount "$@"';
    writeFileSync(join(tools, 'mount'), `#!/bin/sh\nREAL=${usual}\n${lazy}\n`, { mode: 0o755 });
    expect(() => enter(`${tools}:${usual}`)).toThrow('/sys could not be made read-only');
    // As an empty folder or not at all: were anything mounted there, it would be the machine.
    rmdirSync(join(run, 'root'));
    rmSync(run, { recursive: true });
  });
});
