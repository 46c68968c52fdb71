import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/core/attempt.ts';
import { decide } from '../../src/core/decide.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import { currentDelegation, type Delegation, type Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { waitsFor } from '../../src/text/stages.ts';
import { finding, fix, round } from '../text/rounds/support.ts';
import { allFacts, assignmentId, at, commandEvent, itemAt, platformEvent, reviewOf, sha } from './support.ts';

const head = (digit: string) => ({
  sha: sha(digit),
  mergeBase: sha('0'),
  changed: ['src/lint.js'],
  touched: [],
});
const facts = (more: Partial<Facts> = {}): Facts =>
  allFacts({ head: head('b'), freshId: '0a6e7c0e-8a4e-4d8e-9f0a-000000000007', ...more });
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome) => oneShots(outcome).map(({ kind }) => kind);
const dispatched = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment] : []));
const say = (item: Item, command: Command, given = facts()): Outcome =>
  decide(item, commandEvent(command, { at: '2026-06-01T00:00:00Z' }), given);
const about = (kind: Exclude<Event['kind'], 'command'>, more: object): Event =>
  ({ ...platformEvent(kind), ...more }) as Event;

const running: Attempt['outcome'] = { state: 'running', runId: 5, url: 'u' };
const returned: Attempt['outcome'] = {
  ...{ state: 'returned', runId: 5, url: 'u', head: sha('c'), evidenceUrl: 'u' },
  review: reviewOf('accept'),
};
const failed: Attempt['outcome'] = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };

const findings = [
  finding({ id: 'F1', decided: fix }),
  finding({ id: 'F2', title: 'Leaks the key', fingerprint: 'src/lint.js: leak key', decided: fix }),
];

/** Every section is merged; a fix-up for two findings is its second delegation. */
const fixing = (
  stage: Item['stage'],
  delegated: Pick<Delegation, 'state'> & { outcome: Attempt['outcome'] },
) => {
  const item = itemAt('polishing');
  if (item.pull) item.pull.draft = false;
  const [first] = item.delegations;
  const [attempt] = first?.attempts ?? [];
  if (!first || !attempt) throw new Error('no delegation');
  item.delegations.push({
    ...structuredClone(first),
    ...{ number: 2, sections: [], state: delegated.state },
    fixUp: {
      round: 1,
      tasks: '## 1. Answer\n\n- [ ] 1.1 Fix F1\n',
      behavioural: ['F1', 'F2'],
      findings: ['F1', 'F2'],
    },
    attempts: [
      {
        ...structuredClone(attempt),
        codeBranch: 'throughline/gate-paths/fix-up-1-1',
        outcome: delegated.outcome,
      },
    ],
  });
  item.rounds = [round({ state: { name: 'answering' }, head: sha('b'), findings: ['F1', 'F2'], fixUp: 2 })];
  item.findings = structuredClone(findings);
  item.stage = stage;
  return item;
};

const back = (item: Item, recommendation: 'accept' | 'iterate' = 'accept'): Outcome =>
  decide(
    item,
    about('run-finished', { assignmentId }),
    facts({
      returned: {
        ...{ state: 'returned', runId: 5, url: 'u', head: sha('c'), evidenceUrl: 'u', completedAt: at },
        review: reviewOf(recommendation),
      },
    }),
  );

describe('a fix-up that is judged during a pause', () => {
  const judged = (recommendation: 'accept' | 'iterate' = 'accept'): Item => {
    const item = fixing({ name: 'delegating' }, { state: { name: 'running' }, outcome: running });
    const { item: kept } = back({ ...item, paused: true }, recommendation);
    expect(kept.stage.name).toBe('deciding');
    expect(currentDelegation(kept)?.state.name).toBe('returned');
    return kept;
  };

  it.each(['copilot', 'auto'] as const)('accepts itself once that is over, in mode %s', (mode) => {
    const resumed = say({ ...judged(), mode }, { name: 'resume' });
    expect(kinds(resumed)).toContain('merge-delegation');
    expect(resumed.item.delegations.at(-1)?.state.name).toBe('merging');
    expect(resumed.item.decision).toBeNull();
  });

  it('waits for a person where it would have waited without a pause', () => {
    const resumed = say(judged('iterate'), { name: 'resume' });
    expect(kinds(resumed)).not.toContain('merge-delegation');
    expect(resumed.item.decision?.asks).toBe('accept');
    const item = itemAt('deciding');
    const section = say({ ...item, paused: true }, { name: 'resume' });
    expect(section.item.decision).toEqual(item.decision);
  });
});

