import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Finding, Round } from '../../src/core/rounds/round.ts';
import { finding, fix, round } from '../text/rounds/support.ts';
import { modelled } from './models.ts';
import { allFacts, commandEvent, itemAt, platformEvent, sha } from './support.ts';

const head = (digit: string) => ({
  sha: sha(digit),
  mergeBase: sha('0'),
  changed: ['src/lint.js'],
  touched: [],
});
const configured = (caps: object): Pick<Facts, 'configuration'> => ({
  configuration: { state: 'valid', value: modelled({ caps, rounds: { quiet: 0 } }) },
});
const facts = (caps: object, more: Partial<Facts> = {}): Facts =>
  allFacts({ head: head('d'), ...configured(caps), ...more });
const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const said = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'reply' ? [effect.reply] : []));
const dispatched = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment.phase] : []));

/** All sections merged; `rounds` so far. */
const polished = (rounds: Round[], findings: Finding[] = []): Item => {
  const item = itemAt('polishing');
  for (const section of item.sections) section.state = 'accepted';
  const [delegation] = item.delegations;
  if (delegation) delegation.state = { name: 'accepted', by: 'ada', mergeSha: sha('d') };
  if (item.pull) item.pull.draft = false;
  return { ...item, rounds, findings };
};
const closed = (number: number): Round =>
  round({ number, head: sha(String(number)), findings: [], state: { name: 'closed', clean: false } });
const pushed = (item: Item, given: Facts): Outcome =>
  decide(item, { ...platformEvent('feature-pushed'), sha: sha('e') } as Event, given);
const ask = (item: Item, command: Command, given: Facts): Outcome =>
  decide(item, commandEvent(command, { at: '2026-06-01T00:00:00Z' }), given);

describe('caps.rounds', () => {
  const two = { rounds: 2 };
  const stopped = () => pushed(polished([closed(1), closed(2)]), facts(two, { featureSha: sha('e') }));

  it('stops and tells one person what is used', () => {
    const outcome = stopped();
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', cause: 'caps', resume: 'polishing' });
    expect(said(outcome)).toEqual([
      {
        kind: 'rounds-stopped',
        to: expect.any(String),
        reached: [{ setting: 'caps.rounds', used: 2, most: 2 }],
        caps: [],
      },
    ]);
    expect(dispatched(outcome)).toEqual([]);
  });

  it('is gone over by exactly one round on a person’s word', () => {
    const over = ask(stopped().item, { name: 'confirm' }, facts(two));
    expect(dispatched(over)).toEqual(['rounds']);
    expect(over.item.rounds?.at(-1)).toMatchObject({
      number: 3,
      override: { by: 'ada', caps: ['caps.rounds'] },
    });
    const third = over.item.rounds?.at(-1);
    if (!third) throw new Error('no round');
    third.state = { name: 'closed', clean: false };
    const again = pushed(over.item, facts(two, { featureSha: sha('f'), head: head('f') }));
    expect(again.item.stage).toMatchObject({ name: 'blocked', caps: ['caps.rounds'] });
    expect(dispatched(again)).toEqual([]);
  });

  it('lets go once it is raised, and not before', () => {
    const item = stopped().item;
    expect(dispatched(ask(item, { name: 'retry' }, facts({ rounds: 3 })))).toEqual(['rounds']);
    const same = ask(item, { name: 'retry' }, facts(two));
    expect(said(same)).toMatchObject([{ kind: 'rounds-stopped' }]);
  });

  it.each(['copilot', 'auto'] as const)(
    'waits for a person in mode %s, and starts nothing while paused',
    (mode) => {
      const item: Item = { ...stopped().item, mode, paused: true };
      const paused = ask(item, { name: 'confirm' }, facts(two));
      expect([paused.state, dispatched(paused)]).toEqual(['refused', []]);
      const resumed = ask(item, { name: 'resume' }, facts(two));
      expect([resumed.item.stage.name, dispatched(resumed)]).toEqual(['blocked', []]);
    },
  );

  it('counts no round that was left out by rule', () => {
    const skipped = { ...closed(1), state: { name: 'skipped' as const, why: 'documentation only' } };
    const outcome = pushed(polished([skipped, closed(2)]), facts(two, { featureSha: sha('e') }));
    expect(dispatched(outcome)).toEqual(['rounds']);
  });
});

