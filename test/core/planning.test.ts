import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import type { Enhancement } from '../../src/contracts/planning/enhance.ts';
import { decide } from '../../src/core/decide.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import { exitLine, question } from '../../src/core/grill/tree.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { assumption, back, explored, grillingWith, node } from './planning-support.ts';
import { allFacts, commandEvent, configuration, everyEvent, itemAt, later, newItem, sha } from './support.ts';

const noChange = { change: { state: 'none' } } as const;
const oneShots = (outcome: Outcome) =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const dispatched = (outcome: Outcome) => {
  const effect = oneShots(outcome).find((one) => one.kind === 'dispatch');
  return effect?.kind === 'dispatch' ? effect.assignment : null;
};
const replies = (outcome: Outcome) =>
  oneShots(outcome).flatMap((one) => (one.kind === 'reply' ? [one.reply] : []));

const entered = (label: string | null): Event => ({
  kind: 'entered',
  key: `entered:${label}`,
  at: later,
  actor: { surface: 'linear', id: 'l', login: 'ada' },
  label,
  source: { on: 'linear', ticketId: 't', commentId: null, via: 'label' },
});

const say = (item: Item, command: Command, facts: Partial<Facts> = {}): Outcome =>
  decide(item, commandEvent(command, { at: later }), allFacts({ ...noChange, ...facts }));

/** The run of the item that is awaited comes back. */
const returns = (item: Item, returned: Pick<Facts, 'returned'>, facts: Partial<Facts> = {}): Outcome => {
  const assignmentId = item.planning?.runs.at(-1)?.assignmentId ?? '';
  const event = everyEvent().find((one) => one.kind === 'run-finished');
  if (event?.kind !== 'run-finished') throw new Error('no end of a run');
  return decide(item, { ...event, assignmentId }, allFacts({ ...noChange, ...returned, ...facts }));
};

describe('a bare ticket', () => {
  it.each(['phase:explore', null])('labelled %s is explored', (label) => {
    const outcome = decide(newItem(), entered(label), allFacts(noChange));
    expect(outcome.item.stage.name).toBe('exploring');
    expect(dispatched(outcome)).toMatchObject({
      phase: 'explore',
      base: sha('a'),
      codeBranch: 'throughline/per-206/explore-1',
      inputs: { said: [{ permission: 'none', text: 'Links break.' }] },
    });
  });

  it('labelled phase:grill is grilled without a direction', () => {
    const outcome = decide(newItem(), entered('phase:grill'), allFacts(noChange));
    expect(outcome.item.stage.name).toBe('grilling');
    expect(dispatched(outcome)).toMatchObject({ phase: 'grill', inputs: { direction: null, tree: [] } });
  });

  it.each(['phase:propose', 'phase:enhance'])('labelled %s is told what has to come first', (label) => {
    const outcome = decide(newItem(), entered(label), allFacts(noChange));
    expect(outcome.state).toBe('refused');
    expect(oneShots(outcome).map(({ kind }) => kind)).toEqual(['remove-label', 'reply']);
    expect(JSON.stringify(replies(outcome))).toContain('phase:explore');
  });

  it('is not explored twice at once', () => {
    const first = decide(newItem(), entered('phase:explore'), allFacts(noChange));
    const second = decide(first.item, entered('phase:explore'), allFacts(noChange));
    expect(second.state).toBe('refused');
    expect(dispatched(second)).toBeNull();
  });

  it('may be explored by a member of the team whom GitHub does not know', () => {
    const actor = { state: 'unmapped', guest: false } as const;
    const outcome = decide(newItem(), entered('phase:explore'), allFacts({ ...noChange, actor }));
    expect(dispatched(outcome)?.phase).toBe('explore');
    const guest = { state: 'unmapped', guest: true } as const;
    const refused = decide(newItem(), entered('phase:explore'), allFacts({ ...noChange, actor: guest }));
    expect(refused.state).toBe('refused');
  });

  it('whose change exists is not begun by somebody who may only plan', () => {
    const actor = { state: 'unmapped', guest: false } as const;
    const outcome = decide(newItem(), entered('phase:delegate'), allFacts({ actor }));
    expect(replies(outcome)).toMatchObject([{ kind: 'not-permitted' }]);
  });
});

