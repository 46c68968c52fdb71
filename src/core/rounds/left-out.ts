import { isIdentifier, linesWith } from './quotes.ts';
import { saysLeftOut } from './scope-words.ts';

const headingPattern = /^ {0,3}(#{1,6})\s+(.*?)[\s#]*$/;
const leavingTitle =
  /\b(?:non-?\s?goals?|out\s+of\s+scope|not\s+in\s+scope|scope\s+exclusions?|exclusions?|excluded|deferred|follow-?\s?ups?|future\s+work|known\s+limitations?|limitations?|left\s+out|later|not\s+(?:part|included|planned|changed)|unchanged|what\s+(?:stays|does\s+not\s+change))\b/i;
/** `Goals / Non-Goals` stands over both. */
const bothTitle =
  /(?:^|[^-\w])goals?\s*(?:[/&,]|and|or)\s*non-?\s?goals?|\bin\s*(?:[/&,]|and)\s*out\s+of\s+scope/i;

const isLeavingTitle = (title: string): boolean => leavingTitle.test(title) && !bothTitle.test(title);

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** `**Non-Goals:**`, `Out of scope:` above a list. */
const labelOf = (line: string): string | null => {
  const bare = line.replace(/^\s*(?:[-*+]\s+)?/, '').trim();
  const plain = bare.replace(/[*_]/g, '').trim();
  const isLabel = plain.endsWith(':') || /^(\*\*|__).+\1:?$/.test(bare);
  return isLabel && plain.length <= 80 ? plain : null;
};

const isItem = (line: string): boolean => /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line);

/** Titles of the headings that a line stands below, of all levels. */
export const headingsAbove = (lines: readonly string[], at: number): string[] => {
  const titles: string[] = [];
  let level = 7;
  for (const line of lines.slice(0, at).reverse()) {
    const [, marks = '', title = ''] = headingPattern.exec(line) ?? [];
    if (marks === '' || marks.length >= level) continue;
    level = marks.length;
    titles.push(title);
  }
  return titles;
};

/** The label that a line stands below within its own heading, and those of the lists that it is nested in. */
const labelsAbove = (lines: readonly string[], at: number): string[] => {
  const labels: string[] = [];
  let indent = indentOf(lines[at] ?? '');
  for (const line of lines.slice(0, at).reverse()) {
    if (headingPattern.test(line)) break;
    if (line.trim() === '') continue;
    const outer = indentOf(line) < indent;
    indent = Math.min(indent, indentOf(line));
    const label = isItem(line) && !outer ? null : labelOf(line);
    if (label === null) continue;
    labels.push(label);
    if (!isItem(line)) break;
  }
  return labels;
};

const isBelowLeavingTitle = (lines: readonly string[], at: number): boolean =>
  [...headingsAbove(lines, at), ...labelsAbove(lines, at)].some(isLeavingTitle);

/** A line and those that it is wrapped to. */
const wrapped = (lines: readonly string[], at: number): string => {
  const [line = '', ...more] = lines.slice(at, at + mostWrapped);
  const end = more.findIndex((one) => one.trim() === '' || isItem(one) || headingPattern.test(one));
  return [line, ...(end < 0 ? more : more.slice(0, end))].map((one) => one.trim()).join(' ');
};
const mostWrapped = 10;

const sentenceOf = (line: string, quote: string): string =>
  line.split(/(?<=[.;!?])\s+/).find((sentence) => linesWith(sentence, quote).length > 0) ?? line;

/**
 * Whether a quote of the change says that something is left out: by its own words, or by the heading or label it stands
 * below; a bare name by the sentence that it stands in. `text`: where it stands.
 */
export const isLeftOut = (quote: string, { path, text }: { path: string; text: string }): boolean => {
  if (saysLeftOut(quote, path)) return true;
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  return linesWith(text, quote).some((number) => {
    if (isIdentifier(quote) && saysLeftOut(sentenceOf(wrapped(lines, number - 1), quote), path)) return true;
    return isBelowLeavingTitle(lines, number - 1);
  });
};
