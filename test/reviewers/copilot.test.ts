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

  const leftOut = (heading: string, ...files: string[]): string =>
    `${overview('no comments', '1 out of 3')}\n<details>\n${heading}\n\n${files.map((file) => `* ${file}`).join('\n')}\n</details>`;
  const fold = '<summary>Files not reviewed (2)</summary>';
  const lock = '**package-lock.json**: Language not supported';
  const generated = '**src/mock.go**: Generated file';

  it.each([
    ['says nothing of them', overview('no comments', '1 out of 3'), ''],
    ['names a few', leftOut(fold, lock), ', and left out package-lock.json (Language not supported)'],
    [
      'came to none of them',
      leftOut(fold, lock, '**src/auth.ts**: Evaluated as low risk'),
      ', and left out package-lock.json (Language not supported), src/auth.ts (Evaluated as low risk)',
    ],
  ])('of a part of the files is not clean where it %s', (_, body, named) => {
    expect(read({ reviews: [said(body)] })).toMatchObject({
      ...{ state: 'not-reviewed', cause: 'unreadable' },
      detail: `It reviewed 1 of 3 changed files${named}.`,
    });
  });

  it.each([
    ['in a fold', fold],
    ['under a heading', '<summary>Review details</summary>\n\n### Files not reviewed (2)'],
  ])('is clean where it never reviews what it left out, named %s', (_, heading) => {
    expect(read({ reviews: [said(leftOut(heading, lock, generated))] })).toMatchObject({
      ...{ state: 'reviewed', findings: [] },
      notes: [
        'It reviewed 1 of 3 changed files, and left out package-lock.json (Language not supported), src/mock.go (Generated file).',
      ],
    });
  });

  it('of a part of the files counts where it found something that blocks', () => {
    const reviews = [said(overview('1 comment', '14 out of 18'))];
    expect(read({ reviews, threads: [line('It breaks.')] })).toMatchObject({
      ...{ state: 'reviewed', findings: [{ severity: 'medium' }] },
      notes: ['It reviewed 14 of 18 changed files.'],
    });
  });

  it('is read with its open conversations of earlier reviews', () => {
    const reviews = [
      said(overview('1 comment'), { id: 1, commit: older }),
      said(overview('no new comments')),
    ];
    const earlier = (change: Partial<SaidThread> = {}): SaidThread =>
      thread('It breaks.', { ...change, opening: { by: 'Copilot', review: 1, commit: older } });
    expect(read({ reviews, threads: [earlier()] })).toMatchObject({
      state: 'reviewed',
      findings: [{ severity: 'medium', title: 'It breaks.', standing: true }],
    });
    for (const over of [{ resolved: true }, { outdated: true }]) {
      expect(read({ reviews, threads: [earlier(over)] })).toMatchObject({ state: 'reviewed', findings: [] });
    }
    expect(read({ reviews: reviews.slice(0, 1), threads: [earlier()] })).toEqual({ state: 'waiting' });
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