describe('another attempt of a fix-up', () => {
  const file = (id: string): Command => ({
    ...{ name: 'triage', finding: id, to: 'file', priority: 'low', why: 'Later.' },
  });
  const stopped = (outcome: Attempt['outcome'] = failed): Item =>
    fixing(
      {
        ...{ name: 'blocked', cause: 'run-failed', failure: 'failed', detail: 'Broke.', url: null },
        resume: 'delegating',
      },
      { state: { name: 'running' }, outcome },
    );
  const assigned = (outcome: Outcome) => {
    const [assignment] = dispatched(outcome);
    if (assignment?.phase !== 'delegate') throw new Error('no fix-up was asked for');
    return assignment;
  };

  it('is asked for what is decided by then', () => {
    const both = assigned(say(stopped(), { name: 'retry' }));
    expect(both.fixUp).toEqual({ round: 1, behavioural: ['F1', 'F2'] });
    expect(both.tasks).toContain('F1');
    const corrected = say(stopped(), file('F1'));
    expect(corrected.item.stage.name).toBe('blocked');
    const outcome = say(corrected.item, { name: 'retry' });
    const one = assigned(outcome);
    expect(one.fixUp).toEqual({ round: 1, behavioural: ['F2'] });
    expect(one.tasks).toContain('F2');
    expect(one.tasks).not.toContain('F1');
    expect(outcome.item.delegations.at(-1)?.fixUp?.findings).toEqual(['F2']);
  });

  it('goes on from commits of the one before, unless they mend what is not to be mended', () => {
    const kept = { ...failed, failure: 'cap-reached', head: sha('c') } as Attempt['outcome'];
    expect(assigned(say(stopped(kept), { name: 'retry' })).base).toBe(sha('c'));
    const corrected = say(stopped(kept), file('F1')).item;
    expect(assigned(say(corrected, { name: 'retry' })).base).toBe(sha('b'));
  });

  it('is asked for the same after a rejection, whose findings wait for a word', () => {
    const item = fixing(
      { name: 'rejected' },
      { state: { name: 'rejected', by: 'ada', why: 'No.' }, outcome: { ...failed } },
    );
    item.findings = item.findings?.map((one) => ({ ...one, fixRejected: true as const })) ?? [];
    expect(assigned(say(item, { name: 'iterate', notes: 'smaller' })).fixUp?.behavioural).toEqual([
      'F1',
      'F2',
    ]);
    const corrected = say(item, file('F2')).item;
    expect(assigned(say(corrected, { name: 'iterate', notes: '' })).fixUp?.behavioural).toEqual(['F1']);
  });

  it('is none where nothing is left: the round goes on with the answers at once', () => {
    const first = say(stopped(), file('F1'));
    const second = say(first.item, file('F2'));
    expect(second.item.stage.name).toBe('polishing');
    expect(second.item.delegations.at(-1)?.state).toEqual({ name: 'withdrawn', by: 'ada' });
    expect(kinds(second).filter((kind) => kind === 'file-follow-up')).toHaveLength(2);
    expect(dispatched(second)).toEqual([]);
  });

  it.each<[string, Command]>([
    ['/retry', { name: 'retry' }],
    ['/iterate', { name: 'iterate', notes: 'again' }],
  ])('is none by %s where all was decided otherwise while it ran', (_name, command) => {
    const ran = fixing({ name: 'delegating' }, { state: { name: 'running' }, outcome: running });
    const corrected = say(say(ran, file('F1')).item, file('F2')).item;
    expect(corrected.stage.name).toBe('delegating');
    const broke = decide(
      corrected,
      about('run-finished', { assignmentId }),
      facts({ returned: { state: 'failed', failure: 'failed', detail: 'Broke.', url: null } }),
    );
    expect(broke.item.stage.name).toBe('blocked');
    const outcome = say(broke.item, command);
    expect(outcome.item.stage.name).toBe('polishing');
    expect(dispatched(outcome)).toEqual([]);
    expect(kinds(outcome).filter((kind) => kind === 'file-follow-up')).toHaveLength(2);
  });
});

