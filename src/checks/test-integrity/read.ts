import { type Brackets, bracketsIn, elementsIn, endOfLine, indentedEnd, startOfLine } from './extent.ts';
import type { CasePattern, Language } from './language.ts';
import { type Mark, marksOf } from './marks.ts';
import { type Masked, maskText } from './mask.ts';
import { argumentsAt, nameOf } from './names.ts';
import { lineAt, lineStarts, type Part, type Reading } from './part.ts';

/** A text as the tests in it are seen. */
export interface TestFile {
  path: string;
  language: Language;
  text: string;
  masked: Masked;
  brackets: Brackets;
  cases: Part[];
  helpers: Part[];
  marks: Mark[];
  /** Cases that stand in tables instead of functions of their own. */
  rows: number;
}

/** More are not told apart; nobody reads such a file. */
const mostParts = 4_000;
/** Cases within cases, over and over, would be looked through as often: then each only as far as most are long. */
const mostSource = 8 * 1024 * 1024;
const shortSource = 2_000;

export const readTestFile = (path: string, text: string, language: Language): TestFile => {
  const masked = maskText(text, language.syntax);
  const brackets = bracketsIn(masked.code);
  const at = { language, masked, brackets, lines: lineStarts(masked.code) };
  const cases = language.cases.flatMap((pattern) => partsOf(at, pattern)).slice(0, mostParts);
  const unique = [...new Map(cases.map((one) => [`${one.name} ${one.end}`, one])).values()].sort(
    (one, other) => one.start - other.start,
  );
  const [kept, helpers] = [bounded(unique), bounded(helpersOf(at))];
  const suites = language.suites.flatMap((pattern) => partsOf(at, pattern)).slice(0, mostParts);
  return {
    path,
    language,
    text,
    masked,
    brackets,
    cases: kept,
    helpers,
    marks: marksOf(at, { text, cases: kept, suites }),
    rows: rowsOf(at),
  };
};

const bounded = (parts: Part[]): Part[] =>
  parts.reduce((sum, { own, end }) => sum + end - own, 0) <= mostSource
    ? parts
    : parts.map((part) => ({ ...part, end: Math.min(part.end, part.own + shortSource) }));

const partsOf = (at: Reading, pattern: CasePattern): Part[] =>
  [...at.masked[pattern.on ?? 'code'].matchAll(pattern.pattern)].slice(0, mostParts).flatMap((match) => {
    const part = partAt(at, pattern, match);
    return part === null ? [] : [part];
  });

const partAt = (at: Reading, pattern: CasePattern, match: RegExpExecArray): Part | null => {
  const { masked, lines } = at;
  const begins = match.index + (match[0].length - match[0].trimStart().length);
  const behind = match.index + match[0].length;
  const named = nameOf(at, pattern, match);
  if (named === null) return null;
  const end = endOf(at, pattern, { begins, from: pattern.name ? named.at : behind });
  if (end === null) return null;
  const own = startOfLine(masked.code, begins);
  return {
    name: named.name,
    line: lineAt(lines, named.at),
    start: aboveOf(at, pattern.extent === 'call' ? begins : own),
    own: pattern.name ? named.at : begins,
    end,
  };
};

/** Where its block opens: behind its parameters, where they are not within the block already. */
const blockAt = ({ code, brackets }: { code: string; brackets: Brackets }, from: number): number => {
  const parameters = code.indexOf('(', from);
  const first = code.indexOf('{', from);
  const headed = parameters >= 0 && (first < 0 || parameters < first);
  return headed ? code.indexOf('{', brackets.get(parameters) ?? from) : first;
};

const endOf = (
  { masked, brackets }: Pick<Reading, 'masked' | 'brackets'>,
  pattern: CasePattern,
  { begins, from }: { begins: number; from: number },
): number | null => {
  const { code } = masked;
  if (pattern.extent === 'indent') return indentedEnd(code, startOfLine(code, begins), brackets);
  if (pattern.extent === 'call') {
    const open = argumentsAt({ masked, brackets }, from);
    const end = open === null ? null : (brackets.get(open) ?? code.length);
    // a function of that name is defined here, not called
    return end === null || /^\s*\{/.test(code.slice(end, end + 40)) ? null : end;
  }
  const brace = blockAt({ code, brackets }, from);
  const expression = code.indexOf('=', from);
  if (brace < 0) return expression < 0 ? null : endOfLine(code, expression);
  return brackets.get(brace) ?? code.length;
};

/** Lines above a part that are looked at: a table of cases in a decorator is long. */
const mostAbove = 400;

/** Where the decorators and annotations above a part begin; some go over several lines. */
const aboveOf = ({ masked, language }: Reading, start: number): number => {
  const { code } = masked;
  const { above } = language;
  if (above === null) return start;
  let begin = start;
  let depth = 0;
  let blank = 0;
  for (let line = startOfLine(code, start), lines = 0; line > 0 && lines < mostAbove; lines += 1) {
    const before = startOfLine(code, line - 1);
    const text = code.slice(before, line - 1);
    depth += closed(text);
    if (depth < 0) break;
    blank = text.trim() === '' ? blank + 1 : 0;
    if (depth === 0 && above.test(text)) begin = before;
    else if (depth === 0 && (blank === 0 || blank > 3)) break;
    line = before;
  }
  return begin;
};

/** Brackets that a line closes and does not open. */
const closed = (line: string): number => {
  let count = 0;
  for (const [mark] of line.matchAll(/[()[\]{}]/g)) count += ')]}'.includes(mark) ? 1 : -1;
  return count;
};

const helpersOf = (at: Reading): Part[] =>
  [...at.masked.code.matchAll(at.language.helpers)].slice(0, mostParts).flatMap((match) => {
    const name = match[1] ?? match[2];
    if (name === undefined) return [];
    const behind = match.index + match[0].length;
    const indented = at.language.cases.some(({ extent }) => extent === 'indent');
    const extent = indented ? 'indent' : 'brace';
    const begins = match.index + (match[0].length - match[0].trimStart().length);
    const end = endOf(at, { pattern: /x/, extent }, { begins, from: behind });
    return end === null
      ? []
      : [{ name, line: lineAt(at.lines, match.index), start: begins, own: begins, end }];
  });

const rowsOf = ({ language, masked, brackets }: Reading): number => {
  const { code } = masked;
  const tables = language.tables
    ? [...code.matchAll(language.tables)].map(({ 0: text, index }) =>
        elementsIn(code, index + text.length, brackets),
      )
    : [];
  const single = language.rows ? [...code.matchAll(language.rows)].length : 0;
  return tables.reduce((sum, count) => sum + count, single);
};
