import type { Configuration } from '../contracts/configuration.ts';
import type { Usage } from '../contracts/models.ts';
import type { Attempt } from '../core/attempt.ts';
import type { Delegation, Item } from '../core/item.ts';
import { addSpent, monthOf, type Spent, spentByAttempt, spentByItem, tokensOf } from '../core/spent.ts';

/** What the repository's other items used this month, and the caps; gathered when something is rendered. */
export interface Spending {
  now: string;
  others: Spent;
  caps: Configuration['caps'];
}

const count = (tokens: number): string => {
  if (tokens < 10_000) return tokens.toLocaleString('en-US');
  if (tokens < 1_000_000) return `${(tokens / 1000).toFixed(1)}k`;
  return `${(tokens / 1_000_000).toFixed(2)}M`;
};

const dollars = (cost: number): string => (cost > 0 && cost < 0.01 ? '<$0.01' : `$${cost.toFixed(2)}`);

const runs = (number: number): string => `${number} run${number === 1 ? '' : 's'}`;

interface Counted
  extends Pick<Spent, 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'cost' | 'estimated'> {
  unpriced: number;
}

const costText = ({ cost, unpriced }: Counted): string[] => {
  if (cost === null) return unpriced > 0 ? ['no price known'] : [];
  return [unpriced > 0 ? `${dollars(cost)} without ${runs(unpriced)} of no known price` : dollars(cost)];
};

const counted = (spent: Counted): string => {
  const cached = spent.cachedTokens > 0 ? ` (${count(spent.cachedTokens)} cached)` : '';
  return [
    `${count(spent.inputTokens)} tokens in${cached}`,
    `${count(spent.outputTokens)} out`,
    ...costText(spent),
    ...(spent.estimated ? ['partly estimated'] : []),
  ].join(', ');
};

const capText = (
  spent: Spent,
  { tokens, cost }: { tokens?: number | undefined; cost?: number | undefined },
) => {
  const caps = [
    ...(tokens === undefined ? [] : [`${count(tokensOf(spent))} of ${count(tokens)} tokens`]),
    ...(cost === undefined ? [] : [`${dollars(spent.cost ?? 0)} of ${dollars(cost)}`]),
  ];
  return caps.length === 0 ? '' : ` (${caps.join(', ')})`;
};

const gaps = ({ untold, direct }: Spent): string[] => [
  ...(untold > 0 ? [`${runs(untold)} never told`] : []),
  ...(direct > 0 ? ['not counted: runs past the gateway'] : []),
];

const isNothing = (spent: Spent): boolean =>
  tokensOf(spent) === 0 && spent.untold === 0 && spent.direct === 0;

const sum = (spent: Spent): string =>
  [...(tokensOf(spent) === 0 ? [] : [counted(spent)]), ...gaps(spent)].join('; ');

/** What one run used, for the evidence of it; null where nothing was counted and nothing should have been. */
export const attemptUsage = (attempt: Attempt, delegation: Pick<Delegation, 'state'>): string | null => {
  const spent = spentByAttempt(attempt, delegation);
  return isNothing(spent) ? null : sum(spent);
};

/** `Used: …` of one run as its job shows it. */
export const usageText = (usage: Usage | null, direct: string[]): string => {
  const past = direct.length > 0 ? [`not counted: past the gateway to ${direct.join(', ')}`] : [];
  if (usage === null) return past.length > 0 ? past.join('; ') : 'no model through the gateway';
  const requests = `${usage.requests} request${usage.requests === 1 ? '' : 's'}`;
  const failed = usage.failed > 0 ? ` (${usage.failed} failed)` : '';
  const unpriced = usage.cost === null && tokensOf(usage) > 0 ? 1 : 0;
  return [`${requests}${failed}, ${counted({ ...usage, unpriced })}`, ...past].join('; ');
};

/** Item and month, with their caps where they are set; null while nothing was used. */
export const spendingText = (item: Item, spending?: Spending): string | null => {
  const ticket = spentByItem(item);
  if (isNothing(ticket)) return null;
  if (!spending) return `this ticket ${sum(ticket)}`;
  const month = monthOf(spending.now);
  const all = addSpent(spending.others, spentByItem(item, month));
  const { caps } = spending;
  return `this ticket ${sum(ticket)}${capText(ticket, caps.item)} · ${month.name} ${sum(all) || 'nothing'}${capText(all, caps.month)}`;
};
