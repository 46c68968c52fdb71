import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { ProposedAnswer } from '../../src/contracts/rounds/triage.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts, TalkFact } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Word } from '../../src/reviewers/reader.ts';
import type { StandingDemand } from '../../src/reviewers/standing.ts';
import {
  allFacts,
  at,
  commandEvent,
  configuration,
  itemAt,
  later,
  platformEvent,
  reviewOf,
  sha,
} from './support.ts';

const id = (digit: string): string => `0a6e7c0e-8a4e-4d8e-9f0a-${digit.repeat(12)}`;
const login = 'opencode-review[bot]';
const other = configurationSchema.parse({
  ...configuration,
  rounds: { reviewer: { login, reads: 'markdown' }, wait: 30 },
});
const theirs = { configuration: { state: 'valid', value: other } } satisfies Partial<Facts>;

const talk = (digit: string, said: Partial<TalkFact> = {}): TalkFact => ({
  pushed: { sha: sha(digit), at, by: 'told' },
  ...{ word: null, demands: [], takenBack: [], code: {}, renamed: {} },
  ...said,
});
const head = (digit: string, said?: Partial<TalkFact>) => ({
  ...{ sha: sha(digit), mergeBase: sha('0'), changed: ['src/lint.js'], touched: [] },
  ...(said ? { talk: talk(digit, said) } : {}),
});
const facts = (changes: Partial<Facts>): Facts => allFacts({ freshId: id('1'), ...changes });

const moved = (outcome: Outcome): Outcome => {
  expect(outcome.state, outcome.note).toBe('moved');
  return outcome;
};
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome) => oneShots(outcome).map(({ kind }) => kind);
const phases = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment.phase] : []));
const replies = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'reply' ? [effect.reply] : []));
const stateOf = ({ item }: Outcome) => item.rounds?.at(-1)?.state;

const merging = (): Item => {
  const item = itemAt('deciding');
  for (const section of item.sections) section.state = 'accepted';
  const [delegation] = item.delegations;
  if (delegation) delegation.state = { name: 'merging', by: 'ada' };
  return item;
};
const merged = (item: Item, number: number, digit: string, more: Partial<Facts>): Outcome =>
  decide(
    item,
    {
      ...platformEvent('delegation-merged'),
      ...{ kind: 'delegation-merged', delegation: number, sha: sha(digit) },
    } as Event,
    facts(more),
  );
const said = (item: Item, more: Partial<Facts>): Outcome =>
  decide(item, platformEvent('pull-reviewed'), facts(more));
const late = (item: Item, digit: string, more: Partial<Facts>): Outcome =>
  decide(
    item,
    { ...platformEvent('reviewer-late'), kind: 'reviewer-late', round: 1, head: sha(digit) } as Event,
    facts(more),
  );
const finished = (item: Item, returned: Facts['returned'], more: Partial<Facts>): Outcome => {
  const round = item.rounds?.at(-1);
  const last = round?.triages.at(-1) ?? round?.reviews.at(-1);
  const event = {
    ...platformEvent('run-finished'),
    ...{ kind: 'run-finished', assignmentId: last?.assignmentId ?? '', runId: 9, runAttempt: 1 },
  };
  return decide(item, event as Event, facts({ ...more, ...(returned ? { returned } : {}) }));
};
const told = { runId: 9, url: 'https://github.test/runs/9', evidenceUrl: 'e', completedAt: at };
const triaged = (answers: ProposedAnswer[]): Facts['returned'] => ({ state: 'triaged', ...told, answers });
const fix = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'True.', answer: 'fix' },
  ...{ task: 'Rewrite the target in `src/lint.js` only', behavioural: true },
});
const acknowledge = (finding: string): ProposedAnswer => ({
  ...{ finding, reason: 'As decided.', answer: 'acknowledge', rationale: null },
  cites: { of: 'decision', id: 'd1', quote: 'As it is' },
});
const url = 'https://github.test/pull/12#issuecomment-1';
const word = (findings: string[]): Word => ({
  state: 'reviewed',
  findings: findings.map((title, index) => ({
    ...{ severity: 'medium', title, path: 'src/lint.js', line: index + 1, detail: `${title}.`, url },
  })),
  ...{ questions: ['Why not `Map`?'], notes: [], url },
});
const failed: Word = { state: 'not-reviewed', cause: 'died', detail: 'Out of credits.', url };

