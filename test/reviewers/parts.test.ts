import { describe, expect, it } from 'vitest';
import { newest } from '../../src/reviewers/newest.ts';
import { givenPath, readPlace, repositoryPath } from '../../src/reviewers/place.ts';
import { placedTitle } from '../../src/reviewers/place-in-text.ts';
import { recognised, recognisedCheck } from '../../src/reviewers/recognised.ts';
import { readers } from '../../src/reviewers/registry.ts';
import { reviewedCommit } from '../../src/reviewers/reviewed-commit.ts';
import { bracketedHead, wordedHead } from '../../src/reviewers/severity.ts';
import { after, asked, before, check, comment, head, later, older, review, talk } from './talk.ts';

const here = 'https://github.com/acme/beacon/pull/159#issuecomment-1';

describe('a place', () => {
  it.each([
    ['src/a.ts:3', 'src/a.ts', 3],
    ['./src/a.ts:3-9', 'src/a.ts', 3],
    ['a/src/a.ts:3:14', 'src/a.ts', 3],
    ['.\\src\\a.ts:3', 'src/a.ts', 3],
    ['src/a.ts#L12-L14', 'src/a.ts', 12],
    ['src/a.ts (lines 12-14)', 'src/a.ts', 12],
    ['app/[id]/page.tsx:3', 'app/[id]/page.tsx', 3],
    ['Makefile:12', 'Makefile', 12],
    ['.env', '.env', null],
    ['src/a.ts:0', 'src/a.ts', null],
    ['../a.ts:3', null, null],
    ['/etc/passwd:3', null, null],
    ['C:\\x\\a.ts:3', null, null],
    ['https://github.com/Acme/beacon/blob/feat/a%20b/c.ts#L7', 'a b/c.ts', 7],
    ['https://github.com/acme/beacon/blob/main/a/b.ts', 'a/b.ts', null],
    ['https://github.com/acme/other/blob/main/src/b.ts#L7', null, null],
  ])('%s', (written, path, line) => {
    expect(readPlace(written, here)).toEqual({ path, line });
  });

  it.each([
    '',
    'e.g',
    'and/or',
    'the parser',
    'https://example.org/a.ts',
    'Date.now()',
    `${'x'.repeat(2_000)}.ts:1`,
  ])('is not “%s”', (written) => {
    expect(readPlace(written, here)).toBeNull();
  });

  it('of the API keeps a folder that looks like a diff’s', () => {
    expect(givenPath('a/src/x.ts')).toBe('a/src/x.ts');
    expect(repositoryPath('a/src/x.ts', here)).toBe('src/x.ts');
    expect(givenPath('x/../../y')).toBeNull();
  });

  it.each([
    ['Uses `Date.now` - `src/a.ts:3`', 'Uses `Date.now`', 'src/a.ts'],
    ['Mixes a - b - src/a.ts:3: which breaks', 'Mixes a - b', 'src/a.ts'],
    ['Date.now is used', 'Date.now is used', null],
    ['Slow - e.g. when empty', 'Slow - e.g. when empty', null],
  ])('in “%s”', (text, title, path) => {
    const placed = placedTitle(text, here);
    expect([placed.title, placed.place?.path ?? null]).toEqual([title, path]);
  });
});

describe('a severity', () => {
  it.each([
    '[High] x',
    '(high) x',
    '**[HIGH]** x',
    '`[High]` x',
    '[Severity: High] x',
    '[High](https://b.adge) x',
  ])('in brackets: %s', (text) => {
    expect(bracketedHead(text)).toEqual({ severity: 'high', rest: 'x' });
  });
  it.each(['High: x', '**High** x', 'HIGH — x', 'high - x', '**High severity:** x', 'Major | x'])(
    'in words: %s',
    (text) => {
      expect(wordedHead(text)).toEqual({ severity: 'high', rest: 'x' });
    },
  );
  it.each(['High memory use', 'Minor-version bump', 'Lowest: x', 'Highly: x', 'Info', 'Notes: x'])(
    'is none in %s',
    (text) => {
      expect(wordedHead(text)).toBeNull();
    },
  );
  it.each(['[src/high.ts:3] x', '[x] high', '[TODO] x', 'x [High]'])('is none in %s', (text) => {
    expect(bracketedHead(text)).toBeNull();
  });
  it('keeps what a name begins with', () => {
    expect(wordedHead('LOW: _print is')).toEqual({ severity: 'low', rest: '_print is' });
  });
});

