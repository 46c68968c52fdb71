import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reviewers/markdown.ts';
import type { Word } from '../../src/reviewers/reader.ts';
import { asked, comment, talk } from './talk.ts';

const marker = '<!-- opencode-pr-review -->';
const read = (body: string): Word =>
  markdown.read(talk({ comments: [comment(`${marker}\n${body}`)] }), asked({ marker }));
const briefly = (word: Word) =>
  word.state === 'reviewed'
    ? word.findings.map(
        ({ severity, title, path, line }) =>
          `${severity} | ${title} | ${path}${line === null ? '' : `:${line}`}`,
      )
    : word.state === 'not-reviewed'
      ? word.cause
      : word.state;

const high = 'high | SQL injection | src/db.ts:4';
const typo = 'low | Typo | src/a.ts:9';
const table = '| Severity | Finding | Location |\n|---|---|---|\n';
const findings = (body: string): string => `## Findings\n\n${body}\n\nNo blocking findings.\n`;

describe('a finding in another form than a list', () => {
  it.each([
    [
      'in a table',
      `${table}| High | SQL injection | src/db.ts:4 |\n| 🟢 Low | Typo | \`src/a.ts:9\` |`,
      [high, typo],
    ],
    [
      'in a table, bracketed',
      '| Finding | Where |\n|:--|--:|\n| [High] SQL injection | src/db.ts:4 |',
      [high],
    ],
    ['in a quotation', '> [High] SQL injection - src/db.ts:4', [high]],
    ['in GitHub’s own box', '> [!WARNING]\n> - **High**: SQL injection - src/db.ts:4', [high]],
    ['in a fold', '<details><summary>1 low finding</summary>\n- [Low] Typo - src/a.ts:9\n</details>', [typo]],
    [
      'in the name of a fold',
      '<details>\n<summary>[High] SQL injection - src/db.ts:4</summary>\n\nIt is.\n\n</details>',
      [high],
    ],
    [
      'below the name of a fold',
      '<details><summary>High</summary>\n- SQL injection - src/db.ts:4\n</details>',
      [high],
    ],
    ['below its file', '- src/db.ts:4\n  - [High] SQL injection', [high]],
    [
      'below its file, beside a readable one',
      '- [Low] Typo - src/a.ts:9\n- src/db.ts\n  - [High] SQL injection - src/db.ts:4',
      [typo, high],
    ],
    ['below another one', '- [Low] Typo - src/a.ts:9\n  - [High] SQL injection - src/db.ts:4', [typo, high]],
    ['with its severity below', '- SQL injection - src/db.ts:4\n  - Severity: **High**', [high]],
  ])('is read %s', (_, body, said) => {
    expect(briefly(read(findings(body)))).toEqual(said);
  });

  it('is read behind the stop signal', () => {
    const body = '## Findings\n\nNo blocking findings. [High] SQL injection - src/db.ts:4';
    expect(briefly(read(body))).toEqual([high]);
  });

  it.each([
    [
      'behind a fence that nobody closed',
      '- [Low] Typo - src/a.ts:9\n\n```ts\nfoo(\n\n- [High] SQL injection - src/db.ts:4',
    ],
    ['in code', '```\n- [High] SQL injection - src/db.ts:4\n```'],
    ['without a place, in a sentence', 'High: SQL injection lets anybody in.'],
    ['in a table with severities of its own', `${table}| Ernst | SQL injection | src/db.ts:4 |`],
    ['in a count', '| Severity | Count |\n|---|---|\n| High | 1 |\n| Low | 2 |'],
  ])('is never clean %s', (_, body) => {
    expect(briefly(read(`## Findings\n\nNo blocking findings.\n\n${body}`))).toBe('unreadable');
    const beside = `## Findings\n\n- [Medium] Slow - src/b.ts:2\n\n${body}`;
    expect(briefly(read(beside))).toContain('medium | Slow | src/b.ts:2');
  });

  it.each([
    ['counts', '| Severity | Count |\n|---|---|\n| High | 0 |\n| Medium | none |'],
    ['counts in columns', '| High | Medium | Low |\n|---|---|---|\n| 0 | 0 | 0 |'],
    ['counts in a line', 'High: 0, Medium: 0, Low: 0'],
    ['a table of files', '| File | Verdict |\n|---|---|\n| src/a.ts | reads well |'],
    ['praise', 'No High or Medium issues. The critical path reads well.'],
    ['code', '```ts\nconst high = risk[0];\n```'],
    ['a quotation', '> Should the limit be high?'],
    ['a fold', '<details><summary>What was read</summary>\n- src/a.ts\n- src/b.ts\n</details>'],
  ])('is none in %s', (_, body) => {
    expect(briefly(read(findings(body)))).toEqual([]);
  });

  it('keeps what stands below it', () => {
    const body =
      '- [Low] Typo - src/a.ts:9\n  - Impact: High\n  - Fix: rename it\n\n> High load is the reason.';
    expect(read(findings(body))).toMatchObject({
      findings: [{ title: 'Typo', detail: '- Impact: High\n- Fix: rename it\n\n> High load is the reason.' }],
    });
  });
});

