import { type Name, nameIn } from './names.ts';

export type Token =
  | { kind: 'word'; word: string; at: number }
  /** `open` and `close` are parentheses. */
  | { kind: 'mark'; mark: ',' | ':' | '→' | 'open' | 'close'; at: number }
  | { kind: 'name'; name: Name; at: number }
  /** A quotation that names nothing we look for. */
  | { kind: 'value'; text: string; at: number };

const pieces =
  /(?<!`)(`{1,3})([^`]{1,400})\1(?!`)|"([^"]{1,200})"|“([^”]{1,200})”|(→|⇒|->|=>)|([,:;()])|((?:[^\s,:;()"`“”→⇒]|:(?=\d|:))+)/g;
/** "Rename getUser to fetchUser": the one place where names without backticks cannot be words. */
const bareRename =
  /\brenam(?:e|ed|es|ing)\s+(?:[a-z]+\s+){0,3}?([\p{L}_$][\p{L}\p{N}_$.]{1,80}(?:\(\))?)\s+(?:to|into|as)\s+([\p{L}_$][\p{L}\p{N}_$.]{1,80})/dgiu;
const isShaped = (word: string): boolean =>
  /[\p{L}\p{N}]_[\p{L}\p{N}]|[\p{Ll}\p{N}]\p{Lu}/u.test(word) && !/\.\w{1,4}$/.test(word);

/** Offsets of such names. */
const bareNamesIn = (text: string): Set<number> =>
  new Set(
    [...text.matchAll(bareRename)]
      .filter(([, from = '', to = '']) => isShaped(from.replace('()', '')) && isShaped(to.replace(/\.$/, '')))
      .flatMap(({ indices }) => [indices?.[1]?.[0] ?? -1, indices?.[2]?.[0] ?? -1]),
  );

const abbreviation = /^(?:e\.g|i\.e|etc|vs|cf|resp|approx)\.$/i;

const wordTokens = (raw: string, at: number, isName: boolean): { tokens: Token[]; ends: boolean } => {
  const bare = raw.replace(/^[*_~[]+|[*_~\]]+$/g, '');
  if (abbreviation.test(bare))
    return { tokens: [{ kind: 'word', word: bare.toLowerCase(), at }], ends: false };
  const word = bare.replace(/[.!?]+[*_]*$/, '');
  const ends = word.length < bare.length;
  if (word === '') return { tokens: [], ends };
  const name = nameIn(word, isName ? 'code' : 'bare');
  return {
    tokens: [name ? { kind: 'name', name, at } : { kind: 'word', word: word.toLowerCase(), at }],
    ends,
  };
};

const markOf = (text: string): Extract<Token, { kind: 'mark' }>['mark'] => {
  if (text === '(') return 'open';
  if (text === ')') return 'close';
  return text === ':' ? ':' : ',';
};

const quotation = (text: string, quoted: Name['quoted'], at: number): Token => {
  const name = nameIn(text, quoted);
  return name ? { kind: 'name', name, at } : { kind: 'value', text, at };
};

/** What one piece of the text is; `ends`: the sentence ends behind it. */
const readPiece = (
  match: RegExpMatchArray,
  bare: ReadonlySet<number>,
): { tokens: Token[]; ends: boolean } => {
  const [, , code, straight, curly, arrow, mark, word] = match;
  const at = match.index ?? 0;
  const quote = straight ?? curly;
  if (code !== undefined) return { tokens: [quotation(code, 'code', at)], ends: false };
  if (quote !== undefined) return { tokens: [quotation(quote, 'quote', at)], ends: false };
  if (arrow !== undefined) return { tokens: [{ kind: 'mark', mark: '→', at }], ends: false };
  if (mark === ';') return { tokens: [], ends: true };
  if (mark !== undefined) return { tokens: [{ kind: 'mark', mark: markOf(mark), at }], ends: false };
  return wordTokens(word ?? '', at, bare.has(at));
};

/** A statement's sentences as tokens; `;` ends one too. */
export const sentencesOf = (text: string): Token[][] => {
  const sentences: Token[][] = [];
  let open: Token[] = [];
  const bare = bareNamesIn(text);
  for (const match of text.matchAll(pieces)) {
    const { tokens, ends } = readPiece(match, bare);
    open.push(...tokens);
    if (!ends) continue;
    sentences.push(open);
    open = [];
  }
  return [...sentences, open].filter((sentence) => sentence.length > 0);
};

/** "`f::x`" is read as "`x` in `f`". */
export const unfolded = (token: Token): Token[] => {
  const parts =
    token.kind === 'name' && token.name.quoted === 'code'
      ? /^([^\s:#]+\.\w+)(?:::|#)(\S+)$/.exec(token.name.text)
      : null;
  const [path, own] = [nameIn(parts?.[1] ?? '', 'code'), nameIn(parts?.[2] ?? '', 'code')];
  if (path?.kind !== 'path' || own?.kind !== 'identifier') return [token];
  const { at } = token;
  return [
    { kind: 'name', name: own, at },
    { kind: 'word', word: 'in', at },
    { kind: 'name', name: path, at },
  ];
};
