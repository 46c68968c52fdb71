import type { Item } from '../../core/item.ts';
import type { Finding, Priority } from '../../core/rounds/round.ts';
import { inline, link } from '../markdown.ts';
import { isUnanswered, priorityNames } from './words.ts';

/** A ticket that was filed while the item was worked on. */
export interface FollowUp {
  key: string;
  url: string;
  title: string;
  priority: Priority;
}

/** The tickets that findings became, each once, in the order of the findings. */
const filedAs = (findings: readonly Finding[]): FollowUp[] => {
  const all = findings.flatMap((finding): [string, FollowUp][] => {
    const { answer, decided, title } = finding;
    if (answer?.kind !== 'filed' || isUnanswered(finding)) return [];
    const { key, url } = answer;
    const named = decided?.to === 'file' ? decided : { title, priority: 'none' as const };
    return [[key, { key, url, title: named.title, priority: named.priority }]];
  });
  return [...new Map(all).values()];
};

/** Those of findings, then those that people filed; each once. */
export const allFollowUps = (findings: readonly Finding[], others: readonly FollowUp[] = []): FollowUp[] => [
  ...new Map([...filedAs(findings), ...others].map((one) => [one.key, one] as const)).values(),
];

/** `[PER-241](…) Links stay broken after sync (High priority)` */
export const followUpLine = ({ key, url, title, priority }: FollowUp): string =>
  `${link(inline(key, 40), url)} ${inline(title, 160)} (${priorityNames[priority]})`;

/** The tickets that people asked for, once they are filed. */
export const askedFollowUps = ({ followUps = [] }: Pick<Item, 'followUps'>): FollowUp[] =>
  followUps.flatMap(({ title, priority, ticket }) => (ticket ? [{ ...ticket, title, priority }] : []));