describe('an exploration', () => {
  it('shows its directions and waits', () => {
    const outcome = returns(itemAt('exploring'), back({ phase: 'explore', answer: explored }));
    expect(outcome.item).toMatchObject({
      stage: { name: 'choosing' },
      decision: { asks: 'direction' },
      blocks: [{ kind: 'explore' }],
    });
  });

  it('is begun anew with a hint, and knows what was shown before', () => {
    const outcome = say(itemAt('choosing'), { name: 'explore', hint: 'mind the symlinks' });
    expect(dispatched(outcome)).toMatchObject({
      phase: 'explore',
      inputs: {
        earlier: explored.directions,
        said: [{ text: 'Links break.' }, { by: 'ada', permission: 'write', text: 'mind the symlinks' }],
      },
    });
  });

  it('says that nothing was chosen where the box for none of them is ticked', () => {
    const outcome = say(itemAt('choosing'), { name: 'explore', hint: '' });
    expect(outcome.item.planning?.said).toMatchObject([{ text: 'None of the directions that were shown.' }]);
  });

  it('that calls the ticket too small waits for a word', () => {
    const { read } = explored;
    const answer = { status: 'TOO_SMALL', problem: 'A typo.', read, why: 'One line.' } as const;
    const outcome = returns(itemAt('exploring'), back({ phase: 'explore', answer }));
    expect(outcome.item.stage.name).toBe('choosing');
    expect(say(outcome.item, { name: 'choose', direction: 1 }).state).toBe('refused');
    expect(dispatched(say(outcome.item, { name: 'explore', hint: 'all the same' }))?.phase).toBe('explore');
  });

  it('leads to the grill by a choice', () => {
    const outcome = say(itemAt('choosing'), { name: 'choose', direction: 2 });
    expect(dispatched(outcome)).toMatchObject({
      phase: 'grill',
      inputs: { direction: { title: 'Resolved late' }, tree: [], branch: null },
    });
    expect(replies(say(itemAt('choosing'), { name: 'choose', direction: 7 }))).toMatchObject([
      { kind: 'unknown-direction', asked: 7, shown: 2 },
    ]);
  });
});

