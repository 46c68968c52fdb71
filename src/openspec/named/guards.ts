import { namesIn, placesOf, wordAt } from './clause.ts';
import type { Name } from './names.ts';
import { aspectOf, objectsAfter, ownOf } from './objects.ts';
import { sparedNames, staysTheSame } from './spared.ts';
import { type Token, unfolded } from './tokens.ts';

/** What a sentence says must not happen to a name, or with it. */
export interface Forbidding {
  /**
   * `modified`: nothing of it may change; `kept`: it may not go or get another name; `signature`: nothing of how it is
   * called may change; `used`: no new code may hold it; `logged`: no new code may print it.
   */
  what: 'modified' | 'kept' | 'signature' | 'used' | 'logged';
  name: Name;
  at: number;
  /** Paths the name is said to stand in. */
  places: string[];
  /** Whose code may not do it; null: nobody's. */
  by: Name | null;
  /** `subject`: "`x` SHALL NOT be changed"; `object`: "do not change `x`". */
  role: 'subject' | 'object';
  /** The sentence knows an exception, which nobody can compute. */
  excepted: boolean;
}

type What = Forbidding['what'];

const whatOf = new Map<string, What>();
const learn = (what: What, words: string): void => {
  for (const word of words.split(' ')) whatOf.set(word, what);
};
learn('modified', 'modify modified change changed touch touched edit edited alter altered');
learn('kept', 'rename renamed move moved remove removed delete deleted break broken');
learn(
  'used',
  'use used import imported call called introduce introduced contain contained add added depend reference referenced require required',
);
learn('logged', 'log logged print printed');

const modals = new Set(['shall', 'must', 'should', 'may']);
/** Who changes code; anybody else ("the fix", "the server") is the program, and the sentence says how it behaves. */
const authors =
  /\b(?:changes?|tasks?|sections?|delegations?|delegates?|implementations?|implementer|agents?|developers?|contributors?|authors?|you|we|pr|pull|commits?|diff|work|nobody)$/;
const exceptions = new Set(['except', 'unless', 'other', 'beyond', 'apart', 'besides', 'only']);
/** Of a program that runs, not of a change to its code. */
const circumstances = new Set([
  'when',
  'while',
  'during',
  'if',
  'once',
  'until',
  'manually',
  'twice',
  'concurrently',
  'at',
  'after',
  'before',
  'on',
]);
const adverbs = new Set([
  'ever',
  'directly',
  'be',
  'to',
  'also',
  'any',
  'in',
  'way',
  'itself',
  'again',
  'or',
  'and',
  'nor',
  'on',
]);

