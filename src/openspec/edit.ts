import type { DocumentLine } from './document.ts';

/** A change to a file's lines: from line `at`, 0-based, so many are taken out and these, without line ends, put in. */
export interface Splice {
  at: number;
  remove: number;
  lines: string[];
}

const byteOrderMark = '\uFEFF';

/**
 * The text with these changes, which may not overlap; those at the same line come in the order given. Every other
 * byte stays: new lines end as the line above them does, and a file without a last line end still has none.
 */
export const edited = (lines: DocumentLine[], splices: Splice[]): string => {
  const parts: { text: string; end: string }[] = [];
  let at = 0;
  const keepUpTo = (line: number): void => {
    for (; at < line; at += 1) parts.push(partOf(lines[at], at));
  };
  for (const splice of splices.toSorted((one, other) => one.at - other.at)) {
    keepUpTo(splice.at);
    const end = lineEndAt(lines, splice.at);
    for (const text of splice.lines) parts.push({ text, end });
    at = splice.at + splice.remove;
  }
  keepUpTo(lines.length);
  return startOf(lines) + joined(parts, lines);
};

/** Nothing may come before a byte order mark, so it is no part of the first line here. */
const startOf = (lines: DocumentLine[]): string =>
  lines[0]?.raw.startsWith(byteOrderMark) ? byteOrderMark : '';

const partOf = (line: DocumentLine | undefined, index: number): { text: string; end: string } => {
  const end = lineEnd(line);
  const raw = line?.raw ?? '';
  const start = index === 0 && raw.startsWith(byteOrderMark) ? 1 : 0;
  return { text: raw.slice(start, raw.length - end.length), end };
};

const joined = (parts: { text: string; end: string }[], lines: DocumentLine[]): string => {
  const otherwise = lineEndAt(lines, lines.length);
  const endless = lines.length > 0 && lineEnd(lines.at(-1)) === '';
  return parts
    .map(({ text, end }, index) =>
      endless && index === parts.length - 1 ? text : text + (end === '' ? otherwise : end),
    )
    .join('');
};

const lineEnd = (line: DocumentLine | undefined): string =>
  /\r\n$|[\r\n]$/.exec(line?.raw.slice(-2) ?? '')?.[0] ?? '';

/** Of the line above, so that no `\r` of one line meets a `\n` of another. */
const lineEndAt = (lines: DocumentLine[], at: number): string =>
  lineEnd(lines[at - 1]) || lineEnd(lines[0]) || '\n';