describe('a grill', () => {
  const nodes = [
    node('anchors'),
    node('labels'),
    node('code', { resolvedBy: 'code', evidence: explored.read }),
  ];
  const grilled = (...all: typeof nodes) =>
    returns(
      { ...itemAt('proposing'), ...itemGrilling() },
      back({ phase: 'grill', answer: { status: 'GRILLED', nodes: all } }),
    );
  const itemGrilling = (): Partial<Item> => {
    const outcome = say(itemAt('choosing'), { name: 'choose', direction: 1 });
    return outcome.item;
  };

  it('asks one question, and the next once it is answered', () => {
    const first = grilled(...nodes);
    expect(first.item).toMatchObject({
      stage: { name: 'grilling' },
      decision: { id: 'q-anchors-1', asks: 'question' },
    });
    const second = say(first.item, { name: 'confirm' });
    expect(second.item.decision).toMatchObject({ id: 'q-labels-2', asks: 'question' });
    expect(dispatched(second)).toBeNull();
  });

  it('goes on to the plan by itself when every question is closed', () => {
    const one = say(grilled(...nodes).item, { name: 'confirm' });
    const two = say(one.item, { name: 'confirm', option: 'no' });
    expect(two.item.stage.name).toBe('proposing');
    expect(
      exitLine(two.item.planning?.tree ?? { nodes: [], asked: [], closed: [], refused: 0, log: [] }),
    ).toBe('3 confirmed · 0 deferred · 0 silent assumptions');
    expect(dispatched(two)).toMatchObject({
      phase: 'propose',
      inputs: {
        decisions: [
          { id: 'anchors', answer: 'Do it', who: 'ada' },
          { id: 'labels', answer: 'Leave it' },
          { id: 'code' },
        ],
      },
    });
  });

  it('asks whether its assumptions hold before it goes on', () => {
    const item = { ...itemAt('grilling'), ...grillingWith([node('anchors'), assumption('posix')]) };
    const closed = say(item, { name: 'confirm' });
    expect(closed.item.decision).toMatchObject({ asks: 'assumptions' });
    expect(dispatched(closed)).toBeNull();
    const accepted = say(closed.item, { name: 'confirm' });
    expect(dispatched(accepted)?.phase).toBe('propose');
  });

  it.each<[Command, string]>([
    [{ name: 'override', answer: 'Hyphens, and nothing else' }, 'override'],
    [{ name: 'think', hint: 'about Windows' }, 'think'],
  ])('has %j thought through as a branch, and asks nothing meanwhile', (command, cause) => {
    const outcome = say(itemAt('grilling'), command);
    expect(dispatched(outcome)).toMatchObject({
      phase: 'grill',
      inputs: { branch: { node: 'anchors', cause, by: 'ada' }, tree: [{ node: { id: 'anchors' } }, {}] },
    });
    expect(outcome.item.decision).toBeNull();
    expect(say(outcome.item, { name: 'confirm' }).state).toBe('refused');
    const grafted = returns(
      outcome.item,
      back({
        phase: 'grill',
        answer: { status: 'GRILLED', nodes: cause === 'think' ? [node('anchors')] : [] },
      }),
    );
    const asked = grafted.item.planning?.tree ? question(grafted.item.planning.tree) : null;
    expect(asked?.id).toBe(cause === 'think' ? 'anchors' : 'labels');
  });

  it('refuses what is no answer, counts it, and lets the question stand', () => {
    const outcome = say(itemAt('grilling'), { name: 'override', answer: 'whatever you think' });
    expect(outcome.state).toBe('refused');
    expect(replies(outcome)).toMatchObject([
      { kind: 'no-answer', why: { reason: 'vague', node: 'anchors' } },
    ]);
    expect(outcome.item.planning?.tree?.refused).toBe(1);
    expect(outcome.item.decision).toEqual(itemAt('grilling').decision);
  });

  it('reads back what it understood of plain words', () => {
    const event = everyEvent().find((one) => one.kind === 'replied');
    if (event?.kind !== 'replied') throw new Error('no reply');
    const outcome = decide(itemAt('grilling'), { ...event, at: later }, allFacts(noChange));
    expect(replies(outcome)).toMatchObject([{ kind: 'read-back', node: 'anchors' }]);
    expect(dispatched(outcome)).toMatchObject({ inputs: { branch: { cause: 'override' } } });
  });

  it('blocks on an answer that cannot be used, and asks for the same branch again', () => {
    const thinking = say(itemAt('grilling'), { name: 'think', hint: '' });
    const problems = ['Two questions in one: `anchors`.'];
    const told = { runId: 5, url: 'u', evidenceUrl: 'e', completedAt: later };
    const outcome = returns(thinking.item, { returned: { state: 'unusable', ...told, problems } });
    expect(outcome.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'invalid-artifacts',
      findings: problems,
      resume: 'grilling',
    });
    expect(dispatched(say(outcome.item, { name: 'retry' }))).toMatchObject({
      phase: 'grill',
      attempt: 3,
      inputs: { branch: { node: 'anchors', cause: 'think' } },
    });
  });
});