describe('/cancel while a fix-up is being merged', () => {
  const conflict = about('merge-conflict', { delegation: 2 });
  const landed = about('delegation-merged', { delegation: 2, sha: sha('e') });
  const given = facts({ featureSha: sha('e'), head: head('e') });
  const merging = (): Item =>
    fixing({ name: 'deciding' }, { state: { name: 'merging', by: 'throughline' }, outcome: returned });
  const cancelled = (): Item => say(merging(), { name: 'cancel' }).item;
  const delegate: Command = { name: 'delegate', groups: 'next', agent: null, model: null };
  const answers = ({ item }: Outcome) => item.findings?.map(({ answer }) => answer?.kind ?? null);

  it('says that its merge goes on', () => {
    expect(waitsFor(cancelled())).toContain('Delegation 2 was accepted before, and its merge goes on.');
    const [, fixUp] = cancelled().delegations;
    const done = decide(cancelled(), landed, given);
    expect(waitsFor(done.item)).not.toContain('its merge goes on');
    expect(fixUp?.state.name).toBe('merging');
  });

  it('keeps what is merged then, and /delegate has the next head reviewed', () => {
    const kept = decide(cancelled(), landed, given);
    expect(kept.item.stage.name).toBe('cancelled');
    expect(answers(kept)).toEqual(['fixed', 'fixed']);
    const again = say(kept.item, delegate, given);
    expect(again.item.stage.name).toBe('polishing');
    expect(dispatched(again)).toMatchObject([{ phase: 'rounds', base: sha('e') }]);
  });

  it('leaves the findings open where it could not be merged, and /delegate has them fixed', () => {
    const left = decide(cancelled(), conflict, given);
    expect([left.item.stage.name, left.item.delegations[1]?.state.name]).toEqual(['cancelled', 'withdrawn']);
    const again = say(left.item, delegate, given);
    expect(dispatched(again)).toMatchObject([{ phase: 'delegate', delegation: 3, base: sha('e') }]);
    const refusal = { effect: 'merge-delegation', status: 403, detail: 'No.', remedy: 'Grant it.' };
    const refused = decide(cancelled(), about('effect-refused', refusal), facts());
    expect(refused.item.delegations[1]?.state.name).toBe('withdrawn');
    expect(refused.item.stage.name).toBe('cancelled');
  });

  describe('and /delegate before it is merged', () => {
    const takenUp = () => say(cancelled(), delegate);

    it('waits for the merge, and asks for it again', () => {
      const outcome = takenUp();
      expect(outcome.item.stage.name).toBe('deciding');
      expect(waitsFor(outcome.item)).toContain('Merging the accepted delegation');
      expect(oneShots(outcome)).toContainEqual(
        expect.objectContaining({ kind: 'merge-delegation', delegation: 2, head: sha('c') }),
      );
      expect(dispatched(outcome)).toEqual([]);
    });

    it('goes on with the rounds after it, once', () => {
      const outcome = decide(takenUp().item, landed, given);
      expect(answers(outcome)).toEqual(['fixed', 'fixed']);
      expect(dispatched(outcome)).toMatchObject([{ phase: 'rounds', base: sha('e') }]);
      expect(decide(outcome.item, landed, given).state).toBe('ignored');
    });

    it('blocks where it cannot be merged, and /retry has it made again', () => {
      const outcome = decide(takenUp().item, conflict, given);
      expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'conflict' });
      expect(dispatched(say(outcome.item, { name: 'retry' }, given))).toMatchObject([{ phase: 'delegate' }]);
    });

    it('opens another pull request first where the one before was closed', () => {
      const closed = merging();
      closed.stage = { name: 'rejected' };
      if (closed.pull) closed.pull.state = 'closed';
      const outcome = decide(say(closed, delegate).item, landed, given);
      expect(answers(outcome)).toEqual(['fixed', 'fixed']);
      expect(kinds(outcome)).toEqual(['open-pull']);
      expect(outcome.item.earlierPulls).toHaveLength(1);
    });
  });

  it('lets rounds that went on meanwhile take up what became of it', () => {
    const polishing = { ...merging(), stage: { name: 'polishing' } as const };
    const fixed = decide(polishing, landed, given);
    expect(answers(fixed)).toEqual(['fixed', 'fixed']);
    expect(dispatched(fixed)).toMatchObject([{ phase: 'rounds' }]);
    const moved = decide(polishing, conflict, given);
    expect(dispatched(moved)).toMatchObject([{ phase: 'delegate', delegation: 3 }]);
  });
});

describe('/cancel while sections are being merged', () => {
  const merging = (): Item => {
    const item = itemAt('deciding');
    const [delegation] = item.delegations;
    if (delegation) delegation.state = { name: 'merging', by: 'ada' };
    return item;
  };
  const delegate: Command = { name: 'delegate', groups: [['1'], ['2', '3']], agent: null, model: null };
  const landed = about('delegation-merged', { delegation: 1, sha: sha('e') });

  it('has nothing delegated twice', () => {
    const waits = say(say(merging(), { name: 'cancel' }).item, delegate);
    expect(waits.item.stage.name).toBe('deciding');
    expect(waits.item.delegations).toHaveLength(1);
    const next = decide(waits.item, landed, facts());
    expect(next.item.stage.name).toBe('planned');
    expect(next.item.delegations.map(({ sections, state }) => [state.name, ...sections])).toEqual([
      ['accepted', '1'],
      ['proposed', '2', '3'],
    ]);
  });

  it('counts where its pull request was not merged meanwhile', () => {
    const { item } = say(merging(), { name: 'cancel' });
    expect(decide(item, landed, facts()).item.delegations[0]?.state.name).toBe('accepted');
    if (item.pull) item.pull = { ...item.pull, state: 'merged', mergeSha: sha('d') };
    expect(decide(item, landed, facts()).item.delegations[0]?.state.name).toBe('merging');
  });

  it('lets nobody wait for an update that GitHub refused', () => {
    const source = { on: 'github', issue: 12, commentId: 9, via: 'comment' } as const;
    const item = { ...itemAt('cancelled'), update: { by: 'ada', source } };
    const refusal = { effect: 'update-feature', status: 403, detail: 'No.', remedy: 'Grant it.' };
    const outcome = decide(item, about('effect-refused', refusal), facts());
    expect(outcome.item.update).toBeUndefined();
    expect(kinds(outcome)).toEqual(['reply']);
  });
});
