/** A pair of marks in tasks.md with what stands between them; 0-based lines, inclusive. */
export interface Block {
  /** `tdd-header`, `repos-table`, `metadata`, `phase-summary:2`, `tdd:2.1`, `cross-repo-block:2.1`, or another. */
  name: string;
  /** Line of the begin mark. */
  first: number;
  /** Line of the end mark. */
  last: number;
  /** As `first` and `last`, with the blank line that sets the block off, where it has one. */
  from: number;
  to: number;
}

const markPattern = /^[ \t]*<!--[ \t]*opsx:([a-z][a-z0-9-]*(?::[a-z0-9.-]+)?):(begin|end)[ \t]*-->[ \t]*$/;

/** Side of the blank line that comes and goes with a block; blocks inside list items have none. */
const blankBeside: ReadonlyMap<string, 'above' | 'below'> = new Map([
  ['tdd-header', 'below'],
  ['repos-table', 'below'],
  ['phase-summary', 'above'],
  ['metadata', 'above'],
] as const);

const kindOf = (block: Block): string => block.name.split(':', 1)[0] ?? '';

/** Blocks of the whole file belong to no section, wherever they stand. */
export const isOfFile = (block: Block): boolean =>
  ['tdd-header', 'repos-table', 'metadata'].includes(kindOf(block));

/** Blocks that stand below their task's box. */
export const isOfTask = (block: Block): boolean => ['tdd', 'cross-repo-block'].includes(kindOf(block));

interface Mark {
  name: string;
  side: string;
  line: number;
}

/**
 * Pairs the marks that stand in prose. A begin whose next mark of the same name is no end is text, and so are marks
 * inside another block: a stray mark neither swallows tasks nor takes the end of a later block.
 */
export const readBlocks = (texts: string[], prose: boolean[]): Block[] => {
  const marks = texts.flatMap((text, line) => (prose[line] ? readMark(text, line) : []));
  const ends = endsOf(marks);
  const blocks: Block[] = [];
  let free = 0;
  for (const [index, { name, line: first }] of marks.entries()) {
    const last = ends[index];
    if (last === undefined || last === null || first < free) continue;
    blocks.push(withBlank({ name, first, last, from: first, to: last }, texts));
    free = last + 1;
  }
  return blocks;
};

const readMark = (text: string, line: number): Mark[] => {
  const match = markPattern.exec(text);
  return match?.[1] && match[2] ? [{ name: match[1], side: match[2], line }] : [];
};

/** For each begin the line of its end; null for what has none. */
const endsOf = (marks: Mark[]): (number | null)[] => {
  const ends: (number | null)[] = marks.map(() => null);
  const next = new Map<string, Mark>();
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (!mark) continue;
    const following = next.get(mark.name);
    if (mark.side === 'begin' && following?.side === 'end') ends[index] = following.line;
    next.set(mark.name, mark);
  }
  return ends;
};

const withBlank = (block: Block, texts: string[]): Block => {
  const isBlank = (line: number): boolean => texts[line]?.trim() === '';
  const side = blankBeside.get(kindOf(block));
  if (side === 'above' && isBlank(block.first - 1)) return { ...block, from: block.first - 1 };
  if (side === 'below' && isBlank(block.last + 1)) return { ...block, to: block.last + 1 };
  return block;
};
