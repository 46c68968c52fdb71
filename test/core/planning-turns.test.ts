import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import { exitLine } from '../../src/core/grill/tree.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { exploreBlock, grillBlock } from '../../src/text/blocks.ts';
import { back, explored, grillingWith, node } from './planning-support.ts';
import { allFacts, commandEvent, everyEvent, itemAt, later, sha } from './support.ts';

const noChange = { change: { state: 'none' } } as const;
const oneShots = (outcome: Outcome) =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome): string[] => oneShots(outcome).map(({ kind }) => kind);
const dispatched = (outcome: Outcome) => {
  const effect = oneShots(outcome).find((one) => one.kind === 'dispatch');
  return effect?.kind === 'dispatch' ? effect.assignment : null;
};
const say = (item: Item, command: Command, facts: Partial<Facts> = {}): Outcome =>
  decide(item, commandEvent(command, { at: later }), allFacts({ ...noChange, ...facts }));
const event = <K extends Event['kind']>(kind: K, changes: Partial<Event> = {}): Event => {
  const found = everyEvent().find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return { ...found, ...changes } as Event;
};
const ends = (item: Item, returned: Pick<Facts, 'returned'>, of = item): Outcome => {
  const assignmentId = of.planning?.runs.at(-1)?.assignmentId ?? '';
  return decide(item, event('run-finished', { assignmentId }), allFacts({ ...noChange, ...returned }));
};
const fresh = (id: string): Partial<Facts> => ({ freshId: `00000000-0000-4000-8000-00000000000${id}` });
const entered = (label: string | null): Event => event('entered', { label });

const proposed = back(
  { phase: 'propose', answer: { status: 'PROPOSED', change: 'gate-paths', summary: 'Gates paths.' } },
  { head: sha('9') },
);
const cancelled: Pick<Facts, 'returned'> = {
  returned: { state: 'failed', failure: 'cancelled', detail: 'It was cancelled.', url: null },
};

describe('a run that was given up', () => {
  it('and comes back after all leads to the plan', () => {
    const lost = decide(itemAt('proposing'), event('run-lost'), allFacts(noChange)).item;
    expect(lost.stage.name).toBe('blocked');
    const late = ends(lost, proposed);
    expect(kinds(late)).toEqual(['put-branch']);
    const put = decide(
      late.item,
      event('branch-created', { sha: sha('9') }),
      allFacts({ featureSha: sha('9') }),
    );
    expect(put.item.stage.name).toBe('planned');
  });

  it('by a person changes nothing when it ends, and is counted', () => {
    const paused: Item = { ...itemAt('exploring'), paused: true };
    const again = say(paused, { name: 'explore', hint: 'look again' }, fresh('1'));
    expect(kinds(again)).toContain('cancel-run');
    const end = ends(again.item, cancelled, paused);
    expect(end.item.stage.name).toBe('exploring');
    const shown = ends(again.item, back({ phase: 'explore', answer: explored }), paused);
    expect(shown.item.stage.name).toBe('exploring');
    expect(dispatched(say(end.item, { name: 'resume' }, fresh('2')))?.phase).toBe('explore');
  });

  it('because the change was there already does not touch the delegation', () => {
    const command = { name: 'delegate', groups: 'next', agent: null, model: null } as const;
    const planned = decide(itemAt('exploring'), commandEvent(command, { at: later }), allFacts());
    expect([planned.item.stage.name, kinds(planned)]).toEqual([
      'planned',
      expect.arrayContaining(['cancel-run']),
    ]);
    const running = decide(
      planned.item,
      commandEvent({ name: 'confirm' }, { at: later }),
      allFacts(fresh('3')),
    ).item;
    expect(
      ends(running, back({ phase: 'explore', answer: explored }), itemAt('exploring')).item.stage.name,
    ).toBe('delegating');
  });
});

describe('a plan that did not reach its branch', () => {
  it('is put there again by /retry, without asking the agent once more', () => {
    const { item } = ends(itemAt('proposing'), proposed);
    const refused = decide(item, event('effect-refused', { effect: 'put-branch' }), allFacts(noChange));
    expect(refused.item.stage).toMatchObject({ name: 'blocked', resume: 'proposing' });
    expect(kinds(say(refused.item, { name: 'retry' }))).toContain('put-branch');
  });

  it('or is not readable there blocks, and is no plan without sections', () => {
    const { item } = ends(itemAt('proposing'), proposed);
    const put = decide(
      item,
      event('branch-created', { sha: sha('9') }),
      allFacts({ ...noChange, featureSha: sha('9') }),
    );
    expect(put.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'invalid-artifacts',
      resume: 'proposing',
    });
  });

  it('shows its scope and waits where who answered last may only plan, also in auto mode', () => {
    const actor = { state: 'unmapped', guest: false } as const;
    const grilling: Item = { ...itemAt('grilling'), ...grillingWith([node('anchors')]), mode: 'auto' };
    const asked = say(grilling, { name: 'confirm' }, { actor });
    const { item } = ends(asked.item, proposed);
    const put = decide(item, event('branch-created', { sha: sha('9') }), allFacts({ featureSha: sha('9') }));
    expect([put.item.stage.name, kinds(put)]).toEqual(['planned', []]);
    const byWriter = ends(say(grilling, { name: 'confirm' }).item, proposed).item;
    const went = decide(
      byWriter,
      event('branch-created', { sha: sha('9') }),
      allFacts({ featureSha: sha('9') }),
    );
    expect(went.item.stage.name).toBe('delegating');
  });
});

