import type { Delegation, Item } from '../core/item.ts';
import { targetOf } from '../core/updating.ts';
import { partName } from './places.ts';
import { plainLine } from './sanitize.ts';

const wrapAt = 72;

/** Git's own convention: the body stays readable in a terminal. */
const wrapped = (text: string): string => {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > wrapAt) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join('\n');
};

/** The empty commit that gives the pull request a diff to open with. */
export const startMessage = (item: Item): string =>
  [
    `Start ${item.change ?? 'work'} (${item.ticket.key})`,
    wrapped(plainLine(item.ticket.title, 300)),
    `Ticket: ${item.ticket.key} ${plainLine(item.ticket.url, 300)}`,
  ].join('\n\n');

const checksSummary = (delegation: Delegation): string => {
  const outcome = delegation.attempts.at(-1)?.outcome;
  if (outcome?.state !== 'returned') return 'Accepted without a deep review.';
  const { review } = outcome;
  const ids = (verdict: string): string[] =>
    review.checks.filter((result) => result.verdict === verdict).map((result) => result.id);
  const parts = [
    `${ids('pass').length} passed`,
    ...(ids('n/a').length > 0 ? [`${ids('n/a').length} not applicable`] : []),
    ...(ids('fail').length > 0 ? [`failed: ${ids('fail').join(', ')}`] : []),
    ...(ids('missing').length > 0 ? [`missing: ${ids('missing').join(', ')}`] : []),
  ];
  return `Deep review of attempt ${delegation.attempts.length}: ${review.recommendation} recommended; ${parts.join('; ')}.`;
};

const acceptedBy = (delegation: Delegation): string => {
  const { state } = delegation;
  return state.name === 'merging' || state.name === 'accepted' ? plainLine(state.by, 60) : 'nobody yet';
};

/** Of the merge that brings the pull request's base into the feature branch. `base`: the commit that comes in. */
export const updateMessage = (item: Item, base: string): string => {
  const from = targetOf(item);
  const by = item.update ? `, asked for by ${plainLine(item.update.by, 60)}` : '';
  return [
    `Merge ${from} into ${item.feature?.branch ?? 'the feature branch'} (${item.ticket.key})`,
    wrapped(`Brings in ${from} up to ${base.slice(0, 12)}${by}.`),
    `Ticket: ${item.ticket.key} ${plainLine(item.ticket.url, 300)}`,
  ].join('\n\n');
};

/** Of the `--no-ff` merge of an accepted delegation. */
export const mergeMessage = (item: Item, delegation: Delegation): string => {
  const titles = item.sections
    .filter((section) => delegation.sections.includes(section.number))
    .map((section) => `${section.number}. ${plainLine(section.title, 66)}`);
  return [
    `Merge ${partName(delegation)} of ${item.change ?? (item.authored ? 'the tasks' : 'the change')} (${item.ticket.key})`,
    ...(titles.length > 0 ? [titles.join('\n')] : []),
    wrapped(checksSummary(delegation)),
    `Accepted by ${acceptedBy(delegation)}.`,
  ].join('\n\n');
};
