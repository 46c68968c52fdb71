import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { ProposedAnswer } from '../../src/contracts/rounds/triage.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { allFacts, at, configuration, itemAt, platformEvent, reviewOf, sha } from './support.ts';

const id = (digit: string): string => `0a6e7c0e-8a4e-4d8e-9f0a-${digit.repeat(12)}`;
const head = (digit: string) => ({
  sha: sha(digit),
  mergeBase: sha('0'),
  changed: ['src/lint.js'],
  touched: [],
});
const facts = (changes: Partial<Facts>): Facts => allFacts({ head: head('b'), freshId: id('1'), ...changes });

const moved = (outcome: Outcome): Outcome => {
  expect(outcome.state, outcome.note).toBe('moved');
  return outcome;
};
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const dispatched = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment] : []));

/** Its last delegation is being merged. */
const merging = (): Item => {
  const item = itemAt('deciding');
  for (const section of item.sections) section.state = 'accepted';
  const [delegation] = item.delegations;
  if (delegation) delegation.state = { name: 'merging', by: 'ada' };
  return item;
};
const merged = (item: Item, number: number, digit: string, more: Partial<Facts> = {}): Outcome =>
  decide(
    item,
    {
      ...platformEvent('delegation-merged'),
      kind: 'delegation-merged',
      delegation: number,
      sha: sha(digit),
    } as Event,
    facts({ head: head(digit), ...more }),
  );
const finished = (item: Item, assignment: string, returned: Facts['returned'], more: Partial<Facts> = {}) =>
  decide(
    item,
    {
      ...platformEvent('run-finished'),
      kind: 'run-finished',
      assignmentId: assignment,
      runId: 9,
      runAttempt: 1,
    } as Event,
    facts({ returned, ...more } as Partial<Facts>),
  );

const told = { runId: 9, url: 'https://github.test/runs/9', evidenceUrl: 'e', completedAt: at };
const found = (severity: 'high' | 'medium' | 'low', title: string, line: number) => ({
  ...{ severity, title, path: 'src/lint.js', line, why: `${title}.`, confidence: 90, repeats: null },
});
const reviewedWith = (findings: ReturnType<typeof found>[], fixes: string[] = []): Facts['returned'] => ({
  ...{ state: 'round-reviewed', ...told, code: {}, renamed: {}, touched: [] },
  review: {
    ...{ status: 'REVIEWED', summary: 'Read.', questions: [], notes: [] },
    findings,
    fixes: fixes.map((finding) => ({ finding, verdict: 'fixed', why: 'It does.' })),
  },
});
const triaged = (answers: ProposedAnswer[]): Facts['returned'] => ({ state: 'triaged', ...told, answers });

const fix = (finding: string): ProposedAnswer => ({
  ...{
    finding,
    reason: 'True.',
    answer: 'fix',
    task: 'Rewrite the target in `src/lint.js` only',
    behavioural: true,
  },
});
const file = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'Left out.', answer: 'file', title: 'Links break after sync', blocks: 'PER-240' },
  ...{ cites: { of: 'task', id: '2.4', quote: 'SHALL NOT be modified' }, deferrable: null },
});

