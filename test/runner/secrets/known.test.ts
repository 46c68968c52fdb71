import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';

const wrapped = (text: string, width: number): string =>
  text.replace(new RegExp(`.{${width}}`, 'g'), (line) => `${line}\n`);

/** How a value travels: `whole` is what carries it, so that base64 stands at any of its three shifts. */
const ways: Record<string, (value: string, around: { before: string; after: string }) => string> = {
  plain: (value, { before, after }) => `${before}${value}${after}`,
  base64: (value, { before, after }) => Buffer.from(`${before}${value}${after}`).toString('base64'),
  'base64, wrapped': (value, { before, after }) =>
    wrapped(Buffer.from(`${before}${value}${after}`).toString('base64'), 76),
  base64url: (value, { before, after }) => Buffer.from(`${before}${value}${after}`).toString('base64url'),
  hex: (value, { before, after }) => Buffer.from(`${before}${value}${after}`).toString('hex'),
  'hex, upper case and wrapped': (value, { before, after }) =>
    wrapped(Buffer.from(`${before}${value}${after}`).toString('hex').toUpperCase(), 60),
  'URL-encoded': (value, { before, after }) => encodeURIComponent(`${before}${value}${after}`),
  JSON: (value, { before, after }) => JSON.stringify(`${before}${value}${after}`),
  reversed: (value, { before, after }) => [...`${before}${value}${after}`].reverse().join(''),
};

const value = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/.!$&"\\'),
  minLength: 8,
  maxLength: 60,
});
const around = fc.record({
  before: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  after: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
});
const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));

describe('a value of the run', () => {
  it.each(Object.entries(ways))('is found anywhere among any bytes: %s', (_, encode) => {
    fc.assert(
      fc.property(value, around, noise, noise, (secret, context, left, right) => {
        const bytes = Buffer.concat([left, Buffer.from(encode(secret, context)), right]);
        expect(knownSecrets([secret]).foundIn(bytes)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('is found in UTF-16 text, and as git sends it', () => {
    const known = knownSecrets(['value-of-the-run']);
    expect(known.foundIn(Buffer.from('a value-of-the-run b', 'utf16le'))).toBe(true);
    const header = Buffer.from('x-access-token:value-of-the-run').toString('base64');
    expect(known.foundIn(Buffer.from(`Authorization: Basic ${header}`))).toBe(true);
  });

  it('that is not there is not found, in any encoding', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(...Object.values(ways)), around, (secret, encode, context) => {
        // every form of the other value differs from the beginning on
        const other = `#${'~'.repeat(secret.length + 4)}`;
        fc.pre(!`${context.before}${context.after}`.includes(secret.slice(0, 4)) && !other.includes(secret));
        expect(knownSecrets([other]).foundIn(Buffer.from(encode(secret, context)))).toBe(false);
      }),
    );
    expect(knownSecrets(['another-value']).foundIn(Buffer.from('value-of-the-run'))).toBe(false);
  });

  it('is taken out of a text wherever it stands, across line breaks too, and the rest stays', () => {
    const known = knownSecrets(['ghs_abcd$&efgh']);
    const basic = Buffer.from('x-access-token:ghs_abcd$&efgh').toString('base64');
    expect(known.redact(`a ghs_abcd$&efgh b ${basic} c`)).toBe('a *** b *** c');
    expect(known.redact('first\nghs_ab\ncd$&efgh\nlast\n')).toBe('first\n***\nlast\n');
    expect(known.redact('nothing of it')).toBe('nothing of it');
  });

  it('of a few characters is no secret: it would eat ordinary words', () => {
    const known = knownSecrets(['', 'true', '1234567']);
    expect(known.foundIn(Buffer.from('true 1234567'))).toBe(false);
    expect(known.redact('true 1234567')).toBe('true 1234567');
  });
});
