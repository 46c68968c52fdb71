import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/core/item.ts';
import { isAnswered } from '../../src/core/rounds/answers.ts';
import { headOf, RoundsWorld, type Step } from './rounds/world.ts';

const number = fc.nat({ max: 400 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      ...{ do: fc.constant('return' as const), run: number, seed: number },
      as: fc.constantFrom(
        'good' as const,
        'good' as const,
        'good' as const,
        'failed' as const,
        'unusable' as const,
        'iterate' as const,
        'iterate' as const,
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'file' as const,
        'file' as const,
        'merge' as const,
        'merge' as const,
        'push' as const,
        'push-unheard' as const,
        'refuse-dispatch' as const,
      ),
      run: number,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('triage' as const), run: number },
      to: fc.constantFrom('fix' as const, 'acknowledge' as const, 'file' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      name: fc.constantFrom(
        'pause' as const,
        'resume' as const,
        'retry' as const,
        'accept' as const,
        'iterate' as const,
        'reject' as const,
        'reject' as const,
        'delegate' as const,
      ),
    }),
  },
);
/** As above, and people cancel the ticket, also while its merges fail. */
const given: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 12, arbitrary: step.map((one) => [one]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step[]>(
      [{ do: 'say', name: 'cancel' }],
      [{ do: 'conflict', run: 0 }],
      [
        { do: 'say', name: 'cancel' },
        { do: 'say', name: 'delegate' },
      ],
      [
        { do: 'say', name: 'cancel' },
        { do: 'conflict', run: 0 },
        { do: 'say', name: 'delegate' },
      ],
      [
        { do: 'say', name: 'cancel' },
        { do: 'merge', run: 0 },
        { do: 'say', name: 'delegate' },
      ],
    ),
  },
);
const story = fc.array(given, { minLength: 4, maxLength: 40 }).map((parts) => parts.flat());

const isSerious = ({ severity }: NonNullable<Item['findings']>[number]): boolean =>
  severity === 'high' || severity === 'medium';

const closedRounds = ({ rounds = [] }: Item): number[] =>
  rounds.filter(({ state }) => state.name === 'closed').map(({ number }) => number);

/** What must hold whatever happens; `before` is the item one step earlier. */
const check = (world: RoundsWorld, before: Item): void => {
  const { item } = world;
  const { findings = [], rounds = [] } = item;
  for (const closed of closedRounds(item).filter((one) => !closedRounds(before).includes(one)))
    for (const finding of findings.filter(({ seen }) => (seen[0] ?? 0) <= closed)) {
      expect(isAnswered(finding), `${finding.id} at the close of round ${closed}`).toBe(true);
      expect(finding.answer, finding.id).not.toBeNull();
    }
  const ids = findings.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(ids.length);
  const keys = findings.flatMap(({ answer }) => (answer?.kind === 'filed' ? [answer.key] : []));
  expect(new Set(keys).size, 'a ticket for one finding').toBe(keys.length);
  for (const round of rounds)
    if (round.state.name === 'closed' && round.number === rounds.length)
      expect(world.wellReviewed.has(round.head), `the review of round ${round.number}`).toBe(true);
  if (item.stage.name !== 'handed-over') return;
  expect(findings.filter((finding) => isSerious(finding) && !isAnswered(finding))).toEqual([]);
  if (before.stage.name !== 'handed-over') {
    const clean = rounds.find(
      ({ head, state }) => head === headOf(world) && state.name === 'closed' && state.clean,
    );
    const skipped = rounds.find(({ head, state }) => head === headOf(world) && state.name === 'skipped');
    expect(clean ?? skipped, 'a clean review of the present head').toBeDefined();
  }
};

const play = (steps: Step[]): RoundsWorld => {
  const world = new RoundsWorld();
  for (const one of [{ do: 'merge' as const, run: 0 }, ...steps]) {
    const before = world.item;
    world.step(one);
    check(world, before);
  }
  return world;
};

describe('over random rounds of the real rules', () => {
  it('a closed round has one answer to each finding, no two share a ticket, nothing unreviewed is handed over, and nothing is stuck', () => {
    const reached = { closed: 0, handedOver: 0, tickets: 0, rejected: 0, cancelled: 0 };
    fc.assert(
      fc.property(story, (steps) => {
        const world = play(steps);
        reached.closed = Math.max(reached.closed, closedRounds(world.item).length);
        reached.tickets = Math.max(reached.tickets, world.tickets.size);
        if (world.item.stage.name === 'handed-over') reached.handedOver += 1;
        if (world.item.findings?.some(({ fixRejected }) => fixRejected)) reached.rejected += 1;
        if (world.item.stage.name === 'cancelled') reached.cancelled += 1;
        expect(world.settle()).toBe('handed-over');
        check(world, world.item);
      }),
      { numRuns: 1_000, seed: 206 },
    );
    // it is no property of nothing
    expect(reached.closed).toBeGreaterThan(2);
    expect(reached.tickets).toBeGreaterThan(1);
    expect(reached.handedOver).toBeGreaterThan(20);
    expect(reached.rejected).toBeGreaterThan(2);
    expect(reached.cancelled).toBeGreaterThan(20);
  });

  const found = (): RoundsWorld => play([{ do: 'return', run: 0, as: 'good', seed: 1 }]);

  it.each<[string, (item: Item) => void]>([
    [
      'a round that is closed by force',
      ({ rounds = [] }) => {
        for (const round of rounds) round.state = { name: 'closed', clean: true };
      },
    ],
    [
      'a hand-over by force',
      (item) => {
        item.stage = { name: 'handed-over' };
      },
    ],
    [
      'a second finding on the same ticket',
      (item) => {
        const filed = { kind: 'filed' as const, key: 'PER-1', url: 'u', reason: 'r', cites: null };
        item.findings = ['F1', 'F2'].flatMap((id) =>
          (item.findings ?? []).slice(0, 1).map((one) => ({ ...one, id, fingerprint: id, answer: filed })),
        );
      },
    ],
  ])('catches %s', (_what, force) => {
    const world = found();
    expect(world.item.findings?.length).toBeGreaterThan(0);
    const before = world.item;
    expect(() => check(world, before)).not.toThrow();
    world.item = structuredClone(before);
    force(world.item);
    expect(() => check(world, before)).toThrow();
  });
});