describe('whose word it is', () => {
  it.each([
    ['octo[bot]', 'octo[bot]', true],
    ['Octo[bot]', 'octo', true],
    ['octo', 'Octo', true],
    // anybody may call an account so
    ['octo', 'octo[bot]', false],
    ['octo-bot', 'octo', false],
    ['octo[bot][bot]', 'octo[bot]', false],
    ['', '', false],
    ['[bot]', '', false],
  ])('%s for %s: %s', (by, login, same) => {
    expect(recognised({ by, body: 'x' }, { login, marker: null })).toBe(same);
  });

  it.each([
    ['octo', 'octo', true],
    ['Octo', 'octo[bot]', true],
    ['octo-bot', 'octo', false],
    ['', '', false],
  ])('a check of the App %s for %s: %s', (app, login, same) => {
    expect(recognisedCheck(check({ app }), { login, marker: null })).toBe(same);
  });

  it('is no stranger’s who took the name without its suffix, whatever the reader', () => {
    const login = 'copilot-pull-request-reviewer[bot]';
    const clean = 'No blocking findings.\n**Actionable comments posted: 0**\nCopilot generated no comments.';
    const saidBy = (by: string) =>
      talk({ comments: [comment(clean, { by })], reviews: [review(clean, { by })] });
    for (const reader of [readers.markdown, readers.coderabbit, readers.copilot]) {
      expect(reader.read(saidBy('copilot-pull-request-reviewer'), asked({ login }))).toEqual({
        state: 'waiting',
      });
      expect(reader.read(saidBy(login), asked({ login }))).toMatchObject({ state: 'reviewed' });
    }
  });

  it('needs the marker as well', () => {
    expect(recognised({ by: 'octo', body: 'a <!-- m --> b' }, { login: 'octo', marker: '<!-- m -->' })).toBe(
      true,
    );
    expect(recognised({ by: 'octo', body: 'a' }, { login: 'octo', marker: '<!-- m -->' })).toBe(false);
    expect(recognised({ by: 'eve', body: '<!-- m -->' }, { login: 'octo', marker: '<!-- m -->' })).toBe(
      false,
    );
  });
});

describe('the newest word', () => {
  const word = (createdAt: string, commit: string | null, updatedAt = createdAt) => ({
    createdAt,
    updatedAt,
    commit,
  });
  it('is after the push, and about its commit', () => {
    const words = [word(before, head), word(after, older), word(after, head), word(before, null, later)];
    expect(newest(words, asked(), (said) => said)).toBe(words[2]);
    expect(newest(words.slice(0, 2), asked(), (said) => said)).toBeNull();
  });
  it('compares moments, not texts', () => {
    const words = [word('2026-05-04T14:40:00+02:00', head), word('2026-05-04T12:30:00Z', head)];
    expect(newest(words, asked(), (said) => said)).toBe(words[0]);
  });
});

describe('the commit that was reviewed', () => {
  const commits = 'https://github.com/acme/beacon/commit';
  it.each([
    ['Reviewed commit: `94528d5`', '94528d5'],
    [`<!-- head: ${older} -->`, older],
    ['Workflow run: https://github.com/acme/beacon/actions/runs/18234567890', null],
    ['Review run 18234567890', null],
    ['Run ID of this review: `de8a9b27-c1c5-4d6b-9582-96fe31e6ac04`', null],
    ['Reviewed 31 files since c3fdfe0 up to 94528d5', '94528d5'],
    ['Reviewed commit: 94528d5 (base c3fdfe0)', '94528d5'],
    ['The fix in c3fdfe0 does not hold.', null],
    [`<sub>Head: \`${older}\`</sub>`, older],
    [`<sub>🤖 some/model · <b>Head</b>: <code>${older.slice(0, 7)}</code> · 12 files</sub>`, 'c3fdfe0'],
    [`[c3fdfe0](${commits}/${older})`, older],
    [`<sub>some/model · at [\`c3fdfe0\`](${commits}/${older}) · 12 files</sub>`, older],
    [`— <${commits}/${older}>`, older],
    ['Reviewed commit: 1234567', '1234567'],
    ['**Head:** `1234567`', '1234567'],
    ['Reviewed 1234567 lines of the commit', null],
    [`Since [c3fdfe0](${commits}/${older}) this breaks.`, null],
    [`[c3fdfe0](${commits}/${older}) broke the parser.`, null],
    [`- [c3fdfe0](${commits}/${older})`, null],
    [`- [High] It broke - [c3fdfe0](${commits}/${older})`, null],
    [`- [High] It broke - a.ts:3\n  [c3fdfe0](${commits}/${older})`, null],
    [`[compare](https://github.com/acme/beacon/compare/${older}...${head})`, null],
    ['- [High] A review of c3fdfe0 is lost - a.ts:3', null],
    ['Reviewed the defaced page', null],
    ['', null],
  ])('in “%s”', (body, named) => {
    expect(reviewedCommit(body, head)).toBe(named);
  });
});

it('every kind but our own has its reader', () => {
  expect(Object.entries(readers).every(([kind, reader]) => reader.kind === kind)).toBe(true);
  expect(Object.keys(readers).sort()).toEqual(['check-run', 'coderabbit', 'copilot', 'markdown']);
});
