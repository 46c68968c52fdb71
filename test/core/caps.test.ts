import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetSchema } from '../../src/contracts/models.ts';
import { decide } from '../../src/core/decide.ts';
import type { OneShot } from '../../src/core/effect.ts';
import type { Command, Event } from '../../src/core/event.ts';
import type { Facts, ReturnedFact } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { allowanceFor } from '../../src/core/rules/caps.ts';
import { monthOf, nothingSpent, type Spent, spentByItem } from '../../src/core/spent.ts';
import { modelled, pastAttempt, ranWith, usageOf } from './models.ts';
import { allFacts, assignmentId, at, commandEvent, itemAt, later, person, reviewOf, sha } from './support.ts';

const shots = (outcome: Outcome): OneShot[] =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome): string[] => shots(outcome).map(({ kind }) => kind);
const dispatchOf = (outcome: Outcome) => {
  const shot = shots(outcome).find((one) => one.kind === 'dispatch');
  return shot?.kind === 'dispatch' ? shot.assignment : null;
};
const spentOthers = (changes: Partial<Spent>): NonNullable<Facts['spent']> => ({
  month: '2026-05',
  others: { ...nothingSpent, ...changes },
});
const factsWith = (caps: object, changes: Partial<Facts> = {}): Facts =>
  allFacts({ configuration: { state: 'valid', value: modelled({ caps }) }, ...changes });

/** Confirmed sections whose agent goes through the gateway, after attempts that used something. */
const itemWith = (attempts = [pastAttempt()]): Item => {
  const item = itemAt('blocked');
  const [delegation] = item.delegations;
  if (!delegation) throw new Error('no delegation');
  delegation.agent = { name: 'coder', kind: 'opencode', model: 'local/kimi', chosenBy: '/delegate --agent' };
  delegation.attempts = attempts;
  return item;
};
const retried = (item: Item, facts: Facts) => decide(item, commandEvent({ name: 'retry' }), facts);

