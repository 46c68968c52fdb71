import { type Shape, shapesIn } from './shapes.ts';

export interface Finding {
  /** What it looks like, never what it is. */
  kind: string;
  /** 1-based. */
  line: number;
  /** The matched text; for comparison only, never for showing. */
  matched: string;
}

/** Patterns take their time with hostile texts, more than in proportion to the length. */
const windowChars = 1024 * 1024;
const overlap = 16 * 1024;
/** Of one window; nobody reads more. */
const maxFindings = 200;

/** Shapes of credentials in a text. */
export const scanText = async (content: string): Promise<Finding[]> => (await scanTexts([content]))[0] ?? [];

/** The same for many texts at once, in their order: one call for a window full of them. */
export const scanTexts = async (texts: readonly string[]): Promise<Finding[][]> => {
  const found: Finding[][] = texts.map(() => []);
  for (const window of windowsOf(texts)) {
    const content = window.map(({ text }) => text).join('\n');
    let piece = 0;
    let at = 0;
    const shapes = (await shapesIn(content)).sort((a, b) => a.start - b.start).slice(0, maxFindings);
    for (const shape of shapes) {
      while (piece + 1 < window.length && shape.start > at + lengthOf(window[piece])) {
        at += lengthOf(window[piece]) + 1;
        piece += 1;
      }
      const source = window[piece];
      if (source) found[source.index]?.push(findingIn(source, { ...shape, start: shape.start - at }));
    }
  }
  return found;
};

interface Piece {
  text: string;
  /** Which of the texts it is of. */
  index: number;
  /** Lines of that text before it. */
  linesBefore: number;
}

const lengthOf = (piece: Piece | undefined): number => piece?.text.length ?? 0;

/** Texts by the window; one that is longer is cut into several. */
function* windowsOf(texts: readonly string[]): Generator<Piece[]> {
  let window: Piece[] = [];
  let filled = 0;
  for (const [index, text] of texts.entries()) {
    for (const piece of piecesOf(text, index)) {
      if (filled > 0 && filled + piece.text.length > windowChars) {
        yield window;
        window = [];
        filled = 0;
      }
      window.push(piece);
      filled += piece.text.length + 1;
    }
  }
  if (window.length > 0) yield window;
}

function* piecesOf(text: string, index: number): Generator<Piece> {
  let linesBefore = 0;
  for (let start = 0; start === 0 || start < text.length; start += windowChars) {
    yield { text: text.slice(start, start + windowChars + overlap), index, linesBefore };
    linesBefore += text.slice(start, start + windowChars).split('\n').length - 1;
  }
}

/** What runs on into the next text is none of this one's. */
const findingIn = (piece: Piece, { kind, start, text }: Shape): Finding => ({
  kind,
  line: piece.linesBefore + piece.text.slice(0, start).split('\n').length,
  matched: text.slice(0, piece.text.length - start),
});
