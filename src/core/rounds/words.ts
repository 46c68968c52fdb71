import { isCommon, meaningOf } from './vocabulary.ts';

/** Nobody reads on behind it, and comparing stays cheap. */
const mostText = 2_000;

const fenced = /```[^`]{0,2000}```/g;
/** Where it stands is no part of what it says: lines move. */
const lineMark = /\b(?:lines?|L)[ :#]{0,2}\d+(?:\s{0,2}[-–]\s{0,2}L?\d+)?|(?<=\.\w{1,8}):\d+(?:[-:]\d+)?/gi;
export const withoutLines = (text: string): string => text.replace(lineMark, ' ');

const spanPattern = /`([^`\n]{1,120})`/g;
/** What can be nothing but a name: flags, calls, `snake_case`, `camelCase`, `a.b`, `A::b`. */
const shapedName =
  /(?<![\w-])--?[a-z][\w-]{1,40}|[$@]?[\p{L}_][\p{L}\p{N}_]{0,60}(?:(?:\.|::|->|#)[\p{L}_][\p{L}\p{N}_]{0,60}){0,6}(?:\(\)?)?/gu;
const isShaped = (text: string): boolean =>
  /^--?[a-z]|\($|\(\)$|[\p{L}\p{N}]_[\p{L}\p{N}]|\p{Ll}\p{Lu}|::|->|\p{L}\.\p{L}|^[$@]/u.test(text);

/** As it is compared: in lower case, and whichever way its words are joined. */
export const bareName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const abbreviations = new Set(['eg', 'ie', 'etc']);

/** Names of the code that a text speaks of, in lower case, without the marks in them. */
export const namesIn = (text: string): Set<string> => {
  const shown = withoutLines(text.slice(0, mostText));
  const spans = [...shown.matchAll(spanPattern)].map((match) => match[1] ?? '');
  const quoted = spans.flatMap((span) => [...span.matchAll(shapedName)].map((match) => match[0]));
  const shaped = [...shown.matchAll(shapedName)]
    .map((match) => match[0])
    .filter((name) => isShaped(name) && !abbreviations.has(bareName(name)));
  const all = [...quoted, ...shaped].flatMap((name) => [name, name.split(/\.|::|->|#/).at(-1) ?? '']);
  return new Set(all.map(bareName).filter((name) => name !== ''));
};

/** Scripts that are written without blanks: two neighbours are as good as a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const pairsOf = (word: string): string[] => {
  const letters = [...word];
  return letters.length < 2
    ? letters
    : letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
};

/** What a text is about, in the order it says so: each word once, without its ending and without what says nothing. */
export const significantWords = (text: string): string[] => {
  const shown = text
    .slice(0, mostText)
    .normalize('NFKC')
    .replace(fenced, ' ')
    .replace(lineMark, ' ')
    .replace(/off[- ]by[- ](?:one|1)/gi, 'offbyone')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/n['’]t\b/g, ' not')
    .toLowerCase();
  const words = (shown.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).flatMap((word) =>
    unspaced.test(word) ? pairsOf(word) : [word],
  );
  return [...new Set(words.map(meaningOf).filter((word) => word !== null))];
};

/** Those of them that few other texts share. */
export const tellingWords = (text: string): string[] =>
  significantWords(text).filter((word) => !isCommon(word));

/** Case, blanks and Markdown's marks do not count. Empty for null. */
export const plainWords = (text: string | null): string =>
  (text ?? '')
    .slice(0, mostText)
    .toLowerCase()
    .replace(/[`*_~]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
