import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitText, fitTitle, hasTag, sameText, tagLine } from '../../../src/adapters/github/texts.ts';

const length = (text: string): number => Array.from(text).length;

describe('fitText', () => {
  test('never exceeds the limit, never halves a character, and leaves short texts alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 100, max: 200 }),
        (text, limit) => {
          const fitted = fitText(text, limit);
          expect(length(fitted)).toBeLessThanOrEqual(limit);
          expect(fitted).not.toMatch(/\p{Surrogate}/u);
          if (length(text) <= limit && !/[\0\p{Surrogate}]/u.test(text)) expect(fitted).toBe(text);
        },
      ),
    );
  });

  test('half a character and NUL, which GitHub refuses, are replaced', () => {
    expect(fitText('a\ud83db\0c', 100)).toBe('a\uFFFDbc');
  });

  test('what is longer in units than in characters is not cut', () => {
    expect(fitText('🚀'.repeat(100), 100)).toBe('🚀'.repeat(100));
  });
});

test('a title is one line of at most 256 characters', () => {
  expect(fitTitle(' a\n b ')).toBe('a b');
  expect(length(fitTitle('🚀'.repeat(300)))).toBe(256);
});

test('a tag is the whole first line', () => {
  expect(hasTag(`${tagLine('status')}\nx`, 'status')).toBe(true);
  expect(hasTag(`${tagLine('status')}\r\nx`, 'status')).toBe(true);
  expect(hasTag(`${tagLine('status-2')}\nx`, 'status')).toBe(false);
  expect(hasTag(`x\n${tagLine('status')}`, 'status')).toBe(false);
});

test('line ends do not make a text another', () => {
  expect(sameText('a\r\nb\n', 'a\nb')).toBe(true);
  expect(sameText('a b', 'a\nb')).toBe(false);
});
