import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { type Item, stageNames } from '../../src/core/item.ts';
import type { Trigger } from '../../src/core/table/cells.ts';
import { cellFor, table, triggerOf } from '../../src/core/table.ts';
import { allFacts, commandEvent, everyEvent, itemAt, newItem, sha } from './support.ts';

const freeze = <T>(value: T): T => {
  if (value && typeof value === 'object') for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
};

const uncounted = (item: Item): Item =>
  item.planning?.tree
    ? { ...item, planning: { ...item.planning, tree: { ...item.planning.tree, refused: 0, log: [] } } }
    : item;

describe('the stage table', () => {
  const events = everyEvent();

  it('has a row for every kind of event that is tried here', () => {
    expect([...new Set(events.map(triggerOf))].sort()).toEqual((Object.keys(table) as Trigger[]).sort());
  });

  describe.each(stageNames)('%s', (stage) => {
    it.each(events.map((event) => [triggerOf(event), event] as const))('answers %s', (trigger, event) => {
      const item = freeze(itemAt(stage));
      const outcome = decide(item, event, freeze(allFacts()));
      expect(outcome.note).not.toBe('');
      const cell = cellFor(stage, trigger);
      if ('ignored' in cell) expect(outcome.state).toBe('ignored');
      if ('refused' in cell) {
        expect(outcome.state).toBe('refused');
        expect(
          outcome.effects.some((effect) => effect.type === 'one-shot' && effect.oneShot.kind === 'reply'),
        ).toBe(true);
      }
      // a reply that is no answer is counted, and nothing else is changed by it
      if (outcome.state !== 'moved') expect(uncounted(outcome.item)).toEqual(uncounted(item));
      // a decision is a function: twice the same
      expect(decide(item, event, allFacts())).toEqual(outcome);
    });
  });
});

