import { describe, expect, it } from 'vitest';
import { readTicks } from '../../src/commands/boxes.ts';
import { decide } from '../../src/core/decide.ts';
import type { Home, Item } from '../../src/core/item.ts';
import { exploreBlock, grillBlock } from '../../src/text/blocks.ts';
import { assumption, explored, grillingWith, node, planningAt } from '../core/planning-support.ts';
import { allFacts, commandEvent, itemAt, later } from '../core/support.ts';
import { hostile, item, rendered } from './support.ts';

const issue: Home = { on: 'github', issue: 12 };
const linear: Home = { on: 'linear' };
const at = (home: Home, changes: Partial<Item>): Item =>
  item({ home, pull: null, sections: [], change: null, ...changes });
const boxesOf = (text: string): string[] =>
  [...text.matchAll(/box:([a-z0-9-]+):([a-z0-9-]+)/g)].map((m) => m[0]);

describe('the exploration', () => {
  const choosing = (home: Home): Item => at(home, { stage: { name: 'choosing' }, ...planningAt.choosing() });

  it('shows problem, places, directions and pushes none', () => {
    const text = exploreBlock({ kind: 'explore', home: issue }, choosing(issue)) ?? '';
    expect(text).toContain('> Links break.');
    expect(text).toContain('[`src/lint.js:3`](https://github.com/octo/links/blob/');
    expect(text).toContain('#### 2. Resolved late');
    expect(text).toContain('**Would rule it out:** a second reader');
    expect(text).not.toContain('← recommended');
    expect(boxesOf(text)).toEqual([
      'box:choose-1:explore-1',
      'box:choose-2:explore-1',
      'box:none-of-these:explore-1',
    ]);
  });

  it('names commands where ticks do not reach us', () => {
    const text = exploreBlock({ kind: 'explore', home: linear }, choosing(linear)) ?? '';
    expect(text).toContain('- `/choose 2` — **2.** Resolved late');
    expect(boxesOf(text)).toEqual([]);
  });

  it('has boxes that mean what they say', () => {
    const text = exploreBlock({ kind: 'explore', home: issue }, choosing(issue)) ?? '';
    const ticked = text.replace(/- \[ \] (.*box:choose-2)/, '- [x] $1');
    expect(readTicks(text, ticked)).toMatchObject({
      state: 'ticked',
      tick: { means: { name: 'choose', direction: 2 }, decision: 'explore-1' },
    });
  });

  it('keeps the choice in view once it is made', () => {
    const { planning } = grillingWith([node('anchors')]);
    const text =
      exploreBlock(
        { kind: 'explore', home: issue },
        at(issue, { stage: { name: 'grilling' }, ...(planning ? { planning } : {}) }),
      ) ?? '';
    expect(text).toContain('**Chosen by ada: 1. From the root**');
    expect(boxesOf(text)).toEqual([]);
  });

  it('says "too small" with a way out and a way on', () => {
    const { planning } = planningAt.choosing();
    if (!planning) throw new Error('no planning');
    const { read } = explored;
    const exploration = { status: 'TOO_SMALL', problem: 'A typo.', read, why: 'One line.' } as const;
    const text = exploreBlock(
      { kind: 'explore', home: issue },
      at(issue, {
        stage: { name: 'choosing' },
        ...planningAt.choosing(),
        planning: { ...planning, exploration },
      }),
    );
    expect(boxesOf(text ?? '')).toEqual(['box:cancel:explore-1', 'box:go-on:explore-1']);
  });

  it('leaves room for its boxes however long the answer is', () => {
    const { planning } = planningAt.choosing();
    if (!planning) throw new Error('no planning');
    const [first] = explored.directions;
    if (!first) throw new Error('no direction');
    const long = (count: number): string => 'x'.repeat(count);
    const points = Array(6).fill(long(400));
    const direction = {
      title: long(120),
      summary: long(2000),
      diagram: long(4000),
      tradeoffs: { gains: points, costs: points },
      cost: long(400),
      ruledOutBy: long(400),
    };
    const read = Array(30).fill({ path: long(400), line: 1, shows: long(400) });
    const exploration = {
      ...explored,
      problem: long(4000),
      read,
      directions: [direction, direction, direction],
    };
    const text = exploreBlock(
      { kind: 'explore', home: issue },
      at(issue, {
        stage: { name: 'choosing' },
        ...planningAt.choosing(),
        planning: { ...planning, exploration },
      }),
    );
    expect(text?.length).toBeLessThan(60_000);
  });

  it.each(hostile)('keeps %j out of its structure', (word) => {
    const { planning } = planningAt.choosing();
    if (!planning) throw new Error('no planning');
    const [first] = explored.directions;
    if (!first) throw new Error('no direction');
    const direction = { ...first, title: word, summary: word, cost: word, ruledOutBy: word, diagram: word };
    const exploration = { ...explored, problem: word, directions: [direction, direction] };
    const text =
      exploreBlock(
        { kind: 'explore', home: linear },
        at(linear, { stage: { name: 'choosing' }, planning: { ...planning, exploration } }),
      ) ?? '';
    const shown = rendered(text);
    expect(shown.html).toEqual([]);
    expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
  });
});

