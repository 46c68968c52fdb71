import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt, JudgeRun } from '../../../src/core/attempt.ts';
import type { Delegation, Item } from '../../../src/core/item.ts';
import { addSpent, nothingSpent, spentByItem } from '../../../src/core/spent.ts';
import type { Store } from '../../../src/ports/store.ts';
import { pastAttempt, ranWith, usageOf } from '../../core/models.ts';
import { round } from '../../core/rounds/sample.ts';
import { item, noon } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

const states: Delegation['state'][] = [
  { name: 'running' },
  { name: 'withdrawn', by: 'ada' },
  { name: 'rejected', by: 'ada', why: 'no' },
];
const delegation = (attempts: Attempt[], state: Delegation['state'] = { name: 'running' }): Delegation => ({
  number: 1,
  sections: ['1'],
  agent: { name: 'coder', kind: 'opencode' },
  state,
  recordedBase: null,
  attempts,
});
const march = {
  name: '2026-03',
  from: new Date('2026-03-01T00:00:00Z'),
  to: new Date('2026-04-01T00:00:00Z'),
};
const inMarch = '2026-03-15T10:00:00.000Z';
const { terms } = pastAttempt();
if (!terms) throw new Error('no terms');

/** Every way in which an attempt can have told, or not told, what it used. */
const attempts: Attempt[] = [
  pastAttempt({ askedAt: inMarch, ran: ranWith({ usage: usageOf({ cost: 1.25, cachedTokens: 500 }) }) }),
  pastAttempt({ askedAt: inMarch, ran: ranWith({ usage: usageOf({ estimated: true }) }) }),
  pastAttempt({ askedAt: inMarch, ran: ranWith({ usage: usageOf({ inputTokens: 0, outputTokens: 0 }) }) }),
  pastAttempt({ askedAt: inMarch, ran: ranWith({ usage: null, direct: ['openai'] }) }),
  pastAttempt({ askedAt: '2026-03-01T00:00:00.000Z' }),
  pastAttempt({ askedAt: '2026-02-28T23:59:59.999Z' }),
  pastAttempt({ askedAt: '2026-04-01T00:00:00.000Z' }),
];
const { ran: _, ...untold } = pastAttempt({ askedAt: inMarch });
const { terms: __, ...older } = untold;
const silent: Attempt[] = [
  untold,
  { ...untold, outcome: { state: 'running', runId: 1, url: null } },
  { ...untold, terms: { ...terms, allowance: null } },
  older,
];

const asJudge = (attempt: Attempt): JudgeRun => ({
  ...attempt,
  agent: { name: 'coder', kind: 'opencode' },
  models: { fallback: [], gateway: true, direct: [] },
});
/** Runs where an item keeps them: each counts, whatever it was for. */
const places: [string, (attempt: Attempt) => Partial<Item>][] = [
  ['of a review round', (attempt) => ({ rounds: [round({ reviews: [asJudge(attempt)] })] })],
  ['of a triage', (attempt) => ({ rounds: [round(), round({ triages: [asJudge(attempt)] })] })],
  ['that judges', (attempt) => ({ delegations: [delegation([{ ...older, judging: [asJudge(attempt)] }])] })],
  ['of a fix-up', (attempt) => ({ delegations: [{ ...delegation([attempt]), sections: [] }] })],
];

describe.each(homes())('what a repository has spent, on $name', (home) => {
  let fresh: FreshHome;
  let store: Store;
  beforeEach(async () => {
    fresh = await home.fresh();
    store = fresh.store;
  });
  afterEach(() => store.close());
  const ask = (changes: object = {}) =>
    store.spent({ fullName: 'acme/links', except: 'nobody', ...march, ...changes });

  it('is nothing where nothing ran', async () => {
    expect(await ask()).toEqual(nothingSpent);
    await store.createItem(item('a'), [], noon);
    expect(await ask()).toEqual(nothingSpent);
  });

  const each = states.flatMap((state) =>
    [...attempts, ...silent].map((attempt, index) => [index, state.name, attempt, state] as const),
  );
  it.each(each)(
    'is what the core counts of attempt %i of a delegation that is %s',
    async (_index, _name, attempt, state) => {
      const one = item('a', { delegations: [delegation([attempt], state)] });
      await store.createItem(one, [], noon);
      expect(await ask()).toEqual(spentByItem(one, march));
    },
  );

  const ran = [...attempts, ...silent];
  const placed = places.flatMap(([name, place]) =>
    ran.map((attempt, index) => [index, name, place(attempt)] as const),
  );
  it.each(placed)('is what the core counts of run %i %s', async (_index, _name, changes) => {
    const one = item('a', changes);
    await store.createItem(one, [], noon);
    expect(await ask()).toEqual(spentByItem(one, march));
  });

  it('counts each run of a round once, review and triage alike', async () => {
    const run = asJudge(pastAttempt({ askedAt: inMarch }));
    const rounds = [round({ reviews: [run, run], triages: [run] }), round({ reviews: [run] })];
    await store.createItem(item('a', { rounds }), [], noon);
    expect(await ask()).toMatchObject({ inputTokens: 4 * 9000, outputTokens: 4 * 1000 });
  });

  it('is summed up over all items of the repository but one, open or not, in one month', async () => {
    const own = item('own', { delegations: [delegation([...attempts])] });
    const others: Item[] = [
      item('a', { delegations: [delegation(attempts), delegation(silent)] }),
      item('b', { stage: { name: 'done' }, delegations: [delegation(attempts)] }),
      item('e', {
        stage: { name: 'cancelled' },
        delegations: states.map((state) => delegation(silent, state)),
      }),
      item('c', {
        repository: { ...item('c').repository, fullName: 'Acme/Links' },
        delegations: [delegation(silent)],
      }),
    ];
    const elsewhere = item('d', {
      repository: { ...item('d').repository, fullName: 'acme/other' },
      delegations: [delegation(attempts)],
    });
    for (const one of [own, ...others, elsewhere]) await store.createItem(one, [], noon);
    const sum = others.map((one) => spentByItem(one, march)).reduce(addSpent, nothingSpent);
    // of those given up also the one that was under way
    expect(sum).toMatchObject({ cost: 2.5, untold: 7, direct: 2, estimated: true });
    expect(await ask({ except: 'own' })).toEqual(sum);
    expect((await ask()).inputTokens).toBeGreaterThan(sum.inputTokens);
  });
});
