import { line } from '../markdown.ts';

/** Code spans as Markdown pairs their marks, on one line. */
const spanPattern = /(?<!`)(`{1,3})(?!`)([^`]+)\1(?!`)/g;

/** The text in pieces, code spans with their marks. */
export const pieces = (text: string): { span: boolean; text: string }[] => {
  const found: { span: boolean; text: string }[] = [];
  let at = 0;
  for (const match of text.matchAll(spanPattern)) {
    found.push({ span: false, text: text.slice(at, match.index) }, { span: true, text: match[0] });
    at = match.index + match[0].length;
  }
  return [...found, { span: false, text: text.slice(at) }];
};

const stopSignal = /(no blocking)(\s+findings)/gi;

/** The words that say “clean” are ours alone, also inside a sentence. */
export const withoutStopSignal = (text: string): string => text.replace(stopSignal, '$1\u200b$2');

/** Opens a heading, a quotation, a list, a rule, a fence, a box or a definition where it begins a line or a list item. */
const opensBlock =
  /^(?:#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|[-*_= ]+$|~{3}|\[(?![^\]]{0,400}\]\())|^(\d{1,9})(?=[.)](?:\s|$))/;

const startedAsText = (text: string): string =>
  text.replace(opensBlock, (opened, digits?: string) =>
    digits === undefined ? `\\${opened}` : `${digits}\\`,
  );

/**
 * A reviewer's or an agent's words inside a sentence, a list item or a line of ours: one line that opens no block, code
 * spans kept. A mark that is left over would pair with one of ours. `max` is in UTF-16 units, before escapes.
 */
export const said = (text: string, max: number): string =>
  startedAsText(
    withoutStopSignal(
      pieces(line(text, max))
        .map((piece) => (piece.span ? piece.text : piece.text.replaceAll('`', '\\`')))
        .join(''),
    ),
  );