describe('a fix-up that was rejected', () => {
  const open = (changes: Partial<Finding> = {}) => finding({ decided: fix, fixRejected: true, ...changes });
  const rejected = (findings = [open()]): Item => {
    const item = polished(
      [round({ state: { name: 'answering' }, findings: findings.map(({ id }) => id), fixUp: 2 })],
      findings,
    );
    const [first] = item.delegations;
    if (!first) throw new Error('no delegation');
    item.delegations.push({
      ...structuredClone(first),
      number: 2,
      sections: [],
      state: { name: 'rejected', by: 'ada', why: 'No.' },
      fixUp: { round: 1, tasks: '## 1. Answer\n\n- [ ] 1.1 Fix\n', behavioural: ['F1'] },
    });
    item.stage = { name: 'rejected' };
    return item;
  };

  it('leaves its finding to /triage, which ends the round without another one', () => {
    const outcome = ask(
      rejected(),
      { name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why: 'Deliberate.' },
      facts({}),
    );
    expect(outcome.item.findings?.[0]?.answer).toMatchObject({ kind: 'acknowledged' });
    expect(outcome.item.rounds?.[0]?.state.name).toBe('closed');
  });

  it('has none made anew unless that is said', () => {
    const two = rejected([open(), open({ id: 'F2', fingerprint: 'other' })]);
    const ack: Command = { name: 'triage', finding: 'F1', to: 'acknowledge', priority: null, why: 'So.' };
    const one = ask(two, ack, facts({}));
    expect([one.item.stage.name, dispatched(one)]).toEqual(['rejected', []]);
    const again = ask(one.item, { ...ack, finding: 'F2', to: 'fix', why: '' }, facts({}));
    expect(dispatched(again)).toEqual(['delegate']);
  });

  it('takes what a person pushes for the fix, and has it reviewed', () => {
    const outcome = pushed(rejected(), facts({}, { featureSha: sha('e'), head: head('e') }));
    expect(outcome.item.findings?.[0]?.answer).toMatchObject({ kind: 'fixed', sha: sha('e') });
    expect(dispatched(outcome)).toEqual(['rounds']);
  });

  describe('where the branch is force-pushed', () => {
    const forced = (branch: Partial<NonNullable<Facts['branch']>>) => ({
      ...{ featureSha: sha('e'), head: head('e') },
      branch: { from: sha('d'), to: sha('e'), forced: true, lost: [], restored: false, ...branch },
    });
    const kinds = (outcome: Outcome) => said(outcome).map(({ kind }) => kind);

    it('says so, and takes it for no fix where it lost what was accepted', () => {
      const outcome = pushed(rejected(), facts({}, forced({ lost: [1] })));
      expect(kinds(outcome)).toEqual(['rewritten']);
      expect(outcome.item.findings?.[0]).toMatchObject({ answer: null, fixRejected: true });
      expect(outcome.item.stage.name).toBe('rejected');
    });

    it('takes it for none where it brings back what was there', () => {
      const outcome = pushed(rejected(), facts({}, forced({ forced: false, restored: true })));
      expect(outcome.item.findings?.[0]?.answer).toBeNull();
    });

    it('says so as well where it is the fix', () => {
      const outcome = pushed(rejected(), facts({}, forced({})));
      expect(kinds(outcome)).toEqual(['rewritten']);
      expect(outcome.item.findings?.[0]?.answer).toMatchObject({ kind: 'fixed', sha: sha('e') });
      // what is still lost from before does not count against commits that go on from it
      const later = pushed(rejected(), facts({}, forced({ forced: false, lost: [1] })));
      expect(later.item.findings?.[0]?.answer).toMatchObject({ kind: 'fixed' });
    });

    it('says so where a cap stands in the way of the fixes, too', () => {
      const item = polished(
        [round({ state: { name: 'answering' }, findings: ['F1'] })],
        [finding({ decided: fix })],
      );
      item.stage = {
        ...{ name: 'blocked', cause: 'caps', failure: null, detail: '', url: null, resume: 'polishing' },
        caps: ['caps.fix-ups'],
      };
      const lost = pushed(item, facts({}, forced({ lost: [1] })));
      expect(kinds(lost)).toEqual(['rewritten']);
      expect(lost.item.findings?.[0]?.answer).toBeNull();
      const mended = pushed(item, facts({}, forced({})));
      expect(kinds(mended)).toEqual(['rewritten']);
      expect(mended.item.findings?.[0]?.answer).toMatchObject({ kind: 'fixed' });
    });
  });
});
