import { type Found, isPlace, namesIn, wordAt } from './clause.ts';
import { objectsAfter, ownOf } from './objects.ts';
import type { Token } from './tokens.ts';

const untouched = /^(?:untouched|unchanged|unmodified|alone|as-is|intact)$/;
/** "`x` is off limits" */
const offLimits = /^off(?:-limits)?$/;

/** At the end of a clause: "stays the same when it is empty" says what a program does. */
const isSame = (tokens: Token[], index: number): boolean =>
  wordAt(tokens, index) === 'the' &&
  wordAt(tokens, index + 1) === 'same' &&
  (tokens[index + 2] === undefined || tokens[index + 2]?.kind === 'mark');

export const staysTheSame = (tokens: Token[]): boolean => tokens.some((_, index) => isSame(tokens, index));

const endsUntouched = (tokens: Token[], index: number): boolean =>
  untouched.test(wordAt(tokens, index)) ||
  isSame(tokens, index) ||
  (wordAt(tokens, index) === 'as' &&
    /^(?:it|they|is)$/.test(wordAt(tokens, index + 1)) &&
    wordAt(tokens, index + 2) !== 'now');

/** "agents keep their path as it is" says what agents do. */
const isImperative = (tokens: Token[], index: number): boolean =>
  index === 0 ||
  tokens[index - 1]?.kind === 'mark' ||
  /^(?:and|but|please|then|to|shall|must|should)$/.test(wordAt(tokens, index - 1));

const isOffLimits = (tokens: Token[], index: number): boolean =>
  /^(?:is|are|stays?|remains?)$/.test(wordAt(tokens, index)) &&
  offLimits.test(wordAt(tokens, index + 1)) &&
  (wordAt(tokens, index + 1) !== 'off' || wordAt(tokens, index + 2) === 'limits');

type Reader = (tokens: Token[], index: number) => Found[];

/** Up to the word that ends the order: "leave `x` *untouched*", "treat `x` as *read-only*". */
const upTo = (tokens: Token[], index: number, ends: (at: number) => boolean): Found[] => {
  const end = tokens.findIndex((_, at) => at > index && ends(at));
  return end > 0 ? namesIn(tokens, index, end) : [];
};

const stays: Reader = (tokens, index) =>
  endsUntouched(tokens, index + 1)
    ? namesIn(tokens, 0, index).filter((found) => !isPlace(tokens, found))
    : isOffLimits(tokens, index)
      ? ownOf(tokens, namesIn(tokens, 0, index))
      : [];

const leave: Reader = (tokens, index) =>
  isImperative(tokens, index)
    ? ownOf(
        tokens,
        upTo(tokens, index, (at) => endsUntouched(tokens, at)),
      )
    : [];

const without: Reader = (tokens, index) =>
  /^(?:touching|modifying|changing|editing)$/.test(wordAt(tokens, index + 1))
    ? ownOf(tokens, objectsAfter(tokens, index + 2))
    : [];

const noChanges: Reader = (tokens, index) =>
  isImperative(tokens, index) &&
  /^(?:changes?|edits?|modifications?)$/.test(wordAt(tokens, index + 1)) &&
  /^(?:to|in|of|under)$/.test(wordAt(tokens, index + 2))
    ? objectsAfter(tokens, index + 3)
    : [];

const treat: Reader = (tokens, index) =>
  isImperative(tokens, index) ? upTo(tokens, index, (at) => /^read-?only$/.test(wordAt(tokens, at))) : [];

const readers: [RegExp, Reader][] = [
  [/^(?:stays?|remains?|left|kept)$/, stays],
  [/^(?:is|are)$/, (tokens, index) => (isOffLimits(tokens, index) ? stays(tokens, index) : [])],
  [/^(?:leave|keep)$/, leave],
  [/^without$/, without],
  [/^no$/, noChanges],
  [/^treat$/, treat],
];

/** "leave `x` untouched", "`x` stays as it is", "without touching `x`", "no changes to `x`". */
export const sparedNames = (tokens: Token[]): Found[] =>
  tokens.flatMap((token, index) =>
    token.kind === 'word'
      ? readers.flatMap(([word, read]) => (word.test(token.word) ? read(tokens, index) : []))
      : [],
  );
