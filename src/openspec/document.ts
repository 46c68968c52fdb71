import { type Block, readBlocks } from './blocks.ts';
import { splitLines } from './lines.ts';
import { standings } from './prose.ts';
import { readSections, type TasksSection } from './sections.ts';

/** A line of tasks.md, with what it is as Markdown. */
export interface DocumentLine {
  /** As it stands in the file, byte order mark and line end included. */
  raw: string;
  /** Without them. */
  text: string;
  /** Whether headings and boxes count in it: false in fences and in comments that span lines. */
  prose: boolean;
  /** A fence or a comment goes on after it. */
  open: boolean;
  heading: { level: number; title: string } | null;
  box: { mark: string; rest: string } | null;
  /** The opsx block it belongs to, marks and the blank line beside it included. */
  block: Block | null;
}

/** tasks.md, whole: nothing of the file is outside `lines`, so that it can be written back byte for byte. */
export interface TasksDocument {
  lines: DocumentLine[];
  /** Paired `<!-- opsx:NAME:begin -->` … `<!-- opsx:NAME:end -->`, in the order of the file. */
  blocks: Block[];
  sections: TasksSection[];
}

const headingPattern = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
/**
 * The box as OpenSpec's own CLI counts it (any list marker, any one-character mark, not a link); only `x` is done.
 * Unlike the CLI, boxes in fences and comments are text to us: nobody sees them as boxes.
 */
const boxPattern =
  /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*\[(?:[ \t]*(?:([^\]\s])[ \t]*)?\](?![([])|[ \t]+\])[ \t]*(.*)$/;

/** Never throws: what is not recognised is text. */
export const readDocument = (source: string): TasksDocument => {
  const places = splitLines(source);
  const texts = places.map((place) => place.text);
  const stands = standings(texts);
  const blocks = readBlocks(
    texts,
    stands.map(({ prose }) => prose),
  );
  const lines = places.map(({ text, start, end }, index): DocumentLine => {
    const { prose, open } = stands[index] ?? { prose: true, open: false };
    return {
      raw: source.slice(start, end),
      text,
      prose,
      open,
      heading: prose ? readHeading(text) : null,
      box: prose ? readBox(text) : null,
      block: null,
    };
  });
  for (const block of blocks) {
    for (const line of lines.slice(block.from, block.to + 1)) line.block = block;
  }
  return { lines, blocks, sections: readSections(lines) };
};

/** The file again: `writeDocument(readDocument(text)) === text`, whatever the text. */
export const writeDocument = (document: TasksDocument): string =>
  document.lines.map((line) => line.raw).join('');

const readHeading = (text: string): DocumentLine['heading'] => {
  const match = headingPattern.exec(text);
  return match && { level: (match[1] ?? '').length, title: (match[2] ?? '').trim() };
};

const readBox = (text: string): DocumentLine['box'] => {
  const match = boxPattern.exec(text);
  return match && { mark: match[1] ?? '', rest: (match[2] ?? '').trim() };
};
