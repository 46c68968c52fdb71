import type { Configuration } from '../../contracts/configuration.ts';
import type { Allowance, CapOverride } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import { type Item, isRunCap } from '../item.ts';
import { moved, type Outcome } from '../outcome.ts';
import type { Reply } from '../reply.ts';
import type { CapUse } from '../rounds/cap-use.ts';
import { addSpent, type Month, monthOf, nothingSpent, type Spent, spentByItem, tokensOf } from '../spent.ts';
import { blocked, notice } from './parts.ts';

interface Cap {
  setting: string;
  limit: number;
  used: number;
  /** In words: `all runs of this ticket`. */
  of: string;
}

type Caps = Configuration['caps'];

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const nextMonth = ({ to }: Month): string => `1 ${months[to.getUTCMonth()]} ${to.getUTCFullYear()} (UTC)`;

/** What this item used in the month is not in the fact: its newest run may not be stored yet. */
const spentInMonth = (item: Item, facts: Pick<Facts, 'now' | 'spent'>): { month: Month; spent: Spent } => {
  const month = monthOf(facts.now);
  const others = facts.spent?.month === month.name ? facts.spent.others : nothingSpent;
  return { month, spent: addSpent(others, spentByItem(item, month)) };
};

interface Asking {
  item: Item;
  facts: Pick<Facts, 'now' | 'spent'>;
  caps: Caps;
}

const tokenCaps = ({ item, facts, caps }: Asking): Cap[] => {
  const ticket = { limit: caps.item.tokens, used: tokensOf(spentByItem(item)) };
  const month = { limit: caps.month.tokens, used: tokensOf(spentInMonth(item, facts).spent) };
  return capsOf('tokens', { ticket, month });
};

const costCaps = ({ item, facts, caps }: Asking): Cap[] => {
  const ticket = { limit: caps.item.cost, used: spentByItem(item).cost ?? 0 };
  const month = { limit: caps.month.cost, used: spentInMonth(item, facts).spent.cost ?? 0 };
  return capsOf('cost', { ticket, month });
};

const capsOf = (
  what: 'tokens' | 'cost',
  { ticket, month }: Record<'ticket' | 'month', { limit: number | undefined; used: number }>,
): Cap[] => [
  ...(ticket.limit === undefined
    ? []
    : [{ setting: `caps.item.${what}`, limit: ticket.limit, used: ticket.used, of: 'of this ticket' }]),
  ...(month.limit === undefined
    ? []
    : [{ setting: `caps.month.${what}`, limit: month.limit, used: month.used, of: 'of this month' }]),
];

/** Sums of dollars end in crumbs: less than this is nothing. */
const crumb = 1e-6;
const leftOf = (cap: Cap): number => cap.limit - cap.used;
const isUsedUp = (cap: Cap): boolean => leftOf(cap) < crumb;

const amount = (cap: Cap, value: number): string =>
  cap.setting.endsWith('cost') ? `$${value.toFixed(2)}` : value.toLocaleString('en-US');

const usedUpText = (cap: Cap, month: Month): string => {
  const unit = cap.setting.endsWith('tokens') ? ' tokens' : '';
  const used = `\`${cap.setting}\`: ${amount(cap, cap.used)} of ${amount(cap, cap.limit)}${unit} ${cap.of} are used.`;
  return cap.setting.startsWith('caps.month')
    ? `${used} The next month begins on ${nextMonth(month)}.`
    : used;
};

interface Least {
  value: number;
  from: string;
}

/** The least that any cap leaves, and the setting it comes from. */
const least = (run: Least | null, caps: Cap[]): Least | null =>
  [
    ...(run ? [run] : []),
    ...caps.map((cap) => ({ value: leftOf(cap), from: cap.setting })),
  ].reduce<Least | null>(
    (smallest, one) => (smallest === null || one.value < smallest.value ? one : smallest),
    null,
  );

export type AllowanceAnswer =
  | { state: 'open'; allowance: Allowance }
  | { state: 'used-up'; caps: string[]; detail: string };

/** The caps of ticket and month that are set, and how much of each is used. */
export const capUses = (asking: Asking): CapUse[] =>
  [...tokenCaps(asking), ...costCaps(asking)].map(({ setting, used, limit: most }) => ({
    ...{ setting, used, most },
  }));

/** What a run may use: the least of its own caps and what is left of the item's and the month's. With `override` only its own count. */
export const allowanceFor = (asking: Asking & { override: CapOverride | undefined }): AllowanceAnswer => {
  const { caps, facts, override } = asking;
  const [tokens, cost] = override ? [[], []] : [tokenCaps(asking), costCaps(asking)];
  const usedUp = [...tokens, ...cost].filter(isUsedUp);
  if (usedUp.length > 0)
    return {
      state: 'used-up',
      caps: usedUp.map(({ setting }) => setting),
      detail: usedUp.map((cap) => usedUpText(cap, monthOf(facts.now))).join(' '),
    };
  const leastTokens = least({ value: caps.tokens, from: 'caps.tokens' }, tokens);
  const leastCost = least(caps.cost === undefined ? null : { value: caps.cost, from: 'caps.cost' }, cost);
  return {
    state: 'open',
    allowance: {
      requests: caps.requests,
      tokens: leastTokens?.value ?? caps.tokens,
      cost: leastCost?.value ?? null,
      from: {
        requests: 'caps.requests',
        tokens: leastTokens?.from ?? 'caps.tokens',
        cost: leastCost?.from ?? null,
      },
    },
  };
};

/** Waits for room under a cap, or, where it is no cap of one run, for a person's word to go on without. */
export const stopOnCaps = (
  {
    item,
    event,
    effects = [],
    resume = 'delegating',
    says,
  }: {
    item: Item;
    event: Event;
    effects?: OneShot[];
    resume?: 'delegating' | 'polishing';
    /** Instead of the notice that it is blocked. */
    says?: Reply;
  },
  why: { caps: string[]; detail: string; url?: string | null },
): Outcome => {
  const delegation = item.delegations.at(-1);
  const { caps, detail, url = null } = why;
  item.stage = blocked({ cause: 'caps', caps, detail, url, resume });
  // a confirmation that was written before this was asked answers something else
  item.decision = caps.every(isRunCap)
    ? null
    : { id: `caps-d${delegation?.number ?? 0}`, asks: 'caps', since: event.at };
  return moved(item, `blocked: ${caps.join(', ')}`, {
    effects: [...effects, notice(item, event, says ?? { kind: 'blocked', to: item.startedBy })],
  });
};
