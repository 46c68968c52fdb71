import { isSerious } from './found.ts';
import { type Draft, headOfItem, headOfLine, startDraft } from './markdown-findings.ts';
import { placeAtStart } from './place-in-text.ts';
import { type SeverityHead, severityAlone, severityNamed, wordedHead } from './severity.ts';
import { fencedLines } from './words.ts';

const mark = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/;
const none = /^[^\p{L}\p{N}]{0,20}(?:none|n\/a|no(?:thing|t any)?|nil|zero)?\b[^\p{L}\p{N}]{0,20}$/iu;

const withoutMark = (line: string): string => line.replace(mark, '');
const isListed = (line: string): boolean => mark.test(line);

/** The severity in front of a line, wherever the line stands. */
const headIn = (line: string, at: string): SeverityHead | null =>
  isListed(line) ? headOfItem(withoutMark(line)) : headOfLine(line, at);

export const hasHead = (text: string, at: string): boolean =>
  text.split('\n').some((line) => headIn(line, at) !== null);

/** `High: SQL injection.` without a place: too vague to be read, too grave to be left out. Counts are no findings. */
export const isVague = (line: string): boolean => {
  const head = wordedHead(line);
  return (
    head !== null &&
    isSerious(head) &&
    !/^(?:[\d✅☑-]|none|n\/a|no\b|nothing|nil|zero)/i.test(head.rest) &&
    head.rest !== ''
  );
};

/** `> [!WARNING]` is GitHub's, and no severity. */
export const unquoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^\s{0,3}>[ ]?/, ''))
    .filter((line) => !/^\s*\[![a-z]+\]\s*$/i.test(line))
    .join('\n');

const summary = /<summary\b[^<>]{0,200}>([\s\S]{0,600}?)<\/summary>/gi;
const tags = /<\/?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,300})?\/?>/gi;

/** What Markdown takes for one piece of HTML because no blank line stands in it. A summary that names a severity heads it. */
export const unfolded = (html: string): string =>
  html
    .replace(summary, (_, inside: string) => {
      const said = inside.replace(tags, '').replace(/\s+/g, ' ').trim();
      const heads = severityAlone(said) !== null || headOfItem(said) !== null;
      return heads ? `\n\n###### ${said}\n\n` : '\n\n';
    })
    .replace(/<li\b[^<>]{0,300}>/gi, '\n- ')
    .replace(tags, '\n');

/** Code that holds what looks like a listed finding, or that was never closed and swallows what follows. */
export const swallows = (code: string, at: string): boolean => {
  const lines = code.split('\n');
  const fence = /^\s{0,3}(`{3,}|~{3,})/.exec(lines[0] ?? '')?.[1];
  const open = fence !== undefined && (lines.length === 1 || !(lines.at(-1) ?? '').trim().startsWith(fence));
  if (open && lines.slice(1).some((line) => headIn(line, at) !== null)) return true;
  return lines.some((line) => {
    const head = isListed(line) ? headOfLine(withoutMark(line), at) : null;
    return head !== null && isSerious(head);
  });
};

const rule = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|^\s*\|\s*:?-+:?\s*\|\s*$/;
const cellsOf = (row: string): string[] =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

export interface Rows {
  found: Draft[];
  unread: string[];
}

const rated = /severity|priority|level|rating/i;

const readRow = (row: string, header: string[], at: string): Rows => {
  const cells = cellsOf(row);
  const index = cells.findIndex((cell) => severityAlone(cell) !== null || headOfItem(cell) !== null);
  if (index < 0) {
    const rating = cells[header.findIndex((name) => rated.test(name))] ?? '';
    return { found: [], unread: /\p{L}/u.test(rating) && !none.test(rating) ? [row] : [] };
  }
  const cell = cells[index] ?? '';
  const alone = severityAlone(cell);
  const head = alone ? { severity: alone, rest: '' } : headOfItem(cell);
  if (!head) return { found: [], unread: [row] };
  const beside = cells.filter((_, place) => place !== index);
  const others = beside.filter((other) => /\p{L}/u.test(other) && !none.test(other));
  if (others.length === 0 && head.rest === '')
    return { found: [], unread: isSerious(head) && beside.some(isCount) ? [row] : [] };
  return { found: [rowDraft(head, others, at)], unread: [] };
};

const isCount = (cell: string): boolean => /^\D{0,3}[1-9]\d{0,5}\D{0,3}$/.test(cell);

const rowDraft = (head: SeverityHead, others: string[], at: string): Draft => {
  const where = others.find((other) => placeAtStart(other, at)?.rest === '');
  const [title = where ?? '', ...more] = [head.rest, ...others].filter(
    (other) => other !== '' && other !== where,
  );
  const draft = startDraft({ severity: head.severity, rest: title }, at);
  draft.place ??= where === undefined ? null : (placeAtStart(where, at)?.place ?? null);
  draft.detail.push(...more);
  return draft;
};

/** Findings in the rows of a table; null for what is no table. */
export const tableRows = (text: string, at: string): Rows | null => {
  const lines = text.split('\n');
  const begin = lines.findIndex(
    (line, index) => index > 0 && line.length < 2_000 && line.includes('|') && rule.test(line),
  );
  if (begin < 0) return null;
  const header = cellsOf(lines[begin - 1] ?? '');
  const rows = lines.slice(begin + 1).filter((line) => line.includes('|') && line.length < 10_000);
  const read = rows.map((row) => readRow(row, header, at));
  return { found: read.flatMap(({ found }) => found), unread: read.flatMap(({ unread }) => unread) };
};

const labelled = /^[\s*_`-]{0,6}(?:severity|priority)[\s*_`]{0,4}[:=][\s*_`]{0,4}(\p{L}{2,13}|p[0-3])\b/iu;

/** `Severity: High` below an item that does not say it itself. */
export const labelledBelow = (rest: string, line: string): SeverityHead | null => {
  for (const below of rest.split('\n').slice(0, 20)) {
    const severity = severityNamed(labelled.exec(withoutMark(below))?.[1] ?? '');
    if (severity) return { severity, rest: line };
  }
  return null;
};

/** Lines below an item, with the finding that some of them begin. `owned`: the item is one itself, and most below it is its own. */
export const nestedHeads = (
  rest: string,
  { owned, at }: { owned: boolean; at: string },
): { line: string; head: SeverityHead | null }[] =>
  fencedLines(rest).map(({ line, fenced }) => {
    if (fenced || !isListed(line)) return { line, head: null };
    const head = owned ? headOfLine(withoutMark(line), at) : headOfItem(withoutMark(line));
    return { line, head: head && (!owned || isSerious(head)) ? head : null };
  });
