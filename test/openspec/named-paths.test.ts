import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedPaths, namedPlaces } from '../../src/openspec/named-paths.ts';

describe('paths a task names', () => {
  it.each([
    ['Change `src/links.js` and `test/links.test.js`', ['src/links.js', 'test/links.test.js']],
    ['Change `./src/a.ts`, then `src/a.ts` again', ['src/a.ts']],
    ['See `src/a.ts:12` and `src/b.ts:3-9` and `src/c.ts#L4-L8`', ['src/a.ts', 'src/b.ts', 'src/c.ts']],
    ['All of `src/**/*.ts` and `docs/`', ['src/**/*.ts', 'docs/']],
    [
      '`package.json`, `README.md`, `Dockerfile`, `.gitignore`',
      ['package.json', 'README.md', 'Dockerfile', '.gitignore'],
    ],
    ['`.github/workflows/ci.yml` and `app/[id]/page.tsx`', ['.github/workflows/ci.yml', 'app/[id]/page.tsx']],
    ['Two backticks: ``src/a.ts``', ['src/a.ts']],
    ['Without backticks: src/a.ts, lib/b.py.', ['src/a.ts', 'lib/b.py']],
    ['`packages/@scope/x/index.js`', ['packages/@scope/x/index.js']],
  ])('%s', (text, paths) => {
    expect(namedPaths(text)).toEqual(paths);
  });

  it.each([
    '`npm test`',
    '`readLinks()`',
    '`process.env`',
    '`Object.keys`',
    '`1.2.3`',
    '`https://example.com/a.js`',
    'https://example.com/a/b.js',
    'example.com/a.js',
    '`/etc/passwd`',
    '`../outside.js`',
    '`src/../../outside.js`',
    '`@scope/name`',
    '`a//b.js`',
    'and/or',
    'package.json without backticks',
    '`--flag`',
    '`a b/c.js`',
  ])('%s names none', (text) => {
    expect(namedPaths(text)).toEqual([]);
  });

  it('reads the paths of Windows', () => {
    expect(namedPaths('Edit `src\\lib\\a.ts`, `.\\b\\c.py` and `App\\Http\\Kernel`')).toEqual([
      'src/lib/a.ts',
      'b/c.py',
    ]);
  });

  it('keeps the line', () => {
    expect(namedPlaces('`src/a.ts:12`, `src/b.ts`, src/c.ts:3')).toEqual([
      { path: 'src/a.ts', line: 12 },
      { path: 'src/b.ts', line: null },
      { path: 'src/c.ts', line: 3 },
    ]);
  });

  it('never throws and never leaves the repository', () => {
    const piece = fc.constantFrom(
      '`',
      '``',
      ' ',
      'src',
      '/',
      '..',
      '.',
      'a.ts',
      ':1',
      '*',
      '~',
      '\\',
      '\n',
      'C:',
      '@a/b',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        for (const path of namedPaths(pieces.join(''))) {
          expect(path.startsWith('/')).toBe(false);
          expect(path.split('/')).not.toContain('..');
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '`'.repeat(200_000),
    '`a'.repeat(100_000),
    '.'.repeat(200_000),
    'a/'.repeat(100_000),
    '*_'.repeat(100_000),
  ])('reads on through a flood', (flood) => {
    expect(namedPaths(`\`src/a.ts\`\n${flood}`)).toContain('src/a.ts');
  });
});