describe('what a run may use', () => {
  it.each<[string, object, Partial<Facts>, object]>([
    ['its own caps', { requests: 7, tokens: 500 }, {}, { requests: 7, tokens: 500, cost: null }],
    ['what is left of the ticket’s', { item: { tokens: 15_000 } }, {}, { tokens: 5000 }],
    [
      'what is left of the month’s',
      { month: { tokens: 20_000 } },
      { spent: spentOthers({ inputTokens: 9000 }) },
      { tokens: 1000 },
    ],
    [
      'the least of all',
      { tokens: 100, item: { tokens: 15_000 }, month: { tokens: 90_000 } },
      {},
      { tokens: 100 },
    ],
  ])('is %s', (_, caps, facts, budget) => {
    const outcome = retried(itemWith(), factsWith(caps, facts));
    expect(dispatchOf(outcome)?.models.budget).toMatchObject(budget);
    expect(outcome.item.delegations[0]?.attempts.at(-1)?.terms?.allowance).toMatchObject(budget);
  });

  it('counts a month from its first to its last moment, UTC', () => {
    expect(monthOf('2026-12-31T23:59:59.999Z')).toEqual({
      name: '2026-12',
      from: new Date('2026-12-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    });
    const item = itemWith([
      pastAttempt({ askedAt: '2026-04-30T23:59:59.999Z' }),
      pastAttempt({ askedAt: '2026-05-01T00:00:00.000Z' }),
    ]);
    expect(spentByItem(item, monthOf(later)).inputTokens).toBe(9000);
    expect(spentByItem(item).inputTokens).toBe(18_000);
  });

  const infinite = Number.POSITIVE_INFINITY;
  const amounts = fc.record({ tokens: fc.nat(40_000), cost: fc.nat(300).map((cents) => cents / 100) });
  const limits = fc.record(
    {
      tokens: fc.integer({ min: 1, max: 50_000 }),
      cost: fc.integer({ min: 1, max: 500 }).map((cents) => cents / 100),
    },
    { requiredKeys: [] },
  );
  const spending = fc.record({ run: limits, item: limits, month: limits, own: amounts, others: amounts });

  it('is never more than any cap leaves, and never nothing', () => {
    fc.assert(
      fc.property(spending, ({ run, item: ofItem, month, own, others }) => {
        const usage = usageOf({ inputTokens: own.tokens, outputTokens: 0, cost: own.cost });
        const asking = {
          item: itemWith([pastAttempt({ ran: ranWith({ usage }) })]),
          caps: modelled({ caps: { ...run, item: ofItem, month } }).caps,
          facts: { now: later, spent: spentOthers({ inputTokens: others.tokens, cost: others.cost }) },
        };
        const left = {
          tokens: Math.min(
            (ofItem.tokens ?? infinite) - own.tokens,
            (month.tokens ?? infinite) - own.tokens - others.tokens,
          ),
          cost: Math.min(
            (ofItem.cost ?? infinite) - own.cost,
            (month.cost ?? infinite) - own.cost - others.cost,
          ),
        };
        const answer = allowanceFor({ ...asking, override: undefined });
        expect(answer.state).toBe(left.tokens < 1 || left.cost < 1e-6 ? 'used-up' : 'open');
        const over = allowanceFor({ ...asking, override: { by: 'ada', at, caps: [] } });
        const ownCaps = { tokens: asking.caps.tokens, cost: asking.caps.cost ?? null };
        expect(over).toMatchObject({ state: 'open', allowance: ownCaps });
        if (answer.state === 'used-up') {
          expect(answer.caps).not.toEqual([]);
          return;
        }
        const { from: _, ...budget } = answer.allowance;
        expect(budgetSchema.safeParse(budget).success).toBe(true);
        expect(budget.tokens).toBe(Math.min(asking.caps.tokens, left.tokens));
        expect(budget.cost ?? infinite).toBeCloseTo(Math.min(run.cost ?? infinite, left.cost), 6);
      }),
    );
  });
});

describe('a cap that is used up', () => {
  const month = { month: { tokens: 10_000 } };

  it('blocks before the dispatch, with how much of how much, and until when', () => {
    const outcome = retried(itemWith(), factsWith(month));
    expect(outcome.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'caps',
      caps: ['caps.month.tokens'],
      resume: 'delegating',
      detail:
        '`caps.month.tokens`: 10,000 of 10,000 tokens of this month are used. The next month begins on 1 June 2026 (UTC).',
    });
    expect(kinds(outcome)).toContain('reply');
    expect(kinds(outcome)).not.toContain('dispatch');
    expect(outcome.item.delegations[0]?.attempts).toHaveLength(1);
  });

  it('names every one of them', () => {
    const item = itemWith([pastAttempt({ ran: ranWith({ usage: usageOf({ cost: 3 }) }) })]);
    const value = modelled({
      models: {
        ...modelled().models,
        prices: {
          'local/kimi': { input: 1, cached: 1, output: 1 },
          'local/glm': { input: 1, cached: 1, output: 1 },
        },
      },
      caps: { item: { tokens: 5000, cost: 3 } },
    });
    expect(retried(item, allFacts({ configuration: { state: 'valid', value } })).item.stage).toMatchObject({
      detail:
        '`caps.item.tokens`: 10,000 of 5,000 tokens of this ticket are used. `caps.item.cost`: $3.00 of $3.00 of this ticket are used.',
    });
  });

  it('goes on by /retry when there is room again', () => {
    const stopped = retried(itemWith(), factsWith(month));
    expect(retried(stopped.item, factsWith(month)).item.stage).toMatchObject({ cause: 'caps' });
    const nextMonth = factsWith(month, {
      now: '2026-06-01T00:00:00.000Z',
      spent: { month: '2026-06', others: nothingSpent },
    });
    expect(dispatchOf(retried(stopped.item, nextMonth))?.models.budget.tokens).toBe(10_000);
    expect(dispatchOf(retried(stopped.item, factsWith({ month: { tokens: 90_000 } })))).not.toBeNull();
  });

  it('goes on once by /confirm, on the record, with the cap of one run', () => {
    const stopped = retried(itemWith(), factsWith(month));
    const confirmed = decide(
      stopped.item,
      commandEvent({ name: 'confirm' }),
      factsWith({ ...month, tokens: 777 }),
    );
    expect(dispatchOf(confirmed)?.models.budget.tokens).toBe(777);
    expect(confirmed.item.delegations[0]?.attempts.at(-1)?.override).toEqual({
      by: 'ada',
      at,
      caps: ['caps.month.tokens'],
    });
    expect(confirmed.item.delegations[0]).not.toHaveProperty('override');
    expect(confirmed.item.decision).toBeNull();
    const again = { ...confirmed.item, stage: itemAt('blocked').stage };
    expect(retried(again, factsWith(month)).item.stage).toMatchObject({ cause: 'caps' });
  });

  it('is not gone over by a confirmation that was written before it was known', () => {
    const stopped = retried(itemWith(), factsWith(month));
    const early = commandEvent({ name: 'confirm' }, { at: '2026-05-01T09:59:58.000Z' });
    expect(decide(stopped.item, early, factsWith(month))).toMatchObject({
      state: 'refused',
      item: stopped.item,
    });
  });

  it('is what /confirm is for; what is blocked otherwise it does not move', () => {
    const outcome = decide(itemAt('blocked'), commandEvent({ name: 'confirm' }), factsWith({}));
    expect(outcome.state).toBe('refused');
    expect(JSON.stringify(outcome.effects)).toContain('/retry');
  });

  it('keeps what was asked for besides: the ticket is linked to a pull request that opened meanwhile', () => {
    const item = { ...itemWith(), pull: null, stage: { name: 'delegating' as const } };
    const opened: Event = {
      kind: 'pull-opened',
      key: 'k',
      at,
      actor: person,
      number: 12,
      url: 'u',
      nodeId: 'n',
      draft: true,
    };
    expect(kinds(decide(item, opened, factsWith(month)))).toEqual(['attach-pull', 'reply', 'reply']);
  });

  it('does not hold back an agent that goes past the gateway', () => {
    const item = itemWith();
    const [delegation] = item.delegations;
    if (delegation) delegation.agent = { name: 'mine', kind: 'command', command: 'true' };
    expect(dispatchOf(retried(item, factsWith(month)))).not.toBeNull();
  });

  it('counts the run that has just come back', () => {
    const item = {
      ...itemWith([pastAttempt({ assignmentId, outcome: { state: 'running', runId: 5, url: 'u' } })]),
      mode: 'auto' as const,
      stage: { name: 'delegating' as const },
    };
    const { returned } = allFacts();
    if (returned.state !== 'returned') throw new Error('not returned');
    const iterate = { ...returned, review: reviewOf('iterate'), ran: ranWith() };
    const finished: Event = {
      kind: 'run-finished',
      key: 'k',
      at,
      actor: person,
      runId: 5,
      runAttempt: 1,
      assignmentId,
    };
    expect(decide(item, finished, factsWith(month, { returned: iterate })).item.stage).toMatchObject({
      cause: 'caps',
    });
    expect(dispatchOf(decide(item, finished, factsWith({}, { returned: iterate })))).not.toBeNull();
  });
});

describe('a run that was ended at a cap', () => {
  const finished: Event = {
    kind: 'run-finished',
    key: 'k',
    at,
    actor: person,
    runId: 5,
    runAttempt: 1,
    assignmentId,
  };
  const stoppedAt = (
    limit: 'requests' | 'tokens' | 'cost',
  ): Extract<ReturnedFact, { state: 'cap-reached' }> => ({
    state: 'cap-reached',
    limit,
    detail: 'It used 20,100 of 20,000.',
    url: 'https://github.test/runs/5',
    head: sha('c'),
    ran: ranWith(),
  });

  it.each(['requests', 'tokens', 'cost'] as const)(
    'of %s is blocked by it, with what it committed',
    (limit) => {
      const outcome = decide(itemAt('delegating'), finished, factsWith({}, { returned: stoppedAt(limit) }));
      expect(outcome.item.stage).toMatchObject({
        name: 'blocked',
        cause: 'caps',
        failure: null,
        caps: [`caps.${limit}`],
        detail: `\`caps.${limit}\`: It used 20,100 of 20,000.`,
        url: 'https://github.test/runs/5',
      });
      const attempt = outcome.item.delegations[0]?.attempts[0];
      expect(attempt?.outcome).toMatchObject({ state: 'failed', failure: 'cap-reached', head: sha('c') });
      expect(attempt?.ran?.usage?.inputTokens).toBe(9000);
    },
  );

  it('names the cap that was the least', () => {
    const first = retried(itemWith(), factsWith({ item: { tokens: 15_000 } }));
    const item: Item = { ...first.item, stage: { name: 'delegating' } };
    const outcome = decide(item, finished, factsWith({}, { returned: stoppedAt('tokens') }));
    expect(outcome.item.stage).toMatchObject({ caps: ['caps.item.tokens'] });
  });

  const ended = (returned: ReturnedFact, item: Item = itemAt('delegating')) =>
    decide(item, finished, factsWith({}, { returned }));

  it.each(['requests', 'tokens', 'cost'] as const)(
    'of %s goes on by /retry, with the caps of now and from the commits it left',
    (limit) => {
      const stopped = ended(stoppedAt(limit));
      expect(stopped.item.decision).toBeNull();
      const caps = { requests: 4000, tokens: 70_000_000 };
      expect(dispatchOf(retried(stopped.item, factsWith(caps)))).toMatchObject({
        attempt: 2,
        base: sha('c'),
        recordedBase: sha('b'),
        notes: [expect.stringContaining('It used 20,100 of 20,000')],
        models: { budget: caps },
      });
    },
  );

  it('goes on from where it began, when it left no commits or the feature branch moved', () => {
    const { head: _, ...bare } = stoppedAt('tokens');
    expect(dispatchOf(retried(ended(bare).item, factsWith({})))?.base).toBe(sha('b'));
    const moved = factsWith({}, { featureSha: sha('f') });
    expect(dispatchOf(retried(ended(stoppedAt('tokens')).item, moved))?.base).toBe(sha('f'));
  });

  it('is gone over by nobody where the cap is one of a run', () => {
    for (const limit of ['requests', 'tokens', 'cost'] as const) {
      const stopped = ended(stoppedAt(limit));
      const outcome = decide(stopped.item, commandEvent({ name: 'confirm' }), factsWith({}));
      expect(outcome).toMatchObject({ state: 'refused', item: stopped.item });
      expect(JSON.stringify(outcome.effects)).toContain(`\`caps.${limit}\` is a cap of one run`);
    }
  });

  it('is gone over on a person’s word where the cap is one of ticket or month', () => {
    const first = retried(itemWith(), factsWith({ item: { tokens: 15_000 } }));
    const stopped = ended(stoppedAt('tokens'), { ...first.item, stage: { name: 'delegating' } });
    expect(stopped.item.decision?.asks).toBe('caps');
    const confirmed = decide(
      stopped.item,
      commandEvent({ name: 'confirm' }),
      factsWith({ item: { tokens: 15_000 } }),
    );
    expect(dispatchOf(confirmed)).toMatchObject({ attempt: 3, base: sha('c') });
  });
});

describe('a dispatch that GitHub refuses', () => {
  const refusal = (effect: string): Event => ({
    kind: 'effect-refused',
    key: `refused:${effect}`,
    at,
    actor: person,
    effect,
    status: 403,
    detail: 'no',
    remedy: 'grant it',
  });
  const month = { month: { tokens: 10_000 } };

  it('keeps the word to go over a cap for the attempt that is taken', () => {
    const stopped = retried(itemWith(), factsWith(month));
    const confirmed = decide(stopped.item, commandEvent({ name: 'confirm' }), factsWith(month));
    const word = confirmed.item.delegations[0]?.attempts.at(-1)?.override;
    const refused = decide(confirmed.item, refusal('dispatch'), factsWith(month));
    expect(refused.item).toMatchObject({
      stage: { name: 'blocked', cause: 'workflow-permission' },
      decision: null,
      delegations: [{ override: word }],
    });
    expect(refused.item.delegations[0]?.attempts.at(-1)).not.toHaveProperty('override');
    const again = retried(refused.item, factsWith(month));
    expect(dispatchOf(again)).not.toBeNull();
    expect(again.item.delegations[0]?.attempts.at(-1)?.override).toEqual(word);
  });

  it('used nothing, and is never said to have kept it to itself', () => {
    const asked = retried(itemWith([]), factsWith({}));
    const refused = decide(asked.item, refusal('dispatch'), factsWith({}));
    const rejected = decide(refused.item, commandEvent({ name: 'reject', why: 'no' }), factsWith({}));
    expect(rejected.item.stage.name).toBe('rejected');
    expect(spentByItem(rejected.item)).toEqual(nothingSpent);
  });

  it('of anything else leaves no question about a cap behind', () => {
    const stopped = retried(itemWith(), factsWith(month));
    expect(stopped.item.decision?.asks).toBe('caps');
    expect(decide(stopped.item, refusal('open-pull'), factsWith(month)).item.decision).toBeNull();
  });
});

describe('a run that nobody waits for any more', () => {
  const finished: Event = {
    kind: 'run-finished',
    key: 'k',
    at,
    actor: person,
    runId: 5,
    runAttempt: 1,
    assignmentId,
  };
  const underWay = (): Item => ({
    ...itemWith([
      (({ ran: _, ...rest }) => rest)(
        pastAttempt({ assignmentId, outcome: { state: 'running', runId: 5, url: 'u' } }),
      ),
    ]),
    stage: { name: 'delegating' },
  });
  const told: Extract<ReturnedFact, { state: 'failed' }> = {
    state: 'failed',
    failure: 'cancelled',
    detail: 'gone',
    url: null,
    ran: ranWith(),
  };
  const done = (item: Item, command: Command): Item =>
    decide(item, commandEvent(command), factsWith({})).item;
  const blockedThen = (command: Command): Item =>
    done({ ...underWay(), stage: itemAt('blocked').stage }, command);
  const ways: [string, () => Item][] = [
    ['was cancelled', () => done(underWay(), { name: 'cancel' })],
    ['was rejected', () => blockedThen({ name: 'reject', why: 'no' })],
    ['was delegated anew', () => blockedThen({ name: 'delegate', groups: 'next', agent: null, model: null })],
  ];

  it.each(ways)('because it %s leaves what it used, and nothing else', (_, make) => {
    const item = make();
    expect(spentByItem(item)).toMatchObject({ inputTokens: 0, untold: 1 });
    const outcome = decide(item, finished, factsWith({}, { returned: told }));
    expect(outcome.state).toBe('moved');
    expect(shots(outcome)).toEqual([]);
    const [delegation, ...others] = item.delegations;
    const [attempt] = delegation?.attempts ?? [];
    expect(outcome.item).toEqual({
      ...item,
      lastAt: outcome.item.lastAt,
      delegations: [{ ...delegation, attempts: [{ ...attempt, ran: ranWith() }] }, ...others],
    });
    expect(spentByItem(outcome.item)).toMatchObject({ inputTokens: 9000, untold: 0 });
    // told twice it is no news, and without evidence it is none either
    expect(decide(outcome.item, finished, factsWith({}, { returned: told })).state).toBe('ignored');
    const { ran: __, ...silent } = told;
    expect(decide(item, finished, factsWith({}, { returned: silent })).state).toBe('ignored');
  });

  it('because it was late is counted as well', () => {
    const late: Event = {
      kind: 'run-late',
      key: 'l',
      at,
      actor: person,
      assignmentId,
      runId: 5,
      url: 'u',
      waiting: false,
    };
    const { item } = decide(underWay(), late, factsWith({}));
    const outcome = decide(item, finished, factsWith({}, { returned: told }));
    expect(outcome.item.stage).toEqual(item.stage);
    expect(shots(outcome)).toEqual([]);
    expect(spentByItem(outcome.item).inputTokens).toBe(9000);
  });

  it('is nothing while it is awaited', () => {
    expect(spentByItem(underWay())).toMatchObject({ untold: 0 });
  });

  it('may be of no attempt that is known', () => {
    const item = done(underWay(), { name: 'cancel' });
    const other: Event = { ...finished, assignmentId: '00000000-0000-4000-8000-000000000000' };
    expect(decide(item, other, factsWith({}, { returned: told }))).toMatchObject({ state: 'ignored', item });
  });
});

describe('an agent that did not end its work', () => {
  it('is not reviewed: its commits are kept, and /retry begins anew', () => {
    const finished: Event = {
      kind: 'run-finished',
      key: 'k',
      at,
      actor: person,
      runId: 5,
      runAttempt: 1,
      assignmentId,
    };
    const returned: ReturnedFact = {
      state: 'failed',
      failure: 'agent-failed',
      detail: 'It said no.',
      url: 'u',
      head: sha('c'),
    };
    const outcome = decide(itemAt('delegating'), finished, allFacts({ returned }));
    expect(outcome.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'run-failed',
      failure: 'agent-failed',
    });
    expect(outcome.item.delegations[0]?.attempts[0]?.outcome).toMatchObject({
      failure: 'agent-failed',
      head: sha('c'),
    });
    const again = decide(outcome.item, commandEvent({ name: 'retry' }), allFacts({ freshId: 'fresh' }));
    expect(dispatchOf(again)).toMatchObject({ attempt: 2, base: sha('b') });
  });
});
