import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPairs } from '../../../src/sandbox/actions/execute/env-files.ts';

describe('GITHUB_OUTPUT and GITHUB_ENV', () => {
  it('give back every value that was written under a delimiter of its own', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.split('\n').includes('END-5d0f'));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const written = pairs.map(([key, text]) => `${key}<<END-5d0f\n${text}\nEND-5d0f\n`).join('');
        expect(readPairs(written)).toEqual(pairs);
      }),
    );
  });

  it.each([
    ['a=b', [['a', 'b']]],
    [
      'a=b=c\n\nd=\n',
      [
        ['a', 'b=c'],
        ['d', ''],
      ],
    ],
    ['a=b<<c', [['a', 'b<<c']]],
    ['a<<b=c\nx\nb=c', [['a', 'x']]],
    ['a<<E\nE', [['a', '']]],
    ['', []],
  ])('%j is read', (text, pairs) => {
    expect(readPairs(text)).toEqual(pairs);
  });

  it.each([
    ['nothing', /Invalid format 'nothing'/],
    ['=value', /Invalid format '=value'/],
    ['name<<', /Invalid format 'name<<'/],
    ['name<<END\nvalue', /Matching delimiter not found 'END'/],
    ['name<<END\nvalue\nEND ', /Matching delimiter not found/],
  ])('%j is refused', (text, words) => {
    expect(() => readPairs(text)).toThrow(words);
  });
});
