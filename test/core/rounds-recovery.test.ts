import { describe, expect, it } from 'vitest';
import type { JudgeRun } from '../../src/core/attempt.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import { awaitedAttempt, type Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { spentByItem, tokensOf } from '../../src/core/spent.ts';
import { pastAttempt, ranWith } from './models.ts';
import { finding, round, toFile } from './rounds/sample.ts';
import { allFacts, at, commandEvent, itemAt, later, platformEvent, sha } from './support.ts';

const id = (digit: string): string => `0a6e7c0e-8a4e-4d8e-9f0a-${digit.repeat(12)}`;

type Outcomes = JudgeRun['outcome'];
const asked: Outcomes = { state: 'asked' };
const running: Outcomes = { state: 'running', runId: 9, url: 'https://github.test/runs/9' };

const run = (digit: string, outcome: Outcomes): JudgeRun => {
  const { ran, ...rest } = pastAttempt({ assignmentId: id(digit), base: sha('b'), outcome, askedAt: at });
  return {
    ...rest,
    ...(outcome.state === 'answered' && ran ? { ran } : {}),
    agent: { name: 'replay', kind: 'replay' },
    models: { fallback: [], gateway: true, direct: [] },
  };
};

/** Its pull request is being reviewed, or what was found there is being answered. */
const inRounds = (phase: 'reviewing' | 'triaging', outcome: Outcomes = running): Item => {
  const item = itemAt('polishing');
  if (item.pull) item.pull.draft = false;
  const review = run('1', phase === 'reviewing' ? outcome : answered);
  item.rounds = [
    round({
      ...{ head: sha('b'), mergeBase: sha('0'), state: { name: phase }, reviews: [review] },
      ...(phase === 'triaging' ? { findings: ['F1'], triages: [run('2', outcome)] } : {}),
    }),
  ];
  if (phase === 'triaging') item.findings = [finding()];
  return item;
};
const answered: Outcomes = {
  ...{ state: 'answered', runId: 8, url: 'u', head: null, evidenceUrl: 'e', verified: [] },
};
const runOf = { reviewing: id('1'), triaging: id('2') };

const facts = (changes: Partial<Facts> = {}): Facts =>
  allFacts({
    head: { sha: sha('b'), mergeBase: sha('0'), changed: ['src/a.ts'], touched: [] },
    freshId: id('7'),
    ...changes,
  });

const about = (kind: Event['kind'], more: object): Event =>
  ({ ...platformEvent(kind as Exclude<Event['kind'], 'command'>), ...more }) as Event;

const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const dispatched = (outcome: Outcome) =>
  oneShots(outcome).flatMap((one) => (one.kind === 'dispatch' ? [one.assignment.phase] : []));
const notices = (outcome: Outcome) =>
  oneShots(outcome).flatMap((one) => (one.kind === 'reply' ? [one.reply.kind] : []));
const lastRound = ({ item }: Outcome) => item.rounds?.at(-1);

