/** For each opening bracket the offset behind its closing one; the text's end where it is never closed. */
export type Brackets = ReadonlyMap<number, number>;

const opening: Record<string, string> = { ')': '(', '}': '{', ']': '[' };

/** In code without strings, in one pass. */
export const bracketsIn = (code: string): Brackets => {
  const pairs = new Map<number, number>();
  const open: { mark: string; at: number }[] = [];
  for (const { 0: mark, index } of code.matchAll(/[()[\]{}]/g)) {
    const wanted = opening[mark];
    if (wanted === undefined) open.push({ mark, at: index });
    // a bracket too many belongs to nobody
    else if (open.at(-1)?.mark === wanted) pairs.set(open.pop()?.at ?? index, index + 1);
  }
  for (const { at } of open) pairs.set(at, code.length);
  return pairs;
};

/** Elements between the brackets that open at `at`, by the commas at their own depth. */
export const elementsIn = (code: string, at: number, brackets: Brackets): number => {
  const end = (brackets.get(at) ?? at + 1) - 1;
  let elements = 0;
  let seen = false;
  for (let index = at + 1; index < end; index += 1) {
    const character = code.charAt(index);
    if (character === ',') {
      if (seen) elements += 1;
      seen = false;
    } else if (/\S/.test(character)) seen = true;
    index = Math.max(index, (brackets.get(index) ?? index + 1) - 1);
  }
  return seen ? elements + 1 : elements;
};

export const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

export const startOfLine = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Where the lines below a line begin; a head over several lines ends where its brackets do. */
const belowOf = (code: string, lineStart: number, brackets: Brackets): number => {
  const first = endOfLine(code, lineStart);
  const bracket = code.indexOf('(', lineStart);
  const closed = bracket >= 0 && bracket < first ? (brackets.get(bracket) ?? 0) : 0;
  return (closed > first && closed < code.length ? endOfLine(code, closed) : first) + 1;
};

/** Offset behind the block that a line introduces, by indentation: up to the first line that is not deeper; its `end` belongs to it. */
export const indentedEnd = (code: string, lineStart: number, brackets: Brackets): number => {
  let end = endOfLine(code, lineStart);
  const indent = indentOf(code.slice(lineStart, end));
  for (let at = belowOf(code, lineStart, brackets); at < code.length; ) {
    const next = endOfLine(code, at);
    const line = code.slice(at, next);
    if (line.trim() !== '') {
      if (indentOf(line) <= indent) return indentOf(line) === indent && /^\s*end\b/.test(line) ? next : end;
      end = next;
    }
    at = next + 1;
  }
  return end;
};