describe('a question', () => {
  it('is not answered twice by one comment', () => {
    const key = 'comment:7';
    const first = commandEvent({ name: 'confirm' }, { at: later, key: `${key}:0` });
    const second = commandEvent({ name: 'confirm' }, { at: later, key: `${key}:1` });
    const once = decide(itemAt('grilling'), first, allFacts(noChange));
    expect(once.item.decision?.id).toBe('q-labels-2');
    expect(decide(once.item, second, allFacts(noChange)).state).toBe('refused');
    const other = commandEvent({ name: 'confirm' }, { at: later, key: 'comment:8:0' });
    expect(dispatched(decide(once.item, other, allFacts(noChange)))?.phase).toBe('propose');
  });

  it('waits while an answer in own words is held back by a pause', () => {
    const paused: Item = { ...itemAt('grilling'), paused: true };
    const held = say(paused, { name: 'override', answer: 'Hyphens, and nothing else' });
    expect(say(held.item, { name: 'confirm' }).state).toBe('refused');
    expect(dispatched(say(held.item, { name: 'resume' }))).toMatchObject({
      inputs: { branch: { cause: 'override' } },
    });
  });

  it('is answered in another way where its branch could not be thought through', () => {
    const thinking = say(itemAt('grilling'), { name: 'override', answer: 'Hyphens, and nothing else' });
    const told = { runId: 5, url: 'u', evidenceUrl: 'e', completedAt: later };
    const stuck = ends(thinking.item, { returned: { state: 'unusable', ...told, problems: ['A ring.'] } });
    expect(stuck.item.stage.name).toBe('blocked');
    const other = say(stuck.item, { name: 'confirm' });
    expect(other.item).toMatchObject({ stage: { name: 'grilling' }, decision: { asks: 'question' } });
  });

  it('takes no answer that would not fit into the next prompt', () => {
    const long = say(itemAt('grilling'), { name: 'override', answer: 'word '.repeat(2_000) });
    expect(long.state).toBe('refused');
    expect(long.item).toEqual(itemAt('grilling'));
  });
});

describe('a plan that is there already', () => {
  const enhanced = back(
    { phase: 'enhance', answer: { status: 'ENHANCED', sections: [], tasks: [], repos: [], crossRepo: [] } },
    { head: sha('8') },
  );

  it('labelled phase:enhance is enhanced on a branch of its own, and its scope is shown again', () => {
    const asked = decide(itemAt('planned'), entered('phase:enhance'), allFacts(fresh('5')));
    expect(kinds(asked)).toEqual(['remove-label', 'dispatch']);
    expect(dispatched(asked)).toMatchObject({
      phase: 'enhance',
      base: sha('a'),
      inputs: { change: 'gate-paths' },
    });
    const returned = ends(asked.item, enhanced);
    expect(oneShots(returned)).toMatchObject([
      { kind: 'put-branch', branch: 'feat/per-206-gate-paths', from: null, to: sha('8') },
    ]);
    const put = decide(
      returned.item,
      event('branch-created', { sha: sha('8') }),
      allFacts({ featureSha: sha('8') }),
    );
    expect(put.item).toMatchObject({
      stage: { name: 'planned' },
      feature: { head: sha('8') },
      planning: { enhanced: true },
      decision: { asks: 'scope' },
    });
  });

  it('is not enhanced under the work', () => {
    const begun: Item = { ...itemAt('delegating'), stage: { name: 'planned' } };
    const outcome = decide(begun, entered('phase:enhance'), allFacts());
    expect([outcome.state, kinds(outcome)]).toEqual(['refused', ['remove-label', 'reply']]);
  });
});

describe('a ticket given again', () => {
  it('keeps the grill that is closed', () => {
    const paused: Item = { ...itemAt('grilling'), ...grillingWith([node('anchors')]), paused: true };
    const { item } = say(paused, { name: 'confirm' });
    const again = decide(item, entered(null), allFacts(noChange));
    expect(again.state).toBe('refused');
    const tree = again.item.planning?.tree;
    expect(tree && exitLine(tree)).toBe('1 confirmed · 0 deferred · 0 silent assumptions');
  });

  it('after /cancel is explored afresh, and its directions can be chosen', () => {
    const stopped = say(itemAt('grilling'), { name: 'cancel' }).item;
    const again = decide(stopped, entered('phase:explore'), allFacts({ ...noChange, ...fresh('4') })).item;
    const home = { on: 'github', issue: 12 } as const;
    expect(grillBlock({ kind: 'grill', home }, again)).not.toContain('box:');
    const shown = ends(again, back({ phase: 'explore', answer: explored })).item;
    expect(exploreBlock({ kind: 'explore', home }, shown)).toContain('box:choose-1:');
    expect(shown.planning?.earlier).toHaveLength(2);
  });
});
