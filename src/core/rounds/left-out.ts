import { isIdentifier, linesWith } from './quotes.ts';
import { meaningOf } from './vocabulary.ts';
import { significantWords } from './words.ts';

const touched =
  '(?:be(?:ing)?\\s+)?(?:modif|chang|touch|edit|alter|extend|renam|mov|remov|delet|refactor|rewrit|rewrot|replac|updat|fix|implement|add|migrat|cover|handl|includ|address|reformat|upgrad|port|convert|redesign|rework)\\w*';

/** Forbids something, of the change or of the program. */
const forbids =
  /\b(?:(?:shall|must|should|will|may|is|are|do|does|can)(?:\s+not|n['’]t)|cannot|never|no longer)\s+(?:to\s+)?(?:also\s+)?(?:be\s+)?([\p{L}-]+)/iu;
const forbidsTouching = new RegExp(
  `\\b(?:shall|must|should|will|is|are|do|does)(?:\\s+not|n['’]t)\\s+(?:to\\s+)?${touched}\\b|\\bwithout\\s+(?:chang|modif|touch)ing\\b|\\bnot\\s+(?:be\\s+)?(?:touched|changed|modified)\\b`,
  'i',
);
const strictlyForbids = /\b(?:shall|must)(?:\s+not|n['’]t)\s+[\p{L}`*_]/iu;

const outside = [
  /\b(?:out\s+of|outside(?:\s+of)?|beyond|not\s+in|not\s+within)\s+(?:the\s+|our\s+)?(?:\w+\s+)?scope\b/i,
  /\bout-of-scope\b|\bnon-?\s?goals?\b|\bnot\s+a\s+goal\b/i,
  /(?:\bnot|n['’]t|\bno)\s+(?:a\s+)?part\s+of\b/i,
  /\b(?:stays?|remains?|keeps?|kept|left|leaves?|leaving)\b[^.\n]{0,80}\b(?:as\s+(?:it\s+is|they\s+are|is|before|today)|unchanged|untouched|alone|intact|the\s+same|out)\b/i,
  /\b(?:stays?|remains?|keeps?|kept)\s+(?:\w+\s){0,2}[\p{L}]+-only\b/iu,
  /\b(?:unchanged|untouched|as-is)\b/i,
  /\bfollow(?:ed)?[- ]?ups?\b/i,
  /\b(?:in|for|to|until|till|at)\s+(?:a|an|some|the|another)?\s*(?:later|future|separate|next|subsequent|different|other|another)\s+(?:change|release|pr|pull|ticket|issue|version|phase|section|task|work|iteration|milestone|commit|proposal|effort|date)\b/i,
  /\b(?:a|an|another|its|their)\s+(?:own|separate|later|future|different|other|another)\s+(?:change|release|pr|pull|ticket|issue|version|proposal|effort)\b|\banother\s+(?:change|ticket|issue|release)\b/i,
  /\b(?:done|handled|added|fixed|addressed|covered|implemented|comes?|follows?|left|kept|saved|revisited|tackled|migrated|until|for)\s+later\b|\blater\s+(?:change|release|version|ticket|phase|pr)s?\b|^\W*later\b/i,
  /\b(?:handled|done|addressed|fixed|tracked|filed|solved|migrated|covered)\s+(?:separately|elsewhere)\b/i,
  /\bno\s+(?:\w+\s+){0,2}changes?\s+(?:to|for|in|of)\b/i,
  /\b(?:existing|current|present)\s+behaviou?r\s+(?:\w+\s+)?(?:kept|preserved|retained)\b/i,
  /\bfuture\s+(?:work|change|release|ticket|version)s?\b/i,
  /\b(?:defer(?:red|s)?|postpone[ds]?|exclud(?:ed|es|ing)|left\s+out|leave[sd]?\s+out|leaving\s+out)\b/i,
  /(?:\bnot|n['’]t)\s+(?:yet\s+)?(?:be\s+)?(?:planned|intended|required|needed|covered|included|supported|addressed|attempted|in\s+this\s+(?:change|release|ticket|pr))\b/i,
  /\bknown\s+limitations?\b/i,
];
const back =
  /(?:\bnot|n['’]t|\bno\s+longer)\s+(?:an?\s+)?(?:out\s+of\s+scope|follow|defer|exclud|non-?goal)/i;

/** Said of code that nobody is to touch, which a finding about that code does not break. */
const ofCode = /\bnot\s+be\s+(?:modified|changed|touched|edited|altered|extended|refactored|updated)\b/i;

const isSpec = (path: string): boolean => /(?:^|\/)specs?\//.test(path);

/** A spec's SHALL NOT says how the program behaves: it leaves nothing out unless it is about changing code. */
const saysLeftOut = (text: string, path: string): boolean => {
  if (back.test(text)) return false;
  if (outside.some((pattern) => pattern.test(text))) return true;
  if (isSpec(path)) return ofCode.test(text);
  return forbidsTouching.test(text) || strictlyForbids.test(text);
};

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
const headingsAbove = (lines: readonly string[], at: number): string[] => {
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
    const line = lines[number - 1] ?? '';
    if (isIdentifier(quote) && saysLeftOut(sentenceOf(line, quote), path)) return true;
    return isBelowLeavingTitle(lines, number - 1);
  });
};

const unsure =
  /\b(?:not|never|no|without|missing|lacks?|fails?|should|must|needs?|ought|has\s+to|have\s+to|still|remains?|only)\b|n['’]t\b/i;

/**
 * Whether a finding says that what the quote forbids is done: then the change does not leave it out, it demands it. `title`
 * of the finding.
 */
export const isBroken = (quote: string, title: string): boolean => {
  if (ofCode.test(quote) || outside.some((pattern) => pattern.test(quote))) return false;
  const verb = forbids.exec(quote.replace(/[`*]/g, ''))?.[1]?.toLowerCase();
  const meant = verb === undefined ? null : meaningOf(verb);
  return meant !== null && !unsure.test(title) && significantWords(title).includes(meant);
};
