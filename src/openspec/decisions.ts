import type { Decision } from '../contracts/planning/inputs.ts';
import { tableCell, tableRow } from './block-text.ts';
import { splitLines } from './lines.ts';
import { shownLines } from './prose.ts';

/** The table that stands in design.md below `## Decision log`, for any answers. `missingDecisions` accepts it. */
export const decisionLog = (decisions: Decision[]): string =>
  [
    tableRow(['Decision', 'Answer', 'Who', 'Why']),
    tableRow(['---', '---', '---', '---']),
    ...decisions.map(({ id, answer, who, why }) =>
      tableRow([`\`${id}\``, ...[answer, who, why].map(tableCell)]),
    ),
  ].join('\n');

/**
 * The decisions of which design.md has no row as `decisionLog` writes it, with id, answer and who in its first cells. Case,
 * blanks, emphasis and Markdown's escapes do not count, and neither do rows in code or comments.
 */
export const missingDecisions = (design: string, decisions: Decision[]): Decision[] => {
  const lines = shownLines(splitLines(design).map((line) => line.text));
  const rows = new Set(lines.filter(isRow).map((line) => keyOf(cellsOf(line))));
  return decisions.filter(({ id, answer, who }) => !rows.has(keyOf([id, answer, who].map(tableCell))));
};

/** Nobody reads a longer row. */
const longestRow = 50_000;

/** Four blanks make it code. */
const isRow = (text: string): boolean => text.length <= longestRow && /^ {0,3}\|/.test(text);

const keyOf = (cells: string[]): string => JSON.stringify(cells.slice(0, 3).map(folded));

/** A pipe behind an odd number of backslashes is text. */
const cellsOf = (row: string): string[] => {
  const cells: string[] = [];
  let escaped = false;
  for (const piece of row.trim().slice(1).split('|')) {
    if (escaped) cells.push(`${cells.pop() ?? ''}|${piece}`);
    else cells.push(piece);
    escaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(piece);
  }
  return cells;
};

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", '#124': '|' };

/** Without what writing it as Markdown may change. */
export const folded = (text: string): string =>
  text
    .replace(/<br\s{0,9}\/?>/gi, ' ')
    .replace(/[\\`*_]/g, '')
    .replace(/&(lt|gt|amp|quot|#39|#124);/g, (_, name: string) => entities[name] ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .toLowerCase()
    .trim();

/** As whole words: the answer `no` is not in `not`. Both texts folded. */
export const contains = (text: string, part: string): boolean => {
  const word = /[\p{L}\p{N}]/u;
  const [first = '', last = ''] = [[...part.slice(0, 2)][0], [...part.slice(-2)].at(-1)];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
    const after = [...text.slice(at + part.length, at + part.length + 2)][0] ?? '';
    if (!(word.test(before) && word.test(first)) && !(word.test(last) && word.test(after))) return true;
  }
  return false;
};
