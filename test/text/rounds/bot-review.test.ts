import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BotFinding, Reviewed } from '../../../src/contracts/rounds/bot-review.ts';
import { severities } from '../../../src/contracts/rounds/finding.ts';
import { readers } from '../../../src/reviewers/registry.ts';
import { botReviewMark, botReviewText, stopSignal } from '../../../src/text/rounds/bot-review.ts';
import { ownHtml, rendered, sha } from '../support.ts';
import { anyWords, polishing, round } from './support.ts';

const found = (changes: Partial<BotFinding> = {}): BotFinding => ({
  severity: 'medium',
  title: '`--fix` could rewrite the link label instead of the target.',
  path: 'src/__init__.py',
  line: 477,
  why: 'The naive replace finds the first occurrence, so the label is rewritten.',
  confidence: 90,
  repeats: null,
  ...changes,
});

const review = (changes: Partial<Reviewed> = {}): Reviewed => ({
  status: 'REVIEWED',
  summary: 'Adds a gate on links.',
  findings: [],
  questions: [],
  notes: [],
  fixes: [],
  ...changes,
});

const show = (changes: Partial<Reviewed>): string =>
  botReviewText({ item: polishing, round: round(), review: review(changes) });

describe('botReviewText', () => {
  it('has the documented form', () => {
    const shown = show({
      findings: [
        found({ severity: 'low', title: 'Name it', line: 3 }),
        found({ repeats: 'F2' }),
        found({ severity: 'note', title: 'Worth knowing', why: 'The cache is warm.' }),
        found({ severity: 'high', title: 'Data is lost' }),
      ],
      questions: ['Is this idempotent?'],
      notes: ['Read all callers.'],
    });
    expect(shown).toMatchInlineSnapshot(`
      "<!-- throughline:bot-review -->

      Review of pull request [#7](https://github.com/octo/links/pull/7) for [PER-206](https://linear.app/x/issue/PER-206) Gate links, round 1

      Reviewed commit: [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) (\`bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\`)

      > Adds a gate on links.

      ## Findings

      - [High] Data is lost - \`src/__init__.py:477\`
        The naive replace finds the first occurrence, so the label is rewritten.
      - [Medium] \`--fix\` could rewrite the link label instead of the target (F2 again) - \`src/__init__.py:477\`
        The naive replace finds the first occurrence, so the label is rewritten.
      - [Low] Name it - \`src/__init__.py:3\`
        The naive replace finds the first occurrence, so the label is rewritten.

      ## Open Questions

      - Is this idempotent?

      ## Notes

      - Worth knowing - \`src/__init__.py:477\`: The cache is warm.
      - Read all callers."
    `);
  });

  it.each<[string, BotFinding[], boolean]>([
    ['nothing', [], true],
    ['a low', [found({ severity: 'low' })], true],
    ['a note', [found({ severity: 'note' })], true],
    ['a medium', [found()], false],
    ['a high among lows', [found({ severity: 'low' }), found({ severity: 'high' })], false],
  ])('says that nothing blocks only when nothing does: %s', (_, findings, clean) => {
    expect(show({ findings }).split('\n').includes(stopSignal)).toBe(clean);
  });

  it('lets nobody write its marks, headings, entries or its word for clean', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            severity: fc.constantFrom(...severities),
            title: anyWords,
            path: anyWords,
            why: anyWords,
          }),
          { maxLength: 6 },
        ),
        fc.array(anyWords, { maxLength: 4 }),
        (findings, words) => {
          const shown = show({
            findings: findings.map((one) => found(one)),
            questions: words,
            notes: words,
            summary: words[0] ?? 'Fine.',
          });
          expect(shown.startsWith(`${botReviewMark}\n`)).toBe(true);
          expect(shown.split('<!--')).toHaveLength(2);
          expect(shown.match(/^##? .*$/gm)).toEqual(['## Findings', '## Open Questions', '## Notes']);
          const entries = findings.filter(({ severity }) => severity !== 'note').length;
          expect(shown.match(/^\s*(?:[-*+]|\d+[.)]) \[(?:High|Medium|Low|Note)\]/gim) ?? []).toHaveLength(
            entries,
          );
          const blocks = findings.some(({ severity }) => severity === 'high' || severity === 'medium');
          expect(shown.match(/no blocking findings/gi) ?? []).toHaveLength(blocks ? 0 : 1);
          const { html, words: text, headings, images } = rendered(shown);
          for (const tag of html) expect(tag === botReviewMark || ownHtml.test(tag)).toBe(true);
          expect([headings, images]).toEqual([3, 0]);
          expect(text).not.toMatch(/@octocat|fixes #12|closes PER-9/);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is read as it was meant by the reader of the documented form', () => {
    const severities = ['high', 'medium', 'low'] as const;
    const body = show({
      findings: severities.map((severity) => found({ severity, why: 'No blocking findings.' })),
      questions: ['Is it?'],
      notes: ['Read.'],
    });
    const at = '2026-11-20T11:00:00Z';
    const comment = { id: 1, by: 'throughline[bot]', url: 'https://github.com/octo/links/pull/7#c', body };
    const word = readers.markdown.read(
      { comments: [{ ...comment, createdAt: at, updatedAt: at }], reviews: [], threads: [], checks: [] },
      { login: 'throughline', marker: botReviewMark, head: sha('b'), pushedAt: '2026-11-20T10:00:00Z' },
    );
    expect(word).toMatchObject({
      state: 'reviewed',
      findings: severities.map((severity) => ({ severity, path: 'src/__init__.py', line: 477 })),
      questions: ['Is it?'],
      notes: ['Read.'],
    });
  });

  it('keeps to what a comment holds', () => {
    const words = '*_'.repeat(2_000);
    const shown = show({
      summary: words,
      findings: Array.from({ length: 50 }, () => found({ title: words, why: words, path: 'p'.repeat(400) })),
      questions: Array.from({ length: 20 }, () => words),
      notes: Array.from({ length: 20 }, () => words),
    });
    expect(shown.length).toBeLessThan(65_000);
    expect(shown).toMatch(/\d+ more, in the evidence of the run/);
  });
});
