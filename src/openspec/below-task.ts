import { isOfTask } from './blocks.ts';
import type { DocumentLine } from './document.ts';

const itemPattern = /^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]*)/;
const blockTags =
  'address|article|aside|blockquote|center|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|script|section|style|summary|table|textarea|ul';
/** What no paragraph goes on with when it stands too far left for its list item. */
const interruption = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]|#{1,6}(?:[ \t]|$)|>|(?:[-*_][ \t]*){3,}$)/;
/** HTML goes on up to a blank line, so that a block below it would be HTML too. */
const html = new RegExp(`^[ \\t]*<(?:[!?]|/?(?:${blockTags})\\b)`, 'i');

export interface Place {
  /** 0-based line before which the block goes. */
  at: number;
  /** Indentation that keeps it inside the task's list item. */
  indent: string;
}

/**
 * Where a task's blocks go: below all that is the task's own in Markdown (its sentence, its lists, its code), and above
 * nested tasks; after the blocks that are there. Never inside a fence or a comment.
 */
export const belowTask = (lines: DocumentLine[], box: number): Place => {
  const indent = contentIndent(lines[box]?.text ?? '');
  let at = endOfOwn(lines, box, columns(indent));
  for (let block = lines[at]?.block; block && isOfTask(block); block = lines[at]?.block) at = block.to + 1;
  return { at, indent };
};

/** 0-based line after the last one of the list item's own; `width` is the column its content starts at. */
const endOfOwn = (lines: DocumentLine[], box: number, width: number): number => {
  let at = box + 1;
  for (let next = at; next < lines.length; next += 1) {
    const line = lines[next];
    const above = lines[next - 1];
    if (!line || isElse(line)) break;
    const entered = above?.open === true;
    const blank = !entered && line.text.trim() === '';
    const within = entered || blank || indentOf(line.text) >= width;
    if (!within && !(next === at && goesOn(line, above))) break;
    if (!line.open && !blank) at = next + 1;
  }
  return at;
};

const isElse = (line: DocumentLine): boolean =>
  line.heading !== null || line.box !== null || line.block !== null || (line.prose && html.test(line.text));

/** Whether a line too far to the left goes on with the paragraph above it. */
const goesOn = (line: DocumentLine, above: DocumentLine | undefined): boolean =>
  line.prose && above?.prose === true && !interruption.test(line.text);

const contentIndent = (text: string): string => {
  const [, lead = '', marker = '', gap = ''] = itemPattern.exec(text) ?? [];
  const start = columns(lead);
  const after = columns(`${lead}${marker}${gap}`) - start - marker.length;
  // more than four blanks after the marker are code, none is no list: the item's text then starts one after the marker
  return lead + ' '.repeat(marker.length + (after >= 1 && after <= 4 ? after : 1));
};

/** Tabs go to the next multiple of four. */
const columns = (text: string): number => {
  let column = 0;
  for (const character of text) column += character === '\t' ? 4 - (column % 4) : 1;
  return column;
};

const indentOf = (text: string): number => columns(/^[ \t]*/.exec(text)?.[0] ?? '');
