import { describe, expect, it } from 'vitest';
import { copilot } from '../../src/reviewers/copilot.ts';
import type { PullTalk, SaidReview, SaidThread, Word } from '../../src/reviewers/reader.ts';
import { asked, before, later, older, review, talk, thread } from './talk.ts';

const by = 'copilot-pull-request-reviewer[bot]';
const read = (said: Partial<PullTalk>): Word =>
  copilot.read(talk(said), asked({ login: 'copilot-pull-request-reviewer' }));
const said = (body: string, change: Partial<SaidReview> = {}): SaidReview => review(body, { by, ...change });
/** GitHub gives its comments another login than its reviews. */
const line = (body: string, change: Partial<SaidThread> = {}): SaidThread =>
  thread(body, { ...change, opening: { by: 'Copilot' } });

const overview = (generated: string, files = '3 out of 3'): string =>
  `## Pull request overview\n\nMakes links survive. Says when it encountered an error, and at which limit.\n\n### Reviewed changes\n\nCopilot reviewed ${files} changed files in this pull request and generated ${generated}.\n\n| File | Description |\n| ---- | ----------- |\n| a.ts | New |\n`;
const held = (heading: string): string =>
  [
    '<details>',
    `<summary>${heading}</summary>`,
    '',
    '**src/health.py:95**',
    '* The message can be empty. Say the type.',
    '```',
    'error = str(e)',
    '```',
    '**docs/plan.md:43**',
    '',
    '- [nitpick] The name is split.',
    '',
    '</details>',
  ].join('\n');

describe('a review of Copilot', () => {
  it('has comments without a severity: medium, nitpicks low', () => {
    const word = read({
      reviews: [said(overview('2 comments'))],
      threads: [
        line('The first occurrence is replaced. It may be the label.\n```suggestion\nx\n```'),
        line('[nitpick] Rename `x` to `span`.', { id: 'T2', line: null, outdated: true }),
      ],
    });
    expect(word).toMatchObject({
      state: 'reviewed',
      findings: [
        { severity: 'medium', title: 'The first occurrence is replaced.', path: 'src/lint.py', line: 477 },
        { severity: 'low', title: 'Rename `x` to `span`.', path: 'src/lint.py', line: null },
      ],
    });
  });

  it.each([
    ['no comments', overview('no comments')],
    ['no new comments', overview('no new comments')],
    ['0 comments', overview('0 comments')],
    [
      '0 new, in its newer form',
      '### 🟢 Approval recommended\n\n<details>\n<summary>Review details</summary>\n\n- **Files reviewed:** 2/2 changed files\n- **Comments generated:** 0 new\n</details>',
    ],
    ['no findings, in its newest form', '## Copilot review overview\n**Findings:** None'],
  ])('that generated %s is clean', (_, body) => {
    expect(read({ reviews: [said(body)] })).toMatchObject({ state: 'reviewed', findings: [] });
  });

  it.each([['Comments suppressed due to low confidence (2)'], ['Suppressed comments (2)']])(
    'folds away what it is not sure of (%s): notes',
    (heading) => {
      const word = read({ reviews: [said(`${overview('no comments')}\n${held(heading)}`)] });
      expect(word).toMatchObject({
        findings: [
          {
            severity: 'note',
            title: 'The message can be empty.',
            path: 'src/health.py',
            line: 95,
            detail: 'The message can be empty. Say the type.',
          },
          { severity: 'note', title: 'The name is split.', path: 'docs/plan.md', line: 43 },
        ],
      });
    },
  );

  it.each([
    [
      "Copilot wasn't able to review this pull request because it exceeds the maximum number of files (300).",
      'skipped',
    ],
    ["Copilot wasn't able to review any files in this pull request.", 'skipped'],
    ['Copilot encountered an error and was unable to review this pull request. You can try again.', 'died'],
    [
      'Copilot was unable to review this pull request because the user who requested it has reached their quota limit.',
      'limited',
    ],
    [overview('no comments', '0 out of 12'), 'skipped'],
    ['', 'unreadable'],
    ['Sieht gut aus.', 'unreadable'],
    ['## Pull request overview\n\nMakes links survive.', 'unreadable'],
    [overview('3 comments'), 'unreadable'],
  ])('%#: did not happen, or cannot be read', (body, cause) => {
    const threads = body === '' ? [line('Rename it.')] : [];
    const word = read({ reviews: [said(body)], threads });
    if (body === '') expect(word).toMatchObject({ state: 'reviewed', findings: [{ severity: 'medium' }] });
    else expect(word).toMatchObject({ state: 'not-reviewed', cause });
  });

  it('is not clean while the worst may be missing', () => {
    const reviews = [said(overview('2 comments'))];
    expect(read({ reviews, threads: [line('[nitpick] Rename it.')] })).toMatchObject({ cause: 'unreadable' });
    expect(read({ reviews, threads: [line('It breaks.')] })).toMatchObject({
      state: 'reviewed',
      notes: ['It says that it wrote 2 comments; 1 can be read here.'],
    });
  });

  it('says which files it left out', () => {
    expect(read({ reviews: [said(overview('no comments', '14 out of 18'))] })).toMatchObject({
      notes: ['It reviewed 14 of 18 changed files.'],
    });
  });

  it.each([
    ['somebody else’s', said(overview('no comments'), { by: 'mallory' })],
    ['one of another commit', said(overview('no comments'), { commit: older })],
    ['one older than the push', said(overview('no comments'), { submittedAt: before })],
    ['an answer in a thread', said('')],
    ['a dismissed one', said(overview('no comments'), { state: 'dismissed' })],
  ])('is waited for while there is only %s', (_, only) => {
    expect(read({ reviews: [only] })).toEqual({ state: 'waiting' });
  });

  it('counts by its newest word', () => {
    const died = said('Copilot encountered an error and was unable to review this pull request.', {
      id: 8,
      submittedAt: later,
    });
    expect(read({ reviews: [said(overview('no comments')), died] })).toMatchObject({ cause: 'died' });
    expect(read({ reviews: [died, said(overview('no comments'))] })).toMatchObject({ cause: 'died' });
  });

  it('leaves people’s threads to them, and says which of its own are resolved', () => {
    const word = read({
      reviews: [said(overview('1 comment'))],
      threads: [
        line('It breaks.', { resolved: true }),
        thread('Rename it.', { id: 'T2', opening: { by: 'ada', review: 9 } }),
      ],
    });
    expect(word).toMatchObject({ findings: [], notes: ['Already resolved: It breaks. (src/lint.py)'] });
  });
});
