import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createObjectReader, type ObjectReader } from '../../../src/adapters/git/object-reader.ts';
import { createRemote, feedGit, gitIn, type TestRemote } from './support.ts';

let made: TestRemote;
let reader: ObjectReader;
const most = 1024 * 1024;
const env = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', LC_ALL: 'C' };
const store = (content: string): string => feedGit(made.remote, content, 'hash-object', '-w', '--stdin');

beforeEach(() => {
  made = createRemote();
  reader = createObjectReader({ cwd: made.remote, env });
});
afterEach(() => {
  reader.close();
  made.close();
});

/** A `git` that does what `script` says, and writes a line for each time it was started. */
const otherGit = (script: string): { reader: ObjectReader } => {
  const bin = join(made.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'git'), 0o755);
  return { reader: createObjectReader({ cwd: made.remote, env: { ...env, PATH: `${bin}:${env.PATH}` } }) };
};

describe('an object', () => {
  it('comes with its type and every byte, newlines and NULs among them', async () => {
    const bytes = Buffer.from([10, 0, 10, 255, 32, 10]);
    const sha = feedGit(made.remote, bytes, 'hash-object', '-w', '--stdin');
    const empty = store('');
    const tree = feedGit(made.remote, `100644 blob ${sha}\ta\n`, 'mktree');
    expect(await reader.read(sha, most)).toEqual({ type: 'blob', bytes });
    expect(await reader.read(empty, most)).toEqual({ type: 'blob', bytes: Buffer.alloc(0) });
    expect((await reader.read(tree, most))?.type).toBe('tree');
    expect(await reader.read('0'.repeat(40), most)).toBeNull();
    expect(await reader.read(`${sha}^{commit}`, most)).toBeNull();
    expect(await reader.read(sha, most)).toEqual({ type: 'blob', bytes });
  });

  it('that is too large is none, and what is asked next is answered right', async () => {
    const large = store('x'.repeat(3 * most));
    const limit = store('y'.repeat(most));
    const small = store('small');
    expect(await reader.read(large, most)).toBeNull();
    expect((await reader.read(limit, most))?.bytes).toHaveLength(most);
    expect((await reader.read(small, most))?.bytes.toString()).toBe('small');
  });

  it('that came meanwhile, loose or packed, is found', async () => {
    const late = gitIn(made.clone, 'hash-object', '--stdin', '-t', 'blob');
    expect(await reader.read(late, most)).toBeNull();
    expect(store('')).toBe(late);
    expect(await reader.read(late, most)).not.toBeNull();
    made.write('a', '1\n');
    const commit = made.commit('Start');
    expect(await reader.read(`${commit}^{tree}`, most)).toBeNull();
    made.push();
    gitIn(made.remote, 'repack', '-adq');
    expect((await reader.read(`${commit}^{tree}`, most))?.type).toBe('tree');
  });
});

describe('git', () => {
  it('is started once for many questions, and again after it was closed', async () => {
    const counted = otherGit(`echo >>'${made.folder}/count'; PATH='${env.PATH}' exec git "$@"`);
    const sha = store('text');
    const count = () => gitIn(made.folder, 'hash-object', join(made.folder, 'count'));
    for (let time = 0; time < 5; time += 1) await counted.reader.read(sha, most);
    const once = count();
    await counted.reader.read(sha, most);
    expect(count()).toBe(once);
    counted.reader.close();
    expect((await counted.reader.read(sha, most))?.bytes.toString()).toBe('text');
    expect(count()).not.toBe(once);
    counted.reader.close();
  });

  it.each([
    ['dies without a word', 'exit 1', /^git cat-file failed: $/],
    ['complains', 'echo "fatal: bad object" >&2; exit 128', /fatal: bad object/],
    ['dies in the middle of an object', `echo ${'a'.repeat(40)} blob 10; echo 123`, /^git cat-file failed/],
  ])('that %s fails the question, and another one answers the next', async (_, script, message) => {
    const other = otherGit(`[ -e '${made.folder}/died' ] && PATH='${env.PATH}' exec git "$@"
      touch '${made.folder}/died'; read -r asked; ${script}`);
    const sha = store('text');
    await expect(other.reader.read(sha, most)).rejects.toThrow(message);
    expect((await other.reader.read(sha, most))?.bytes.toString()).toBe('text');
    other.reader.close();
  });

  it('that cannot be started is told', async () => {
    rmSync(made.remote, { recursive: true });
    await expect(reader.read('0'.repeat(40), most)).rejects.toMatchObject({
      name: 'GitFailure',
      answer: { ended: 'not-started' },
    });
  });
});
