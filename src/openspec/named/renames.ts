import type { Name } from './names.ts';
import type { Token } from './tokens.ts';
import { isFiller, isNoun } from './vocabulary.ts';

/** Indices of the two names of a rename among the tokens of a sentence. */
export interface RenamePair {
  from: number;
  to: number;
  /** False for "replace a with b" and "a → b", which can mean less. */
  sure: boolean;
}

const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token?.kind === 'word' && words.includes(token.word);

const nameAt = (tokens: Token[], index: number): Name | null => {
  const token = tokens[index];
  return token?.kind === 'name' ? token.name : null;
};

const passable = (token: Token | undefined): boolean =>
  token?.kind === 'word' && (isFiller(token.word) || isNoun(token.word));

/** Index of the next name, with nothing but articles and nouns before it. */
const nextName = (tokens: Token[], from: number): number => {
  let at = from;
  while (passable(tokens[at])) at += 1;
  return tokens[at]?.kind === 'name' ? at : -1;
};

/** "rename get_user() to …" */
const isCall = (tokens: Token[], at: number): boolean => {
  const [open, close] = [tokens[at], tokens[at + 1]];
  return open?.kind === 'mark' && open.mark === 'open' && close?.kind === 'mark' && close.mark === 'close';
};

/** Index behind "in `path`" and nouns that follow a name. */
const behindPlace = (tokens: Token[], from: number): number => {
  let at = isCall(tokens, from) ? from + 2 : from;
  for (;;) {
    while (passable(tokens[at])) at += 1;
    const place = isWord(tokens[at], 'in', 'inside', 'within', 'from', 'under')
      ? nextName(tokens, at + 1)
      : -1;
    if (place < 0 || nameAt(tokens, place)?.kind !== 'path') return at;
    at = place + 1;
  }
};

const styleOf = (name: string): string => {
  if (/^\p{Ll}+$/u.test(name)) return 'lower';
  if (/^[\p{Lu}\p{N}_]+$/u.test(name)) return 'upper';
  if (name.includes('_')) return 'snake';
  if (name.includes('-')) return 'kebab';
  return /^\p{Lu}/u.test(name) ? 'pascal' : 'camel';
};

const alike = (one: Name, other: Name): boolean =>
  one.kind === other.kind &&
  one.name !== other.name &&
  (one.kind === 'path' || (one.kind === 'identifier' && styleOf(one.name) === styleOf(other.name)));

const renamable = (one: Name, other: Name): boolean =>
  one.name !== other.name && (one.kind === 'path' || one.kind === 'identifier') && one.kind === other.kind;

/** Length of what says "becomes" at a place; 0 when nothing does. */
const becoming = (tokens: Token[], at: number): number => {
  if (isWord(tokens[at], 'becomes', 'become')) return 1;
  if (isWord(tokens[at], 'moves') && isWord(tokens[at + 1], 'to', 'into')) return 2;
  if (!isWord(tokens[at], 'is', 'are', 'gets', 'be')) return 0;
  const now = isWord(tokens[at + 1], 'now', 'henceforth') ? 2 : 1;
  if (isWord(tokens[at + now], 'renamed', 'moved') && isWord(tokens[at + now + 1], 'to', 'into', 'as'))
    return now + 2;
  return isWord(tokens[at + now], 'called', 'named') && now === 2 ? now + 1 : 0;
};

const governs = (tokens: Token[], index: number): string | null => {
  let at = index - 1;
  while (
    at >= 0 &&
    (passable(tokens[at]) || isWord(tokens[at], 'of', 'uses', 'occurrences', 'references', 'to', 'all'))
  )
    at -= 1;
  const token = tokens[at];
  return token?.kind === 'word' ? token.word : null;
};

const linkers: Record<string, readonly string[]> = {
  rename: ['to', 'as', 'into'],
  move: ['to', 'into'],
  replace: ['with', 'by'],
  change: ['to'],
};

const byVerb = (tokens: Token[], from: number): RenamePair | null => {
  const verb = governs(tokens, from) ?? '';
  const words = linkers[verb];
  if (!words) return null;
  const behind = behindPlace(tokens, from + 1);
  const token = tokens[behind];
  const linked = isWord(token, ...words) || (token?.kind === 'mark' && token.mark === '→');
  const to = linked ? nextName(tokens, behind + 1) : -1;
  const [one, other] = [nameAt(tokens, from), nameAt(tokens, to)];
  if (!one || !other || !renamable(one, other)) return null;
  if (verb === 'change' && !alike(one, other)) return null;
  return { from, to, sure: verb === 'rename' || (verb === 'move' && one.kind === 'path') };
};

const bySubject = (tokens: Token[], from: number): RenamePair | null => {
  const behind = behindPlace(tokens, from + 1);
  const length = becoming(tokens, behind);
  const token = tokens[behind];
  const arrow = token?.kind === 'mark' && token.mark === '→';
  if (length === 0 && !arrow) return null;
  const to = nextName(tokens, behind + (arrow ? 1 : length));
  const [one, other] = [nameAt(tokens, from), nameAt(tokens, to)];
  if (!one || !other) return null;
  const told = isWord(tokens[behind], 'becomes', 'become') || arrow;
  if (told ? !alike(one, other) : !renamable(one, other)) return null;
  // `a` → `b` between common words is as often an example
  if (arrow && one.kind !== 'path' && one.plain) return null;
  return { from, to, sure: !arrow };
};

/** "rename `a` to `b`", "`a` → `b`", "replace `a` with `b`", "move `x` to `y`", "`x` becomes `y`". */
export const renamePairs = (tokens: Token[]): RenamePair[] => {
  const pairs: RenamePair[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name') continue;
    const pair = byVerb(tokens, index) ?? bySubject(tokens, index);
    if (pair && !pairs.some(({ from, to }) => from === pair.from || to === pair.from)) pairs.push(pair);
  }
  return pairs;
};
