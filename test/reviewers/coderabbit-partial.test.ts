import { describe, expect, it } from 'vitest';
import { coderabbit } from '../../src/reviewers/coderabbit.ts';
import type { PullTalk, SaidThread, Word } from '../../src/reviewers/reader.ts';
import { after, asked, before, comment, head, later, older, review, talk, thread } from './talk.ts';

const by = 'coderabbitai[bot]';
const summary = '<!-- This is an auto-generated comment: summarize by coderabbit.ai -->';
const posted = (count: number): string => `**Actionable comments posted: ${count}**\n`;
const read = (said: Partial<PullTalk>): Word => coderabbit.read(talk(said), asked({ login: by }));
const remark = (tags: string): string =>
  `${tags}\n\n**Span-based slicing is needed here.**\n\nThe first occurrence is replaced.`;
const noneFound = (from: string, to: string): string =>
  `No actionable comments were generated in the recent review. 🎉\n\nReviewing files that changed from the base of the PR and between ${from} and ${to}.\n`;

describe('a review of CodeRabbit that comes after the next push', () => {
  const late = review(posted(1), { id: 1, commit: older });
  const critical = (change: Partial<SaidThread> = {}): SaidThread =>
    thread(remark('_⚠️ Potential issue_ | _🔴 Critical_'), {
      ...change,
      opening: { review: 1, commit: older },
    });
  const incremental = review(posted(0), { id: 2, submittedAt: later });

  it('is read with that push’s', () => {
    const found = [{ severity: 'high', title: 'Span-based slicing is needed here.', standing: true }];
    expect(read({ reviews: [late, incremental], threads: [critical()] })).toMatchObject({
      state: 'reviewed',
      findings: found,
    });
    const clean = comment(summary + noneFound(older, head), { by, createdAt: before, updatedAt: later });
    expect(read({ reviews: [late], comments: [clean], threads: [critical()] })).toMatchObject({
      state: 'reviewed',
      findings: found,
    });
  });

  it.each([
    ['resolved', critical({ resolved: true })],
    ['out of date', critical({ outdated: true })],
    ['somebody else’s', thread('It breaks.', { opening: { by: 'ada', review: 4, commit: older } })],
  ])('leaves what is %s', (_, one) => {
    expect(read({ reviews: [late, incremental], threads: [one] })).toMatchObject({
      state: 'reviewed',
      findings: [],
    });
  });

  it('is no review of that push, and stands for none of its missing comments', () => {
    expect(read({ reviews: [late], threads: [critical()] })).toEqual({ state: 'waiting' });
    const promising = review(posted(2), { id: 2, submittedAt: later });
    expect(read({ reviews: [late, promising], threads: [critical()] })).toMatchObject({
      cause: 'unreadable',
    });
  });
});

describe('a review of CodeRabbit of a part of the files', () => {
  const files = '* src/auth.ts (no review received)\n* src/db.ts (no review received)';
  const partly = (name: string): string =>
    `<details>\n<summary>📜 Review details</summary>\n\n<details>\n<summary>${name}</summary>\n\n${files}\n\n</details>\n</details>`;

  it.each(['Files not reviewed due to errors (2)', '⛔ Files not processed due to max files limit (2)'])(
    'is not clean: %s',
    (name) => {
      const unread = {
        cause: 'unreadable',
        detail: `${name}: src/auth.ts (no review received), src/db.ts (no review received).`,
      };
      expect(read({ reviews: [review(`${posted(0)}\n${partly(name)}`)] })).toMatchObject(unread);
      const clean = `${summary}\n${partly(name)}\n${noneFound(older, head)}`;
      expect(read({ comments: [comment(clean, { by, createdAt: before, updatedAt: after })] })).toMatchObject(
        unread,
      );
    },
  );

  it('counts where it found something that blocks, and says which are missing', () => {
    const reviews = [review(`${posted(1)}\n${partly('Files not reviewed due to errors (2)')}`)];
    const threads = [thread(remark('_⚠️ Potential issue_ | _🟠 Major_'))];
    expect(read({ reviews, threads })).toMatchObject({
      ...{ state: 'reviewed', findings: [{ severity: 'high' }] },
      notes: [expect.stringContaining('src/auth.ts')],
    });
  });

  it.each([
    '✅ Files skipped from review due to trivial changes (2)',
    '🚧 Files skipped from review as they are similar to previous changes (2)',
    '⛔ Files ignored due to path filters (2)',
    '📒 Files selected for processing (2)',
  ])('is clean: %s', (name) => {
    expect(read({ reviews: [review(`${posted(0)}\n${partly(name)}`)] })).toMatchObject({
      ...{ state: 'reviewed', findings: [], notes: [] },
    });
  });
});
