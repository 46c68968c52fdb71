import type { Claim } from '../contracts/claims.ts';
import type { Search } from '../ports/git.ts';
import { judgeCommand, scriptFiles } from './claims/command-claim.ts';
import { judgeLine, judgePath, type Outcome } from './claims/path-claim.ts';
import { judgeIdentifier, judgeText } from './claims/word-claim.ts';
import { wordsToLookUp } from './claims/words.ts';
import { type NamedThing, namedThings } from './named-things.ts';
import { indexPaths, type PathIndex } from './path-index.ts';
import type { TasksFile } from './tasks.ts';

/** Something the dispatched sections name, before it is looked up. */
export interface Claimed extends Pick<Claim, 'kind' | 'text' | 'source'> {
  thing: NamedThing;
  /** What else its sentence names. */
  company: NamedThing[];
  /** Of these, what stands right before and right behind it. */
  beside: NamedThing[];
  /** Task that makes it: one of these sections, or an open one of a section before them. */
  creator: string | null;
}

/** What was looked up at the base commit. */
export interface LookedUp {
  /** Every path. */
  paths: readonly string[];
  /** Lines that hold one of `wordsOf`. */
  search: Search;
  /** Texts of `filesOf` that could be read, by path. */
  texts: ReadonlyMap<string, string>;
}

const keyOf = ({ kind, name }: NamedThing): string =>
  `${kind === 'line' ? 'path' : kind}\0${name.replace(/\/+$/, '')}`;

const makes = ({ intent }: NamedThing): boolean => intent === 'create';

/** Tasks that make something, by what they make; what comes first counts. */
const creators = (tasks: TasksFile, sections: string[]): Map<string, string> => {
  const first = tasks.sections.findIndex(({ number }) => sections.includes(number));
  const done = new Set(
    tasks.sections.flatMap((section) =>
      sections.includes(section.number)
        ? []
        : section.tasks.filter(({ ticked }) => ticked).map(({ id }) => id),
    ),
  );
  const numbers = tasks.sections.filter(({ number }, index) => index < first || sections.includes(number));
  const found = new Map<string, string>();
  for (const thing of namedThings(
    tasks,
    numbers.map(({ number }) => number),
  )) {
    const key = keyOf(thing);
    if (makes(thing) && !done.has(thing.source.task) && !found.has(key)) found.set(key, thing.source.task);
  }
  return found;
};

const weight = (thing: NamedThing): number => {
  if (thing.intent === 'mention') return thing.place ? 1 : 0;
  if (thing.intent === 'create') return 2;
  return thing.sure ? 4 : 3;
};

/**
 * What the tasks of these sections name, each thing once (a `path:line` once a task): where the words say most of it.
 * `path`: where tasks.md lies. Tasks that are not for a delegate are left out.
 */
export const claimsOf = (options: { tasks: TasksFile; sections: string[]; path: string }): Claimed[] => {
  const { tasks, sections, path } = options;
  const things = namedThings(tasks, sections).filter((thing) => !thing.manual);
  const made = creators(tasks, sections);
  const bySentence = new Map<number, NamedThing[]>();
  for (const thing of things)
    bySentence.set(thing.sentence, [...(bySentence.get(thing.sentence) ?? []), thing]);
  const chosen = new Map<string, NamedThing>();
  for (const thing of things) {
    const key = thing.kind === 'line' ? `${thing.source.task}\0${thing.text}` : keyOf(thing);
    const known = chosen.get(key);
    if (!known || weight(thing) > weight(known)) chosen.set(key, thing);
  }
  return [...chosen.values()]
    .sort((one, other) => one.source.line - other.source.line || one.sentence - other.sentence)
    .map((thing) => {
      const sentence = bySentence.get(thing.sentence) ?? [];
      const at = sentence.indexOf(thing);
      return {
        kind: thing.kind,
        text: thing.text,
        source: { path, line: thing.source.line, task: thing.source.task },
        thing,
        company: sentence.filter((other) => other !== thing),
        beside: [sentence[at - 1], sentence[at + 1]].filter((other) => other !== undefined),
        creator: made.get(keyOf(thing)) ?? null,
      };
    });
};

/** Words to look for in the tree of the base commit. */
export const wordsOf = (claims: readonly Claimed[]): string[] => [
  ...new Set(claims.flatMap(({ thing }) => wordsToLookUp(thing)).filter((word) => word.length > 1)),
];

/** Files whose text is needed: those named with a line, and where scripts are declared. */
export const filesOf = (claims: readonly Claimed[], paths: readonly string[]): string[] => {
  const index = indexPaths(paths);
  const named = claims.flatMap(({ thing }) =>
    thing.kind === 'line' ? index.resolve(thing.name).slice(0, 1) : [],
  );
  const commands = claims.some(({ kind }) => kind === 'command');
  return [...new Set([...named, ...(commands ? scriptFiles.filter((path) => paths.includes(path)) : [])])];
};

const outcomeOf = (
  claim: Claimed,
  {
    index,
    found,
    creatorOf,
  }: { index: PathIndex; found: LookedUp; creatorOf: (name: string) => string | null },
): Outcome | null => {
  const { thing, creator, company, beside } = claim;
  const pathContext = { index, hits: found.search.hits, company, beside, creator };
  switch (thing.kind) {
    case 'path':
      return judgePath(thing, pathContext);
    case 'line':
      return judgeLine(thing, pathContext, found.texts);
    case 'identifier':
      return judgeIdentifier(thing, { search: found.search, index, creator });
    case 'text':
      return judgeText(thing, { search: found.search, index, creator });
    case 'command':
      return judgeCommand(thing, { index, texts: found.texts, creatorOf });
  }
};

/** Each claim with its verdict; those of which nothing can be said are left out. */
export const judgeClaims = (claims: readonly Claimed[], found: LookedUp): Claim[] => {
  const index = indexPaths(found.paths);
  const made = new Map(
    claims.flatMap((claim) => (claim.creator === null ? [] : [[claim.thing.name, claim.creator] as const])),
  );
  const creatorOf = (name: string): string | null => made.get(name) ?? null;
  return claims.flatMap((claim): Claim[] => {
    const outcome = outcomeOf(claim, { index, found, creatorOf });
    if (!outcome) return [];
    return [{ kind: claim.kind, text: claim.text, source: claim.source, ...outcome }];
  });
};
