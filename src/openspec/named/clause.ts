import type { Token } from './tokens.ts';
import { isFiller, isNoun, isPlacing } from './vocabulary.ts';

/** A name among the tokens of its sentence. */
export interface Found {
  token: Extract<Token, { kind: 'name' }>;
  index: number;
}

export const wordAt = (tokens: Token[], index: number): string => {
  const token = tokens[index];
  return token?.kind === 'word' ? token.word : '';
};

export const namesIn = (tokens: Token[], from: number, to: number): Found[] =>
  tokens
    .slice(from, to)
    .flatMap((token, index) => (token.kind === 'name' ? [{ token, index: from + index }] : []));

/** Index of the last token before `index` that is more than an article or a noun. */
const behindNouns = (tokens: Token[], index: number): number => {
  let at = index - 1;
  for (; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.kind !== 'word' || !(isFiller(token.word) || isNoun(token.word))) break;
  }
  return at;
};

const governor = (tokens: Token[], index: number): number => {
  let at = index - 1;
  while (at >= 0) {
    const token = tokens[at];
    const passed =
      token?.kind === 'name' ||
      token?.kind === 'mark' ||
      (token?.kind === 'word' && (isFiller(token.word) || isNoun(token.word)));
    if (!passed) break;
    at -= 1;
  }
  return at;
};

/** The word that governs a name, articles and nouns before it apart. */
const governing = (tokens: Token[], index: number): string => wordAt(tokens, governor(tokens, index));

const isIdentifier = (token: Token | undefined): boolean =>
  token?.kind === 'name' && token.name.kind === 'identifier';

/** "`x` of the file `f`" */
const isOwner = (tokens: Token[], index: number): boolean => {
  const at = governor(tokens, index);
  return wordAt(tokens, at) === 'of' && isIdentifier(tokens[behindNouns(tokens, at)]);
};

/** "`x` (`f`)", but not "`x` (and `f`)" */
const isInBrackets = (tokens: Token[], index: number): boolean => {
  const before = tokens.slice(0, index);
  const open = before.findLastIndex((token) => token.kind === 'mark' && token.mark === 'open');
  const closed = before.findLastIndex((token) => token.kind === 'mark' && token.mark === 'close');
  return (
    open > closed &&
    isIdentifier(tokens[behindNouns(tokens, open)]) &&
    !/^(?:and|or|nor|with|plus)$/.test(wordAt(tokens, open + 1))
  );
};

/** "`f`: `x` …" */
const isHeading = (tokens: Token[], index: number): boolean => {
  const next = tokens[index + 1];
  return next?.kind === 'mark' && next.mark === ':' && tokens.slice(index + 2).some(isIdentifier);
};

/** Is it a path named as where something is? */
export const isPlace = (tokens: Token[], { token, index }: Found): boolean =>
  token.name.kind === 'path' &&
  (isPlacing(governing(tokens, index)) ||
    isOwner(tokens, index) ||
    isInBrackets(tokens, index) ||
    isHeading(tokens, index));

/** Paths named as where something is. */
export const placesOf = (tokens: Token[], to: number, from = 0): string[] =>
  namesIn(tokens, from, to)
    .filter((found) => isPlace(tokens, found))
    .map(({ token }) => token.name.name);
