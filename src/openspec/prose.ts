interface Fence {
  marker: string;
  length: number;
  indent: number;
}

const openPattern = /^([ \t]*)(`{3,})[^`]*$|^([ \t]*)(~{3,}).*$/;
const structurePattern = /^([ \t]*)(?:#{1,6}(?:[ \t]|$)|(?:[-*+]|\d{1,9}[.)])[ \t]*\[)/;

export interface Standing {
  /** Headings and boxes count in it. */
  prose: boolean;
  /** A fence or a comment goes on after it. */
  open: boolean;
}

/**
 * How each line stands: prose, or part of fenced code or of a comment that spans lines; a fence's own lines are no prose
 * either.
 */
export const standings = (lines: string[]): Standing[] => {
  let fence: Fence | null = null;
  let comment = false;
  return lines.map((line) => {
    if (fence && !endsWithItsItem(fence, line)) {
      if (closes(fence, line)) fence = null;
      return { prose: false, open: fence !== null };
    }
    fence = null;
    if (comment) {
      comment = !line.includes('-->');
      return { prose: false, open: comment };
    }
    fence = opens(line);
    comment = fence === null && leavesCommentOpen(line);
    const open = fence !== null || comment;
    return { prose: !open, open };
  });
};

/** For each line: is it prose? */
export const markProse = (lines: string[]): boolean[] => standings(lines).map(({ prose }) => prose);

const opens = (line: string): Fence | null => {
  const match = openPattern.exec(line);
  const run = match?.[2] ?? match?.[4];
  if (run === undefined) return null;
  return { marker: run.charAt(0), length: run.length, indent: (match?.[1] ?? match?.[3] ?? '').length };
};

const closes = (fence: Fence, line: string): boolean => {
  const run = line.trim();
  return run.length >= fence.length && run === fence.marker.repeat(run.length);
};

/** A fence inside a list item ends with the item, closed or not: a stray fence may not swallow the next task. */
const endsWithItsItem = (fence: Fence, line: string): boolean => {
  const indent = structurePattern.exec(line)?.[1]?.length;
  return fence.indent >= 2 && indent !== undefined && indent < 2;
};

const leavesCommentOpen = (line: string): boolean => {
  const start = line.trimStart();
  return start.startsWith('<!--') && !start.includes('-->');
};

const blockComment = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*<!--/;

/**
 * The lines without what no reader sees as text: fences, and comments wherever they begin. Code and escaped characters
 * open none. The lines keep their number.
 */
export const shownLines = (lines: string[]): string[] => {
  const prose = markProse(lines);
  let open: 'block' | 'inline' | null = null;
  return lines.map((line, index) => {
    // only a comment that begins its block goes on behind an empty line
    if (open === 'inline' && line.trim() === '') open = null;
    if (!prose[index]) return '';
    const { shown, unclosed } = withoutComments(line, open !== null);
    if (!unclosed) open = null;
    else open ??= blockComment.test(line) ? 'block' : 'inline';
    return shown;
  });
};

export const shownText = (text: string): string => shownLines(text.split('\n')).join('\n');

const withoutComments = (line: string, within: boolean): { shown: string; unclosed: boolean } => {
  let shown = '';
  let at = 0;
  let unclosed = within;
  while (at < line.length) {
    if (unclosed) {
      const end = line.indexOf('-->', at);
      if (end < 0) return { shown, unclosed };
      at = end + 3;
      unclosed = false;
    }
    const start = commentStart(line, at);
    if (start < 0) return { shown: shown + line.slice(at), unclosed };
    shown += line.slice(at, start);
    // `<!-->` is a whole one
    at = start + 2;
    unclosed = true;
  }
  return { shown, unclosed };
};

const commentStart = (line: string, from: number): number => {
  const tokens = /`[^`]*`|\\[^\w\s]|<!--/g;
  tokens.lastIndex = from;
  for (let token = tokens.exec(line); token; token = tokens.exec(line))
    if (token[0] === '<!--') return token.index;
  return -1;
};
