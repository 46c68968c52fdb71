import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { RelatedTicket } from '../../src/core/facts.ts';
import { allFacts, commandEvent, everyEvent, itemAt } from './support.ts';

const related = (changes: Partial<RelatedTicket> = {}): RelatedTicket => ({
  id: 't-238',
  key: 'PER-238',
  title: 'Sync partials',
  url: 'https://linear.test/PER-238',
  how: 'asked',
  barred: null,
  ...changes,
});
const absorb = commandEvent({ name: 'absorb', key: 'PER-238' });
const shots = (outcome: ReturnType<typeof decide>) =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const replied = (outcome: ReturnType<typeof decide>) =>
  shots(outcome).flatMap((shot) => (shot.kind === 'reply' ? [shot.reply] : []));
const eventOf = (kind: 'recorded' | 'ticket-changed') => {
  const found = everyEvent().find((event) => event.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
};

describe('/absorb', () => {
  it('takes a ticket in, says so on it and here', () => {
    const outcome = decide(itemAt('planned'), absorb, allFacts({ related: [related()] }));
    expect(outcome.item.absorbed).toEqual([
      { id: 't-238', key: 'PER-238', title: 'Sync partials', url: 'https://linear.test/PER-238', by: 'ada' },
    ]);
    expect(outcome.aliases).toEqual(['absorbed:t-238']);
    expect(shots(outcome)).toContainEqual(expect.objectContaining({ kind: 'absorb-ticket', relate: true }));
    expect(replied(outcome)).toMatchObject([{ kind: 'absorbed', key: 'PER-238' }]);
  });

  it.each<[string, RelatedTicket[], string]>([
    ['a key nobody knows', [], 'unknown'],
    ['itself', [related({ barred: { why: 'itself' } })], 'itself'],
    ['work under way', [related({ barred: { why: 'under-way' } })], 'under-way'],
    [
      'a ticket that has this one',
      [related({ barred: { why: 'takes-this-in', by: 'PER-1' } })],
      'takes-this-in',
    ],
  ])('does not take in %s', (_, found, why) => {
    const outcome = decide(itemAt('planned'), absorb, allFacts({ related: found }));
    expect(outcome.state).toBe('refused');
    expect(replied(outcome)).toMatchObject([{ kind: 'absorb-refused', why: { why } }]);
  });

  it('takes in nothing twice, and nothing after the merge', () => {
    const once = decide(itemAt('planned'), absorb, allFacts({ related: [related()] })).item;
    const twice = decide(once, absorb, allFacts({ related: [related()] }));
    expect(replied(twice)).toMatchObject([{ why: { why: 'already' } }]);
    const item = itemAt('deciding');
    if (item.pull) item.pull = { ...item.pull, state: 'merged' };
    expect(item.pull).not.toBeNull();
    const late = decide(item, absorb, allFacts({ related: [related()] }));
    expect(replied(late)).toMatchObject([{ why: { why: 'merged' } }]);
    const done = decide(itemAt('done'), absorb, allFacts({ related: [related()] }));
    expect(replied(done)).toMatchObject([{ kind: 'wrong-stage', stage: 'done' }]);
  });
});

describe('what the tracker puts beside a ticket', () => {
  const beside = [
    related({ how: 'child' }),
    related({ id: 't-2', key: 'PER-2', how: 'duplicate' }),
    related({ id: 't-3', key: 'PER-3', how: 'child', barred: { why: 'elsewhere' } }),
  ];

  it.each(['recorded', 'ticket-changed'] as const)(
    'is taken in when it is %s, but for what is barred',
    (kind) => {
      const outcome = decide(itemAt('planned'), eventOf(kind), allFacts({ related: beside }));
      expect(outcome.item.absorbed?.map(({ key }) => key)).toEqual(['PER-238', 'PER-2']);
      const told = shots(outcome).filter((shot) => shot.kind === 'absorb-ticket');
      expect(told).toMatchObject([{ relate: false }, { relate: false }]);
      const again = decide(outcome.item, eventOf('ticket-changed'), allFacts({ related: beside }));
      expect(again.state).toBe('ignored');
    },
  );

  it('is left alone while nobody with the right has asked, and once all is done', () => {
    const stranger = { state: 'role', role: 'read', sameAccount: true } as const;
    const facts = allFacts({ related: beside, actor: stranger });
    const { planning: _, ...bare } = itemAt('exploring');
    expect(decide(bare, eventOf('recorded'), facts).state).toBe('ignored');
    expect(decide(bare, eventOf('ticket-changed'), facts).item.absorbed).toBeUndefined();
    const done = decide(itemAt('done'), eventOf('ticket-changed'), allFacts({ related: beside }));
    expect(done.item.absorbed).toBeUndefined();
  });

  it('links the issue to the ticket, and says on it as what it was filed', () => {
    const outcome = decide(itemAt('exploring'), eventOf('recorded'), allFacts());
    expect(shots(outcome)).toMatchObject([
      { kind: 'attach-pull', url: 'https://github.test/issues/3' },
      { kind: 'reply', home: { on: 'github', issue: 3 }, tag: 'recorded', reply: { filed: true } },
    ]);
  });
});
