import { describe, expect, it } from 'vitest';
import { deepReviewCheck } from '../../src/text/checks.ts';
import { attempt, deciding, delegation, item, returned, sha } from './support.ts';

const head = sha('f');

describe('deepReviewCheck', () => {
  it('is not there before the first dispatch', () => {
    expect(deepReviewCheck(item({ delegations: [delegation()] }), head)).toBeNull();
  });

  it('is in progress while a run is awaited, and completed when it is not awaited any more', () => {
    const running = delegation({ state: { name: 'running' }, attempts: [attempt()] });
    const state = (name: 'delegating' | 'cancelled') =>
      deepReviewCheck(item({ stage: { name }, delegations: [running] }), head)?.state;
    expect(state('delegating')).toEqual({ status: 'in_progress' });
    expect(state('cancelled')).toEqual({ status: 'completed', conclusion: 'neutral' });
  });

  it.each([
    ['returned', { name: 'returned' }, 'accept', 'success'],
    ['returned', { name: 'returned' }, 'iterate', 'failure'],
    ['accepted', { name: 'accepted', by: 'ada', mergeSha: head }, 'accept', 'success'],
    ['accepted all the same', { name: 'accepted', by: 'ada', mergeSha: head }, 'iterate', 'neutral'],
    ['rejected', { name: 'rejected', by: 'ada', why: 'x' }, 'iterate', 'neutral'],
  ] as const)('%s, %j, %s recommended: %s', (_, state, recommendation, conclusion) => {
    const one = { ...deciding(returned({ recommendation })).delegation, state };
    const check = deepReviewCheck(item({ delegations: [one] }), head);
    expect(check?.state).toEqual({ status: 'completed', conclusion });
    expect(check).toMatchObject({ name: 'throughline / deep review', headSha: head });
  });

  it('is not green on a commit that came after the last merge by another hand', () => {
    const state = { name: 'accepted' as const, by: 'ada', mergeSha: sha('d') };
    const one = { ...deciding(returned({ recommendation: 'accept' })).delegation, state };
    const check = deepReviewCheck(item({ delegations: [one] }), head);
    expect(check).toMatchObject({
      state: { status: 'completed', conclusion: 'neutral' },
      title: 'This commit came after the last review',
    });
    expect(deepReviewCheck(item({ delegations: [one] }), sha('d'))?.state).toMatchObject({
      conclusion: 'success',
    });
  });

  it('shows title, summary and every check', () => {
    const { item: waiting } = deciding();
    const check = deepReviewCheck(waiting, head);
    expect(check?.title).toBe('Delegation 1, attempt 1: accept recommended');
    expect(check?.summary).toMatchInlineSnapshot(`
      "**Recommendation: accept.** All 5 checks that ran passed or do not apply; 9 are missing and waived.

      - Delegation 1, section 1: returned"
    `);
    expect(check?.text).toContain('| 14 | `spec-conformance` |');
  });
});
