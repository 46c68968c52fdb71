import type { Question } from '../../contracts/planning/grill.ts';
import { leavesOpen, optionMeant } from './words/option-words.ts';
import { readWords } from './words/read-words.ts';

export type ReadReply =
  /** `option`: its id; left out: agreed to without naming anything. */
  | { kind: 'confirm'; option?: string }
  | { kind: 'override'; text: string }
  | { kind: 'vague' }
  | { kind: 'counter-question' };

/** What somebody wrote in plain words in answer to a question. */
export const readReply = (text: string, question: Question): ReadReply => {
  const own = withoutQuotes(text);
  const option = optionMeant(own, question);
  if (option) return { kind: 'confirm', option: option.id };
  if (leavesOpen(own, question)) return { kind: 'vague' };
  const words = readWords(own);
  switch (words) {
    case 'agreed':
      return { kind: 'confirm' };
    case 'recommended':
      return { kind: 'confirm', option: question.recommended };
    case 'substance':
      return { kind: 'override', text: own };
    case 'vague':
    case 'counter-question':
      return { kind: words };
  }
};

/** Quoted lines are somebody else's words; a mail client adds them below. */
export const withoutQuotes = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .filter((line) => !/^\s{0,3}>/.test(line))
    .join('\n')
    .trim();
