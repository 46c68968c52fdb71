import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRefName } from '../../../src/adapters/git/ref-names.ts';
import { commitProvenance } from '../../../src/checks/commit-provenance.ts';
import { diffSanity } from '../../../src/checks/diff-sanity.ts';
import type { CommitRange } from '../../../src/ports/git.ts';
import { assignment, evidence, evidenceFile } from '../../checks/support.ts';
import { createRemote, feedGit, gitIn, type TestRemote } from './support.ts';

let made: TestRemote;
let base: string;
beforeEach(() => {
  made = createRemote();
  made.write('src/a.js', 'one\n');
  base = made.commit('Start');
});
afterEach(() => made.close());

const refs = ['refs/heads/main'];
const describeRange = (head: string) => made.open().range({ refs, base, head });

interface Entry {
  mode: string;
  name: string | Buffer;
  /** Of a blob; the blob of `x` when absent. */
  sha?: string;
}

const blob = (text = 'x'): string => feedGit(made.clone, text, 'hash-object', '-w', '--stdin');

/** A commit on the base whose tree has exactly these entries: git's own porcelain would refuse to make them. */
const forge = (entries: Entry[]): string => {
  const bytes = entries.map(({ mode, name, sha }) =>
    Buffer.concat([
      Buffer.from(`${mode} `),
      Buffer.from(name),
      Buffer.from([0]),
      Buffer.from(sha ?? blob(), 'hex'),
    ]),
  );
  const make = ['hash-object', '-w', '-t', 'tree', '--literally', '--stdin'];
  const tree = feedGit(made.clone, Buffer.concat(bytes), ...make);
  const head = gitIn(made.clone, 'commit-tree', tree, '-p', base, '-m', 'PER-206: hostile');
  made.push('refs/heads/main', head);
  return head;
};

/** The two checks that look at what came, on what really came. */
const judged = (range: CommitRange) => {
  const found = evidence({
    range,
    attemptRange: range,
    assignment: assignment({ base: range.base, recordedBase: range.base }),
    file: evidenceFile({ base: range.base, head: range.head }),
  });
  return {
    sanity: diffSanity.run(found).evidence.join('\n'),
    provenance: commitProvenance.run(found).evidence.join('\n'),
  };
};

describe('a tree that would lead a checkout astray is refused', () => {
  it.each<[string, () => Entry[]]>([
    ['..', () => [{ mode: '100644', name: '..' }]],
    ['.', () => [{ mode: '100644', name: '.' }]],
    ['.git', () => [{ mode: '40000', name: '.git', sha: gitIn(made.clone, 'rev-parse', `${base}^{tree}`) }]],
    ['.GIT', () => [{ mode: '100644', name: '.GIT' }]],
    ['git~1', () => [{ mode: '100644', name: 'git~1' }]],
    ['.git with an unseen character', () => [{ mode: '100644', name: '.g\u200cit' }]],
    ['a path in one name', () => [{ mode: '100644', name: '../../etc/passwd' }]],
    ['an absolute path', () => [{ mode: '100644', name: '/etc/passwd' }]],
    [
      'one name twice',
      () => [
        { mode: '100644', name: 'a' },
        { mode: '100644', name: 'a' },
      ],
    ],
    ['.gitmodules as a link', () => [{ mode: '120000', name: '.gitmodules', sha: blob('/etc/passwd') }]],
    [
      '.gitmodules with an option for an address',
      () => [
        {
          mode: '100644',
          name: '.gitmodules',
          sha: blob('[submodule "x"]\n\tpath = x\n\turl = --upload-pack=touch /tmp/x\n'),
        },
      ],
    ],
  ])('%s', async (_, entries) => {
    await expect(describeRange(forge(entries()))).rejects.toMatchObject({
      name: 'Refused',
      status: 422,
      remedy: expect.stringContaining('malformed'),
    });
  });

  it('and one that is merely odd is described', async () => {
    const range = await describeRange(
      forge([
        { mode: '100644', name: '$(touch x); `id`' },
        { mode: '100644', name: '-rf' },
        { mode: '100644', name: ':(top)a' },
        { mode: '100644', name: Buffer.from([0x61, 0xff, 0xfe]) },
      ]),
    );
    const names = range.files.map((file) => file.path);
    expect(names).toEqual(expect.arrayContaining(['$(touch x); `id`', '-rf', ':(top)a', 'a\ufffd\ufffd']));
    expect(judged(range).sanity).toContain('Outside the declared scope');
  });
});

