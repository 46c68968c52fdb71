import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanCommits } from '../../../src/runner/secrets/commits.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import { makeSamples } from '../../secrets/samples.ts';
import { gitIn, makeWorld, type World } from '../world.ts';

const samples = makeSamples();
const sample = samples['a GitHub token'] ?? '';
const own = 'a-value-of-this-very-run';

let world: World;
beforeAll(() => {
  world = makeWorld({
    'fixtures/leak.txt': `${sample}\n`,
    'fixtures/key.pem': `${samples['a private key']}\n`,
  });
});
afterAll(() => world.remove());

const git = (...args: string[]): string => gitIn(world.clone, ...args);

const write = (files: Record<string, string | Buffer>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(world.clone, path)), { recursive: true });
    writeFileSync(join(world.clone, path), content);
  }
};

const commit = (files: Record<string, string | Buffer>, message = 'Work', ...args: string[]): void => {
  write(files);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message, ...args);
};

/** What a scan says of the commits that `make` puts on the base. */
const scanned = async (make: () => void) => {
  git('checkout', '--quiet', '--force', '--detach', world.base);
  git('clean', '-qfdx');
  make();
  return scan(git('rev-parse', 'HEAD'));
};
const scan = (head: string) =>
  scanCommits({
    place: { cwd: world.clone, path: process.env.PATH, signal: new AbortController().signal },
    base: world.base,
    head,
    known: knownSecrets([own]),
  });

const found = (detail: RegExp) => ({ why: 'secret', detail: expect.stringMatching(detail) });
const token = (): string => makeSamples()['a Slack token'] ?? '';

