import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/contracts/review.ts';
import { deepReviewCheck, settledChecks } from '../../src/text/checks.ts';
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

  it('is completed on the heads that the last delegations started from, once their merge moved the branch', () => {
    const accepted = (number: number, base: string, mergeSha: string) => ({
      ...deciding(returned({ recommendation: 'accept' })).delegation,
      ...{ number, recordedBase: sha(base) },
      state: { name: 'accepted' as const, by: 'throughline', mergeSha: sha(mergeSha) },
    });
    const delegations = [accepted(1, 'a', 'b'), accepted(2, 'b', 'c'), accepted(3, 'c', 'd')];
    const settled = settledChecks(item({ delegations }), sha('d'));
    expect(settled.map(({ headSha, title, state }) => ({ headSha, title, state }))).toEqual(
      [2, 3].map((number) => ({
        headSha: sha(number === 2 ? 'b' : 'c'),
        title: `Delegation ${number}, attempt 1: accept recommended`,
        state: { status: 'completed', conclusion: 'success' },
      })),
    );
    // what is told of an earlier one does not change with those that come after it
    const before = settledChecks(item({ delegations: delegations.slice(0, 2) }), sha('c'));
    expect(before.at(-1)).toEqual(settled[0]);
    const running = {
      ...delegation({ state: { name: 'running' }, attempts: [attempt()] }),
      recordedBase: sha('d'),
    };
    expect(settledChecks(item({ delegations: [running] }), sha('d'))).toEqual([]);
    // a branch that was set back to where the delegation started has nothing of it
    expect(settledChecks(item({ delegations: [accepted(1, 'a', 'b')] }), sha('a'))).toEqual([]);
  });

  it('shows title, summary and every check', () => {
    const { item: waiting } = deciding();
    const check = deepReviewCheck(waiting, head);
    expect(check?.title).toBe('Delegation 1, attempt 1: accept recommended');
    expect(check?.summary).toMatchInlineSnapshot(`
      "**Recommendation: accept.** All 14 checks passed or do not apply.

      - Delegation 1, section 1: returned"
    `);
    expect(check?.text).toContain('| 14 | `spec-conformance` |');
  });

  it('recommends nothing while it is being judged', () => {
    const checks: CheckResult[] = [{ id: 'spec-conformance', verdict: 'missing', evidence: ['Not yet.'] }];
    const { item: waiting } = deciding(returned({ checks, recommendation: 'iterate' }));
    const check = deepReviewCheck(waiting, head);
    expect(`${check?.title} ${check?.summary}`).not.toMatch(/recommend/i);
    expect(check?.summary).toContain('Delegation 1, attempt 1: ');
  });

  it('defuses what it writes beside lines', () => {
    const places = [{ path: 'a.js', line: 3, text: `fixes #12\n@octocat ghp_${'a'.repeat(36)} \u202egnp` }];
    const checks: CheckResult[] = [{ id: 'branding-leaks', verdict: 'fail', evidence: ['Found.'], places }];
    const [annotation] = deepReviewCheck(deciding(returned({ checks })).item, head)?.annotations ?? [];
    expect(annotation).toMatchObject({ path: 'a.js', line: 3 });
    expect(annotation?.message).toMatch(/^branding-leaks: /);
    expect(annotation?.message).not.toMatch(/fixes #|@octocat|ghp_a|\u202e|\n/);
  });
});
