import * as fc from 'fast-check';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import { code, fenced, inline, quoted, table } from '../../src/text/markdown.ts';
import { capMiddle, capText, cleanText, plainLine, sanitize, verbatim } from '../../src/text/sanitize.ts';

const gap = '\u200b';
const visible = (text: string): string => text.replaceAll(gap, '·');

const token = (length: number): string => 'aB3'.repeat(20).slice(0, length);

describe('sanitize', () => {
  it.each([
    ['a mention', 'ask @octocat', 'ask @·octocat'],
    ['a team', '(@octo/team)', '(@·octo/team)'],
    ['GitHub, number', 'fixes #12', 'f·ixes #12'],
    ['GitHub, repository', 'Closes: octo/links#3', 'C·loses: octo/links#3'],
    [
      'GitHub, address',
      'resolved https://github.com/o/r/issues/3',
      'r·esolved https://github.com/o/r/issues/3',
    ],
    ['Linear', 'closes **PER-9**', 'c·loses **PER-9**'],
    ['Linear, another word', 'Implements PER-9', 'I·mplements PER-9'],
    ['hidden between', `fix\u200bes #1`, 'f·ixes #1'],
    ['no reference', 'fixes the parser', 'fixes the parser'],
    ['a comment', 'a<!-- box:accept:d1a1 -->b', 'ab'],
    ['a comment in a comment', 'a<!-<!-- x -->- y -->b', 'ab'],
    ['an open comment', 'a <!-- b', 'a <·!-- b'],
    ['a tag', 'a <img src=x> < b', 'a <·img src=x> < b'],
    ['an image', '![x](https://evil.example)', '!·[x](https://evil.example)'],
    ['a box', '- [x] done\n> 1. [ ] open', '- \\[x] done\n> 1. \\[ ] open'],
    ['an entity', 'fixes &#35;12', 'fixes &amp;#35;12'],
    ['colours', '\u001b[31mred\u001b[0m\r\nnext', 'red\nnext'],
    ['direction', 'a\u202eb\u2066c', 'abc'],
    ['hidden tags', 'a\u{e0041}b', 'ab'],
    ['emoji', 'ok 👩‍💻', 'ok 👩‍💻'],
  ])('%s', (_, text, expected) => {
    expect(visible(sanitize(text))).toBe(expected);
  });

  it.each([
    ['classic token', `ghp_${token(36)}`],
    ['server token', `ghs_${token(36)}`],
    ['fine-grained token', `github_pat_${token(50)}`],
    ['Linear key', `lin_api_${token(40)}`],
    ['model key', `sk-ant-api03-${token(40)}`],
    ['AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['AWS secret', `aws_secret_access_key = ${token(40)}`],
    ['npm token', `npm_${token(36)}`],
    ['JSON Web Token', `eyJ${token(20)}.${token(30)}.${token(30)}`],
    ['private key', `-----BEGIN RSA PRIVATE KEY-----\n${token(60)}\n-----END RSA PRIVATE KEY-----`],
    ['cut private key', `-----BEGIN PRIVATE KEY-----\n${token(60)}`],
    ['password in an address', `postgres://app:${token(12)}@db/x`],
  ])('redacts a %s everywhere', (_, secret) => {
    const text = `before ${secret} after`;
    for (const shown of [
      sanitize(text),
      plainLine(text),
      verbatim(text, 1000),
      inline(text),
      code(text),
      fenced(text, { max: 1000 }),
    ]) {
      expect(shown).toContain('redacted');
      expect(shown).not.toContain(token(12));
    }
  });

  it.each([
    'risk-assessment-of-this-thing',
    'sk-learn-pipelines-are-fine',
    'ghp_short',
    'eyJust.a.word',
    'https://example.org:8080/a@b',
  ])('leaves %s alone', (text) => {
    expect(visible(sanitize(text)).replaceAll('·', '')).toBe(text);
  });

  it('caps at whole code points', () => {
    expect(capText('ab😀cd', 4)).toBe('ab…');
    expect(capText('abcd', 4)).toBe('abcd');
    expect(capMiddle(`${'😀'.repeat(100)}`, 80)).toMatch(/^(?:😀)+\n… 120 characters cut …\n(?:😀)+$/u);
  });
});

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!--',
        '-->',
        '<!-',
        '-',
        '@',
        'a',
        '`',
        '```',
        '~~~',
        '\n',
        '\r',
        '|',
        '\\',
        'fixes',
        ' #1',
        '<b',
        '>',
        '![',
        '- [ ] ',
        '&#35;',
        '\u200b',
        '\ud800',
        '\u001b[31m',
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

const wellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
const mention = /@[\p{L}\p{N}_]/u;
const closing = /\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?)[\s:]+#\d/i;

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}
const types = (node: Node): string[] => [node.type, ...(node.children ?? []).flatMap(types)];
const parse = (markdown: string): Node => unified().use(remarkParse).parse(markdown);