describe('the commits of an agent', () => {
  it('leave when they hold no secret', async () => {
    const made = () => {
      commit({ 'src/a.js': 'export const a = 1;\n', 'docs/ünïcode name.md': '# A\n' }, 'PER-1: Add a');
      commit({ 'src/a.js': 'export const a = 2;\n', 'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2, 3]) });
    };
    expect(await scanned(made)).toBeNull();
  });

  it('stay when a file holds one; the place is named, the secret is not', async () => {
    const secret = token();
    const withheld = await scanned(() => commit({ 'src/a.js': `const a = 1;\nconst t = '${secret}';\n` }));
    expect(withheld).toEqual(found(/`src\/a\.js` line 2 \([^)]+\)/));
    expect(withheld?.detail).not.toContain(secret);
  });

  it('stay when a secret was committed and taken out again', async () => {
    const made = () => {
      commit({ 'src/a.js': token() });
      commit({ 'src/a.js': 'clean\n' });
    };
    expect(await scanned(made)).toEqual(found(/src\/a\.js/));
  });

  it('stay when one came by way of a merged side branch', async () => {
    const made = () => {
      git('checkout', '--quiet', '-B', 'side');
      commit({ 'side.txt': token() });
      commit({ 'side.txt': 'clean\n' });
      git('checkout', '--quiet', '--detach', world.base);
      commit({ 'main.txt': 'main\n' });
      git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'side');
    };
    expect(await scanned(made)).toEqual(found(/side\.txt/));
  });

  it.each<[string, RegExp, () => void]>([
    ['a file', /own\.txt` \(a secret of the run\)/, () => commit({ 'own.txt': `x ${own} y` })],
    ['a binary file', /own\.bin/, () => commit({ 'own.bin': Buffer.from(`\0\xff${own}\0`) })],
    [
      'a wrapped encoding',
      /own\.b64/,
      () => commit({ 'own.b64': btoa(`${'p'.repeat(50)}${own}`).replace(/.{76}/, '$&\n') }),
    ],
    ['a file name', /a file name/, () => commit({ [`docs/${own}.md`]: 'x' })],
    ['the name of a folder', /a file name/, () => commit({ [`${own}/x.md`]: 'x' })],
    // such a file brings no new object but the tree
    ['the name of a copy', /a file name/, () => commit({ [`copy-of-${own}`]: 'export const one = 1;\n' })],
    ['a file name after a line break', /a file name/, () => commit({ [`a\n${own}`]: 'new' })],
    ['a link', /a-link/, () => execFileSync('ln', ['-s', `/x/${own}`, 'a-link'], { cwd: world.clone })],
    ['a commit message', /message or author/, () => commit({ x: 'x' }, `Work\n\nSee ${own}.`)],
    ['an author name', /message or author/, () => commit({ x: 'x' }, 'Work', `--author=${own} <a@b.test>`)],
    [
      'an author address',
      /message or author/,
      () => commit({ x: 'x' }, 'Work', `--author=A <${own}@b.test>`),
    ],
  ])('stay when a value of the run is in %s', async (_, detail, make) => {
    const made = () => {
      make();
      commit({});
    };
    expect(await scanned(made)).toEqual(found(detail));
  });

  it.each([
    ['a file name', /a file name/, () => commit({ [`docs/${token()}.md`]: 'x' })],
    ['a commit message', /message or author/, () => commit({ x: 'x' }, `Work\n\n${token()}`)],
    [
      'an author name',
      /message or author/,
      () => commit({ x: 'x' }, 'Work', `--author=${token()} <a@b.test>`),
    ],
  ] as const)('stay when what looks like a credential is in %s', async (_, detail, make) => {
    expect(await scanned(make)).toEqual(found(detail));
  });

  it('stay when one is in a header of a commit that git does not show', async () => {
    const withheld = await scanned(() => {
      const tree = git('rev-parse', 'HEAD^{tree}');
      const person = 'A <a@b.test> 1700000000 +0000';
      const raw = `tree ${tree}\nparent ${world.base}\nauthor ${person}\ncommitter ${person}\nx-note ${own}\n\nWork\n`;
      write({ '../raw-commit': raw });
      git('reset', '--quiet', '--hard', git('hash-object', '-t', 'commit', '-w', '../raw-commit'));
    });
    expect(withheld).toEqual(found(/message or author/));
  });

  it('leave with what the base held before, moved or copied; a new key beside an old one stays', async () => {
    const old = { 'src/moved.txt': `${sample}\n`, 'src/moved.pem': `${samples['a private key']}\n` };
    expect(await scanned(() => commit(old))).toBeNull();
    const fresh = `${makeSamples()['a private key']}\n`;
    expect(await scanned(() => commit({ 'src/new.pem': fresh }))).toEqual(found(/new\.pem` line 1/));
  });

  it('are told of in a short list, with names that do nothing to a terminal', async () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}\u001b[31m\`.txt`, token()]));
    const withheld = await scanned(() => commit(files));
    expect(withheld?.detail).toMatch(/f0\?\[31m'\.txt` line 1 \(.*f4.* and 4 more\.$/);
    expect(withheld?.detail).not.toContain('\u001b');
  });
});

describe('what is small packed and large unpacked', () => {
  const fast = (input: string): void => {
    execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: world.clone, input });
    git('reset', '--quiet', '--soft', 'refs/heads/imported');
  };
  const header = (): string =>
    `commit refs/heads/imported\ncommitter A <a@b.test> 1700000000 +0000\ndata 4\nWork\nfrom ${world.base}\n`;

  it('stays: many files that are large together', async () => {
    const block = 'z'.repeat(13 * 1024 * 1024);
    const files = Array.from(
      { length: 8 },
      (_, n) => `M 100644 inline f${n}\ndata ${block.length + 1}\n${n}${block}\n`,
    );
    const withheld = await scanned(() => fast(header() + files.join('')));
    expect(withheld).toEqual({
      why: 'too-large',
      detail: expect.stringMatching(/more than 100 MiB unpacked/),
    });
  });

  it('stays: one file at ever so many paths', async () => {
    const block = 'z'.repeat(1024 * 1024);
    const paths = Array.from({ length: 101 }, (_, n) => `M 100644 :1 f${n}\n`);
    const withheld = await scanned(() =>
      fast(`blob\nmark :1\ndata ${block.length}\n${block}\n${header()}${paths.join('')}`),
    );
    expect(withheld).toEqual({ why: 'too-large', detail: expect.stringMatching(/checkout would grow/) });
  });

  it('leaves when it is neither', async () => {
    const withheld = await scanned(() => fast(`${header()}M 100644 inline f\ndata 3\nabc\n`));
    expect(withheld).toBeNull();
  });
});