describe('the life of a ticket', () => {
  const kinds = (outcome: { effects: ReturnType<typeof decide>['effects'] }): string[] =>
    outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot.kind] : []));

  it('plans a ticket whose change exists and asks for the scope', () => {
    const outcome = decide(
      newItem(),
      commandEvent({ name: 'delegate', groups: [['1'], ['2', '3']], agent: null, model: null }),
      allFacts(),
    );
    expect(outcome.item.stage.name).toBe('planned');
    expect(outcome.item.decision).toMatchObject({ id: 'd1', asks: 'scope' });
    expect(outcome.item.delegations[0]).toMatchObject({
      number: 1,
      sections: ['1'],
      state: { name: 'proposed' },
    });
  });

  it('leaves out sections whose tasks were all ticked before', () => {
    const sections = [
      { number: '1', title: 'Scan', ticked: true },
      { number: '2', title: 'Lint', ticked: false },
    ];
    const event = commandEvent({ name: 'delegate', groups: 'next', agent: null, model: null });
    const outcome = decide(
      newItem(),
      event,
      allFacts({ change: { state: 'found', id: 'gate-paths', sections } }),
    );
    expect(outcome.item.sections.map((section) => section.state)).toEqual(['ticked', 'open']);
    expect(outcome.item.delegations[0]?.sections).toEqual(['2']);
  });

  it('points a delegation of a ticket without a change to planning', () => {
    const outcome = decide(
      newItem(),
      commandEvent({ name: 'delegate', groups: 'next', agent: null, model: null }),
      allFacts({ change: { state: 'none' } }),
    );
    expect(outcome.state).toBe('refused');
    expect(JSON.stringify(outcome.effects)).toContain('change-missing');
  });

  it('makes the branch, then the pull request, then dispatches', () => {
    const confirmed = decide(itemAt('planned'), commandEvent({ name: 'confirm' }), allFacts());
    expect(kinds(confirmed)).toContain('create-branch');
    const branched = decide(
      confirmed.item,
      {
        kind: 'branch-created',
        key: 'k1',
        at: confirmed.item.lastAt,
        actor: { surface: 'throughline', id: 't', login: 't' },
        branch: confirmed.item.feature?.branch ?? '',
        sha: sha('b'),
      },
      allFacts(),
    );
    expect(kinds(branched)).toEqual(['open-pull']);
    const opened = decide(
      branched.item,
      {
        kind: 'pull-opened',
        key: 'k2',
        at: confirmed.item.lastAt,
        actor: { surface: 'throughline', id: 't', login: 't' },
        number: 12,
        url: 'u',
        nodeId: 'n',
        draft: true,
      },
      allFacts(),
    );
    expect(kinds(opened)).toContain('dispatch');
    expect(opened.item.home).toEqual({ on: 'github', issue: 12 });
    expect(opened.item.delegations[0]?.attempts[0]).toMatchObject({
      codeBranch: 'throughline/gate-paths/1-1',
      base: sha('b'),
    });
  });

  it('starts the second attempt at the head of the first, with its failures in the notes', () => {
    const item = itemAt('deciding');
    const outcome = decide(item, commandEvent({ name: 'iterate', notes: 'mind the anchors' }), allFacts());
    const attempt = outcome.item.delegations[0]?.attempts[1];
    expect(attempt).toMatchObject({ number: 2, base: sha('c'), codeBranch: 'throughline/gate-paths/1-2' });
    expect(attempt?.notes).toContain('mind the anchors');
  });

  it('takes the feature branch to where it is, not to where a push that is told late had it', () => {
    const late = everyEvent().find((event) => event.kind === 'feature-pushed');
    if (!late) throw new Error('no push');
    const told = decide(itemAt('deciding'), late, allFacts({ featureSha: sha('7') }));
    expect(told.item.feature?.head).toBe(sha('7'));
    expect(decide(told.item, late, allFacts({ featureSha: sha('7') })).state).toBe('ignored');
  });

  it('leaves a run alone that came back before its dispatch was on record', () => {
    const item = itemAt('deciding');
    const assignmentId = item.delegations[0]?.attempts[0]?.assignmentId ?? '';
    const dispatched = everyEvent().find((event) => event.kind === 'dispatched');
    if (dispatched?.kind !== 'dispatched') throw new Error('no dispatch');
    const known = decide(item, { ...dispatched, assignmentId }, allFacts());
    expect([known.state, kinds(known)]).toEqual(['ignored', []]);
    const unknown = decide(item, { ...dispatched, assignmentId: 'another' }, allFacts());
    expect(kinds(unknown)).toEqual(['cancel-run']);
  });

  it('asks when a pull request is merged with sections open, and finishes on the word of a person', () => {
    const merged = {
      number: 12,
      state: 'closed' as const,
      draft: false,
      merged: true,
      mergeSha: sha('d'),
      mergedBy: 'ada',
    };
    const asked = decide(
      itemAt('deciding'),
      everyEvent().find((event) => event.kind === 'pull-merged') ?? commandEvent({ name: 'help' }),
      allFacts({ pull: merged }),
    );
    expect(asked.item.stage.name).toBe('planned');
    expect(asked.item.decision?.asks).toBe('unfinished-merge');
    const finished = decide(
      asked.item,
      commandEvent({ name: 'finish' }, { decision: asked.item.decision?.id ?? null }),
      allFacts(),
    );
    expect(finished.item.stage.name).toBe('done');
    expect(finished.item.sections.every((section) => section.state === 'dropped')).toBe(true);
    const continued = decide(
      asked.item,
      commandEvent({ name: 'continue' }, { decision: asked.item.decision?.id ?? null }),
      allFacts(),
    );
    expect(continued.item).toMatchObject({
      stage: { name: 'planned' },
      pull: null,
      earlierPulls: [{ number: 12 }],
    });
  });

  it('holds everything back while paused and goes on after /resume', () => {
    const paused: Item = { ...itemAt('planned'), paused: true };
    expect(decide(paused, commandEvent({ name: 'confirm' }), allFacts()).state).toBe('refused');
    const resumed = decide(paused, commandEvent({ name: 'resume' }), allFacts());
    expect(decide(resumed.item, commandEvent({ name: 'confirm' }), allFacts()).state).toBe('moved');
  });

  it('keeps a result that arrives while paused and starts nothing, even in auto mode', () => {
    const item: Item = { ...itemAt('delegating'), paused: true, mode: 'auto' };
    const event = everyEvent().find((one) => one.kind === 'run-finished');
    const outcome = decide(item, event ?? commandEvent({ name: 'help' }), allFacts());
    expect(outcome.item.stage.name).toBe('deciding');
    expect(kinds(outcome)).toEqual([]);
    const resumed = decide(outcome.item, commandEvent({ name: 'resume' }), allFacts());
    expect(kinds(resumed)).toContain('merge-delegation');
  });
});
