import { contains, folded } from '../../openspec/decisions.ts';

/** Quotes are shorter, and nothing that is compared needs to be longer. */
const mostText = 400_000;

/** Blanks, case, backticks and emphasis do not count, nor which dashes, quotation marks and dots were typed. */
const foldQuote = (text: string): string =>
  folded(
    text
      .slice(0, mostText)
      .replace(/[‐-―−]/g, '-')
      .replace(/[“”„«»]/g, '"')
      .replace(/[‘’‚]/g, "'")
      .replace(/…/g, '...'),
  );

/** Without the quotation marks and dots around it that are not the source's. */
const bareQuote = (quote: string): string =>
  foldQuote(quote)
    .replace(/^(?:["'\s]|\.\.\.){1,9}/, '')
    .replace(/(?:["'\s]|\.{1,3}){1,9}$/, '');

/** Whether the words of a quote stand in a text, one after the other and as whole words. */
export const stands = (text: string, quote: string): boolean => {
  const part = bareQuote(quote);
  return part !== '' && contains(foldQuote(text), part);
};

/** It is all that the text says, however short. */
export const isWhole = (text: string, quote: string): boolean =>
  bareQuote(text) !== '' && bareQuote(text) === bareQuote(quote);

/** One name of the code and nothing else: `scan_file`, `LintReport.fixRequested`, `--fix`. */
export const isIdentifier = (quote: string): boolean => {
  const bare = quote.trim().replace(/^`+|`+$/g, '');
  if (bare.length > 200 || !/^[\p{L}\p{N}_$@./:#()>-]{3,200}$/u.test(bare)) return false;
  const shaped = /[\p{L}\p{N}]_|_[\p{L}\p{N}]|\p{Ll}\p{Lu}|^--?[a-z]|\(\)?$|::|->|\p{L}[./]\p{L}|^[$@]\p{L}/u;
  return /\p{L}/u.test(bare) && shaped.test(bare);
};

/** Fewer words stand everywhere, and prove nothing. */
const leastWords = 3;

/** Long enough that standing somewhere means something: three words, or one name. */
export const isTellingQuote = (quote: string): boolean =>
  isIdentifier(quote) ||
  (quote.match(/[\p{L}\p{N}_]+/gu) ?? []).length >= leastWords ||
  isLongUnspaced(quote);

/** Scripts without blanks write a sentence as one word. */
const isLongUnspaced = (quote: string): boolean =>
  (quote.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu) ?? []).length >= 5;

const linesOf = (text: string): string[] => text.replace(/\r\n?/g, '\n').split('\n');

/** Lines that a quoted place may be off. */
const near = 10;
const mostQuotedLines = 20;

const beginsAt = (lines: readonly string[], at: number, quote: string): boolean => {
  if ((lines[at] ?? '').trim() === '') return false;
  const more = lines.slice(at, at + mostQuotedLines);
  return stands(more.join('\n'), quote) && !stands(more.slice(1).join('\n'), quote);
};

/** Lines of a text on which a quote begins, 1-based. Those that hold it whole, if there are any. */
export const linesWith = (text: string, quote: string): number[] => {
  if (!stands(text, quote)) return [];
  const lines = linesOf(text);
  const numbers = lines.map((_, index) => index + 1);
  const whole = numbers.filter((number) => stands(lines[number - 1] ?? '', quote));
  return whole.length > 0 ? whole : numbers.filter((number) => beginsAt(lines, number - 1, quote));
};

/** Whether one of these lines is the one that is named, or so near that it is meant. */
export const isNear = (lines: readonly number[], line: number): boolean =>
  lines.some((one) => Math.abs(one - line) <= near);