describe('what may not be in a change ends in a check that names it', () => {
  it('links, submodules, workflows, hooks and other people’s names', async () => {
    symlinkSync('/etc/passwd', join(made.clone, 'link'));
    made.write('.github/workflows/ci.yml', 'on: push\n');
    made.write('.husky/pre-commit', 'id\n');
    gitIn(made.clone, 'add', '--all');
    const sub = ['update-index', '--add', '--cacheinfo', `160000,${base},vendored`];
    gitIn(made.clone, ...sub);
    gitIn(
      made.clone,
      'commit',
      '-q',
      '-m',
      'PER-206',
      '--author',
      'throughline[bot] <throughline[bot]@users.noreply.github.com>',
    );
    const head = gitIn(made.clone, 'rev-parse', 'HEAD');
    made.push();
    const range = await describeRange(head);
    expect(range.files.find((file) => file.path === 'vendored')).toMatchObject({
      newMode: '160000',
      bytes: null,
    });
    const { provenance } = judged(range);
    for (const words of [
      '`link` (a symbolic link)',
      '`vendored` (a submodule)',
      '`.github/workflows/ci.yml` (workflows',
      '`.husky/pre-commit` (a dot-directory)',
      'by throughline[bot] <throughline[bot]@users.noreply.github.com>',
      'committed by <ada@example.org>',
    ])
      expect(provenance).toContain(words);
  });

  it('a file of 30 MB, which is not even fetched', async () => {
    made.write('huge.bin', randomBytes(30 * 1024 * 1024));
    const head = made.commit('PER-206: huge');
    made.push();
    const range = await describeRange(head);
    expect(range.files).toMatchObject([{ path: 'huge.bin', additions: null, bytes: 'unfetched' }]);
    expect(judged(range).sanity).toContain('Larger than 1 MiB: `huge.bin`');
    expect(sizeOf(join(made.folder, 'cache'))).toBeLessThan(1024 * 1024);
  });

  it('a thousand files', async () => {
    const head = imported(1, 1000);
    const range = await describeRange(head);
    expect(range.files).toHaveLength(1000);
    expect(range.files.every((file) => file.additions === 1 && file.bytes === 2)).toBe(true);
    expect(judged(range).sanity).toContain('1000 files changed, `caps.files` is 100');
  });
});

describe('what is more than can be reviewed is refused by name', () => {
  it.each<[string, number, number, string]>([
    ['10,000 commits', 10_000, 1, 'more than 1000 commits'],
    ['4,000 files', 1, 4000, '4000 files'],
  ])('%s', async (_, commits, files, words) => {
    await expect(describeRange(imported(commits, files))).rejects.toMatchObject({
      name: 'Refused',
      status: 413,
      message: expect.stringContaining(words),
    });
  });

  it('hundreds of files that were not fetched', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, 'x');
    const sha = feedGit(made.clone, large, 'hash-object', '-w', '--stdin');
    const lines = Array.from({ length: 201 }, (_, at) => `100644 blob ${sha}\tf${at}`);
    const tree = feedGit(made.clone, `${lines.join('\n')}\n`, 'mktree');
    const head = gitIn(made.clone, 'commit-tree', tree, '-p', base, '-m', 'PER-206');
    made.push('refs/heads/main', head);
    await expect(describeRange(head)).rejects.toMatchObject({ status: 413 });
  });

  it('but what is too much to count line by line is still described', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => {
      const sha = feedGit(made.clone, Buffer.alloc(1_000_000, `${at}\n`), 'hash-object', '-w', '--stdin');
      return `100644 blob ${sha}\tf${at}`;
    });
    const tree = feedGit(made.clone, `${lines.join('\n')}\n`, 'mktree');
    const head = gitIn(made.clone, 'commit-tree', tree, '-p', base, '-m', 'PER-206');
    made.push('refs/heads/main', head);
    const range = await describeRange(head);
    expect(range.files).toHaveLength(61);
    expect(range.files[0]).toMatchObject({ additions: null, bytes: 1_000_000 });
    expect(judged(range).sanity).toContain('57.2 MiB together');
  });
});

describe('the name of a ref', () => {
  it.each([
    'refs/heads/main',
    'refs/heads/feat/per-206-x',
    'refs/heads/throughline/gate-links/2-3-1',
    'refs/heads/ünïcode',
    'refs/heads/$(id)',
    'refs/heads/-rf',
  ])('may be %j', (ref) => {
    expect(isRefName(ref)).toBe(true);
  });

  it.each([
    'main',
    '--upload-pack=id',
    'refs/heads/a b',
    'refs/heads/a:refs/heads/b',
    'refs/heads/*',
    'refs/heads/a..b',
    'refs/heads/a\nb',
    'refs/heads/.a',
    'refs/heads/a.lock',
    'refs/heads/a//b',
    'refs/heads/a/',
    'refs/heads/a@{1}',
    'refs/heads/a\\b',
    `refs/heads/${'a'.repeat(500)}`,
  ])('is not %j, and git is not asked for it', async (ref) => {
    expect(isRefName(ref)).toBe(false);
    made.push();
    const reader = made.open();
    const refusal = { name: 'Refused', status: 422 };
    await expect(reader.range({ refs: [ref], base, head: base })).rejects.toMatchObject(refusal);
    await expect(reader.refSha(ref)).rejects.toMatchObject(refusal);
    await expect(reader.readFile({ commit: base, path: 'src/a.js', ref })).rejects.toMatchObject(refusal);
    expect(await reader.readFile({ commit: base, path: 'src/a.js', ref: 'refs/heads/main' })).toBe('one\n');
  });
});

/** So many commits on the base, each of which writes so many files. */
function imported(commits: number, files: number): string {
  const parts: string[] = [];
  for (let at = 0; at < commits; at += 1) {
    parts.push(`commit refs/heads/imported\nmark :${at + 1}\n`);
    parts.push('committer throughline <throughline@noreply.invalid> 1700000000 +0000\ndata 7\nPER-206\n');
    parts.push(`from ${at === 0 ? base : `:${at}`}\n`);
    const text = `${at}\n`;
    for (let one = 0; one < files; one += 1)
      parts.push(`M 100644 inline src/${one}.js\ndata ${text.length}\n${text}\n`);
  }
  feedGit(made.clone, parts.join(''), 'fast-import', '--quiet');
  const head = gitIn(made.clone, 'rev-parse', 'refs/heads/imported');
  made.push('refs/heads/main', head);
  return head;
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((total, stat) => total + (stat.isFile() ? stat.size : 0), 0);
}
