import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reviewers/markdown.ts';
import type { SaidComment, Word } from '../../src/reviewers/reader.ts';
import { after, asked, before, comment, head, later, older, pushedAt, talk } from './talk.ts';

const marker = '<!-- opencode-pr-review -->';
const read = (body: string, change: Partial<SaidComment> = {}): Word =>
  markdown.read(talk({ comments: [comment(`${marker}\n${body}`, change)] }), asked({ marker }));
const readAll = (...comments: SaidComment[]): Word => markdown.read(talk({ comments }), asked({ marker }));

const findingsOf = (word: Word) => (word.state === 'reviewed' ? word.findings : word.state);
const briefly = (word: Word) =>
  word.state === 'reviewed'
    ? word.findings.map(
        ({ severity, title, path, line }) =>
          `${severity} | ${title} | ${path}${line === null ? '' : `:${line}`}`,
      )
    : word.state;

const findings = '## Findings\n\n- [High] Links break after sync - src/scan.py:12\n  They resolve nowhere.\n';
const clean = '## Findings\n\nNo blocking findings.\n';

describe('the form of the post’s own bot', () => {
  it('is read whole: findings with their sentences, questions, notes, and where it stands', () => {
    const body = [
      '## OpenCode Review',
      '',
      'Model: `some/model`',
      `Reviewed commit: \`${head}\``,
      'Workflow run: https://github.com/acme/beacon/actions/runs/18234567890',
      '',
      '## Findings',
      '',
      '- [High] Canonical links can pass lint but stay broken - `src/scan.py:12`',
      '  The scanner skips them. Resolve before the check.',
      '- [Low] Flag is read from `sys.argv` - `cli.py:40-44`',
      '',
      '## Open Questions',
      '',
      '- Are duplicate headings meant to count?',
      '- None.',
      '',
      '## Notes',
      '',
      '- Windows was not tried.',
      '',
      '### Token Usage',
      '',
      '- Total tokens: `188053`',
    ].join('\r\n');
    const url = comment('').url;
    expect(read(body)).toEqual({
      state: 'reviewed',
      findings: [
        {
          severity: 'high',
          title: 'Canonical links can pass lint but stay broken',
          path: 'src/scan.py',
          line: 12,
          detail: 'The scanner skips them. Resolve before the check.',
          url,
        },
        { severity: 'low', title: 'Flag is read from `sys.argv`', path: 'cli.py', line: 40, detail: '', url },
      ],
      questions: ['Are duplicate headings meant to count?'],
      notes: ['Windows was not tried.', '- Total tokens: `188053`'].slice(0, 1),
      url,
    });
  });

  it.each([
    ['bold severity', '- **[High]** Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['bold throughout', '- **[High] Data loss** - `src/a.ts:3`', 'high | Data loss | src/a.ts:3'],
    ['no bracket', '- Medium: Not atomic - src/a.ts:3', 'medium | Not atomic | src/a.ts:3'],
    ['bold, no bracket', '* **Low** Rename it — src/a.ts:3', 'low | Rename it | src/a.ts:3'],
    ['numbered', '1. [medium] Not atomic – src/a.ts#L3', 'medium | Not atomic | src/a.ts:3'],
    ['capitals and a dash', '- HIGH — Data loss (src/a.ts:3-9).', 'high | Data loss | src/a.ts:3'],
    ['critical', '- [Critical] Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['blocker', '+ [BLOCKER] Data loss - src/a.ts:3:7', 'high | Data loss | src/a.ts:3'],
    ['major', '- [Major] Data loss - src/a.ts#L3-L9', 'high | Data loss | src/a.ts:3'],
    ['minor', '- [minor] Rename it - src/a.ts:3', 'low | Rename it | src/a.ts:3'],
    ['nit', '- nit: Rename it - src/a.ts:3', 'low | Rename it | src/a.ts:3'],
    ['info', '- [Info] Worth knowing - src/a.ts:3', 'note | Worth knowing | src/a.ts:3'],
    ['an emoji', '- 🔴 [High] Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['a box', '- [ ] [High] Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['another bracket first', '- [Security][High] Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    [
      'a link',
      '- [High] Data loss - [`src/a.ts:3`](https://github.com/acme/beacon/blob/main/src/a.ts#L3)',
      'high | Data loss | src/a.ts:3',
    ],
    [
      'a bare address',
      '- [High] Data loss - https://github.com/acme/beacon/blob/main/src/a.ts#L3-L5',
      'high | Data loss | src/a.ts:3',
    ],
    [
      'an address of somebody else’s',
      '- [High] Data loss - https://github.com/else/where/blob/main/src/a.ts#L3',
      'high | Data loss | null',
    ],
    ['the place first', '- [High] src/a.ts:3 - Data loss', 'high | Data loss | src/a.ts:3'],
    ['a diff’s folder', '- [High] Data loss - b/src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['outside of the repository', '- [High] Data loss - ../../etc/passwd:3', 'high | Data loss | null'],
    ['an absolute path', '- [High] Data loss - /etc/passwd:3', 'high | Data loss | null'],
    ['no place', '- [High] Data loss', 'high | Data loss | null'],
    ['a place without a line', '- [High] Data loss - src/a.ts', 'high | Data loss | src/a.ts'],
    [
      'a dash in the title',
      '- [High] Re-run - twice - loses data - src/a.ts:3',
      'high | Re-run - twice - loses data | src/a.ts:3',
    ],
    [
      'no dash before the place',
      '- [High] Data loss in src/a.ts:3 when empty',
      'high | Data loss in src/a.ts:3 when empty | src/a.ts:3',
    ],
    ['a heading', '### [High] Data loss - src/a.ts:3\n\nIt is lost.', 'high | Data loss | src/a.ts:3'],
    ['a group', '### High\n\n- Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    ['a paragraph', '[High] Data loss - src/a.ts:3', 'high | Data loss | src/a.ts:3'],
    [
      'a place below',
      '- [High] Data loss\n  File: `src/a.ts:3`\n  It is lost.',
      'high | Data loss | src/a.ts:3',
    ],
  ])('reads a finding with %s', (_, written, said) => {
    expect(briefly(read(`## Findings\n\n${written}`))).toEqual([said]);
  });

  it.each([
    ['below it', '- [High] Data loss - a.ts:3\n  It is lost.'],
    ['after the list', '- [High] Data loss - a.ts:3\n\nIt is lost.'],
    ['in a paragraph of the item', '- [High] Data loss - a.ts:3\n\n  It is lost.'],
    ['behind the place', '- [High] Data loss - `a.ts:3`: It is lost.'],
    ['with a comment nobody sees', '- [High] Data loss - a.ts:3\n  <!-- hidden -->It is lost.'],
  ])('finds the sentences %s', (_, written) => {
    expect(findingsOf(read(`## Findings\n\n${written}`))).toMatchObject([{ detail: 'It is lost.', line: 3 }]);
  });

  it('loses no finding to a sentence about a comment’s opening', () => {
    const body = '## Findings\n\n- [Low] `<!--` is kept - a.ts:1\n- [High] Data loss - a.ts:3';
    expect(briefly(read(body))).toEqual(['low | `<!--` is kept | a.ts:1', 'high | Data loss | a.ts:3']);
  });

  it('counts what is listed without a severity among others, unless the reviewer says it blocks nothing', () => {
    expect(briefly(read('## Findings\n\n- [Low] One - a.ts:1\n- [Ernst] Two - b.ts:2'))).toMatchObject([
      'low | One | a.ts:1',
      expect.stringMatching(/^medium /),
    ]);
    expect(briefly(read('## Findings\n\nNo blocking findings.\n\n- Two - b.ts:2'))).toEqual([
      'low | Two | b.ts:2',
    ]);
  });

  it('keeps the hundred worst, and says how many more there are', () => {
    const lows = Array.from({ length: 120 }, (_, index) => `- [Low] L${index} - a.ts:${index + 1}`);
    const word = read(['## Findings', '', ...lows, '- [High] Data loss - a.ts:3'].join('\n'));
    expect(word).toMatchObject({ notes: ['21 more findings are left out here: these are the 100 worst.'] });
    expect(findingsOf(word)).toHaveLength(100);
    expect(briefly(word)[0]).toBe('high | Data loss | a.ts:3');
  });
});

describe('its stop signal', () => {
  it.each([
    ['in the section', clean],
    ['in bold', '## Findings\n\n**No blocking findings.**'],
    ['as an item', '## Findings\n- No blocking findings.'],
    ['with a sentence behind it', '## Findings\n\nNo blocking findings. Reads well.'],
    ['in its shorter form', '## Findings\n\nNo findings.'],
    ['without any section', 'No blocking findings.'],
    ['in another case, without the stop', '## findings\n\nno blocking findings'],
  ])('is clean %s', (_, body) => {
    expect(read(body)).toMatchObject({ state: 'reviewed', findings: [] });
  });

  it.each([
    ['nothing', ''],
    ['an empty section', '## Findings\n'],
    ['prose', 'LGTM, ship it!'],
    ['another language', '## Befunde\n\nKeine Einwände.'],
    ['a condition', '## Findings\n\nNo blocking findings, except for the parser'],
    ['a sentence around it', 'I cannot say “No blocking findings.” of this.'],
    ['a quotation', '> No blocking findings.'],
    ['code', '```\nNo blocking findings.\n```'],
    ['a comment', '<!-- No blocking findings. -->'],
    ['a list without severities', '## Findings\n\n- Something about a.ts:3'],
    ['an empty model', 'OpenCode produced no review output.'],
    ['half a comment', '## Find'],
    ['findings in code only', '## Findings\n\n```\n- [High] Data loss - a.ts:3\n```'],
    ['a summary under notes', '## Findings\n\n## Notes\n\n- No findings.'],
    ['quotations without end', `## Findings\n\n${'> '.repeat(5_000)}x`],
  ])('is missing in %s: unreadable, never clean', (_, body) => {
    expect(read(body)).toMatchObject({ state: 'not-reviewed', cause: 'unreadable' });
  });

  it('does not outweigh findings', () => {
    expect(briefly(read('## Findings\n\nNo blocking findings.\n\n- [High] Data loss - a.ts:3'))).toEqual([
      'high | Data loss | a.ts:3',
    ]);
  });
});

describe('a review that did not run', () => {
  const failed = '<!-- opencode-pr-review-failed -->';
  const banner = '## ⚠️ REVIEW DID NOT RUN\n\nNo tokens were used: quota or transport.';

  it.each([
    ['beside the marker', `${marker}\n${failed}\n\n${banner}`],
    ['instead of the marker', `${failed}\n\n${banner}`],
    ['above what looks clean', `${marker}\n${failed}\n\n${clean}`],
  ])('says so %s', (_, body) => {
    expect(readAll(comment(body))).toMatchObject({ state: 'not-reviewed', cause: 'died' });
  });

  it('tells the cause', () => {
    expect(readAll(comment(`${failed}\n\n${banner}`))).toMatchObject({
      detail: expect.stringContaining('No tokens were used'),
    });
  });

  it('is not meant by a finding that quotes the mark', () => {
    const body = `## Findings\n\n- [High] \`${failed}\` is never written - post.yml:3`;
    expect(findingsOf(read(body))).toHaveLength(1);
  });

  it('is told from one that was skipped', () => {
    expect(read('_Review skipped: only documentation changed._')).toMatchObject({ cause: 'skipped' });
  });
});

describe('whose word it is, and on what', () => {
  const named = `Reviewed commit: \`${head}\`\n\n`;

  it.each([
    ['nothing was said', []],
    ['somebody else said it', [comment(`${marker}\n${clean}`, { by: 'mallory' })]],
    ['the marker is missing', [comment(clean)]],
    ['it is older than the push', [comment(`${marker}\n${clean}`, { createdAt: before })]],
    [
      'it was edited later and names no commit',
      [comment(`${marker}\n${clean}`, { createdAt: before, updatedAt: after })],
    ],
    ['it names another commit', [comment(`${marker}\nReviewed commit: ${older}\n${clean}`)]],
    [
      'it names another commit in short',
      [comment(`${marker}\nReviewed commit: \`${older.slice(0, 7)}\`\n${clean}`)],
    ],
    ['it names another one in a comment', [comment(`${marker}\n<!-- head: ${older} -->\n${clean}`)]],
    [
      'it names another one in a table',
      [
        comment(
          `${marker}\n\n| Model | Commit |\n| --- | --- |\n| m | \`${older.slice(0, 9)}\` |\n\n${clean}`,
        ),
      ],
    ],
    ['it names another one in its footer', [comment(`${marker}\n${clean}\n<sub>Head: \`${older}\`</sub>`)]],
    [
      'it names another one by a link',
      [comment(`${marker}\n${clean}\n[c3fdfe0](https://github.com/acme/beacon/commit/${older})`)],
    ],
    ['it names another one in digits', [comment(`${marker}\nReviewed commit: 1234567\n${clean}`)]],
    [
      'it names the commit, before that was pushed',
      [comment(`${marker}\n${named}${clean}`, { createdAt: before })],
    ],
    ['its time is none', [comment(`${marker}\n${clean}`, { createdAt: 'yesterday' })]],
  ])('waits while %s', (_, comments) => {
    expect(readAll(...comments)).toEqual({ state: 'waiting' });
  });

  it.each([
    ['full', named],
    ['short', `Reviewed commit: ${head.slice(0, 7)}\n\n`],
    ['in capitals', `Reviewed commit: ${head.slice(0, 10).toUpperCase()}\n\n`],
    ['in a comment', `<!-- reviewed-head: ${head} -->\n\n`],
    ['in a table row', `| Reviewed commit | \`${head.slice(0, 7)}\` |\n| --- | --- |\n\n`],
    ['in a table column', `| Model | Commit |\n| --- | --- |\n| m | \`${head.slice(0, 9)}\` |\n\n`],
    ['as a range', `Reviewed ${older.slice(0, 7)}..${head.slice(0, 7)}\n\n`],
    ['behind where it began', `Reviewing changes between ${older} and ${head}.\n\n`],
    [
      'as a link',
      `Reviewed commit: [\`${head.slice(0, 7)}\`](https://github.com/acme/beacon/commit/${head})\n\n`,
    ],
  ])('believes an edited comment that names the commit %s', (_, name) => {
    const body = `${marker}\n${name}${clean}`;
    expect(readAll(comment(body, { createdAt: before, updatedAt: after }))).toMatchObject({
      state: 'reviewed',
    });
  });

  it('is not about a commit that a finding speaks of', () => {
    const body = `- [High] Breaks - a.ts:3\n  Since ${older.slice(0, 7)} this breaks, see [c3fdfe0](https://github.com/acme/beacon/commit/${older}).`;
    expect(findingsOf(read(`## Findings\n\n${body}`))).toHaveLength(1);
  });

  it('takes the newest of several words, wherever it stands', () => {
    const first = comment(`${marker}\n${named}${findings}`, { createdAt: after });
    const second = comment(`${marker}\n${named}${clean}`, { id: 2, createdAt: later });
    expect(findingsOf(readAll(first, second))).toEqual([]);
    expect(findingsOf(readAll(second, first))).toEqual([]);
    const stale = comment(`${marker}\nReviewed commit: ${older}\n${clean}`, { id: 3, createdAt: later });
    expect(findingsOf(readAll(first, stale))).toHaveLength(1);
  });

  it('takes a failure after a clean word for a failure', () => {
    const first = comment(`${marker}\n${named}${clean}`);
    const second = comment(`<!-- opencode-pr-review-failed -->\n${named}`, { createdAt: later });
    expect(readAll(first, second)).toMatchObject({ cause: 'died' });
  });

  it('is nobody’s who took the App’s name without its suffix', () => {
    const stranger = talk({ comments: [comment(`${marker}\n${clean}`, { by: 'github-actions' })] });
    expect(markdown.read(stranger, asked({ marker, login: 'github-actions[bot]' }))).toEqual({
      state: 'waiting',
    });
  });

  it('knows the login with and without its suffix, in any case', () => {
    for (const by of ['github-actions', 'GitHub-Actions[bot]']) {
      expect(read(clean, { by })).toMatchObject({ state: 'reviewed' });
    }
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(pushedAt));
  });
});
