import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reviewers/markdown.ts';
import type { Word } from '../../src/reviewers/reader.ts';
import { asked, comment, talk } from './talk.ts';

const marker = '<!-- opencode-pr-review -->';
const read = (body: string): Word =>
  markdown.read(talk({ comments: [comment(`${marker}\n${body}`)] }), asked({ marker }));
const briefly = (word: Word) =>
  word.state === 'reviewed'
    ? word.findings.map(({ severity, title, path, line }) => `${severity} | ${title} | ${path}:${line}`)
    : word.state === 'not-reviewed'
      ? word.cause
      : word.state;

const high = 'high | SQL injection | src/a.ts:4';
const item = '- **High**: SQL injection - src/a.ts:4';
const table = '| Severity | Issue | Where |\n|---|---|---|\n';
const clean = '## Findings\n\nNo blocking findings.';
/** The stop signal with its section, in front and behind, and without any. */
const around = (body: string): string[] => [
  `${clean}\n\n## Security\n\n${body}`,
  `## Security\n\n${body}\n\n${clean}`,
  `## Summary\n\nNo blocking findings.\n\n## Issues\n\n${body}`,
];

describe('what blocks outside of the section of findings', () => {
  it.each(['Issues', 'Problems', 'Bugs', 'Critical issues', 'Must fix', 'Security', 'Not fixed yet'])(
    'is a finding below %s',
    (name) => {
      expect(briefly(read(`## Summary\nNo blocking findings.\n\n## ${name}\n${item}`))).toEqual([high]);
      expect(briefly(read(`${clean}\n\n## ${name}\n${item}`))).toEqual([high]);
    },
  );

  it('is a finding without any heading', () => {
    expect(briefly(read(`No blocking findings.\n\n${item}`))).toEqual([high]);
    expect(briefly(read('No blocking findings. [High] SQL injection - src/a.ts:4'))).toEqual([high]);
  });

  it.each([
    ['in brackets', '- [High] SQL injection - src/a.ts:4'],
    ['in a line', 'High: SQL injection - src/a.ts:4'],
    ['in a heading', '### High: SQL injection - src/a.ts:4'],
    ['in bold without a colon', '- **High** SQL injection - src/a.ts:4'],
    ['in a table', `${table}| High | SQL injection | src/a.ts:4 |`],
    ['in a table without headings', '| | | |\n|---|---|---|\n| High | SQL injection | src/a.ts:4 |'],
    ['with its place below', '- **High**: SQL injection\n  File: `src/a.ts:4`'],
    ['with its severity below', '- SQL injection - src/a.ts:4\n  - Severity: High'],
    ['in a group', '### High\n\n- SQL injection - src/a.ts:4'],
    ['in a fold', '<details><summary>Issues</summary>\n- **High**: SQL injection - src/a.ts:4\n</details>'],
  ])('is a finding %s', (_, body) => {
    for (const said of around(body)) expect(briefly(read(said)), said).toEqual([high]);
  });

  it.each([
    ['below its file', '- src/a.ts:4\n  - **High**: SQL injection'],
    ['in GitHub’s own box', `> [!CAUTION]\n> ${item}`],
    ['within a sentence', 'However, [High] SQL injection - src/a.ts:4'],
    ['within an item', '- However, **High**: SQL injection - src/a.ts:4'],
  ])('is never clean %s', (_, body) => {
    for (const said of [...around(body)]) expect(briefly(read(said)), said).toBe('unreadable');
  });

  it('heads a section beside the findings, too', () => {
    expect(briefly(read(`${clean}\n\n## High\n\n- SQL injection - src/a.ts:4`))).toEqual([high]);
    const notes = `${clean}\n\n## Notes\n\n- Reads well.\n\n## High\n\n- SQL injection - src/a.ts:4`;
    expect(briefly(read(notes))).toEqual([high]);
  });

  it('stands beside what is listed, and is not counted twice', () => {
    const listed = '## Findings\n\n- [High] SQL injection - src/a.ts:4';
    expect(briefly(read(`## Summary\n\n- **High**: SQL injection - src/a.ts\n\n${listed}`))).toEqual([high]);
    const low = '## Findings\n\n- [Low] Typo - src/a.ts:9';
    expect(briefly(read(`${low}\n\n## Security\n\n${item}`))).toEqual(['low | Typo | src/a.ts:9', high]);
  });

  it.each([
    ['a sentence', '\nHowever, [High] RCE - a.ts:3'],
    ['the same line', ' However, [High] RCE - a.ts:3'],
    ['a list', '\n- But see **High**: RCE - a.ts:3'],
    ['a paragraph of a group', '\n### High\n\nSQL injection in src/a.ts:4.'],
  ])('is never clean within the section, in %s', (_, behind) => {
    expect(briefly(read(`${clean}${behind.replace('\n', '\n\n')}`))).toBe('unreadable');
  });

  it.each([
    ['a legend', '- **High**: blocks the merge\n- **Low**: may wait'],
    ['counts', '- High: 0\n- Medium: 0'],
    ['a table of counts', '| Severity | Count |\n|---|---|\n| High | 0 |'],
    ['a table of risks', '| File | Risk | Change |\n|---|---|---|\n| src/auth.ts | High | Moved |'],
    ['what does not block', '- **Low**: Typo - src/a.ts:4'],
    ['a sentence', '**Critical** paths in src/a.ts are covered.'],
    ['a denial', 'There are no [High] or [Medium] issues in src/a.ts:4.'],
    ['what is over', 'The earlier [High] finding in src/a.ts:4 is fixed now.'],
    ['what is over, listed', '- [High] SQL injection - src/a.ts:4 — fixed in 94528d5'],
    ['what is over, in a table', `${table}| High | SQL injection | src/a.ts:4 | ✅ Fixed |`],
    ['what is over, below a heading', `### Resolved since the last review\n\n${item}`],
    ['code', '```\n- [High] SQL injection - src/a.ts:4\n```'],
    ['a quotation', `> ${item}`],
    ['a rating', 'Overall risk: **Medium** — touches src/a.ts:4'],
  ])('is none in %s', (_, body) => {
    expect(briefly(read(`## Walkthrough\n\n${body}\n\n${clean}`))).toEqual([]);
  });

  it.each(['Open Questions', 'Notes'])('is none below %s', (name) => {
    expect(briefly(read(`${clean}\n\n## ${name}\n\n${item}`))).toEqual([]);
  });
});
