interface Fence {
  marker: string;
  length: number;
  indent: number;
}

const openPattern = /^([ \t]*)(`{3,})[^`]*$|^([ \t]*)(~{3,}).*$/;
const structurePattern = /^([ \t]*)(?:#{1,6}(?:[ \t]|$)|(?:[-*+]|\d{1,9}[.)])[ \t]*\[)/;

/**
 * For each line: is it prose, where headings and boxes count? Lines of fenced code and of comments that span lines
 * are not; the fence's own lines neither.
 */
export const markProse = (lines: string[]): boolean[] => {
  let fence: Fence | null = null;
  let comment = false;
  return lines.map((line) => {
    if (fence && !endsWithItsItem(fence, line)) {
      if (closes(fence, line)) fence = null;
      return false;
    }
    fence = null;
    if (comment) {
      comment = !line.includes('-->');
      return false;
    }
    fence = opens(line);
    comment = fence === null && leavesCommentOpen(line);
    return fence === null && !comment;
  });
};

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
