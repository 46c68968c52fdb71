/**
 * Text as it is compared: one form of every letter, lower case, without accents, emoji and Markdown marks. Only the
 * marks of Latin and Cyrillic letters go: in Japanese they make another letter.
 */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Variation_Selector}|[\u0300-\u036f]|[\u200b-\u200f\u2060]|\u20e3/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u2018\u2019\u00b4`]/g, "'")
    .replace(/ß/g, 'ss')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether anything is left that could be a word or a number. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

const spaced = (sources: readonly string[]): string =>
  sources.map((source) => `(?<![\\p{L}\\p{N}'])(?:${source})(?![\\p{L}\\p{N}])`).join('|');

/** One expression out of many; `unspaced` ones may stand in the middle of what has no blanks. */
export const anyOf = (sources: { spaced: readonly string[]; unspaced: readonly string[] }): RegExp =>
  new RegExp([spaced(sources.spaced), ...sources.unspaced].filter((part) => part !== '').join('|'), 'gu');
