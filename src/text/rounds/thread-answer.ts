import type { Item } from '../../core/item.ts';
import type { Answer, Finding } from '../../core/rounds/round.ts';
import { inline, link } from '../markdown.ts';
import { commitLink } from '../places.ts';
import { said } from './said.ts';

const headOf = (item: Item, answer: Answer): string => {
  switch (answer.kind) {
    case 'fixed':
      return `Fixed in ${commitLink(item, answer.sha)}.`;
    case 'filed':
      return `Filed as ${link(inline(answer.key, 40), answer.url)}.`;
    case 'acknowledged':
      return answer.sha === null
        ? 'Acknowledged, nothing is changed.'
        : `Acknowledged; the reason stands in the code since ${commitLink(item, answer.sha)}.`;
  }
};

const longestReason = 1_000;

/** What became of a demand, in its own conversation: the answer, its reason, and how to ask again. */
export const threadAnswer = ({
  item,
  finding,
  answer,
}: {
  item: Item;
  finding: Finding;
  answer: Answer;
}): string => {
  const why = said(answer.reason, longestReason);
  const reason = why === '' ? '' : ` ${why}`;
  return `${headOf(item, answer)}${reason} (${inline(finding.id, 10)}) Resolve this conversation if that settles it; another word of yours here takes it up again.`;
};