describe('whatever is written', () => {
  it('is neither a comment, a mention nor a closing word, and keeps its length', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 200 }), (text, max) => {
        for (const shown of [sanitize(text, max), plainLine(text, max)]) {
          expect(shown).not.toContain('<!--');
          expect(shown).not.toMatch(mention);
          expect(shown).not.toMatch(closing);
          expect(shown.length).toBeLessThanOrEqual(max);
          expect(wellFormed(shown)).toBe(true);
        }
        expect(plainLine(text, max)).not.toContain('\n');
      }),
      { numRuns: 500 },
    );
  });

  it('cannot break out of a fence', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const shown = fenced(text, { max: 1000, info: 'text' });
        expect(shown).not.toContain('<!--');
        const tree = parse(`before\n\n${shown}\n\nafter`);
        expect(tree.children?.map((node) => node.type)).toEqual(['paragraph', 'code', 'paragraph']);
        expect(tree.children?.[1]?.value ?? '').toBe(verbatim(text, 1000).trimEnd());
      }),
      { numRuns: 500 },
    );
  });

  it('is one plain text inline, and one code span as code', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(types(parse(`x ${inline(text)} y`)).filter((type) => type !== 'text')).toEqual([
          'root',
          'paragraph',
        ]);
        const asCode = types(parse(`x ${code(text)} y`));
        expect(asCode.filter((type) => !['text', 'inlineCode'].includes(type))).toEqual([
          'root',
          'paragraph',
        ]);
        expect(asCode.filter((type) => type === 'inlineCode').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('stays inside its quotation', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const kinds =
          parse(`before\n\n${quoted(`x${text}`)}\n\nafter`).children?.map((node) => node.type) ?? [];
        expect(kinds).toEqual(['paragraph', 'blockquote', 'paragraph']);
      }),
      { numRuns: 500 },
    );
  });

  it('stays inside its table cell', async () => {
    const { default: remarkGfm } = await import('remark-gfm');
    fc.assert(
      fc.property(nasty, nasty, (one, other) => {
        const markdown = table(['a', 'b'], [[inline(`x${one}`), code(`x${other}`)]]);
        const tree: Node = unified().use(remarkParse).use(remarkGfm).parse(markdown);
        expect(tree.children?.map((node) => node.type)).toEqual(['table']);
        expect(tree.children?.[0]?.children?.map((row) => row.children?.length)).toEqual([2, 2]);
      }),
      { numRuns: 500 },
    );
  });

  it('is cleaned in time that grows with its length only', () => {
    for (const part of [
      '<!--',
      '<!-',
      'fixes ',
      'eyJ-',
      '@',
      '-----BEGIN PRIVATE KEY-----',
      '\u001b]',
      'sk-',
      'a/',
      '\n',
      '`',
    ])
      expect(sanitize(part.repeat(100_000), 1000).length).toBeLessThanOrEqual(1000);
    expect(cleanText('')).toBe('');
  });
});
