import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts, PullFact } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import {
  allFacts,
  commandEvent,
  commands,
  everyEvent,
  itemAt,
  newItem,
  person,
  reviewOf,
  sha,
} from './support.ts';

const mergedPull = {
  number: 12,
  state: 'closed' as const,
  draft: false,
  merged: true,
  mergeSha: sha('d'),
  mergedBy: 'ada',
};
const closedPull = { ...mergedPull, merged: false, mergeSha: null };

const returned = (recommendation: 'accept' | 'iterate' | 'reject'): NonNullable<Facts['returned']> => ({
  state: 'returned',
  runId: 5,
  url: 'u',
  head: sha('c'),
  review: reviewOf(recommendation),
  evidenceUrl: 'e',
  completedAt: '2026-05-01T10:00:00.000Z',
});

/** Worlds in which things go well and badly. Ids are fresh by position, so that attempts differ. */
const factsArbitrary = fc.record({
  change: fc.constantFrom<NonNullable<Facts['change']>>(
    allFacts().change,
    allFacts().change,
    { state: 'none' },
    { state: 'several', ids: ['a', 'b'] },
  ),
  configuration: fc.constantFrom<NonNullable<Facts['configuration']>>(
    allFacts().configuration,
    allFacts().configuration,
    allFacts().configuration,
    { state: 'absent' },
    { state: 'broken', problems: ['x'] },
  ),
  pull: fc.constantFrom<PullFact | null>(allFacts().pull, mergedPull, closedPull, null),
  returned: fc.constantFrom<NonNullable<Facts['returned']>>(
    returned('accept'),
    returned('iterate'),
    returned('reject'),
    { state: 'running', runId: 5, url: 'u' },
    { state: 'failed', failure: 'failed', detail: 'd', url: null },
    { state: 'blocked-answer', runId: 5, url: 'u', reason: 'r', completedAt: '2026-05-01T10:00:00.000Z' },
  ),
  actor: fc.constantFrom<NonNullable<Facts['actor']>>(
    { state: 'role', role: 'write', sameAccount: true },
    { state: 'role', role: 'admin', sameAccount: true },
    { state: 'role', role: 'read', sameAccount: true },
    { state: 'role', role: 'write', sameAccount: false },
    { state: 'bot' },
    { state: 'unmapped', guest: false },
  ),
});

const allEvents = everyEvent();
const stepArbitrary = fc.record({
  pick: fc.nat({ max: allEvents.length - 1 }),
  facts: factsArbitrary,
  ours: fc.boolean(),
});

/** Fits the event to the item, so that walks get far: ids of the current attempt, the current decision, the current branch. */
const fitted = (event: Event, item: Item, ours: boolean): Event => {
  const attempt = item.delegations.at(-1)?.attempts.at(-1);
  const delegation = item.delegations.at(-1)?.number ?? 1;
  if (!ours) return event;
  if ('assignmentId' in event && attempt) return { ...event, assignmentId: attempt.assignmentId };
  if (event.kind === 'delegation-merged' || event.kind === 'merge-conflict') return { ...event, delegation };
  if (event.kind === 'branch-created' && item.feature) return { ...event, branch: item.feature.branch };
  if (event.kind === 'command') return { ...event, decision: item.decision?.id ?? null };
  return event;
};

interface Walked {
  before: Item;
  event: Event;
  facts: Facts;
  after: Item;
}

const walk = (start: Item, steps: { pick: number; facts: Partial<Facts>; ours: boolean }[]): Walked[] => {
  let item = start;
  return steps.map((step, index) => {
    const event = fitted(allEvents[step.pick] ?? commandEvent({ name: 'help' }), item, step.ours);
    const facts = allFacts({
      ...step.facts,
      freshId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    });
    const before = item;
    item = decide(item, event, facts).item;
    return { before, event, facts, after: item };
  });
};

const startArbitrary = fc.constantFrom(
  newItem(),
  itemAt('planned'),
  itemAt('delegating'),
  itemAt('deciding'),
  itemAt('handed-over'),
);
const walkArbitrary = fc
  .tuple(startArbitrary, fc.array(stepArbitrary, { maxLength: 60 }))
  .map(([start, steps]) => walk(start, steps));
const runs = { numRuns: 400 };
/** So many that some walks merge, whatever the seed. */
const manyRuns = { numRuns: 5000 };

/** Counts the delegations this step moved towards a merge, each of which must have come back and been reviewed. */
const expectReviewed = ({ before, after }: Walked): number => {
  const moved = after.delegations.filter((one) => {
    const was = before.delegations.find((other) => other.number === one.number)?.state.name;
    return ['merging', 'accepted'].includes(one.state.name) && was !== one.state.name;
  });
  for (const delegation of moved) {
    const was = before.delegations.find((one) => one.number === delegation.number)?.state.name;
    // auto mode accepts in the very step in which a running delegation comes back
    expect(delegation.state.name === 'accepted' ? ['merging'] : ['returned', 'running']).toContain(was);
    const outcome = delegation.attempts.at(-1)?.outcome;
    expect(outcome?.state).toBe('returned');
    if (outcome?.state === 'returned') expect(outcome.review.checks).toHaveLength(14);
  }
  return moved.length;
};

