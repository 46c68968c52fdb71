import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../src/core/rounds/fingerprint.ts';
import { type Matching, matchFindings, type Raised } from '../../../src/core/rounds/matching.ts';
import type { Finding } from '../../../src/core/rounds/round.ts';
import { plainWords } from '../../../src/core/rounds/words.ts';
import { differentShort, type Short, sameShort } from './more-pairs.ts';
import { different, type Pair, type Said, same } from './pairs.ts';
import { finding, raised } from './sample.ts';

const filled = ({ path, title, line = null, code = null, detail = '' }: Said) => ({
  path,
  title,
  line,
  code,
  detail,
});
const said = ([path, line, code, title]: Short): Said => ({ path, line, code, title });
const long = (pairs: [Short, Short][]): Pair[] =>
  pairs.map(([known, reported]) => ({ known: said(known), reported: said(reported) }));

const isMatched = ({ known, reported, renamed }: Pair, over: Partial<Raised> = {}): boolean => {
  const { code, ...rest } = filled(reported);
  const { pairs } = matchFindings({
    known: [finding(filled(known))],
    reported: [raised({ ...rest, ...over })],
    codeAt: () => code,
    renamed: new Map(renamed === undefined ? [] : [renamed]),
    settled: () => false,
  });
  return pairs.length === 1;
};

const backwards = ({ known, reported, renamed }: Pair): Pair => ({
  known: reported,
  reported: known,
  ...(renamed && { renamed: [renamed[1], renamed[0]] }),
});

const name = ({ known, reported }: Pair): string => `${known.title} | ${reported.title}`;
const rows = (pairs: Pair[]) => pairs.map((pair) => [name(pair), pair] as const);

describe('matchFindings on review comments', () => {
  it.each(rows([...same, ...long(sameShort)]))('same: %s', (_, pair) => {
    expect(isMatched(pair)).toBe(true);
    expect(isMatched(pair, { severity: 'high' })).toBe(true);
    expect(isMatched(backwards(pair))).toBe(true);
  });

  it.each(rows([...different, ...long(differentShort)]))('different: %s', (_, pair) => {
    expect(isMatched(pair)).toBe(false);
    if (pair.renamed === undefined) expect(isMatched(backwards(pair))).toBe(false);
  });
});

