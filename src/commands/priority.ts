import { type Priority, priorities } from '../core/rounds/round.ts';
import { readFlags } from './flags.ts';

const named = priorities.map((one) => `\`${one}\``);
/** As they are told to people: without a reason, which only `/triage` records, nothing is filed with none. */
export const priorityList = `${named.slice(0, -2).join(', ')} or ${named.at(-2)}`;

/** `High:`, `(high)` and “high” are that word; `high-level` is not. */
const word = new RegExp(
  `^[("'\`“‘*_[]*(${priorities.join('|')})[)"'\`”’*_\\]]*(?=[\\s:,;.!–—]|$)[\\s:,;.!–—-]*`,
  'i',
);

const isPriority = (text: string): text is Priority => priorities.some((one) => one === text);

/** A priority that stands first, and what follows it. */
export const leadingPriority = (text: string): { priority: Priority; rest: string } | null => {
  const match = word.exec(text);
  const priority = (match?.[1] ?? '').toLowerCase();
  return match && isPriority(priority) ? { priority, rest: text.slice(match[0].length) } : null;
};

/** The flag in any case, with a phone's dash and with what people put behind it. */
const flag = /(^|\s)(?:--|[–—])priority(?:[ \t]*[:=]+[ \t]*|(?=\s|$))/gi;

const once = `Give \`--priority\` once, with ${priorityList}`;

/** `--priority` and its word, wherever it stands on a line; without any, `priority` is null. */
export const readPriority = (
  line: string,
): { priority: Priority | null; rest: string } | { problem: string } => {
  const read = readFlags(line.replace(flag, '$1--priority '), { names: ['priority'] as const });
  if (read.problem)
    return {
      problem: `${read.problem} ${once}; words of yours that begin with two dashes stand in backticks.`,
    };
  const { priority: value } = read.flags;
  if (value === undefined) return { priority: null, rest: read.rest };
  const given = leadingPriority(value);
  return given && given.rest === ''
    ? { priority: given.priority, rest: read.rest }
    : { problem: `\`--priority\` does not know that word. ${once}.` };
};