describe('whatever happens, in whatever order', () => {
  it('is done only after a merge with every section accepted or dropped', () => {
    let reached = 0;
    fc.assert(
      fc.property(walkArbitrary, (walked) => {
        for (const { after } of walked) {
          if (after.stage.name !== 'done') continue;
          reached += 1;
          expect(after.pull).toMatchObject({
            state: 'merged',
            mergeSha: expect.stringMatching(/^[0-9a-f]{40}$/),
          });
          expect(after.sections.filter((section) => section.state === 'open')).toEqual([]);
        }
      }),
      manyRuns,
    );
    expect(reached).toBeGreaterThan(0);
  });

  it('merges nothing that was not reviewed and then accepted', () => {
    let reached = 0;
    fc.assert(
      fc.property(walkArbitrary, (walked) => {
        for (const step of walked) reached += expectReviewed(step);
      }),
      manyRuns,
    );
    expect(reached).toBeGreaterThan(0);
  });

  it('replays to the same item from its events and facts', () => {
    fc.assert(
      fc.property(walkArbitrary, (walked) => {
        const first = walked[0];
        if (!first) return;
        const stored: Walked[] = JSON.parse(JSON.stringify(walked));
        const replayed = stored.reduce(
          (item, step) => decide(item, step.event, step.facts).item,
          first.before,
        );
        expect(JSON.parse(JSON.stringify(replayed))).toEqual(stored.at(-1)?.after);
      }),
      runs,
    );
  });

  it('lets nobody without the right move anything', () => {
    const strangers: NonNullable<Facts['actor']>[] = [
      { state: 'role', role: 'none', sameAccount: true },
      { state: 'role', role: 'read', sameAccount: true },
      { state: 'role', role: 'admin', sameAccount: false },
      { state: 'bot' },
      { state: 'unmapped', guest: true },
    ];
    fc.assert(
      fc.property(
        walkArbitrary,
        fc.constantFrom(...commands),
        fc.constantFrom(...strangers),
        (walked, command, actor) => {
          const item = walked.at(-1)?.after ?? newItem();
          expect(
            decide(item, commandEvent(command, { decision: item.decision?.id ?? null }), allFacts({ actor }))
              .item,
          ).toEqual(item);
        },
      ),
      runs,
    );
    // the same command by somebody with the right does move it
    expect(decide(itemAt('deciding'), commandEvent({ name: 'accept' }), allFacts()).state).toBe('moved');
  });

  it('lets a member of the team whom GitHub does not know plan, and nothing else', () => {
    const actor = { state: 'unmapped', guest: false } as const;
    const planning = ['explore', 'choose', 'override', 'think', 'defer', 'object', 'back'];
    fc.assert(
      fc.property(walkArbitrary, fc.constantFrom(...commands), (walked, command) => {
        const item = walked.at(-1)?.after ?? newItem();
        const event = commandEvent(command, { decision: item.decision?.id ?? null });
        const outcome = decide(item, event, allFacts({ actor }));
        const answers = item.stage.name === 'grilling' && command.name === 'confirm';
        if (!planning.includes(command.name) && !answers) expect(outcome.item).toEqual(item);
        for (const effect of outcome.effects)
          if (effect.type === 'one-shot' && effect.oneShot.kind === 'dispatch')
            expect(effect.oneShot.assignment.phase).not.toBe('delegate');
      }),
      runs,
    );
    const asked = decide(
      itemAt('choosing'),
      commandEvent({ name: 'choose', direction: 1 }),
      allFacts({ actor }),
    );
    expect(asked.state).toBe('moved');
  });

  it('refuses a box of another decision and words older than the question', () => {
    const answers = commands.filter((command) =>
      ['confirm', 'accept', 'iterate', 'reject'].includes(command.name),
    );
    for (const stage of ['planned', 'deciding'] as const)
      for (const command of answers) {
        const item = { ...itemAt(stage), lastAt: '2026-05-01T09:00:00.000Z' };
        const stale = decide(item, commandEvent(command, { decision: 'd0a9' }), allFacts());
        expect([stale.state, stale.item]).toEqual(['refused', item]);
        const old = decide(item, commandEvent(command, { at: '2026-05-01T08:00:00.000Z' }), allFacts());
        expect([old.state, old.item]).toEqual(['refused', item]);
      }
    expect(
      decide(
        itemAt('deciding'),
        commandEvent({ name: 'accept' }, { decision: 'd1a1', actor: person }),
        allFacts(),
      ).state,
    ).toBe('moved');
  });
});