describe('matchFindings', () => {
  const plain = { codeAt: () => null, renamed: new Map<string, string>(), settled: () => false };

  it('takes identical reports of one review for one finding, as severe as the worst', () => {
    const reported = [
      raised({ severity: 'low' }),
      raised({ title: 'rewrites the  `label`', severity: 'high' }),
    ];
    const { fresh } = matchFindings({ known: [], reported, ...plain });
    expect(fresh.map(({ severity }) => severity)).toEqual(['high']);
    const apart = [raised(), raised({ line: 90 })];
    expect(matchFindings({ known: [], reported: apart, ...plain }).fresh).toHaveLength(2);
  });

  it('lets a person stand for what a program says too', () => {
    const reported = [raised({ severity: 'high' }), raised({ by: 'ada', demanded: true })];
    const { fresh } = matchFindings({ known: [], reported, ...plain });
    expect(fresh).toEqual([raised({ by: 'ada', demanded: true, severity: 'high' })]);
  });

  it('keeps what two people ask for apart, in the very same words', () => {
    const ada = raised({ by: 'ada', demanded: true, url: 'u1', severity: 'low' });
    const bob = raised({ by: 'bob', demanded: true, url: 'u2' });
    const { fresh } = matchFindings({ known: [], reported: [bob, ada, ada], ...plain });
    expect(fresh).toEqual([bob, ada]);
    const bot = raised({ severity: 'high' });
    const both = matchFindings({ known: [], reported: [bob, bot, ada], ...plain }).fresh;
    expect(both.map(({ by, severity }) => [by, severity])).toEqual([
      ['ada', 'high'],
      ['bob', 'high'],
    ]);
    const known = [finding({ demanded: true, by: 'ada', url: 'u1' })];
    const { pairs, fresh: others } = matchFindings({ known, reported: [bob, ada], ...plain });
    expect([pairs.map(({ reported }) => reported.by), others.map(({ by }) => by)]).toEqual([
      ['ada'],
      ['bob'],
    ]);
  });

  it('knows a conversation by where it stands, reworded and in a file that was renamed', () => {
    const known = [finding({ demanded: true, by: 'ada', url: 'u' })];
    const reworded = raised({ title: 'No timeout', path: 'old/b.ts', line: null, url: 'u', by: 'ada' });
    expect(
      matchFindings({ ...plain, known, reported: [{ ...reworded, demanded: true }] }).pairs,
    ).toHaveLength(1);
    expect(matchFindings({ ...plain, known, reported: [reworded] }).pairs).toEqual([]);
  });

  it('gives each place of a defect its own finding again', () => {
    const known = [finding({ id: 'F1', line: 10 }), finding({ id: 'F2', line: 50 })];
    const reported = [raised({ line: 55 }), raised({ line: 15 })];
    const codeAt = () => 'text.replace(label, target);';
    const { pairs } = matchFindings({ ...plain, known, reported, codeAt });
    expect(pairs.map(({ known: { id }, reported: { line } }) => [id, line])).toEqual([
      ['F1', 15],
      ['F2', 55],
    ]);
  });

  it('believes what a report says it repeats, when it can be', () => {
    const known = [finding({ title: 'The label is rewritten by the autofix' })];
    const other = raised({ title: 'Target left malformed, as the label was', line: 300 });
    expect(matchFindings({ ...plain, known, reported: [other] }).pairs).toEqual([]);
    expect(matchFindings({ ...plain, known, reported: [{ ...other, repeats: 'F1' }] }).pairs).toHaveLength(1);
    const elsewhere = { ...other, path: 'src/b.ts', repeats: 'F1' };
    expect(matchFindings({ ...plain, known, reported: [elsewhere] }).pairs).toEqual([]);
    const nothing = { ...other, title: 'No timeout on requests', repeats: 'F1' };
    expect(matchFindings({ ...plain, known, reported: [nothing] }).pairs).toEqual([]);
  });

  it('is quick with long and many texts', () => {
    const long = `${'a_'.repeat(900)} ${'`x '.repeat(900)} ${'-'.repeat(2000)} ${'x.'.repeat(1500)}`;
    const known = Array.from({ length: 200 }, (_, index) =>
      finding({ id: `F${index + 1}`, title: `${index} ${long.slice(index, index + 280)}`, detail: long }),
    );
    const reported = Array.from({ length: 50 }, (_, index) =>
      raised({ title: `${index} ${long.slice(index * 3, index * 3 + 280)}`, detail: long }),
    );
    const start = performance.now();
    matchFindings({ known, reported, ...plain });
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

const titles = [...same, ...different].flatMap(({ known, reported }) => [known.title, reported.title]);
const paths = ['a.ts', 'b.ts', 'c.ts', null];
const lines = ['', 'return x;', 'text.replace(label, target);', 'const user = find(email);'];
const place = {
  title: fc.constantFrom(...titles),
  path: fc.constantFrom(...paths),
  line: fc.option(fc.integer({ min: 1, max: 60 }), { nil: null }),
  severity: fc.constantFrom('high', 'medium', 'low', 'note'),
} as const;
const anyRaised = fc.record(place).map((over) => raised(over));
const anyKnown = fc
  .array(fc.record({ ...place, code: fc.constantFrom(...lines, null) }), { maxLength: 8 })
  .map((all) => all.map((over, index) => finding({ ...over, id: `F${index + 1}` })));
const world = fc.record({
  known: anyKnown,
  reported: fc.array(anyRaised, { maxLength: 8 }),
  renamed: fc.constantFrom(new Map<string, string>(), new Map([['a.ts', 'b.ts']])),
});
const codeAt = (path: string, line: number) => lines[(path.length + line) % lines.length] ?? null;
const settled = ({ line }: Finding): boolean => (line ?? 0) % 2 === 0;

const keys = ({ pairs, fresh, gone }: Matching) => ({
  pairs: pairs.map(({ known, reported }) => [known.id, JSON.stringify(reported)]),
  fresh: fresh.map((one) => JSON.stringify(one)),
  gone: gone.map(({ id }) => id),
});

describe('matchFindings, whatever is known and reported', () => {
  it('is one to one and loses nothing', () => {
    fc.assert(
      fc.property(world, ({ known, reported, renamed }) => {
        const { pairs, fresh, gone } = matchFindings({ known, reported, renamed, codeAt, settled });
        const found = pairs.map((pair) => pair.known);
        expect(new Set(found).size).toBe(found.length);
        expect([...found, ...gone].map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
        const words = [...pairs.map((pair) => pair.reported), ...fresh];
        // words that differ in their marks alone are the same report
        const key = ({ path, line, title }: Raised) => JSON.stringify([path, line, plainWords(title)]);
        expect(words.map(key).sort()).toEqual([...new Set(reported.map(key))].sort());
      }),
    );
  });

  it('does not depend on the order of either', () => {
    const shuffled = world.chain((one) =>
      fc.record({
        one: fc.constant(one),
        known: fc.shuffledSubarray(one.known, { minLength: one.known.length }),
        reported: fc.shuffledSubarray(one.reported, { minLength: one.reported.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, known, reported }) => {
        const [first, second] = [one, { ...one, known, reported }].map((given) =>
          keys(matchFindings({ ...given, codeAt, settled })),
        );
        expect(second).toEqual(first);
      }),
    );
  });

  it('finds every finding again when all that happened is that lines moved', () => {
    const alone = anyKnown.map((all): Finding[] => [
      ...new Map(all.map((one) => [JSON.stringify([one.path, one.title]), one])).values(),
    ]);
    fc.assert(
      fc.property(alone, fc.integer({ min: 0, max: 400 }), (known, shift) => {
        const reported = known.map(({ title, path, line }) =>
          raised({ title, path, line: line === null ? null : line + shift }),
        );
        const at = (path: string, line: number) =>
          known.find((one) => one.path === path && one.line === line - shift)?.code ?? null;
        const { fresh } = matchFindings({
          known,
          reported,
          renamed: new Map(),
          codeAt: at,
          settled: () => false,
        });
        expect(fresh).toEqual([]);
      }),
    );
  });
});

describe('fingerprintOf', () => {
  const one = { path: 'lint.py', title: '`--fix` could rewrite the label' };

  it('reads as path, words and code', () => {
    expect(fingerprintOf(one, '  text = text.replace(a,  b)')).toBe(
      'lint.py: label rewrit | text = text.replace(a, b)',
    );
    expect(fingerprintOf({ path: null, title: '???' }, '}')).toBe('(whole): ???');
  });

  it.each([
    '--fix might be rewriting the label (lint.py:512)',
    'The label may be rewritten by `--fix`',
    'could REWRITE the Labels',
  ])('is the same for %s', (title) => {
    const bare = (words: string) => fingerprintOf({ path: 'lint.py', title: words }, null);
    expect(bare(title.replace(/ \(.*/, ''))).toBe(fingerprintOf(one, null));
  });

  it.each([
    [{ ...one, path: 'fix.py' }, null],
    [{ ...one, title: 'could rewrite the target' }, null],
    [one, 'other = line.of(code)'],
  ] as const)('is another one for %j', (other, code) => {
    expect(fingerprintOf(other, code)).not.toBe(fingerprintOf(one, null));
  });
});