const demand = (changes: Partial<StandingDemand> = {}): StandingDemand => ({
  ...{ severity: 'high', title: 'Keep the label', path: 'src/lint.js', line: 4, detail: 'Keep it.' },
  ...{ url: 'https://github.test/pull/12#r1', by: 'grace', said: 501, comment: 500 },
  ...changes,
});

const waiting = (): Outcome => moved(merged(merging(), 1, 'd', { ...theirs, head: head('d', {}) }));

describe('another reviewer', () => {
  it('is waited for without a run of ours, and by name', () => {
    const outcome = waiting();
    expect(kinds(outcome)).not.toContain('dispatch');
    expect(outcome.item.stage.name).toBe('polishing');
    expect(outcome.item.rounds).toMatchObject([{ reviewer: login, head: sha('d') }]);
    expect(stateOf(outcome)).toEqual({ name: 'reviewing' });
    expect(outcome.item.rounds?.[0]?.until).toBe('2026-05-01T11:30:00.000Z');
    expect(outcome.note).toContain(login);
  });

  it('has what it found triaged, as our own has', () => {
    const found = moved(
      said(waiting().item, { ...theirs, head: head('d', { word: word(['Links break']) }) }),
    );
    expect(phases(found)).toEqual(['triage']);
    expect(found.item.findings).toMatchObject([{ id: 'F1', by: login, url, demanded: false, seen: [1] }]);
    expect(found.item.rounds?.[0]?.word).toEqual({ questions: ['Why not `Map`?'], notes: [], url });
    const fixed = moved(finished(found.item, triaged([fix('F1')]), { ...theirs, head: head('d', {}) }));
    expect(phases(fixed)).toEqual(['delegate']);
    expect(fixed.item.delegations.at(-1)?.fixUp?.round).toBe(1);
  });

  it('that finds nothing hands over, with nothing asked of anybody else', () => {
    const clean = moved(said(waiting().item, { ...theirs, head: head('d', { word: word([]) }) }));
    expect(clean.item.stage.name).toBe('handed-over');
    expect(stateOf(clean)).toEqual({ name: 'closed', clean: true });
    expect(replies(clean)).toMatchObject([{ kind: 'handed-over' }]);
    expect(replies(clean)[0]).not.toHaveProperty('passedBy');
    const passed = { word: word([]), passedBy: ['linus'] };
    const told = moved(said(waiting().item, { ...theirs, head: head('d', passed) }));
    expect(replies(told)).toMatchObject([{ kind: 'handed-over', passedBy: ['linus'] }]);
  });

  it('whose word was there before the round is read at once', () => {
    const outcome = moved(merged(merging(), 1, 'd', { ...theirs, head: head('d', { word: word([]) }) }));
    expect(outcome.item.stage.name).toBe('handed-over');
  });

  it('keeps the round waiting while it has said nothing', () => {
    const { item } = waiting();
    const outcome = said(item, { ...theirs, head: head('d', { word: { state: 'waiting' } }) });
    expect(outcome.state).toBe('ignored');
    expect(stateOf(outcome)).toEqual({ name: 'reviewing' });
  });

  it('that speaks of a head which is not the one under review is not heard', () => {
    const { item } = waiting();
    const outcome = said(item, { ...theirs, head: head('e', { word: word([]) }) });
    expect(stateOf(outcome)).toEqual({ name: 'reviewing' });
    expect(outcome.item.stage.name).toBe('polishing');
  });

  describe('that did not review', () => {
    const missing = (): Outcome =>
      moved(said(waiting().item, { ...theirs, head: head('d', { word: failed }) }));

    it('is never green, and said once', () => {
      const outcome = missing();
      expect(stateOf(outcome)).toEqual({
        ...{ name: 'not-reviewed', cause: 'died', detail: 'Out of credits.', url },
      });
      expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed', resume: 'polishing' });
      expect(replies(outcome)).toMatchObject([{ kind: 'blocked' }]);
      const again = said(outcome.item, { ...theirs, head: head('d', { word: failed }) });
      expect(again.state).toBe('ignored');
      const worse = { ...failed, detail: 'Still none.' } as Word;
      const changed = moved(said(outcome.item, { ...theirs, head: head('d', { word: worse }) }));
      expect(replies(changed)).toEqual([]);
      expect(changed.item.stage).toMatchObject({ detail: 'Still none.' });
    });

    it('is healed by its late word', () => {
      const healed = moved(said(missing().item, { ...theirs, head: head('d', { word: word([]) }) }));
      expect(healed.item.stage.name).toBe('handed-over');
      const found = moved(said(missing().item, { ...theirs, head: head('d', { word: word(['Bad']) }) }));
      expect(found.item.stage.name).toBe('polishing');
      expect(phases(found)).toEqual(['triage']);
    });

    it('is waited for anew by /retry, and the word of before counts no more', () => {
      const retried = moved(
        decide(
          missing().item,
          commandEvent({ name: 'retry' }),
          facts({ ...theirs, now: '2026-05-01T15:00:00.000Z', head: head('d', { word: failed }) }),
        ),
      );
      expect(stateOf(retried)).toEqual({ name: 'reviewing' });
      expect(retried.item.rounds).toMatchObject([{ until: '2026-05-01T15:30:00.000Z' }]);
      const same = said(retried.item, { ...theirs, head: head('d', { word: failed }) });
      expect(same.state).toBe('ignored');
      const clean = moved(said(retried.item, { ...theirs, head: head('d', { word: word([]) }) }));
      expect(clean.item.stage.name).toBe('handed-over');
    });

    it('is asked of the new head, where one was pushed meanwhile', () => {
      const { item } = missing();
      if (item.feature) item.feature.head = sha('e');
      const outcome = moved(said(item, { ...theirs, head: head('e', { word: { state: 'waiting' } }) }));
      expect(outcome.item.rounds).toMatchObject([
        { number: 1, head: sha('e'), state: { name: 'reviewing' } },
      ]);
    });
  });

  describe('that is late', () => {
    const now = '2026-05-01T11:30:01.000Z';

    it('has not reviewed, and people are told', () => {
      const outcome = moved(
        late(waiting().item, 'd', { ...theirs, now, head: head('d', { word: { state: 'waiting' } }) }),
      );
      expect(stateOf(outcome)).toMatchObject({ name: 'not-reviewed', cause: 'timed-out' });
      expect(outcome.item.stage).toMatchObject({ name: 'blocked', resume: 'polishing' });
      expect(replies(outcome)).toMatchObject([{ kind: 'blocked' }]);
    });

    it('is read once more before', () => {
      const outcome = moved(
        late(waiting().item, 'd', { ...theirs, now, head: head('d', { word: word([]) }) }),
      );
      expect(outcome.item.stage.name).toBe('handed-over');
    });

    it.each<[string, string, string]>([
      ['it has time left', 'd', later],
      ['another head is under review', 'e', now],
    ])('does nothing while %s', (_what, digit, time) => {
      const outcome = late(waiting().item, digit, { ...theirs, now: time, head: head('d', {}) });
      expect(outcome.state).toBe('ignored');
    });
  });

  it('counts from the push that GitHub tells of, not from when the head was seen', () => {
    const seen = { pushed: { sha: sha('d'), at: later, by: 'seen' as const } };
    const { item } = moved(merged(merging(), 1, 'd', { ...theirs, head: head('d', seen) }));
    expect(item.feature?.pushed).toEqual(seen.pushed);
    const push = { ...platformEvent('feature-pushed'), kind: 'feature-pushed', sha: sha('d') } as Event;
    const outcome = moved(
      decide(
        item,
        push,
        facts({ ...theirs, featureSha: sha('d'), head: head('d', { word: { state: 'waiting' } }) }),
      ),
    );
    expect(outcome.item.feature?.pushed).toEqual({ sha: sha('d'), at, by: 'told' });
    const read = decide(
      item,
      push,
      facts({ ...theirs, featureSha: sha('d'), head: head('d', { word: word([]) }) }),
    );
    expect(read.item.stage.name).toBe('handed-over');
  });
});