const noted = '## Findings\n\nNo blocking findings.\n\n## Notes\n\n- ';

describe('a comment that says it is no whole review', () => {
  it.each([
    ['limited', '⚠️ Rate limit reached, the review was skipped.\n\nNo blocking findings.'],
    [
      'limited',
      'No blocking findings. Review incomplete: the model hit its context limit after 3 of 31 files.',
    ],
    ['limited', '> [!WARNING]\n> API rate limit exceeded.\n\n## Findings\n\nNo blocking findings.'],
    ['skipped', '## Findings\n\nReview skipped.\n\nNo blocking findings.'],
    ['skipped', '_Skipping this review: it is a draft._\n\nNo findings.\n\nNo blocking findings.'],
    ['died', '## Findings\n\nNo blocking findings.\n\n## Notes\n\n- This is a partial review.'],
    ['died', '## ⚠️ REVIEW DID NOT RUN\n\nNo blocking findings.'],
    ['died', '**Review timed out** after 10 minutes.\n\n## Findings\n\n- [Low] Typo - src/a.ts:9'],
    ['died', '## Findings\n\nNo blocking findings. Only 3 of 31 files were reviewed.'],
    ['died', 'No blocking findings. I could not review the remaining files.'],
    ['died', `${noted}Only the first 20 of 31 files were reviewed.`],
    ['died', `${noted}I reviewed only the first 20 files.`],
    ['died', `${noted}3 files could not be read and were not reviewed.`],
    ['died', `${noted}Two files could not be read.`],
    ['limited', `${noted}Some files were not reviewed because the token limit was hit.`],
    ['died', `${noted}The diff was truncated; I only saw the first 2000 lines.`],
    ['died', `${noted}The input was truncated.`],
    ['died', `${noted}I only saw the first 2,000 lines.`],
    ['died', `${noted}The diff was too large to review completely.`],
    ['died', `${noted}Ran out of context after 3 files.`],
    ['died', `${noted}The tests are unread, as I ran out of time.`],
  ])('is not clean: %s, %#', (cause, body) => {
    expect(read(body)).toMatchObject({ state: 'not-reviewed', cause });
  });

  it('counts where it found something that blocks, and says so', () => {
    const line = 'Review incomplete: only 3 of 31 files were reviewed.';
    expect(read(`${line}\n\n## Findings\n\n- [High] SQL injection - src/db.ts:4`)).toMatchObject({
      ...{ state: 'reviewed', findings: [{ severity: 'high' }], notes: [line] },
    });
  });

  it.each([
    'Skipped generated files in this review.',
    'The review skipped vendored files.',
    'This review did not run the tests.',
    'The description is incomplete.',
    'A skipped review is shown as such now.',
    'The rate limit is checked before the call.',
    'Only 3 of 31 files have tests.',
    'Reviewed 31 of 31 files.',
    'The diff viewer is truncated.',
    'The context too long error is swallowed.',
    'The parser reads only the first 20 lines.',
    'Some files were not reviewed because they are generated.',
    '3 lock files were not reviewed.',
    '3 files are not read at startup.',
    'The worker ran out of time and was retried.',
    'The diff is large.',
  ])('is none that says “%s”', (said) => {
    for (const body of [
      `## Findings\n\nNo blocking findings. ${said}`,
      `## Findings\n\nNo blocking findings.\n\n## Notes\n\n- ${said}`,
      `${said}\n\nNo blocking findings.`,
    ]) {
      expect(read(body)).toMatchObject({ state: 'reviewed', findings: [] });
    }
  });

  it.each([
    'The diff viewer is truncated',
    'The diff was truncated',
    'Context too long error is swallowed',
    'Only the first 20 files were reviewed',
    'The model ran out of tokens',
  ])('is not meant by a finding: %s', (title) => {
    for (const severity of ['Medium', 'Low']) {
      const body = `## Findings\n\n- [${severity}] ${title} - src/a.ts:3\n  ${title}.\n`;
      expect(briefly(read(body))).toEqual([`${severity.toLowerCase()} | ${title} | src/a.ts:3`]);
    }
  });

  it('is not meant by a finding about reviews', () => {
    const body =
      '## Findings\n\n- [Low] The review is skipped, and nobody is told - src/a.ts:9\n  Review skipped: that is all it says.\n';
    expect(briefly(read(body))).toHaveLength(1);
  });
});