describe('the rounds of a pull request', () => {
  it('go from the last merge over review, triage, ticket and fix-up to the hand-over', () => {
    const first = moved(merged(merging(), 1, 'd'));
    expect(first.item.stage.name).toBe('polishing');
    const [review] = dispatched(first);
    expect(review).toMatchObject({ phase: 'rounds', base: sha('d'), recordedBase: sha('0') });
    expect(review).toMatchObject({ inputs: { round: 1, earlier: [] } });

    const asked = moved(
      finished(
        first.item,
        id('1'),
        reviewedWith([found('high', 'Links break', 1), found('low', 'Reads argv', 9)]),
        {
          freshId: id('2'),
        },
      ),
    );
    const [triage] = dispatched(asked);
    expect(triage).toMatchObject({ phase: 'triage', base: sha('d') });
    expect(asked.item.findings?.map(({ id: finding, severity }) => `${finding} ${severity}`)).toEqual([
      'F1 high',
      'F2 low',
    ]);

    const decided = moved(
      finished(asked.item, id('2'), triaged([file('F1'), fix('F2')]), { freshId: id('3') }),
    );
    expect(oneShots(decided)).toContainEqual({ kind: 'file-follow-up', finding: 'F1' });
    const [fixUp] = dispatched(decided);
    expect(fixUp).toMatchObject({
      phase: 'delegate',
      sections: ['1'],
      fixUp: { round: 1, behavioural: ['F2'] },
    });
    expect(decided.item.findings?.[0]?.decided).toMatchObject({ to: 'file', priority: 'high' });

    const filed = moved(
      decide(
        decided.item,
        {
          ...platformEvent('follow-up-filed'),
          kind: 'follow-up-filed',
          finding: 'F1',
          ticketKey: 'PER-241',
          url: 'u',
        } as Event,
        facts({}),
      ),
    );
    expect(filed.item.findings?.[0]).toMatchObject({
      state: 'answered',
      answer: { kind: 'filed', key: 'PER-241' },
    });

    const back = moved(
      finished(
        filed.item,
        id('3'),
        {
          ...{ state: 'returned', ...told, head: sha('e'), review: reviewOf('accept') },
          told: { requirements: [], answer: null },
        },
        { freshId: id('4') },
      ),
    );
    expect(oneShots(back)).toContainEqual(
      expect.objectContaining({ kind: 'merge-delegation', delegation: 2 }),
    );

    const second = moved(merged(back.item, 2, 'f', { freshId: id('5') }));
    expect(second.item.findings?.[1]).toMatchObject({ answer: { kind: 'fixed', sha: sha('e') } });
    expect(second.item.rounds?.map(({ state }) => state.name)).toEqual(['closed', 'reviewing']);
    expect(dispatched(second)[0]).toMatchObject({ phase: 'rounds', base: sha('f'), inputs: { round: 2 } });

    const clean = moved(finished(second.item, id('5'), reviewedWith([], ['F2']), { head: head('f') }));
    expect(clean.item.stage.name).toBe('handed-over');
    expect(clean.item.rounds?.at(-1)?.state).toEqual({ name: 'closed', clean: true });
    expect(clean.item.findings?.[1]?.state).toBe('verified');
    expect(oneShots(clean).map(({ kind }) => kind)).toContain('reply');
  });

  it('leave out what changes documentation only, and hand over', () => {
    const outcome = moved(
      merged(merging(), 1, 'd', { head: { ...head('d'), changed: ['docs/links.md', 'README.md'] } }),
    );
    expect(outcome.item.stage.name).toBe('handed-over');
    expect(outcome.item.rounds?.[0]?.state.name).toBe('skipped');
  });

  it('hand over at once where nobody is configured to review', () => {
    const none = configurationSchema.parse({ ...configuration, rounds: { reviewer: 'none' } });
    const outcome = moved(merged(merging(), 1, 'd', { configuration: { state: 'valid', value: none } }));
    expect(outcome.item.stage.name).toBe('handed-over');
    expect(outcome.item.rounds).toBeUndefined();
    const said = (of: Outcome) =>
      of.effects.filter((one) => one.type === 'one-shot' && one.oneShot.kind === 'reply').length;
    expect(said(outcome)).toBe(1);
    // a push brings nothing new to say
    const pushed = moved(
      decide(
        outcome.item,
        { ...platformEvent('feature-pushed'), sha: sha('e') } as Event,
        allFacts({ featureSha: sha('e'), head: head('e'), configuration: { state: 'valid', value: none } }),
      ),
    );
    expect([pushed.item.stage.name, said(pushed)]).toEqual(['handed-over', 0]);
  });

  it.each<[string, Facts['returned']]>([
    ['dies', { state: 'failed', failure: 'failed', detail: 'Broke.', url: 'u' }],
    ['takes too long', { state: 'failed', failure: 'timed-out', detail: 'Hung.', url: 'u' }],
    ['answers nothing', { state: 'failed', failure: 'empty', detail: 'No evidence.', url: 'u' }],
    ['answers in a broken form', { state: 'unusable', ...told, problems: ['It is not JSON.'] }],
  ])('are never green when the reviewer %s', (_what, returned) => {
    const first = moved(merged(merging(), 1, 'd'));
    const outcome = moved(finished(first.item, id('1'), returned));
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed', resume: 'polishing' });
    expect(outcome.item.rounds?.[0]?.state.name).toBe('not-reviewed');
  });
});
