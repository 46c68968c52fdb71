import { forbiddingsIn, isForbidding } from './guards.ts';
import type { Name } from './names.ts';
import { renamePairs } from './renames.ts';
import type { Token } from './tokens.ts';
import {
  type Intent,
  isFiller,
  isNoun,
  isPlacing,
  isUse,
  negates,
  noVerb,
  speaks,
  turnsAside,
  type Verb,
  verbOf,
  yields,
} from './vocabulary.ts';

/** A name with what its sentence says about it. */
export interface Meant {
  name: Name;
  at: number;
  intent: Intent;
  /** A path named as where something is done: `in`, `to`, `from` and the like. */
  place: boolean;
  /** False where the words suggest the intent and do not say it. */
  sure: boolean;
  /** A quotation that is to stand in the code letter by letter. */
  spoken: boolean;
  /** The name it gets, or had: the other side of a rename. */
  becomes: Name | null;
  was: Name | null;
}

interface State {
  verb: Verb;
  mode: 'object' | 'place' | 'aside' | 'with';
  clauseStart: boolean;
  /** A name was governed by the verb already: what comes behind a colon explains it. */
  objectSeen: boolean;
  /** Verb in the third person after a subject: `lint` reports … */
  yields: boolean;
  spoken: number;
  depth: number;
  back: State['mode'];
  /** Behind "to": a verb there says what for, and no longer what. */
  infinitive: boolean;
}

const begin = (inherited: Verb | null): State => ({
  verb: inherited ?? noVerb,
  mode: 'object',
  clauseStart: true,
  objectSeen: false,
  yields: false,
  spoken: 0,
  depth: 0,
  back: 'object',
  infinitive: false,
});

const takeVerb = (state: State, verb: Verb): void => {
  state.verb = verb;
  state.mode = 'object';
  state.objectSeen = false;
  state.yields = false;
  state.clauseStart = false;
};

/** At the start of a clause a word is an imperative, a word before one, or one we do not know. */
const clauseWord = (state: State, word: string): boolean => {
  const verb = verbOf(word);
  if (verb) {
    takeVerb(state, verb);
    return true;
  }
  if (isFiller(word) || isNoun(word)) return true;
  if (isPlacing(word) || turnsAside(word) || negates(word)) return false;
  // an imperative that says nothing of the names it governs: "run", "ensure", "pass"
  if (state.depth === 0 && state.mode !== 'aside') takeVerb(state, noVerb);
  state.clauseStart = false;
  return true;
};

const plainWord = (state: State, word: string): void => {
  if (yields(word) && state.verb === noVerb && state.mode !== 'aside') {
    state.yields = true;
    state.mode = 'object';
  } else if (word === 'with' && (state.mode === 'object' || state.mode === 'place')) state.mode = 'with';
  else if (isPlacing(word) && state.mode !== 'aside') state.mode = 'place';
  else if (word === 'of' && state.mode === 'object' && state.verb.object === 'create') state.mode = 'aside';
  else if (negates(word) || turnsAside(word)) state.mode = 'aside';
};

const takeWord = (state: State, word: string): void => {
  state.spoken = speaks(word) ? 4 : state.spoken - 1;
  if (state.clauseStart && clauseWord(state, word)) return;
  state.clauseStart = false;
  if (state.infinitive && !isFiller(word) && !isNoun(word)) state.mode = 'aside';
  state.infinitive = word === 'to';
  if (word === 'and' || word === 'then' || word === 'or') state.clauseStart = true;
  plainWord(state, word);
};

const takeMark = (state: State, mark: Extract<Token, { kind: 'mark' }>['mark']): void => {
  state.clauseStart = true;
  if (mark === 'open') {
    state.depth += 1;
    state.back = state.mode;
  } else if (mark === 'close') {
    state.depth = Math.max(0, state.depth - 1);
    state.mode = state.back;
    state.clauseStart = false;
  } else if (mark === ':' && state.objectSeen) state.mode = 'aside';
  else if (mark === ':') state.mode = 'object';
};

/** "with `helper()`" asks for it, "with `x`" may only explain. */
const withIntent = (state: State, name: Name): Intent =>
  (state.verb.object === 'create' || state.verb.object === 'change') &&
  name.kind === 'identifier' &&
  !name.plain
    ? 'create'
    : 'mention';

const objectIntent = (state: State, name: Name): { intent: Intent; sure: boolean } => {
  if (state.yields) {
    const shaped = name.kind === 'identifier' && !name.plain;
    return { intent: shaped ? 'create' : 'mention', sure: false };
  }
  return { intent: state.verb.object, sure: state.verb.sure };
};

const isFile = (name: Name): boolean => name.kind === 'path' || name.kind === 'line';

const meant = (name: Name, at: number, rest: Partial<Meant>): Meant => ({
  name,
  at,
  intent: 'mention',
  place: false,
  sure: false,
  spoken: false,
  becomes: null,
  was: null,
  ...rest,
});

/** Out of the place it was put, a list goes on with what is put there: "`a` to `x.js`, `b` to `y.js`". */
const leavesPlace = (state: State, name: Name): boolean =>
  state.mode === 'place' && state.clauseStart && !isFile(name);

const takeName = (state: State, name: Name, at: number): Meant => {
  if (leavesPlace(state, name) && state.verb !== noVerb) state.mode = 'object';
  state.clauseStart = false;
  state.infinitive = false;
  const spoken = state.spoken > 0 && name.kind === 'text';
  if (state.mode === 'aside') return meant(name, at, { spoken: false });
  if (state.mode === 'with') return meant(name, at, { intent: withIntent(state, name) });
  if (state.mode === 'place') {
    if (!isFile(name)) return meant(name, at, {});
    const intent = state.yields ? 'mention' : state.verb.place;
    return meant(name, at, { intent, place: true, sure: state.verb.sure });
  }
  state.objectSeen = true;
  return meant(name, at, { ...objectIntent(state, name), spoken });
};

