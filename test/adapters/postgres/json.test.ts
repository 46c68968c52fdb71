import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json, keyText, text } from '../../../src/adapters/postgres/json.ts';

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\0', '\ud800', '\udfff', '\\', '\\u0000', '"', 'u0000', 'a', '💥', '\n'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('text for the database', () => {
  it('loses nothing but what the database cannot hold', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const clean = value.replace(/[\0\p{Surrogate}]/gu, '�');
        expect(text(value)).toBe(clean);
        expect(JSON.parse(json({ [value]: [value] }))).toEqual({ [clean]: [clean] });
      }),
    );
  });

  it('keeps harmless JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!/\\u(0000|d[89a-f])/.test(JSON.stringify(value)));
        expect(json(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('makes keys that fit an index and that differ when the text does', () => {
    const long = 'k'.repeat(5000);
    expect(keyText('short')).toBe('short');
    expect(keyText(long).length).toBeLessThan(600);
    expect(keyText(`${long}a`)).not.toBe(keyText(`${long}b`));
    expect(keyText(long)).toBe(keyText(long));
  });
});
