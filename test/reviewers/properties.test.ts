import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportedFindingSchema } from '../../src/contracts/rounds/finding.ts';
import { demandsOf } from '../../src/reviewers/people.ts';
import type { PullTalk, Word } from '../../src/reviewers/reader.ts';
import { readers } from '../../src/reviewers/registry.ts';
import { asked, before, check, comment, head, older, review, talk, thread } from './talk.ts';

const marker = '<!-- pi-pr-review -->';
const login = 'coderabbitai';
const by = 'coderabbitai[bot]';

/** Pieces of all forms, in any order, whole and cut off. */
const piece = fc.constantFrom(
  '## Findings\n',
  '- [High] Data loss - src/a.ts:3\n',
  '- [Low] x - `../y`\n',
  '1. **Medium**: x (a.ts#L1)\n',
  'No blocking findings.\n',
  'No blocking findings, but\n',
  '## Open Questions\n',
  '## Notes\n',
  `Reviewed commit: ${head}\n`,
  `Reviewed commit: ${older.slice(0, 8)}\n`,
  '<!-- pi-pr-review-failed -->\n',
  '<!--',
  '-->',
  '```\n',
  '> ',
  '\r\n',
  '\n\n',
  '| a | b |\n|--|--|\n',
  '**Actionable comments posted: 0**\n',
  '**Actionable comments posted: 2**\n',
  '<details>\n<summary>🧹 Nitpick comments (1)</summary><blockquote>\n',
  '<details>\n<summary>src/a.ts (1)</summary><blockquote>\n',
  '`3-4`: _🟠 Major_\n',
  '**Title.**\n',
  '</blockquote></details>\n',
  '<summary>',
  '## Pull request overview\n',
  'Copilot reviewed 3 out of 3 changed files in this pull request and generated no comments.\n',
  'generated 2 comments.',
  '<summary>Suppressed comments (1)</summary>\n',
  '**src/a.ts:3**\n* x\n',
  '> ## Rate limit exceeded\n',
  '<!-- This is an auto-generated comment: summarize by coderabbit.ai -->\n',
  'No actionable comments were generated in the recent review.\n',
  `between ${older} and ${head}.\n`,
  '\u202e\u0000\ud800',
);
const text = fc.oneof(
  fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 14,
    })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
);

interface Said {
  body: string;
  commit: string;
  time: string;
}
const everywhere = ({ body, commit, time }: Said): PullTalk =>
  talk({
    comments: [comment(`${marker}\n${body}`, { by, createdAt: time })],
    reviews: [
      review(`${marker}\n${body}`, { by, commit, submittedAt: time }),
      review(body, { id: 8, by: 'ada', state: 'changes-requested', commit, submittedAt: time }),
    ],
    threads: [
      thread(body, { path: body, opening: { by, commit, createdAt: time, updatedAt: time } }),
      thread(body, { id: 'T2', opening: { by: 'ada', review: 8 } }),
    ],
    checks: [
      check({
        app: login,
        name: marker,
        commit,
        conclusion: 'failure',
        annotations: [{ path: body, line: 3, level: 'warning', title: body, message: body }],
      }),
    ],
  });
const wordsOf = (said: PullTalk): Word[] =>
  Object.values(readers).map((reader) => reader.read(said, asked({ login, marker })));

describe('whatever is written', () => {
  it('is read without an error, into findings within their bounds', () => {
    fc.assert(
      fc.property(text, (body) => {
        const said = everywhere({ body, commit: head, time: '2026-05-04T12:30:00Z' });
        const findings = wordsOf(said).flatMap((word) => (word.state === 'reviewed' ? word.findings : []));
        for (const { url: _, standing: __, ...found } of findings) {
          expect(reportedFindingSchema.safeParse(found).success).toBe(true);
        }
        for (const { url: _, by: __, ...found } of demandsOf(said, { except: [login] })) {
          expect(reportedFindingSchema.safeParse(found).success).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('is no review without findings or the reviewer’s own word that there are none', () => {
    const signs =
      /no (?:blocking )?findings|\[|high|medium|low|nit|note|info|major|minor|critical|block|severe|moderate|med|trivial|p\d|generated|comments|posted|findings/i;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (body) => {
        fc.pre(!signs.test(body));
        const said = {
          ...everywhere({ body, commit: head, time: '2026-05-04T12:30:00Z' }),
          threads: [],
          checks: [],
        };
        for (const word of wordsOf(said)) expect(word.state).not.toBe('reviewed');
      }),
    );
    // and with it, it is
    const clean = { body: 'No blocking findings.', commit: head, time: '2026-05-04T12:30:00Z' };
    expect(wordsOf(everywhere(clean))[0]?.state).toBe('reviewed');
  });

  it('is nothing when it is older than the push', () => {
    fc.assert(
      fc.property(text, (body) => {
        const said = { ...everywhere({ body, commit: head, time: before }), checks: [] };
        for (const word of wordsOf(said)) expect(word).toEqual({ state: 'waiting' });
      }),
    );
  });

  it('is nothing when it is about another commit', () => {
    fc.assert(
      fc.property(text, (body) => {
        fc.pre(!body.includes(head));
        const named = `Reviewed commit: ${older}\n\n${body}`;
        const said = everywhere({ body: named, commit: older, time: '2026-05-04T12:30:00Z' });
        for (const word of wordsOf(said)) expect(word.state).not.toBe('reviewed');
      }),
    );
  });

  it('is read in no time, however it is nested', () => {
    const seeds = [
      '[',
      '**',
      '`',
      '> ',
      '<!--',
      '<details>\n',
      '<summary>',
      '- [High] ',
      '* ',
      '|',
      'a.ts:1 - ',
      '_a_ | ',
      ' (`',
      'reviewed abcdef1 ',
      '**a.ts:1**\n',
      '\n> - ',
      '<details',
      'nit: ',
      '`1-2`: ',
      '> - [High] a\n',
      '<summary>[High]</summary>',
      '| a |\n|---|\n',
      '|-|-',
      '[High](https://a/commit/',
      'review skipped ',
      '\n## Findings\n<details>- [High] a\n',
      '\n## Issues\n- **High**: a\n  - **High**: b - a.ts:1\n',
      'no [High] a.ts:1 - ',
      '3 files not ',
      'only the first 1 ',
    ];
    for (const seed of seeds) {
      const body = `## Findings\n\n${seed.repeat(Math.ceil(65_000 / seed.length))}`;
      const began = performance.now();
      const said = everywhere({ body, commit: head, time: '2026-05-04T12:30:00Z' });
      wordsOf(said);
      demandsOf(said, { except: [] });
      expect(performance.now() - began, seed).toBeLessThan(5_000);
    }
  }, 60_000);
});
