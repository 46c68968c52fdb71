import { capText, cleanText, withoutCommentsOnce } from '../text/sanitize.ts';

/** No body on GitHub is longer; nothing behind it is looked at. */
const readLimit = 70_000;

/** A body as a person sees it: no control or hidden characters, `\n` as line end. HTML comments stay. */
export const readable = (body: string): string => cleanText(body.slice(0, readLimit)).replace(/\t/g, '    ');

/** Lines with whether they stand in a fenced block; the fences themselves do. */
export const fencedLines = (text: string): { line: string; fenced: boolean }[] => {
  let fence: string | null = null;
  return text.split('\n').map((line) => {
    const mark = /^[ ]{0,9}(?:[-*+] {1,3})?(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null) {
      fence = mark ?? null;
      return { line, fenced: mark !== undefined };
    }
    const closes = mark?.startsWith(fence) === true && line.trim() === mark;
    if (closes) fence = null;
    return { line, fenced: true };
  });
};

const ornaments = /^(?:[\s>#]|[-*+•] |\d{1,3}[.)] |\*\*)+/;

/** One line of plain words: no bold marks around it, no list mark before it. `max` in UTF-16 units. */
export const oneLine = (text: string, max = 300): string =>
  capText(
    cleanText(withoutCommentsOnce(text))
      .replace(/\s+/g, ' ')
      .replace(ornaments, '')
      .replace(/\*\*/g, '')
      .trim(),
    max,
  );

/** The first sentence outside code; empty where there is none. */
export const firstSentence = (text: string): string => {
  for (const { line, fenced } of fencedLines(cleanText(withoutCommentsOnce(text)))) {
    const words = fenced ? '' : oneLine(line, 1_000);
    if (!/[\p{L}\p{N}]/u.test(words)) continue;
    const end = /[.!?。！？](?=\s|$)/u.exec(words);
    return capText(end ? words.slice(0, end.index + 1) : words, 300);
  }
  return '';
};

/** Paragraphs as they were written, without what nobody sees. `max` in UTF-16 units. */
export const passage = (text: string, max = 4_000): string =>
  capText(
    cleanText(withoutCommentsOnce(text))
      .replace(/[^\S\n]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    max,
  ).trimEnd();
