/** What the words around a name say is to happen with it. */
export type Intent = 'create' | 'change' | 'remove' | 'rename' | 'forbid' | 'mention';

/** `object`: what it says of the names it governs; `place`: of the paths it names as where that happens. */
export interface Verb {
  object: Intent;
  place: Intent;
  /** False where the verb says less than it seems to. */
  sure: boolean;
}

const verbs = new Map<string, Verb>();
const say = (verb: Verb, words: string): void => {
  for (const word of words.split(' ')) verbs.set(word, verb);
};

say(
  { object: 'create', place: 'create', sure: true },
  'add create introduce implement define declare scaffold generate new extract',
);
say({ object: 'create', place: 'create', sure: false }, 'write expose export register provide');
say(
  { object: 'change', place: 'change', sure: true },
  'change update modify extend refactor edit rewrite fix adjust adapt simplify improve convert migrate correct patch enhance restructure revise rework teach harden switch',
);
say({ object: 'change', place: 'change', sure: false }, 'make let have wire turn bump mark');
say({ object: 'remove', place: 'change', sure: true }, 'remove delete drop eliminate');
say({ object: 'rename', place: 'change', sure: true }, 'rename move replace');
// What is tested or described need not be new; the file that does it may be.
say(
  { object: 'mention', place: 'create', sure: false },
  'cover test tests document describe say name explain record mention',
);

/** An imperative that says something about names; null for any other word. */
export const verbOf = (word: string): Verb | null => verbs.get(word) ?? null;

export const noVerb: Verb = { object: 'mention', place: 'mention', sure: false };

/** What a function does with the name behind it, so that the name has to be somewhere in the code. */
const yieldingVerbs = new Set(
  'reports report prints print throws throw raises raise emits emit logs log warns accepts gains gets takes exposes exports'.split(
    ' ',
  ),
);
export const yields = (word: string): boolean => yieldingVerbs.has(word);

const placing = new Set([
  'in',
  'into',
  'inside',
  'within',
  'under',
  'below',
  'at',
  'on',
  'from',
  'to',
  'onto',
]);
export const isPlacing = (word: string): boolean => placing.has(word);

const turning = new Set(
  `for by via using without as like than through against between before after when whenever if that which whose where
  while so because until unless whether per about instead rather such e.g. i.e. eg ie example proving including since
  whereas how what except besides beside beyond following matching according used`.split(/\s+/),
);
/** From here on names belong to an explanation, a condition or an example. */
export const turnsAside = (word: string): boolean =>
  turning.has(word) || (word.length > 5 && word.endsWith('ing') && !nouns.has(word));

const nouns = new Set(
  `function functions method methods class classes helper helpers constant constants type types interface interfaces enum
  field fields option options flag flags file files folder folder directory module modules variable variables param
  parameter parameters argument property properties column columns table command commands component components hook
  route endpoint key keys rule rules entry schema model struct trait test tests error message string heading setting
  settings warning section script scripts dependency export import service handler decorator fixture case cases block`.split(
    /\s+/,
  ),
);
const fillers = new Set(
  `a an the its their this these those new optional all each both every existing two three one also then and or but only
  corresponding matching shared private public internal static async missing old stale unused legacy deprecated our
  environment env config configuration css cli npm sql http`.split(/\s+/),
);
export const isNoun = (word: string): boolean => nouns.has(word);
export const isFiller = (word: string): boolean => fillers.has(word);

/** Of a removal, what is removed may be only the uses of a name. */
const uses = new Set(
  'use uses usage usages call calls reference references import imports mention mentions occurrence occurrences signature body support definition'.split(
    ' ',
  ),
);
export const isUse = (word: string): boolean => uses.has(word);

const speech = new Set(
  'message messages error warning text label string title heading prints print says reads logs shows section'.split(
    ' ',
  ),
);
/** Says that the quotation next to it is to stand in the code, letter by letter. */
export const speaks = (word: string): boolean => speech.has(word);

const negations = /^(?:not|never|don['’]t|cannot|no|n['’]t)$/;
export const negates = (word: string): boolean => negations.test(word);
