/** A text without what a formatter changes: line breaks within brackets, blanks, commas before a closing bracket. */

const literal = /^(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)/;
const space = /^\s+/;
const word = /^[\p{L}\p{N}_$]+/u;
const remark = /^(?:\/\/|#(?![[!])|--(?=\s)).*/;
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_$]/u.test(character);

/** Longer definitions are compared as they are. */
const longest = 100_000;

interface Layout {
  out: string;
  depth: number;
  /** A line that holds a remark ends where it ends. */
  remarked: boolean;
  /** Blanks before a line mean something; how many stand before the first one. */
  indented: boolean;
}

const separator = (
  { out, depth, remarked, indented }: Layout,
  blank: string,
  next: string | undefined,
): string => {
  const breaks = blank.includes('\n');
  if (breaks && indented && depth === 0) return blank.slice(blank.lastIndexOf('\n'));
  if (breaks && remarked) return '\n';
  const goesOn = '{;,(['.includes(out.at(-1) ?? ';') || next === undefined || '.{)]}?'.includes(next);
  if (breaks && depth === 0 && !goesOn) return '\n';
  return isWord(out.at(-1)) && isWord(next) ? ' ' : '';
};

const takeBlank = (layout: Layout, blank: string, next: string | undefined): void => {
  if (blank.includes('\n') && layout.out.endsWith(',') && next !== undefined && ')]}'.includes(next))
    layout.out = layout.out.slice(0, -1);
  layout.out += separator(layout, blank, next);
  if (blank.includes('\n')) layout.remarked = false;
};

const takePiece = (layout: Layout, piece: string): void => {
  if (piece === '(' || piece === '[') layout.depth += 1;
  if (piece === ')' || piece === ']') layout.depth = Math.max(0, layout.depth - 1);
  layout.out += piece;
};

/** `indented`: how far a line is indented belongs to the code. */
export const withoutLayout = (text: string, indented = false): string => {
  if (text.length > longest) return text;
  const layout: Layout = { out: '', depth: 0, remarked: false, indented };
  let rest = text;
  while (rest !== '') {
    const blank = space.exec(rest)?.[0];
    if (blank !== undefined) {
      rest = rest.slice(blank.length);
      takeBlank(layout, blank, rest[0]);
      continue;
    }
    const said = remark.exec(rest)?.[0];
    layout.remarked ||= said !== undefined;
    const piece = said ?? literal.exec(rest)?.[0] ?? word.exec(rest)?.[0] ?? rest.charAt(0);
    takePiece(layout, piece);
    rest = rest.slice(piece.length);
  }
  return layout.out;
};
