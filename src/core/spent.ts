import type { Attempt } from './attempt.ts';
import type { Delegation, Item } from './item.ts';

/** What runs used of the models, summed up. */
export interface Spent {
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  /** US dollars, of the runs whose cost is known; null when none is. */
  cost: number | null;
  /** Runs that used tokens at no known price. */
  unpriced: number;
  /** Runs that went through the gateway, have ended or were given up, and never told what they used. */
  untold: number;
  /** Runs whose agent held a key itself: nothing of that is counted. */
  direct: number;
  /** Some tokens were estimated. */
  estimated: boolean;
}

export const nothingSpent: Spent = {
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  cost: null,
  unpriced: 0,
  untold: 0,
  direct: 0,
  estimated: false,
};

export const tokensOf = (spent: Pick<Spent, 'inputTokens' | 'outputTokens'>): number =>
  spent.inputTokens + spent.outputTokens;

const addCost = (a: number | null, b: number | null): number | null =>
  a === null && b === null ? null : (a ?? 0) + (b ?? 0);

export const addSpent = (a: Spent, b: Spent): Spent => ({
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cost: addCost(a.cost, b.cost),
  unpriced: a.unpriced + b.unpriced,
  untold: a.untold + b.untold,
  direct: a.direct + b.direct,
  estimated: a.estimated || b.estimated,
});

/** Counted by its own: the store's sum over all items says the same (`Store.spent`). A run that nobody waits for any more is over. */
export const spentByAttempt = (
  { outcome, ran, terms }: Attempt,
  { state }: Pick<Delegation, 'state'>,
): Spent => {
  const over =
    outcome.state === 'returned' ||
    outcome.state === 'answered' ||
    outcome.state === 'failed' ||
    state.name === 'withdrawn' ||
    state.name === 'rejected';
  const usage = ran?.usage ?? null;
  return {
    inputTokens: usage?.inputTokens ?? 0,
    cachedTokens: usage?.cachedTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    cost: usage?.cost ?? null,
    unpriced: usage && usage.cost === null && tokensOf(usage) > 0 ? 1 : 0,
    untold: over && terms?.allowance && ran?.usage === undefined ? 1 : 0,
    direct: (ran?.direct ?? []).length > 0 ? 1 : 0,
    estimated: usage?.estimated ?? false,
  };
};

export interface Month {
  /** `2026-11` */
  name: string;
  from: Date;
  /** Where the next one begins. */
  to: Date;
}

/** The calendar month (UTC) of a time. */
export const monthOf = (iso: string): Month => {
  const at = new Date(iso);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return {
    name: at.toISOString().slice(0, 7),
    from: new Date(Date.UTC(year, month, 1)),
    to: new Date(Date.UTC(year, month + 1, 1)),
  };
};

/** A run of planning or of a round belongs to no delegation: nothing but its own end ends it. */
const onItsOwn: Pick<Delegation, 'state'> = { state: { name: 'running' } };

/** All runs of the item, or those that were asked for in a month. */
export const spentByItem = (item: Item, month?: Month): Spent =>
  [
    ...[
      ...(item.planning?.runs ?? []),
      ...(item.rounds ?? []).flatMap(({ reviews, triages }) => [...reviews, ...triages]),
    ].map((attempt) => ({ attempt, delegation: onItsOwn })),
    ...item.delegations.flatMap((delegation) =>
      delegation.attempts
        .flatMap((attempt) => [attempt, ...(attempt.judging ?? [])])
        .map((attempt) => ({ attempt, delegation })),
    ),
  ]
    .filter(({ attempt }) => {
      const at = Date.parse(attempt.askedAt);
      return !month || (at >= month.from.getTime() && at < month.to.getTime());
    })
    .map(({ attempt, delegation }) => spentByAttempt(attempt, delegation))
    .reduce(addSpent, nothingSpent);