/** Index behind `SHALL NOT` and the like, and where its subject ends; null when nothing is forbidden. */
const forbids = (tokens: Token[]): { before: number; after: number } | null => {
  for (let index = 0; index < tokens.length; index += 1) {
    const [word, next] = [wordAt(tokens, index), wordAt(tokens, index + 1)];
    const starts =
      index === 0 ||
      tokens[index - 1]?.kind === 'mark' ||
      /^(?:and|but|please|then|we|you)$/.test(wordAt(tokens, index - 1));
    if ((modals.has(word) || (word === 'do' && starts)) && next === 'not')
      return { before: index, after: index + 2 };
    if (starts && /^(?:don['’]t|never)$/.test(word)) return { before: index, after: index + 1 };
    if (/^mustn['’]t$/.test(word)) return { before: index, after: index + 1 };
  }
  return null;
};

/** The verbs behind it: `be modified, renamed or removed`. */
const verbsAfter = (tokens: Token[], after: number): { whats: What[]; end: number; passive: boolean } => {
  const whats: What[] = [];
  let index = after;
  let end = after;
  for (; index < tokens.length; index += 1) {
    const token = tokens[index];
    const what = token?.kind === 'word' ? whatOf.get(token.word) : undefined;
    if (what !== undefined) {
      whats.push(what);
      end = index + 1;
    } else if (!(token?.kind === 'mark' && token.mark === ',') && !adverbs.has(wordAt(tokens, index))) break;
  }
  return { whats: [...new Set(whats)], end, passive: wordAt(tokens, after) === 'be' };
};

/** "by this change" is what a guard means; by the program, by hand, or at some moment is how something behaves. */
const isAboutRunning = (tokens: Token[], end: number): boolean => {
  const words = tokens.slice(end).flatMap((token) => (token.kind === 'word' ? [token.word] : []));
  if (words[0] === 'by') {
    const who = words.slice(1, 4).join(' ');
    return !/^(?:this|the|any) (?:change|task|delegat|section|implementation|agent|pr\b|work|diff)/.test(who);
  }
  return (
    circumstances.has(words[0] ?? '') && !/^(?:in|at|on) (?:this|any|all)/.test(words.slice(0, 2).join(' '))
  );
};

/** Of a name that is there, rather than of its uses. */
export const isProtecting = (what: What): boolean =>
  what === 'modified' || what === 'kept' || what === 'signature';

interface Reading {
  tokens: Token[];
  before: number;
  end: number;
  whats: What[];
  excepted: boolean;
}

const asSubject = (reading: Reading): Forbidding[] => {
  const { tokens, before, whats, end, excepted } = reading;
  const aspect = aspectOf(tokens, 0, before);
  if (aspect === 'behaviour' || isAboutRunning(tokens, end)) return [];
  const subjects = ownOf(tokens, namesIn(tokens, 0, before));
  const taken = new Set(subjects.map(({ token }) => token.name.name));
  const places = placesOf(tokens, before).filter((path) => !taken.has(path));
  const from = tokens
    .slice(end)
    .findIndex((token) => token.kind === 'word' && /^(?:from|by|in|within)$/.test(token.word));
  const by = from < 0 ? undefined : namesIn(tokens, end + from, tokens.length)[0]?.token.name;
  return subjects.flatMap(({ token }) =>
    whats.map((what) => ({
      what: aspect === 'signature' && what === 'modified' ? ('signature' as const) : what,
      name: token.name,
      at: token.at,
      places,
      by: isProtecting(what) ? null : (by ?? null),
      role: 'subject' as const,
      excepted,
    })),
  );
};

const asObject = (reading: Reading): Forbidding[] => {
  const { tokens, before, whats, end, excepted } = reading;
  const subject = namesIn(tokens, 0, before).at(-1);
  const subjectWords = tokens
    .slice(0, before)
    .flatMap((token) => (token.kind === 'word' ? [token.word] : []));
  const byAuthor =
    before === 0 || subjectWords.length === 0 ? subject === undefined : authors.test(subjectWords.join(' '));
  const aspect = aspectOf(tokens, end, tokens.length);
  if (aspect === 'behaviour') return [];
  const objects = ownOf(tokens, objectsAfter(tokens, end));
  const places = placesOf(tokens, tokens.length, end);
  return objects.flatMap(({ token }) =>
    whats
      .filter((what) => !isProtecting(what) || byAuthor)
      .map((what) => ({
        what: aspect === 'signature' && what === 'modified' ? ('signature' as const) : what,
        name: token.name,
        at: token.at,
        places: isProtecting(what) ? places : [],
        by: isProtecting(what) ? null : (subject?.token.name ?? null),
        role: 'object' as const,
        excepted,
      })),
  );
};

const spared = (tokens: Token[]): Forbidding[] => {
  const aspect = aspectOf(tokens, 0, tokens.length);
  if (aspect === 'behaviour') return [];
  const excepted = tokens.some((one) => one.kind === 'word' && exceptions.has(one.word));
  return sparedNames(tokens).map(({ token }) => {
    const isCode = token.name.kind === 'identifier';
    return {
      what: isCode && aspect === 'signature' ? 'signature' : 'modified',
      name: token.name,
      at: token.at,
      places: placesOf(tokens, tokens.length).filter((path) => path !== token.name.name),
      by: null,
      role: 'object',
      // "`total` stays the same" may mean its value
      excepted: excepted || (isCode && aspect === 'whole' && staysTheSame(tokens)),
    };
  });
};

/** What a sentence forbids of the names in it; nothing where it says how a program behaves. */
export const forbiddingsIn = (sentence: Token[]): Forbidding[] => {
  const tokens = sentence.flatMap(unfolded);
  const place = forbids(tokens);
  if (!place) return spared(tokens);
  const { whats, end, passive } = verbsAfter(tokens, place.after);
  if (whats.length === 0) return [];
  const excepted = tokens.slice(end).some((token) => token.kind === 'word' && exceptions.has(token.word));
  const reading: Reading = { tokens, before: place.before, end, whats, excepted };
  if (passive) return asSubject(reading);
  const objects = asObject(reading);
  const intransitive =
    objects.length === 0 &&
    whats.some((what) => what === 'modified') &&
    namesIn(tokens, end, tokens.length).length === 0;
  return intransitive && namesIn(tokens, 0, place.before).length > 0
    ? asSubject({ ...reading, whats: ['modified'] })
    : objects;
};

/** Does a sentence forbid anything at all? */
export const isForbidding = (tokens: Token[]): boolean => forbids(tokens) !== null;
