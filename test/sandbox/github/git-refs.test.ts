import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectType, readCommit, resolveCommit } from '../../../src/sandbox/github/git/objects.ts';
import { git } from '../../../src/sandbox/github/git/plumbing.ts';
import { refSha } from '../../../src/sandbox/github/git/refs.ts';

let dir: string;
let first: string;
let second: string;
const env = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'Ada'],
    [`GIT_${who}_EMAIL`, 'ada@localhost'],
  ]),
);
const update = (ref: string, sha: string): Promise<string> => git(dir, ['update-ref', ref, sha]);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'throughline-refs-'));
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  const tree = await git(dir, ['mktree']);
  first = await git(dir, ['commit-tree', tree, '-m', 'First'], { env });
  second = await git(dir, ['commit-tree', tree, '-p', first, '-m', 'Second'], { env });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a ref', () => {
  it('is told as it is now: new, moved, packed, moved again, deleted', async () => {
    const ref = 'refs/heads/feat/per-1-greet';
    expect(await refSha(dir, ref)).toBeNull();
    await update(ref, first);
    expect(await refSha(dir, ref)).toBe(first);
    await update(ref, second);
    expect(await resolveCommit(dir, 'feat/per-1-greet')).toBe(second);
    await git(dir, ['pack-refs', '--all', '--prune']);
    expect(await refSha(dir, ref)).toBe(second);
    await update(ref, first);
    expect(await refSha(dir, ref)).toBe(first);
    await git(dir, ['update-ref', '-d', ref]);
    expect([await refSha(dir, ref), await resolveCommit(dir, 'feat/per-1-greet')]).toEqual([null, null]);
  });

  it('that points to another, or at a tag, is followed to its commit', async () => {
    await update('refs/heads/main', second);
    await git(dir, ['symbolic-ref', 'refs/heads/alias', 'refs/heads/main']);
    await git(dir, ['tag', '-a', '-m', 'v1', 'v1', first], { env });
    expect(await refSha(dir, 'refs/heads/alias')).toBe(second);
    expect(await objectType(dir, (await refSha(dir, 'refs/tags/v1')) ?? '')).toBe('tag');
    expect(await resolveCommit(dir, 'v1')).toBe(first);
    expect(await resolveCommit(dir, 'refs/heads/alias')).toBe(second);
  });

  it('is never read from a file that is none', async () => {
    await update('refs/heads/main', first);
    writeFileSync(join(dir, 'refs/heads/main.lock'), `${second}\n`);
    writeFileSync(join(dir, 'leaked'), `${second}\n`);
    const names = ['refs/heads/main.lock', 'refs/../leaked', 'refs/heads/../../leaked', 'refs'];
    for (const name of names) expect([name, await refSha(dir, name)]).toEqual([name, null]);
    rmSync(join(dir, 'refs/heads/main.lock'));
  });
});

describe('an object', () => {
  it('that was not there is found once it is', async () => {
    const tree = await git(dir, ['mktree']);
    const commit = ['commit-tree', tree, '-p', second, '-m', 'Third'];
    const date = { GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z' };
    const elsewhere = mkdtempSync(join(tmpdir(), 'throughline-refs-'));
    execFileSync('git', ['clone', '--quiet', '--bare', dir, elsewhere]);
    await git(elsewhere, ['fetch', '--quiet', dir, second]);
    const third = await git(elsewhere, commit, { env: { ...env, ...date } });
    rmSync(elsewhere, { recursive: true, force: true });
    expect([await objectType(dir, third), await readCommit(dir, third)]).toEqual([null, null]);
    expect(await git(dir, commit, { env: { ...env, ...date } })).toBe(third);
    expect(await readCommit(dir, third)).toMatchObject({ message: 'Third', parents: [second] });
  });
});