describe('the grill', () => {
  const nodes = [
    node('anchors', { evidence: explored.read }),
    node('labels', { parent: 'anchors', opens: 'yes' }),
    node('code', { resolvedBy: 'code', evidence: explored.read }),
    assumption('posix'),
  ];
  const grilling = (home: Home): Item => at(home, { stage: { name: 'grilling' }, ...grillingWith(nodes) });

  it('asks exactly one question, its recommendation marked', () => {
    const text = grillBlock({ kind: 'grill', home: issue }, grilling(issue)) ?? '';
    expect(text.match(/^#### /gm)).toHaveLength(1);
    expect(text).toContain('#### What about anchors? `anchors`');
    expect(text).toContain('**Do it** ← recommended: It is simpler.');
    expect(boxesOf(text)).toEqual([
      'box:option-1:q-anchors-1',
      'box:option-2:q-anchors-1',
      'box:think:q-anchors-1',
      'box:defer:q-anchors-1',
    ]);
  });

  it('has boxes that the App understands', () => {
    const text = grillBlock({ kind: 'grill', home: issue }, grilling(issue)) ?? '';
    const ticks = readTicks(text, text.replace(/- \[ \] (.*box:option-2)/, '- [x] $1'));
    if (ticks.state !== 'ticked') throw new Error('not ticked');
    const event = commandEvent(ticks.tick.means, { at: later, decision: ticks.tick.decision });
    const outcome = decide(
      { ...itemAt('grilling'), ...grillingWith(nodes) },
      event,
      allFacts({ change: { state: 'none' } }),
    );
    expect(outcome.item.planning?.tree?.nodes[0]?.state).toMatchObject({
      answer: { option: 'no', who: 'ada' },
    });
  });

  it('counts, states what is assumed, and draws the tree', () => {
    const text = grillBlock({ kind: 'grill', home: linear }, grilling(linear)) ?? '';
    expect(text).toContain(
      '**1 confirmed · 0 deferred · 1 silent assumptions** (1 open, 1 answered by the code)',
    );
    expect(text).toContain('`posix`: assuming posix holds');
    expect(text).toContain('object now or it becomes a design decision: `/object posix <answer>`');
    expect(text).toContain('```mermaid\nflowchart TD\n');
    expect(text).toContain('class n1 asked');
    expect(text).toContain('root --> n1[');
    expect(text).toContain('- `/confirm` — **Do it**');
  });

  it('says what the decisions came to once the plan is there', () => {
    const { planning } = grillingWith(nodes);
    if (!planning) throw new Error('no planning');
    const planned = at(linear, {
      stage: { name: 'planned' },
      change: 'gate-paths',
      planning: { ...planning, proposed: { summary: 'Links get one form.' } },
    });
    const text = grillBlock({ kind: 'grill', home: linear }, planned) ?? '';
    expect(text).toContain('**The plan: `gate-paths`**\n\n> Links get one form.');
    expect(text).not.toMatch(/^#### /m);
  });

  it('asks nothing while the agent thinks', () => {
    const thinking = decide(
      { ...itemAt('grilling'), ...grillingWith(nodes) },
      commandEvent({ name: 'think', hint: '' }, { at: later }),
      allFacts({ change: { state: 'none' } }),
    ).item;
    const text =
      grillBlock({ kind: 'grill', home: linear }, { ...thinking, repository: item().repository }) ?? '';
    expect(text).toContain('_No question now: the branch `anchors` is thought through again._');
    expect(text).not.toMatch(/^#### /m);
  });

  it.each(hostile)('keeps %j out of its structure', (word) => {
    const bad = node('bad', { question: word, why: word, justification: word.replace(/\n/g, ' ') });
    const text =
      grillBlock(
        { kind: 'grill', home: linear },
        at(linear, { stage: { name: 'grilling' }, ...grillingWith([bad]) }),
      ) ?? '';
    const shown = rendered(text);
    expect(shown.html).toEqual([]);
    expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
    expect(text.match(/^```/gm)).toHaveLength(2);
  });
});