/** A sentence that begins with a name says what that name does from now on: it is changed, in the place named with it. */
const asSubject = (tokens: Token[], found: Meant[]): void => {
  const first = tokens.findIndex(
    (token) => token.kind !== 'word' || !(isFiller(token.word) || isNoun(token.word)),
  );
  const token = tokens[first];
  const [subject, ...rest] = found;
  if (token?.kind !== 'name' || subject?.name !== token.name || subject.intent !== 'mention') return;
  const behind = tokens[first + 1];
  if (behind?.kind === 'mark' && behind.mark === ':') {
    // "`src/x.ts`: add `foo`"
    const verb = found.find(({ intent }) => intent !== 'mention');
    if (isFile(subject.name))
      Object.assign(subject, { intent: verb?.intent === 'create' ? 'create' : 'change', place: true });
    return;
  }
  subject.intent = 'change';
  for (const one of rest) {
    const between = tokens.some(
      ({ kind, at, ...other }) =>
        kind === 'word' &&
        at > subject.at &&
        at < one.at &&
        'word' in other &&
        !isPlacing(other.word) &&
        !isFiller(other.word) &&
        !isNoun(other.word),
    );
    if (between) break;
    if (one.intent === 'mention') Object.assign(one, { intent: 'change', place: isFile(one.name) });
  }
};

const passives: [RegExp, Intent][] = [
  [/^(?:removed|deleted|dropped|gone)$/, 'remove'],
  [/^(?:added|created|introduced|new)$/, 'create'],
];

/** "`x` is removed", "`x` goes". */
const asPassive = (tokens: Token[], found: Meant[]): void => {
  const subject = found[0];
  if (subject?.intent !== 'change' || subject.sure) return;
  const index = tokens.findIndex(
    (token) => token.at > subject.at && token.kind === 'word' && /^(?:is|are|gets)$/.test(token.word),
  );
  const participle = tokens[index + 1];
  if (index < 0 || participle?.kind !== 'word') return;
  for (const [pattern, intent] of passives)
    if (pattern.test(participle.word) && tokens[index + 2] === undefined) Object.assign(subject, { intent });
};

/** What stands before the first verb ("In `x.js`, add …") is governed by it all the same. */
const leadingPlaces = (found: Meant[]): void => {
  const governed = found.findIndex(({ intent }) => intent !== 'mention');
  const verb = found[governed];
  if (!verb || verb.place) return;
  for (const one of found.slice(0, governed))
    if (one.place)
      Object.assign(one, { intent: verb.intent === 'create' ? 'create' : 'change', sure: verb.sure });
};

const forbidden = (tokens: Token[], found: Meant[]): void => {
  const names = new Map(forbiddingsIn(tokens).map((one) => [one.at, one]));
  for (const one of found) {
    const guard = names.get(one.at);
    Object.assign(one, {
      intent: guard ? 'forbid' : 'mention',
      sure: guard !== undefined && guard.role === 'subject',
    });
    if (guard?.what === 'used' || guard?.what === 'logged') one.sure = false;
  }
};

/** "Change `a` without touching `b`": the rest of the sentence means what it says. */
const spared = (tokens: Token[], found: Meant[]): void => {
  if (isForbidding(tokens)) return;
  const names = new Set(forbiddingsIn(tokens).map(({ at }) => at));
  for (const one of found)
    if (names.has(one.at)) Object.assign(one, { intent: 'forbid', sure: true, place: false });
};

const renamed = (tokens: Token[], found: Meant[]): void => {
  const at = (index: number): Meant | undefined => found.find((one) => one.at === tokens[index]?.at);
  for (const { from, to, sure } of renamePairs(tokens)) {
    const [old, next] = [at(from), at(to)];
    if (!old || !next) continue;
    Object.assign(old, { intent: 'rename', sure, place: false, becomes: next.name });
    Object.assign(next, { intent: 'create', sure: false, place: false, was: old.name });
  }
  // moved to somewhere, replaced by something: its name stays
  for (const one of found) if (one.intent === 'rename' && one.becomes === null) one.intent = 'change';
};

/** The verb in force where a sentence ends, for the items below it. */
export interface ReadSentence {
  found: Meant[];
  verb: Verb;
}

export const readSentence = (tokens: Token[], inherited: Verb | null = null): ReadSentence => {
  const state = begin(inherited);
  const found: Meant[] = [];
  for (const token of tokens) {
    if (token.kind === 'word') takeWord(state, token.word);
    else if (token.kind === 'mark') takeMark(state, token.mark);
    else if (token.kind === 'name') found.push(takeName(state, token.name, token.at));
    else state.clauseStart = false;
  }
  const verb = state.mode === 'aside' ? noVerb : state.verb;
  spared(tokens, found);
  if (isForbidding(tokens)) {
    forbidden(tokens, found);
    return { found, verb: noVerb };
  }
  if (inherited === null) asSubject(tokens, found);
  asPassive(tokens, found);
  leadingPlaces(found);
  renamed(tokens, found);
  return { found, verb };
};

/** Does a removal mean the uses of a name rather than the name? */
export const isOfUses = (tokens: Token[], at: number): boolean => {
  const index = tokens.findIndex((token) => token.at === at);
  return tokens
    .slice(Math.max(0, index - 4), index)
    .some((token) => token.kind === 'word' && isUse(token.word));
};
