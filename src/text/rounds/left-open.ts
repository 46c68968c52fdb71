import type { Item } from '../../core/item.ts';
import type { Finding } from '../../core/rounds/round.ts';
import { code, inline, paragraphs } from '../markdown.ts';
import { fitBullets } from './fitting.ts';
import { bySeverity, idsOf, isUnanswered, placeName, severityNames, some, titleOf } from './words.ts';

/** Findings of a merged pull request that never got their answer, worst first. */
const leftOpen = ({ findings = [] }: Pick<Item, 'findings'>): Finding[] =>
  bySeverity(findings.filter(isUnanswered));

const fileIt = '`/follow-up <title> --priority <priority>` has what is to be done later filed as a ticket.';

/** For the status: what the merge left behind, and how it is kept; null when that is nothing. */
export const leftOpenLine = (item: Item): string | null => {
  const open = leftOpen(item);
  if (open.length === 0) return null;
  const shown = idsOf(open.slice(0, 20));
  const rest = open.length > 20 ? ` and ${open.length - 20} more` : '';
  return `Merged with ${some(open.length, 'finding')} of the review without an answer: ${shown}${rest}. ${fileIt}`;
};

/** For the last word on the ticket: each by its name. */
export const leftOpenText = (findings: readonly Finding[]): string | null => {
  const open = leftOpen({ findings: [...findings] });
  if (open.length === 0) return null;
  const lines = open.map((finding) => {
    const place = placeName(finding);
    return `**${inline(finding.id, 10)}** ${severityNames[finding.severity]}: ${titleOf(finding, 160)}${place === null ? '' : ` (${code(place, 160)})`}`;
  });
  return paragraphs(
    `**Without an answer when it was merged** (${open.length})`,
    fitBullets(lines, {
      room: 6_000,
      most: 40,
      rest: (left) => `${left} more, in the comments of the rounds`,
    }),
    fileIt,
  );
};