describe.each(['reviewing', 'triaging'] as const)('the run of a round that is %s', (phase) => {
  const assignmentId = runOf[phase];

  it('counts among what the ticket used', () => {
    const item = inRounds(phase);
    const before = tokensOf(spentByItem(item));
    const { ran } = pastAttempt();
    if (!ran) throw new Error('nothing ran');
    for (const one of item.rounds?.[0]?.[phase === 'reviewing' ? 'reviews' : 'triages'] ?? []) one.ran = ran;
    expect(tokensOf(spentByItem(item))).toBe(before + 10_000);
  });

  it('is what the sweep asks about, and is found', () => {
    const item = inRounds(phase, { state: 'running', runId: null, url: null });
    expect(awaitedAttempt(item)?.assignmentId).toBe(assignmentId);
    const found = decide(item, about('run-found', { assignmentId, runId: 33, url: 'u33' }), facts());
    expect(awaitedAttempt(found.item)?.outcome).toEqual({ state: 'running', runId: 33, url: 'u33' });
  });

  it.each(['run-lost', 'run-late'] as const)(
    'blocks when it is told as %s, and /retry asks again',
    (kind) => {
      const gone = decide(inRounds(phase), about(kind, { assignmentId, runId: 9 }), facts());
      expect(gone.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed', resume: 'polishing' });
      expect(notices(gone)).toEqual(['blocked']);
      expect(oneShots(gone).some(({ kind: effect }) => effect === 'cancel-run')).toBe(kind === 'run-late');
      expect(lastRound(gone)?.state.name).toBe(phase === 'reviewing' ? 'not-reviewed' : 'triaging');
      const again = decide(gone.item, commandEvent({ name: 'retry' }), facts());
      expect(dispatched(again)).toEqual([phase === 'reviewing' ? 'rounds' : 'triage']);
      expect(again.item.stage.name).toBe('polishing');
      expect(again.item.rounds).toHaveLength(1);
    },
  );

  it('is cancelled by /cancel, and nobody is said to have reviewed', () => {
    const cancelled = decide(inRounds(phase), commandEvent({ name: 'cancel' }), facts());
    expect(cancelled.item.stage.name).toBe('cancelled');
    expect(oneShots(cancelled)).toContainEqual({ kind: 'cancel-run', assignmentId, runId: 9 });
    if (phase === 'reviewing')
      expect(lastRound(cancelled)?.state).toMatchObject({ name: 'not-reviewed', cause: 'cancelled' });
    const late = decide(
      cancelled.item,
      about('run-finished', { assignmentId, runId: 9 }),
      facts({ returned }),
    );
    expect(late.note).toContain('what it used is noted');
    expect(tokensOf(spentByItem(late.item))).toBe(tokensOf(spentByItem(cancelled.item)) + 10_000);
  });

  it('that GitHub does not take is asked for again by /retry, and used nothing', () => {
    const refusal = { effect: 'dispatch', status: 403, detail: 'No.', remedy: 'Grant it.' };
    const refused = decide(inRounds(phase, asked), about('effect-refused', refusal), facts());
    expect(refused.item.stage).toMatchObject({ name: 'blocked', cause: 'workflow-permission' });
    expect(awaitedAttempt(refused.item)?.outcome).toMatchObject({ failure: 'not-started' });
    expect(spentByItem(refused.item).untold).toBe(0);
    const again = decide(refused.item, commandEvent({ name: 'retry' }), facts());
    expect(dispatched(again)).toEqual([phase === 'reviewing' ? 'rounds' : 'triage']);
  });

  it('whose result cannot be looked at blocks', () => {
    const refused = { detail: 'The repository is gone.', remedy: 'Install the App.' };
    const event = about('run-finished', { assignmentId, runId: 9 });
    const stopped = decide(inRounds(phase), event, facts({ refused }));
    expect(stopped.item.stage).toMatchObject({ name: 'blocked', cause: 'run-failed', resume: 'polishing' });
  });
});

const returned: NonNullable<Facts['returned']> = {
  ...{ state: 'failed', failure: 'cancelled', detail: 'Cancelled.', url: null },
  ran: ranWith(),
};

describe('a review that was given up and comes back', () => {
  const lost = () =>
    decide(inRounds('reviewing'), about('run-lost', { assignmentId: id('1') }), facts()).item;
  const back: NonNullable<Facts['returned']> = {
    ...{ state: 'round-reviewed', runId: 9, url: 'u', evidenceUrl: 'e', completedAt: later },
    ...{ code: {}, renamed: {}, touched: [] },
    review: { status: 'REVIEWED', summary: '', findings: [], questions: [], notes: [], fixes: [] },
  };
  const event = about('run-finished', { assignmentId: id('1'), runId: 9 });

  it('is taken', () => {
    const taken = decide(lost(), event, facts({ returned: back }));
    expect(taken.item.stage.name).toBe('handed-over');
    expect(lastRound(taken)?.state).toEqual({ name: 'closed', clean: true });
  });

  it('is not taken for the head that came meanwhile', () => {
    const head = { sha: sha('e'), mergeBase: sha('0'), changed: ['src/a.ts'], touched: [] };
    const outdated = decide(lost(), event, facts({ returned: back, head }));
    expect(outdated.item.stage.name).toBe('blocked');
    expect(lastRound(outdated)?.state.name).toBe('not-reviewed');
    const again = decide(outdated.item, commandEvent({ name: 'retry' }), facts({ head }));
    expect(dispatched(again)).toEqual(['rounds']);
    expect(lastRound(again)?.head).toBe(sha('e'));
  });
});

it('a planning run that was asked for after the rounds is the one that is waited for', () => {
  const item = inRounds('reviewing', answered);
  const { planning } = itemAt('exploring');
  const [first] = planning?.runs ?? [];
  if (!planning || !first) throw new Error('no planning');
  item.planning = { ...planning, runs: [{ ...first, askedAt: later }] };
  expect(awaitedAttempt(item)?.assignmentId).toBe(first.assignmentId);
  item.planning.runs = [{ ...first, askedAt: '2026-05-01T08:00:00.000Z' }];
  expect(awaitedAttempt(item)?.assignmentId).toBe(id('1'));
});

describe('a ticket that the tracker refuses for good', () => {
  const refusal = (about_: string) =>
    about('effect-refused', {
      ...{ effect: 'file-follow-up', finding: about_, status: 403 },
      ...{ detail: 'Linear said no.', remedy: 'Give the key access.' },
    });
  const waiting = (): Item => {
    const item = itemAt('polishing');
    if (item.pull) item.pull.draft = false;
    item.rounds = [round({ head: sha('b'), findings: ['F1'], reviews: [run('1', answered)] })];
    item.findings = [finding({ decided: toFile })];
    return item;
  };

  it('blocks the round that waits for it, and says how to go on', () => {
    const refused = decide(waiting(), refusal('F1'), facts());
    expect(refused.item.stage).toMatchObject({ name: 'blocked', resume: 'polishing' });
    const { stage } = refused.item;
    expect(stage.name === 'blocked' ? stage.detail : '').toContain(
      'F1 could not be filed as a ticket (403): Linear said no. Give the key access. `/triage F1 fix`',
    );
    expect(notices(refused)).toEqual(['blocked']);
  });

  it.each([
    ['/retry', { name: 'retry' }],
    ['/triage F1 file', { name: 'triage', finding: 'F1', to: 'file', priority: null, why: '' }],
  ] as const)('is filed again by %s', (_name, command) => {
    const blocked = decide(waiting(), refusal('F1'), facts()).item;
    const again = decide(blocked, commandEvent(command), facts());
    expect(oneShots(again)).toContainEqual({ kind: 'file-follow-up', finding: 'F1' });
    expect(again.item.stage.name).toBe('polishing');
    const filed = decide(again.item, about('follow-up-filed', { finding: 'F1' }), facts());
    expect(filed.item.findings?.[0]?.answer).toMatchObject({ kind: 'filed', key: 'PER-241' });
    expect(lastRound(filed)?.state).toEqual({ name: 'closed', clean: true });
  });

  it('is done without by another answer', () => {
    const blocked = decide(waiting(), refusal('F1'), facts()).item;
    const command = {
      name: 'triage',
      finding: 'F1',
      to: 'acknowledge',
      priority: null,
      why: 'So be it.',
    } as const;
    const again = decide(blocked, commandEvent(command), facts());
    expect(again.item.findings?.[0]?.answer).toMatchObject({ kind: 'acknowledged' });
    expect(again.item.stage.name).toBe('handed-over');
  });

  it('stops no fix-up that is under way; its merge asks for the ticket again', () => {
    const item = waiting();
    item.stage = { name: 'delegating' };
    const told = decide(item, refusal('F1'), facts());
    expect(told.item.stage.name).toBe('delegating');
    expect(notices(told)).toEqual(['follow-up-refused']);
  });

  it('that a person asked for is said where it was asked for, and asked for again by the same words', () => {
    const command = { name: 'follow-up', title: 'Migrate it', priority: 'low' } as const;
    const first = decide(itemAt('deciding'), commandEvent(command), facts());
    expect(oneShots(first)).toContainEqual({ kind: 'file-follow-up', finding: 'U1' });
    const refused = decide(first.item, refusal('U1'), facts());
    expect(notices(refused)).toEqual(['follow-up-refused']);
    const again = decide(refused.item, commandEvent(command), facts());
    expect(oneShots(again)).toContainEqual({ kind: 'file-follow-up', finding: 'U1' });
    expect(again.item.followUps).toHaveLength(1);
  });

  it('is no news once the finding has its answer', () => {
    const item = waiting();
    item.findings = [finding({ state: 'answered' })];
    expect(decide(item, refusal('F1'), facts()).state).toBe('ignored');
  });
});
