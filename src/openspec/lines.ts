export interface SourceLine {
  /** Without its line end. */
  text: string;
  /** Offset of the line's first character in the source. */
  start: number;
  /** Offset after its line end. */
  end: number;
}

/** Lines of a file whatever its line ends (`\n`, `\r\n`, lone `\r`); offsets lead back to the exact bytes. */
export const splitLines = (source: string): SourceLine[] => {
  const lines: SourceLine[] = [];
  for (const match of source.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    const [whole, text = ''] = match;
    if (whole === '' && match.index === source.length) break;
    lines.push({ text: text.replace(/^\uFEFF/, ''), start: match.index, end: match.index + whole.length });
  }
  return lines;
};
