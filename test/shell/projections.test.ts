import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectionNames } from '../../src/core/effect.ts';
import type { Item, StageName } from '../../src/core/item.ts';
import { Refused, Unavailable } from '../../src/ports/errors.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { commandEvent, sha } from '../core/support.ts';
import { pullRequest } from './fake-github.ts';
import { states } from './fake-tracker.ts';
import { askFor, createStage, lease, type Stage, trackedItem, validConfiguration } from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
  stage.repository.values.pulls.push(pullRequest(12, { body: "Ada's own words" }));
});
afterEach(() => stage.store.close());

const project = async (item: Item, names = [...projectionNames]) => {
  const held = await askFor(stage, item, { projections: names });
  await takeTurn(stage.world, held, () => false);
  await stage.store.releaseLease(held);
};
const writes = () =>
  [...stage.repository.calls, ...stage.tracker.calls].filter((call) =>
    /^(upsert|update|transition)/.test(call),
  );

const troubles = () => stage.repository.values.comments.filter((one) => one.tag.startsWith('trouble:'));

describe('what people see of an item', () => {
  it('is written from the item as it is, around the words of people', async () => {
    const item = await trackedItem(stage, 'deciding', {
      blocks: [{ kind: 'findings', delegation: 1, home: { on: 'github', issue: 12 } }],
    });
    await project(item);
    const { comments, checks, pulls } = stage.repository.values;
    expect(comments.map(({ issue, tag }) => `${issue} ${tag}`).sort()).toEqual([
      '12 d1:findings',
      '12 status',
    ]);
    expect(checks).toMatchObject([{ name: 'throughline / deep review', headSha: sha('b') }]);
    expect(pulls[0]?.body).toContain("Ada's own words");
    expect(pulls[0]?.body).toContain('PER-206');
    expect(stage.tracker.values.transitions).toEqual(['In Progress']);
  });

  it('is not asked about again while nothing changed', async () => {
    const item = await trackedItem(stage, 'deciding', {
      blocks: [{ kind: 'findings', delegation: 1, home: { on: 'github', issue: 12 } }],
    });
    await project(item);
    const before = writes();
    await project(item);
    expect(writes()).toEqual(before);
    expect(before.length).toBeGreaterThanOrEqual(5);
  });

  it('is written again after somebody ticked a box, whatever became of the tick', async () => {
    const item = await trackedItem(stage, 'deciding', {
      blocks: [{ kind: 'findings', delegation: 1, home: { on: 'github', issue: 12 } }],
    });
    await project(item);
    const findings = () => stage.repository.values.comments.find((one) => one.tag === 'd1:findings');
    const rendered = findings()?.body;
    Object.assign(findings() ?? {}, { body: rendered?.replace('- [ ]', '- [x]') });
    const stale = commandEvent(
      { name: 'accept' },
      { decision: 'd0a9', source: { on: 'github', issue: 12, commentId: 501, via: 'box' } },
    );
    await stage.store.addEvents([{ itemId: item.id, event: stale }], stage.clock.now());
    await takeTurn(stage.world, await lease(stage), () => false);
    expect(rendered).toContain('- [ ]');
    expect(findings()?.body).toBe(rendered);
  });

  it('waits for a platform that is away, alone: the others are written', async () => {
    const item = await trackedItem(stage, 'deciding');
    stage.tracker.failNext('ticket', new Unavailable('Linear is away'));
    await project(item);
    expect(stage.repository.values.comments).toHaveLength(1);
    expect(stage.tracker.values.transitions).toEqual([]);
    // an outage is nothing to tell: it passes
    expect(troubles()).toEqual([]);
    stage.clock.advance(2_000);
    await takeTurn(stage.world, await lease(stage), () => false);
    expect(stage.tracker.values.transitions).toEqual(['In Progress']);
  });

  it('is told once, with the remedy, where a platform refuses it for good', async () => {
    const item = await trackedItem(stage, 'deciding');
    const remedy = 'Name one of them under `tracker.states.started`.';
    for (const _ of [1, 2]) {
      stage.tracker.failNext(
        'transition',
        new Refused('Linear has no state In Progress.', { status: 404, remedy }),
      );
      await project(item, ['ticket-state']);
    }
    expect(troubles()).toHaveLength(1);
    expect(troubles()[0]?.body).toContain("The ticket's state could not be brought up to date");
    expect(troubles()[0]?.body).toContain(remedy);
  });
});

describe('the state of the ticket', () => {
  it.each<[StageName, keyof typeof states, string[]]>([
    ['planned', 'todo', []],
    ['deciding', 'todo', ['In Progress']],
    ['deciding', 'started', []],
    ['deciding', 'review', []],
    ['deciding', 'done', []],
    ['done', 'todo', ['Done']],
    ['done', 'review', ['Done']],
    ['done', 'done', []],
    ['cancelled', 'started', []],
  ])('at %s, with the ticket at %s: %j', async (name, state, transitions) => {
    const item = await trackedItem(stage, name);
    Object.assign(stage.tracker.values.tickets[0] ?? {}, { state: states[state] });
    await project(item, ['ticket-state']);
    expect(stage.tracker.values.transitions).toEqual(transitions);
  });
});
