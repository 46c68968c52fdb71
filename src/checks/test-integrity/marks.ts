import { endOfLine, startOfLine } from './extent.ts';
import type { MarkPattern } from './language.ts';
import { innermost, lineAt, type Part, type Reading } from './part.ts';

export interface Mark {
  kind: MarkPattern['kind'];
  conditional: boolean;
  /** 1-based. */
  line: number;
  at: number;
  /** Its line, trimmed. */
  text: string;
  /** Case, else group, that it belongs to; null: the whole file. */
  owner: string | null;
  /** Offsets of what it holds for. */
  holds: { start: number; end: number };
}

/** More are not told apart. */
const mostMarks = 4_000;

export const marksOf = (
  at: Reading,
  { text, cases, suites }: { text: string; cases: Part[]; suites: Part[] },
): Mark[] => {
  const { language, masked, lines } = at;
  const found = language.marks.flatMap((mark) => {
    const where = mark.on === 'raw' ? text : mark.on === 'bare' ? masked.bare : masked.code;
    return [...where.matchAll(mark.pattern)].slice(0, mostMarks).map((match) => {
      const offset = match.index + (match[0].length - match[0].trimStart().length);
      return { mark, offset };
    });
  });
  const seen = new Set<number>();
  return found.flatMap(({ mark, offset }) => {
    if (seen.has(offset)) return [];
    seen.add(offset);
    const owner = innermost(cases, offset);
    if (mark.inHead && (owner === null || !isInHead(masked.code, owner, offset))) return [];
    const whose = owner ?? innermost(suites, offset);
    const line = lineAt(lines, offset);
    const start = startOfLine(masked.bare, offset);
    return [
      {
        kind: mark.kind,
        conditional: isConditional(at, { mark, offset, owner }),
        line,
        at: offset,
        text: masked.bare.slice(start, endOfLine(masked.bare, offset)).trim(),
        owner: whose?.name ?? null,
        holds: { start: whose?.start ?? 0, end: whose?.end ?? text.length },
      },
    ];
  });
};

const isInHead = (code: string, part: Part, offset: number): boolean =>
  !/=>|\bfunction\b/.test(code.slice(part.own, offset));

const constant = /\(\s*(?:true|True|!0|1)\s*[,)]|\bif\s*\(?\s*(?:true|True|1|!0|false|!1)\b/;

/** As RSpec has it. */
const constantOption = /\bif:\s*false\b|\bunless:\s*true\b/;

/** Behind an `if` of its own, or by its nature; what is always so is no condition. */
const isConditional = (
  { masked }: Reading,
  { mark, offset, owner }: { mark: MarkPattern; offset: number; owner: Part | null },
): boolean => {
  const { code } = masked;
  const start = startOfLine(code, offset);
  const line = code.slice(start, endOfLine(code, offset));
  if (mark.conditional) return !constant.test(line);
  if (owner === null || offset < owner.own) return false;
  const before = code.slice(startOfLine(code, Math.max(0, start - 1)), offset);
  const around = `${before}${line.slice(offset - start)}`;
  return /\b(?:if|unless|when)\b/.test(around) && !constant.test(before) && !constantOption.test(around);
};