describe('what people demand', () => {
  /** Reviewed clean by our own bot, and handed over. */
  const handedOver = (): Item => {
    const item = itemAt('handed-over');
    item.rounds = [
      {
        ...{ number: 1, head: sha('d'), mergeBase: sha('0'), reviewer: 'throughline' },
        ...{ state: { name: 'closed', clean: true }, findings: [], reviews: [], triages: [], fixUp: null },
        startedAt: at,
      },
    ];
    item.feature = { branch: 'feat/per-206-gate-paths', head: sha('d') };
    return item;
  };
  const asked = (more: Partial<StandingDemand> = {}): Outcome =>
    moved(said(handedOver(), { head: head('d', { demands: [demand(more)] }) }));

  it('takes the rounds up again after the hand-over, without another review', () => {
    const outcome = asked();
    expect(phases(outcome)).toEqual(['triage']);
    expect(outcome.item.stage.name).toBe('polishing');
    expect(outcome.item.rounds?.[1]).toMatchObject({
      ...{ number: 2, head: sha('d'), reviewer: 'grace', demands: true, findings: ['F1'] },
    });
    expect(outcome.item.findings).toMatchObject([
      { id: 'F1', by: 'grace', demanded: true, heard: 501, thread: { comment: 500, told: false } },
    ]);
  });

  it('is nothing new as long as it stands there', () => {
    const first = asked();
    const [finding] = first.item.findings ?? [];
    if (finding)
      Object.assign(finding, {
        ...{ state: 'verified', answer: { kind: 'fixed', sha: sha('e'), reason: 'True.' } },
      });
    const item = { ...handedOver(), findings: first.item.findings ?? [] };
    const standing = said(item, { head: head('d', { demands: [demand()] }) });
    expect(standing.state).toBe('ignored');
    const more = moved(said(item, { head: head('d', { demands: [demand({ said: 777 })] }) }));
    expect(more.item.findings).toMatchObject([{ id: 'F1', state: 'reopened', heard: 777 }]);
    expect(phases(more)).toEqual(['triage']);
  });

  it('is fixed by one fix-up, answered in its thread, and reviewed at the new head', () => {
    const fixing = moved(finished(asked().item, triaged([fix('F1')]), { head: head('d', {}) }));
    expect(phases(fixing)).toEqual(['delegate']);
    const { item } = fixing;
    const delegation = item.delegations.at(-1);
    const attempt = delegation?.attempts.at(-1);
    if (!delegation || !attempt) throw new Error('no fix-up');
    delegation.state = { name: 'merging', by: 'throughline' };
    attempt.outcome = {
      ...{ state: 'returned', runId: 9, url: 'u', head: sha('e'), evidenceUrl: 'e' },
      review: reviewOf('accept'),
    };
    item.stage = { name: 'deciding' };
    const outcome = moved(
      merged(item, 2, 'f', { freshId: id('4'), head: head('f', { demands: [demand()] }) }),
    );
    expect(oneShots(outcome)).toContainEqual({
      ...{ kind: 'answer-thread', finding: 'F1', comment: 500, tag: 'answer:F1:1' },
      answer: { kind: 'fixed', sha: sha('e'), reason: 'True.' },
    });
    expect(phases(outcome)).toEqual(['rounds']);
    const reviewed = moved(
      finished(
        outcome.item,
        {
          ...{ state: 'round-reviewed', ...told, code: {}, renamed: {}, touched: [] },
          review: {
            ...{ status: 'REVIEWED', summary: 'Read.', questions: [], notes: [], findings: [] },
            fixes: [{ finding: 'F1', verdict: 'fixed', why: 'It does.' }],
          },
        },
        { head: head('f', { demands: [demand()] }) },
      ),
    );
    expect(reviewed.item.stage.name).toBe('handed-over');
    expect(kinds(reviewed)).not.toContain('answer-thread');
    expect(reviewed.item.findings).toMatchObject([{ id: 'F1', state: 'verified' }]);
  });

  it('is part of the round whose review is back', () => {
    const first = moved(merged(merging(), 1, 'd', { head: head('d', {}) }));
    const back = moved(
      finished(
        first.item,
        {
          ...{ state: 'round-reviewed', ...told, code: {}, renamed: {}, touched: [] },
          review: {
            ...{ status: 'REVIEWED', summary: 'Read.', questions: [], notes: [], findings: [], fixes: [] },
          },
        },
        { freshId: id('2'), head: head('d', { demands: [demand()] }) },
      ),
    );
    expect(back.item.rounds).toMatchObject([{ number: 1, findings: ['F1'], state: { name: 'triaging' } }]);
  });

  it.each<[string, Facts['returned']]>([
    ['proposes to acknowledge it', triaged([acknowledge('F1')])],
    ['cannot decide', { state: 'unusable', ...told, problems: ['It could not do its part.'] }],
  ])('is asked about where the triage %s', (_what, returned) => {
    const outcome = moved(finished(asked().item, returned, { head: head('d', { demands: [demand()] }) }));
    expect(outcome.item.stage.name).toBe('polishing');
    expect(replies(outcome)).toEqual([{ kind: 'demand-undecided', to: 'ada', findings: ['F1'] }]);
    const [question] = oneShots(outcome).flatMap((effect) => (effect.kind === 'reply' ? [effect.tag] : []));
    expect(question).toBe('demand:2:F1');
    const by = (name: string) => ({ surface: 'github' as const, id: '8', login: name });
    const away = { name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why: 'No.' } as const;
    const foreign = decide(outcome.item, commandEvent(away), facts({ head: head('d', {}) }));
    expect(foreign.state).toBe('refused');
    const named = { surface: 'linear' as const, id: 'lin-7', login: 'Grace' };
    const namesake = decide(
      outcome.item,
      commandEvent(away, { actor: named }),
      facts({ head: head('d', {}) }),
    );
    expect(namesake.state).toBe('refused');
    const counted = facts({
      ...{ head: head('d', {}) },
      actor: { state: 'role', role: 'write', sameAccount: true, login: 'grace' },
    });
    const mapped = decide(outcome.item, commandEvent(away, { actor: { ...named, login: 'G. H.' } }), counted);
    expect(moved(mapped).item.findings).toMatchObject([{ answer: { kind: 'acknowledged' } }]);
    const own = moved(
      decide(outcome.item, commandEvent(away, { actor: by('grace') }), facts({ head: head('d', {}) })),
    );
    expect(own.item.stage.name).toBe('handed-over');
    expect(kinds(own)).toContain('answer-thread');
    const fixed = decide(
      outcome.item,
      commandEvent({ name: 'triage', finding: 'F1', to: 'fix', priority: null, why: '' }),
      facts({ freshId: id('5'), head: head('d', {}) }),
    );
    expect(phases(moved(fixed))).toEqual(['delegate']);
  });

  it('is given up by its person, and asked for again when that is taken back', () => {
    const waits = moved(
      finished(asked().item, triaged([acknowledge('F1')]), { head: head('d', { demands: [demand()] }) }),
    );
    const takenBack = [{ url: demand().url ?? '', how: 'resolved' as const }];
    const outcome = moved(said(waits.item, { head: head('d', { takenBack }) }));
    expect(outcome.item.findings).toMatchObject([
      { state: 'answered', answer: { kind: 'acknowledged' }, decided: { by: 'grace' } },
    ]);
    expect(outcome.item.stage.name).toBe('handed-over');
    expect(kinds(outcome)).not.toContain('answer-thread');
    const again = moved(said(outcome.item, { head: head('d', { demands: [demand()] }) }));
    expect(again.item.findings).toMatchObject([{ id: 'F1', state: 'reopened' }]);
    expect(again.item.rounds).toHaveLength(3);
  });

  it('holds up a hand-over that would pass it by', () => {
    const clean = moved(
      decide(
        waiting().item,
        platformEvent('pull-reviewed'),
        facts({ ...theirs, head: head('d', { word: word([]), demands: [demand()] }) }),
      ),
    );
    expect(clean.item.stage.name).toBe('polishing');
    expect(clean.item.rounds).toMatchObject([{ findings: ['F1'] }]);
  });
});
