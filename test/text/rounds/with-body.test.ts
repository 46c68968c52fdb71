import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pullMarks } from '../../../src/text/pull.ts';
import { withBody } from '../../../src/text/rounds/with-body.ts';

const { begin, end } = pullMarks;
const ours = `${begin}\nnew $& $1\n${end}`;
const old = `${begin}\nold\n${end}`;

describe('withBody', () => {
  it.each([
    ['an empty body', '', ours],
    ['what is there, with ours below', 'My words', `My words\n\n${ours}`],
    ['a line end kept', 'My words\n', `My words\n\n${ours}`],
    ['a blank line kept', 'My words\r\n\r\n', `My words\r\n\r\n${ours}`],
    ['an older one, in its place', `Above\r\n${old}  Below\n`, `Above\r\n${ours}  Below\n`],
    ['a lost end', `Above\n${begin}\nold`, `Above\n\nold\n\n${ours}`],
    ['a lost begin', `old\n${end}\nBelow`, `old\n\nBelow\n\n${ours}`],
    ['two pairs', `A ${old} B ${old} C`, `A ${ours} B  C`],
    ['a begin without its end before a pair', `A ${begin} B ${old} C`, `A  B ${ours} C`],
    ['an end without its begin before a pair', `A ${end} B ${old} C`, `A  B ${ours} C`],
    ['a begin behind a pair', `${old} A ${begin} B`, `${ours} A  B`],
    ['marks that taking one away would make', `A <!-- throughline:${end}begin --> B`, `A  B\n\n${ours}`],
  ])('%s', (_, existing, expected) => {
    expect(withBody(existing, ours)).toBe(expected);
  });

  const part = fc.oneof(
    fc.constantFrom(begin, end, 'words', '\n', '\r\n', ' ', '<!-- throughline:', 'begin -->', '-->', '$&'),
    fc.string({ maxLength: 6, unit: 'binary' }),
  );
  const body = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));

  it('holds ours once, whatever was there, and changes nothing the second time', () => {
    fc.assert(
      fc.property(body, (existing) => {
        const once = withBody(existing, ours);
        expect(once.split(ours)).toHaveLength(2);
        expect(once.split(begin)).toHaveLength(2);
        expect(once.split(end)).toHaveLength(2);
        expect(withBody(once, ours)).toBe(once);
        expect(withBody(once, old)).toBe(once.split(ours).join(old));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what people wrote byte for byte', () => {
    const theirs = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(theirs, theirs, (above, below) => {
        expect(withBody(`${above}${old}${below}`, ours)).toBe(`${above}${ours}${below}`);
        expect(withBody(above, ours).startsWith(above)).toBe(true);
        expect(withBody(above, ours).slice(above.length).trim()).toBe(ours);
      }),
    );
  });

  it('cuts ours and never theirs', () => {
    const long = 'x'.repeat(50_000);
    const big = `${begin}\n${'y'.repeat(20_000)}\n${end}`;
    const short = withBody(long, big);
    expect(short.startsWith(`${long}\n\n${begin}`)).toBe(true);
    expect(short).toContain('leaves no room');
    expect(withBody(short, ours)).toBe(`${long}\n\n${ours}`);
    expect(withBody('x'.repeat(65_500), ours)).toBe('x'.repeat(65_500));
  });

  it('is quick on bodies of marks', () => {
    const hostile = [
      '>'.repeat(65_536),
      '<!-- throughline:'.repeat(2_000) + 'begin -->'.repeat(2_000),
      begin.repeat(2_500),
    ];
    for (const existing of hostile) expect(withBody(existing, ours).split(end).length).toBeLessThanOrEqual(2);
  }, 2_000);
});
