import { describe, expect, it } from 'vitest';
import { demandsOf } from '../../src/reviewers/people.ts';
import type { PullTalk, SaidReview } from '../../src/reviewers/reader.ts';
import { comment, head, later, older, review, talk, thread } from './talk.ts';

const demands = (said: Partial<PullTalk>, except: string[] = []) => demandsOf(talk(said), { except });
const asks = (body: string, change: Partial<SaidReview> = {}): SaidReview =>
  review(body, { by: 'ada', state: 'changes-requested', ...change });

describe('what people demand', () => {
  it('is a review that requests changes, high unless it says otherwise', () => {
    expect(demands({ reviews: [asks('The label is rewritten. Please slice by span.\n\nThanks!')] })).toEqual([
      {
        severity: 'high',
        title: 'The label is rewritten.',
        path: null,
        line: null,
        detail: 'The label is rewritten. Please slice by span.\n\nThanks!',
        url: 'https://github.com/acme/beacon/pull/159#pullrequestreview-7',
        by: 'ada',
      },
    ]);
    expect(demands({ reviews: [asks('[Low] Rename it.')] })).toMatchObject([
      { severity: 'low', title: 'Rename it.' },
    ]);
    expect(demands({ reviews: [asks('nit: rename it')] })).toMatchObject([{ severity: 'low' }]);
  });

  it.each([
    ['approved', true],
    ['dismissed', true],
    ['commented', false],
    ['changes-requested', false],
  ] as const)('is taken back by a later review of the same person that is %s: %s', (state, takenBack) => {
    const reviews = [asks('One.'), asks('Two.', { id: 8, by: 'Ada', state, submittedAt: later })];
    expect(demands({ reviews }).some(({ title }) => title === 'One.')).toBe(!takenBack);
  });

  it.each([
    ['of somebody else', asks('', { id: 8, by: 'bob', state: 'approved', submittedAt: later })],
    ['that was there before', asks('', { id: 8, state: 'approved', submittedAt: '2026-05-04T09:00:00Z' })],
  ])('is not taken back by an approval %s', (_, approval) => {
    expect(demands({ reviews: [approval, asks('One.')] })).toHaveLength(1);
    expect(demands({ reviews: [asks('One.'), approval] })).toHaveLength(1);
  });

  it('stands whatever commit it was made on', () => {
    expect(demands({ reviews: [asks('One.', { commit: older })] })).toHaveLength(1);
  });

  it('is an open conversation, with all that was said in it', () => {
    const said = thread('Why not `Map`? It is simpler.', { opening: { by: 'ada', review: 9 } });
    said.comments.push({ ...comment('Good point.', { by: 'bob' }), review: 10, commit: head });
    expect(demands({ threads: [said] })).toEqual([
      {
        severity: 'medium',
        title: 'Why not `Map`?',
        path: 'src/lint.py',
        line: 477,
        detail: 'ada: Why not `Map`? It is simpler.\n\nbob: Good point.',
        url: 'https://github.com/acme/beacon/pull/159#discussion_r1',
        by: 'ada',
      },
    ]);
  });

  it.each([
    ['resolved', thread('One.', { resolved: true, opening: { by: 'ada' } })],
    ['nothing but applause', thread('Nice! 🎉', { opening: { by: 'ada' } })],
    ['a bot’s', thread('One.', { opening: { by: 'somebot[bot]' } })],
    ['Copilot’s', thread('One.', { opening: { by: 'Copilot' } })],
    ['the gating reviewer’s', thread('One.', { opening: { by: 'our-Reviewer' } })],
    ['empty', { ...thread('One.'), comments: [] }],
  ])('is no conversation that is %s', (_, said) => {
    expect(demands({ threads: [said] }, ['our-reviewer[bot]'])).toEqual([]);
    expect(
      demands({ threads: [said, thread('Two.', { opening: { by: 'ada' } })] }, ['our-reviewer']),
    ).toHaveLength(1);
  });

  it.each([
    '',
    '  ',
    'Changes requested',
    'Requesting changes.',
    'See comments below.',
    'See inline comments',
  ])('is the threads alone of a review that only says “%s”', (body) => {
    const threads = [thread('Rename it.', { opening: { by: 'ada' } })];
    expect(demands({ reviews: [asks(body)], threads })).toMatchObject([
      { severity: 'medium', title: 'Rename it.' },
    ]);
    expect(demands({ reviews: [asks(body)] })).toMatchObject([{ severity: 'high' }]);
  });

  it('is an open conversation whose line has changed since, too', () => {
    const moved = { ...thread('Rename it.', { opening: { by: 'ada' } }), outdated: true, line: null };
    const rename = { title: 'Rename it.', path: 'src/lint.py', line: null };
    expect(demands({ threads: [moved] })).toMatchObject([rename]);
    expect(demands({ reviews: [asks('')], threads: [moved] })).toMatchObject([rename]);
  });

  it('is a conversation that somebody else resolved, while the request it belongs to stands', () => {
    const threads = [thread('Rename it.', { opening: { by: 'ada' }, resolved: true, resolvedBy: 'bob' })];
    const approval = asks('', { id: 8, state: 'approved', submittedAt: later });
    expect(demands({ reviews: [asks('')], threads })).toMatchObject([{ title: 'Rename it.' }]);
    expect(demands({ reviews: [asks('See inline.')], threads })).toHaveLength(1);
    expect(demands({ reviews: [asks(''), approval], threads })).toEqual([]);
    expect(demands({ reviews: [asks('', { state: 'commented' })], threads })).toEqual([]);
  });

  it('is the request itself where its person resolved each of its conversations', () => {
    const own = thread('Rename it.', { opening: { by: 'ada' }, resolved: true, resolvedBy: 'Ada' });
    const open = thread('And this.', { id: 'T2', opening: { by: 'ada', url: 'u2' } });
    const [request, ...none] = demands({ reviews: [asks('')], threads: [own] });
    expect(none).toEqual([]);
    expect(request).toMatchObject({
      severity: 'high',
      title: 'Changes are still requested, though every conversation of the review is resolved',
      detail: 'src/lint.py: Rename it.',
      path: null,
    });
    expect(demands({ reviews: [asks('')], threads: [own, open] })).toMatchObject([{ title: 'And this.' }]);
    const again = asks('Rename it!', { id: 8, submittedAt: later });
    expect(demands({ reviews: [asks(''), again], threads: [own] })).toMatchObject([{ title: 'Rename it!' }]);
  });

  it('is both where a review has threads and words', () => {
    const threads = [thread('Rename it.', { opening: { by: 'ada' } })];
    expect(demands({ reviews: [asks('This loses data.')], threads })).toHaveLength(2);
  });

  it('is no review of a bot or of the gating reviewer', () => {
    const reviews = [asks('One.', { by: 'coderabbitai[bot]' }), asks('Two.', { by: 'gate' })];
    expect(demands({ reviews }, ['gate[bot]'])).toEqual([]);
  });

  it('keeps the last word of a long conversation', () => {
    const said = thread('x '.repeat(9_000), { opening: { by: 'ada' } });
    said.comments.push({ ...comment('And keep the order!', { by: 'ada' }), review: 10, commit: head });
    const [demand] = demands({ threads: [said] });
    expect(demand?.detail.length).toBeLessThanOrEqual(4_000);
    expect(demand?.detail).toContain('And keep the order!');
  });
});
