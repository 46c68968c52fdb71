import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { nodeIdSchema } from '../../src/contracts/planning/grill.ts';
import type { Decision } from '../../src/contracts/planning/inputs.ts';
import { decisionLog, missingDecisions } from '../../src/openspec/decisions.ts';

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: 'link-form',
  question: 'Which form?',
  answer: 'Project-root-relative',
  who: '@ada',
  why: 'One form for all',
  ...change,
});

const rowsOf = (markdown: string): number[] => {
  const rows: number[] = [];
  visit(unified().use(remarkParse).use(remarkGfm).parse(markdown), 'tableRow', (row) => {
    rows.push(row.children.length);
  });
  return rows;
};

describe('the decision log', () => {
  it('is a table of id, answer, who and why', () => {
    expect(decisionLog([decision(), decision({ id: 'escape', answer: 'a | b\n`c|d` \\| <!-- x -->' })])).toBe(
      [
        '| Decision | Answer | Who | Why |',
        '| --- | --- | --- | --- |',
        '| `link-form` | Project-root-relative | @ada | One form for all |',
        '| `escape` | a \\| b `c\\|d` \\\\\\| &lt;!-- x --&gt; | @ada | One form for all |',
      ].join('\n'),
    );
  });

  it('is a whole table, and accepted, whatever people said', () => {
    const said = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            '|',
            '\\',
            '`',
            '<!--',
            '-->',
            '&lt;',
            '&amp',
            '*',
            '_',
            '\n',
            '\r',
            ' ',
            'Σ',
            'no',
          ),
          {
            maxLength: 12,
          },
        )
        .map((parts) => parts.join('')),
    );
    const id = fc.constantFrom('a', 'link-form', 'duplicate-anchors', 'anchors', 'x1-y2');
    const decisions = fc.uniqueArray(fc.record({ id, question: said, answer: said, who: said, why: said }), {
      selector: (one) => one.id,
    });
    fc.assert(
      fc.property(decisions, (all) => {
        const log = decisionLog(all);
        for (const { id } of all) expect(nodeIdSchema.safeParse(id).success).toBe(true);
        expect(log.split(/[\n\r]/)).toHaveLength(all.length + 2);
        expect(rowsOf(`# Design\n\n${log}\n\nMore.`)).toEqual(
          Array.from({ length: all.length + 1 }, () => 4),
        );
        expect(missingDecisions(`# Design\n\n${log}\n`, all)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('decisions in design.md', () => {
  const missing = (design: string, change: Partial<Decision> = {}): number =>
    missingDecisions(design, [decision(change)]).length;

  it.each([
    '| link-form | project-root-relative | @ada | x |',
    '   | `link-form` | _Project-root-relative_ | **@ada** |',
    'The mark `<!--` opens one.\n\n| link-form | Project-root-relative | @ada |',
    '<!-- one -->\n| link-form | Project-root-relative | @ada |',
  ])('%s is one', (line) => {
    expect(missing(`# Design\n\n${line}\n`)).toBe(0);
  });

  it.each([
    ['another id', '| link-forms | Project-root-relative | @ada |'],
    ['a part of another id', '| the-link-form | Project-root-relative | @ada |'],
    ['another answer', '| link-form | Relative | @ada |'],
    ['nobody', '| link-form | Project-root-relative | |'],
    ['a part of somebody', '| link-form | Project-root-relative | @adam |'],
    ['two lines', '| link-form |\n| Project-root-relative | @ada |'],
    ['a sentence', 'link-form: Project-root-relative, @ada'],
    ['a list item', '- **link-form**: Project-root-relative (@ada), because'],
    ['the opposite', '| link-form | Not Project-root-relative | @ada |'],
    ['the answer as the reason', '| link-form | Relative | @ada | not Project-root-relative |'],
    ['an escaped pipe', '| link-form | Project-root-relative \\| @ada | @ada |'],
    ['code', '    | link-form | Project-root-relative | @ada |'],
    ['a comment', '<!-- x\n\n| link-form | Project-root-relative | @ada |\n-->'],
    ['a comment in a sentence', 'As said <!--\n| link-form | Project-root-relative | @ada |\n-->'],
    ['a comment in an item', '- <!--\n\n| link-form | Project-root-relative | @ada |\n-->'],
    ['a fence', '```\n| link-form | Project-root-relative | @ada |\n```'],
    ['nothing', ''],
  ])('%s is none', (_, design) => {
    expect(missing(design)).toBe(1);
  });

  it('takes the answer as a whole', () => {
    expect(missing('| link-form | not no | @ada |', { answer: 'no' })).toBe(1);
    expect(missing('| link-form | no | @ada |', { answer: 'no' })).toBe(0);
  });

  it.each([
    '| a '.repeat(250_000),
    `- ${'a'.repeat(1_000_000)}`,
    `${' '.repeat(1_000_000)}x`,
    '- a\n'.repeat(100_000),
    '\\'.repeat(40_000),
    `| ${'<!-- '.repeat(100_000)}`,
  ])('reads on through a flood', (flood) => {
    expect(missing(`${flood}\n\n| link-form | aaa | @ada |`, { answer: 'aaa' })).toBe(0);
  });
});