describe('a plan', () => {
  const proposed = back(
    { phase: 'propose', answer: { status: 'PROPOSED', change: 'gate-paths', summary: 'Gates paths.' } },
    { head: sha('9') },
  );
  const put = (item: Item, commit: string, facts: Partial<Facts> = {}): Outcome => {
    const event = everyEvent().find((one) => one.kind === 'branch-created');
    if (event?.kind !== 'branch-created') throw new Error('no branch');
    return decide(item, { ...event, sha: commit }, allFacts(facts));
  };

  it('becomes the feature branch, and its first scope is shown', () => {
    const outcome = returns(itemAt('proposing'), proposed);
    expect(oneShots(outcome)).toMatchObject([
      { kind: 'put-branch', branch: 'feat/per-206-gate-paths', from: null, to: sha('9') },
    ]);
    const planned = put(outcome.item, sha('9'), { featureSha: sha('9') });
    expect(planned.item).toMatchObject({
      stage: { name: 'planned' },
      change: 'gate-paths',
      feature: { head: sha('9') },
      decision: { asks: 'scope' },
    });
  });

  it('is enhanced where the configuration says so, on top of its own commit', () => {
    const value = configurationSchema.parse({ ...configuration, plan: { enhance: 'on' } });
    const facts = { configuration: { state: 'valid', value } } as const;
    const outcome = put(returns(itemAt('proposing'), proposed).item, sha('9'), {
      ...facts,
      featureSha: sha('9'),
    });
    expect(dispatched(outcome)).toMatchObject({
      phase: 'enhance',
      base: sha('9'),
      inputs: { change: 'gate-paths' },
    });
    const answer: Enhancement = { status: 'ENHANCED', sections: [], tasks: [], repos: [], crossRepo: [] };
    const enhanced = returns(outcome.item, back({ phase: 'enhance', answer }, { head: sha('8') }), facts);
    expect(oneShots(enhanced)).toMatchObject([{ kind: 'put-branch', from: sha('9'), to: sha('8') }]);
    expect(put(enhanced.item, sha('8'), facts).item.stage.name).toBe('planned');
  });

  it('goes on where the news of its own push came before the word that the branch is there', () => {
    const { item } = returns(itemAt('proposing'), proposed);
    const pushed = everyEvent().find((one) => one.kind === 'feature-pushed') ?? entered(null);
    const before: Item = { ...item, feature: { branch: 'feat/per-206-gate-paths', head: sha('8') } };
    const told = decide(before, pushed, allFacts({ featureSha: sha('9') }));
    expect(told.item.feature?.head).toBe(sha('9'));
    expect(put(told.item, sha('9'), { featureSha: sha('9') }).item.stage.name).toBe('planned');
  });

  it('that was lost is asked for again', () => {
    const lost = everyEvent().find((one) => one.kind === 'run-lost');
    const outcome = decide(itemAt('proposing'), lost ?? entered(null), allFacts(noChange));
    expect(outcome.item.stage).toMatchObject({ name: 'blocked', failure: 'lost', resume: 'proposing' });
    expect(dispatched(say(outcome.item, { name: 'retry' }))).toMatchObject({ phase: 'propose', attempt: 2 });
  });

  it('held back by a pause is asked for at /resume', () => {
    const item = { ...itemAt('grilling'), ...grillingWith([node('anchors')]), paused: true };
    const held = say(item, { name: 'confirm' });
    expect([held.item.stage.name, dispatched(held)]).toEqual(['proposing', null]);
    expect(dispatched(say(held.item, { name: 'resume' }))?.phase).toBe('propose');
  });

  it('is stopped by /cancel, and what its run used is still counted', () => {
    const outcome = say(itemAt('proposing'), { name: 'cancel' });
    expect(oneShots(outcome)).toContainEqual(expect.objectContaining({ kind: 'cancel-run', runId: 5 }));
    expect(outcome.item.planning?.runs.at(-1)?.outcome).toMatchObject({
      state: 'failed',
      failure: 'cancelled',
    });
    expect(dispatched(say(outcome.item, { name: 'explore', hint: 'again' }))).toMatchObject({ attempt: 2 });
  });
});
