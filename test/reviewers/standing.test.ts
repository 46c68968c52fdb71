import { describe, expect, it } from 'vitest';
import type { PullTalk, SaidReview, SaidThread } from '../../src/reviewers/reader.ts';
import { standingDemands, takenBack } from '../../src/reviewers/standing.ts';
import { comment, head, later, review, talk, thread } from './talk.ts';

const standing = (said: Partial<PullTalk>) => standingDemands(talk(said), { except: [] });
const asks = (change: Partial<SaidReview> = {}): SaidReview =>
  review('', { by: 'ada', state: 'changes-requested', ...change });
const ended = (by?: string): SaidThread =>
  thread('Rename it.', { opening: { by: 'ada' }, resolved: true, ...(by ? { resolvedBy: by } : {}) });

describe('the newest word of a demand', () => {
  const answered = (...replies: [by: string, body: string][]): SaidThread => {
    const said = thread('Rename it.', { opening: { by: 'ada', id: 10 } });
    for (const [by, body] of replies)
      said.comments.push({
        ...comment(body, { by, id: 10 + said.comments.length }),
        ...{ review: null, commit: head },
      });
    return said;
  };

  it.each<[string, [string, string][], number]>([
    ['the one that opens it', [], 10],
    ['what its person said last', [['ada', 'Still broken.']], 11],
    ['not what others say', [['bob', 'I think so too.']], 10],
    ['not thanks', [['throughline[bot]', 'Fixed.'], ['ada', 'Thanks! 👍']], 10], // biome-ignore format: a row each
    ['not an order to the App', [['Ada', '/triage F1 ack Fine as it is.\n']], 10],
    ['what is said beside an order', [['ada', '/triage F1 fix\nAnd the test is missing.']], 11],
    ['what looks like an order', [['ada', '/triagers are missing']], 11],
    [
      'what was said before the thanks',
      [
        ['ada', 'Not that.'],
        ['ada', 'ok'],
      ],
      11,
    ],
  ])('is %s', (_, replies, said) => {
    expect(standing({ threads: [answered(...replies)] })).toMatchObject([{ said, comment: 10 }]);
  });

  it('is the review of a request, which names the conversations that are over', () => {
    expect(standing({ reviews: [asks()] })).toEqual([expect.not.objectContaining({ conversations: [] })]);
    expect(standing({ reviews: [asks()], threads: [ended('ada')] })).toMatchObject([
      { said: 7, comment: null, conversations: [ended().comments[0]?.url] },
    ]);
    const worded = standing({ reviews: [asks({ body: 'It loses data.' })], threads: [ended('ada')] });
    expect(worded[0]).not.toHaveProperty('conversations');
  });
});

describe('what is taken back', () => {
  const url = ended().comments[0]?.url;
  const approval = asks({ id: 8, state: 'approved', submittedAt: later });

  it.each<[string, Partial<PullTalk>, string | null]>([
    ['that its person resolved', { threads: [ended('Ada')], reviews: [asks()] }, 'resolved'],
    ['that somebody else resolved', { threads: [ended('bob')], reviews: [asks()] }, null],
    ['of which nobody can say who resolved it', { threads: [ended()], reviews: [asks()] }, null],
    [
      'resolved by another, then approved',
      { threads: [ended('bob')], reviews: [asks(), approval] },
      'approved',
    ],
    [
      'resolved by another, then dismissed',
      { threads: [ended('bob')], reviews: [asks({ state: 'dismissed' })] },
      'dismissed',
    ],
    ['of no review', { threads: [ended('bob')] }, null],
    [
      'that is open, with an approval',
      { threads: [{ ...ended(), resolved: false }], reviews: [asks(), approval] },
      null,
    ],
  ])('a conversation %s', (_, said, how) => {
    const found = takenBack(talk(said)).find((one) => one.url === url);
    expect(found?.how ?? null).toBe(how);
  });
});
