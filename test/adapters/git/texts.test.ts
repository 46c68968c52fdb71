import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePatches } from '../../../src/adapters/git/hunks.ts';
import { parseHits } from '../../../src/adapters/git/search.ts';
import type { GitReader } from '../../../src/ports/git.ts';
import { createRemote, gitIn, type TestRemote } from './support.ts';

const main = 'refs/heads/main';
const large = Buffer.alloc(1024 * 1024 + 10, 'needle\n');

let remote: TestRemote;
let reader: GitReader;
let base: string;
let head: string;

/** The state before, the state after, pushed; and what was fetched of it. */
const change = async (before: () => void, after: () => void): Promise<void> => {
  before();
  base = remote.commit('before');
  after();
  head = remote.commit('after');
  remote.push();
  reader = remote.open();
  await reader.range({ refs: [main], base, head });
};

beforeEach(() => {
  remote = createRemote();
});
afterEach(() => remote.close());

const removed = (path: string): void => rmSync(join(remote.clone, path));

describe('what differs', () => {
  it('is told line by line, without context', async () => {
    await change(
      () => remote.write('a.js', 'one\ntwo\nthree\nfour\n'),
      () => remote.write('a.js', 'one\n2\nthree\nfour\nfive\n'),
    );
    expect(await reader.hunks({ base, head })).toEqual(
      new Map([
        [
          'a.js',
          [
            { removed: [{ number: 2, text: 'two' }], added: [{ number: 2, text: '2' }] },
            { removed: [], added: [{ number: 5, text: 'five' }] },
          ],
        ],
      ]),
    );
  });

  it.each([
    ['a line that looks like a header', 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n'],
    ['no newline at the end', 'last'],
    ['CRLF', 'one\r\ntwo\r\n'],
    [
      'headers behind what only JavaScript takes for the end of a line',
      'a\u2028diff --git a/x b/x\u2029@@ -1 +1 @@\r-b\n@@ -9\n',
    ],
  ])('survives %s', async (_, text) => {
    await change(
      () => remote.write('a.txt', ''),
      () => remote.write('a.txt', text),
    );
    const [hunk] = (await reader.hunks({ base, head })).get('a.txt') ?? [];
    const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
    expect(hunk).toEqual({ removed: [], added: lines.map((one, at) => ({ number: at + 1, text: one })) });
  });

  it('has every file, whatever it is called or holds', async () => {
    const names = ['ü b.md', 'a"quoted".js', 'tab\tname.txt', 'new\nline.txt', '-dash', 'b -> c'];
    await change(
      () => {
        for (const name of names) remote.write(name, 'before\n');
        remote.write('bin', Buffer.from([0, 1, 2]));
        remote.write('gone.txt', 'gone\n');
        remote.write('old.txt', 'line\n'.repeat(20));
        remote.write('mode.sh', 'same\n');
      },
      () => {
        for (const name of names) remote.write(name, 'after\n');
        remote.write('bin', Buffer.from([0, 1, 3]));
        removed('gone.txt');
        gitIn(remote.clone, 'mv', 'old.txt', 'new.txt');
        gitIn(remote.clone, 'update-index', '--chmod=+x', 'mode.sh');
      },
    );
    const hunks = await reader.hunks({ base, head });
    for (const name of names)
      expect(hunks.get(name)).toEqual([
        { removed: [{ number: 1, text: 'before' }], added: [{ number: 1, text: 'after' }] },
      ]);
    expect(hunks.get('bin')).toEqual([]);
    expect(hunks.get('gone.txt')).toEqual([{ removed: [{ number: 1, text: 'gone' }], added: [] }]);
    expect(hunks.get('new.txt')).toEqual([]);
    expect(hunks.has('old.txt')).toBe(false);
  });

  it('has a file that became a symlink, and what comes behind it', async () => {
    await change(
      () => {
        remote.write('a.txt', 'text\n');
        remote.write('b\u2028@@ -1 +1 @@.txt', 'one\n');
      },
      () => {
        removed('a.txt');
        symlinkSync('there', join(remote.clone, 'a.txt'));
        remote.write('b\u2028@@ -1 +1 @@.txt', 'two\n');
      },
    );
    expect([...(await reader.hunks({ base, head }))]).toEqual([
      [
        'a.txt',
        [
          { removed: [{ number: 1, text: 'text' }], added: [] },
          { removed: [], added: [{ number: 1, text: 'there' }] },
        ],
      ],
      [
        'b\u2028@@ -1 +1 @@.txt',
        [{ removed: [{ number: 1, text: 'one' }], added: [{ number: 1, text: 'two' }] }],
      ],
    ]);
  });

  it.each([
    ['fewer patches than files', 'diff --git a/a b/a\nindex 1..2\n', ['a', 'b']],
    ['more patches than files', 'diff --git a/a b/a\ndiff --git a/b b/b\n', ['a']],
    ['a hunk that is cut off', 'diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n-a\n+b\n', ['a']],
  ])('is refused with a remedy: %s', (_, text, paths) => {
    expect(() => parsePatches(text, paths)).toThrow(
      expect.objectContaining({ name: 'Refused', status: 422, remedy: expect.stringContaining('yourself') }),
    );
  });

  it('leaves out what is too large to be read', async () => {
    await change(
      () => remote.write('a.js', 'one\n'),
      () => {
        remote.write('a.js', 'two\n');
        remote.write('large.txt', large);
      },
    );
    expect([...(await reader.hunks({ base, head })).keys()]).toEqual(['a.js']);
  });
});

describe('texts', () => {
  it('are read many at once; what is no text, too large or not there has none', async () => {
    await change(
      () => remote.write('a.js', 'a\n'),
      () => {
        remote.write('b/ü.js', 'b\n');
        remote.write('empty', '');
        remote.write('bin', Buffer.from([0, 1]));
        remote.write('large.txt', large);
        gitIn(remote.clone, 'config', 'core.symlinks', 'true');
      },
    );
    const paths = ['a.js', 'b/ü.js', 'empty', 'bin', 'large.txt', 'none', '../a.js', 'b'];
    expect(await reader.readFiles({ commit: head, paths })).toEqual(
      new Map([
        ['a.js', 'a\n'],
        ['b/ü.js', 'b\n'],
        ['empty', ''],
      ]),
    );
    expect(await reader.readFiles({ commit: base, paths })).toEqual(new Map([['a.js', 'a\n']]));
    expect(await reader.readFiles({ commit: base, paths: [] })).toEqual(new Map());
  });
});

describe('a search', () => {
  it('finds lines at either commit, upper and lower case alike, in text alone', async () => {
    await change(
      () => remote.write('src/a.js', 'const Link = 1;\n'),
      () => {
        remote.write('src/a.js', 'const Ref = 1;\n');
        remote.write('docs/ü.md', 'one\nA `link`.\r\n');
        remote.write('bin', Buffer.from('link\0'));
      },
    );
    expect(await reader.search({ commit: base, words: ['link'] })).toEqual({
      hits: [{ path: 'src/a.js', line: 1, text: 'const Link = 1;' }],
      complete: true,
    });
    expect((await reader.search({ commit: head, words: ['LINK', 'ref'] })).hits).toEqual([
      { path: 'docs/ü.md', line: 2, text: 'A `link`.' },
      { path: 'src/a.js', line: 1, text: 'const Ref = 1;' },
    ]);
  });

  it.each([
    ['nothing', ['nowhere']],
    ['no word', []],
    ['what would be a pattern', ['.*', 'c.nst']],
    ['what would be an option', ['--open-files-in-pager=touch x', '-e']],
  ])('finds %s without failing', async (_, words) => {
    await change(
      () => remote.write('a.js', 'const a = 1;\n'),
      () => remote.write('b.js', 'const b = 1;\n'),
    );
    expect(await reader.search({ commit: head, words })).toEqual({ hits: [], complete: true });
  });

  it('goes on past files that were left at the remote', async () => {
    await change(
      () => remote.write('large.txt', large),
      () => remote.write('z.js', 'needle\n'),
    );
    expect((await reader.search({ commit: head, words: ['needle'] })).hits).toContainEqual({
      path: 'z.js',
      line: 1,
      text: 'needle',
    });
  });

  it('finds a rare word behind any number of lines with a frequent one', async () => {
    await change(
      () => remote.write('a.js', 'x\n'),
      () => remote.write('b.js', `${'value();\n'.repeat(1_000)}rareName();\n`),
    );
    const found = await reader.search({ commit: head, words: ['value', 'rareName'] });
    expect(found.hits).toHaveLength(1_001);
    expect(found).toMatchObject({ complete: true });
    expect(found.hits.at(-1)).toEqual({ path: 'b.js', line: 1_001, text: 'rareName();' });
  });

  it('says when there is more than it tells, and tells some of every file', async () => {
    const wide = `value ${'x'.repeat(2_000)}\n`;
    await change(
      () => remote.write('a.js', 'x\n'),
      () => {
        // each is below the size up to which files are fetched, together they are too much
        for (let index = 0; index < 80; index += 1) remote.write(`wide-${index}.js`, wide.repeat(450));
        remote.write('z.js', 'rareName();\n');
      },
    );
    const found = await reader.search({ commit: head, words: ['value', 'rareName'] });
    expect(found.complete).toBe(false);
    expect(found.hits).toContainEqual({ path: 'z.js', line: 1, text: 'rareName();' });
  });

  it('tells paths that hold newlines and texts that hold NUL', async () => {
    const late = `${'y\n'.repeat(5_000)}needle\0behind\n`;
    await change(
      () => remote.write('a\n1\nb.js', 'one\nneedle\n'),
      () => remote.write('late.bin', Buffer.from(late)),
    );
    expect(await reader.search({ commit: head, words: ['needle'] })).toEqual({
      hits: [
        { path: 'a\n1\nb.js', line: 2, text: 'needle' },
        { path: 'late.bin', line: 5_001, text: 'needlebehind' },
      ],
      complete: true,
    });
  });

  it.each([
    ['another commit', 'c:a.js\x001\0one\nd:b.js\x002\0two\n'],
    ['no number', 'c:a.js\x001\0one\nc:b.js\0two\0\n'],
    ['a cut', 'c:a.js\x001\0one\nc:b'],
  ])('is incomplete when it cannot be read on: %s', (_, output) => {
    expect(parseHits(output, 'c')).toEqual({
      hits: [{ path: 'a.js', line: 1, text: 'one' }],
      complete: false,
    });
  });

  it('cuts lines nobody could read', async () => {
    await change(
      () => remote.write('a.js', 'x'),
      () => remote.write('min.js', `needle${'y'.repeat(100_000)}\n`),
    );
    const [hit] = (await reader.search({ commit: head, words: ['needle'] })).hits;
    expect(hit?.text).toHaveLength(1000);
  });
});
