import type { Search, SearchHit } from '../../ports/git.ts';
import type { NamedThing } from '../named-things.ts';
import { baseNameOf, type PathIndex, stemOf } from '../path-index.ts';
import { nearestIdentifier } from './nearest.ts';
import type { Outcome } from './path-claim.ts';
import { fragmentsOf, spellings, wholeWords } from './words.ts';

export interface WordContext {
  search: Search;
  index: PathIndex;
  creator: string | null;
}

/** What a change says is no evidence that the code has it. */
const isCode = ({ path }: SearchHit): boolean => !path.startsWith('openspec/changes/');

const toBe = (thing: NamedThing, creator: string | null): Outcome => ({
  verdict: 'to be created',
  detail: creator === null ? `${thing.text} is not there yet.` : `Task ${creator} makes ${thing.text}.`,
  nearest: null,
});

const at = ({ path, line }: SearchHit): string => `${path}:${line}`;

const treatsAsThere = ({ intent, sure }: NamedThing): boolean =>
  sure && (intent === 'change' || intent === 'remove' || intent === 'rename' || intent === 'forbid');

/** Names of files and folders are names too: a capability, a package, a module. */
const namesPath = (name: string, index: PathIndex): boolean =>
  index.isFolder(name) ||
  index.named(name).length > 0 ||
  index.paths.some(
    (path) => stemOf(path) === name || path.includes(`/${name}/`) || baseNameOf(path) === name,
  );

export const judgeIdentifier = (
  thing: NamedThing,
  { search, index, creator }: WordContext,
): Outcome | null => {
  const pattern = wholeWords(spellings(thing.name));
  const hits = search.hits.filter((hit) => isCode(hit) && pattern.test(hit.text));
  const [first] = hits;
  if (first)
    return { verdict: 'holds', detail: `${thing.text} is there, e.g. at ${at(first)}.`, nearest: null };
  if (thing.plain) return null;
  if (creator !== null || thing.intent === 'create') return toBe(thing, creator);
  if (!search.complete) return null;
  if (namesPath(thing.name, index))
    return { verdict: 'holds', detail: `${thing.text} names a path.`, nearest: null };
  if (!treatsAsThere(thing)) return thing.intent === 'change' ? toBe(thing, null) : null;
  const nearest = nearestIdentifier(thing.name, search.hits.filter(isCode));
  const detail = `${thing.text} is nowhere at the base${nearest === null ? '' : `; nearest: ${nearest}`}.`;
  return { verdict: 'stale', detail, nearest };
};

/** Lines are cut where they are very long: what is behind that cannot be missed. */
const cutAt = 1_000;

export const judgeText = (thing: NamedThing, { search, creator }: WordContext): Outcome | null => {
  const hits = search.hits.filter(isCode);
  const fragments = fragmentsOf(thing.name);
  const where = fragments.map((fragment) => hits.find(({ text }) => text.includes(fragment)));
  const [first] = where;
  if (first && where.every((hit) => hit !== undefined)) {
    return { verdict: 'holds', detail: `"${thing.text}" is there, e.g. at ${at(first)}.`, nearest: null };
  }
  if (creator !== null || (thing.intent === 'create' && thing.spoken)) return toBe(thing, creator);
  if (fragments.length === 0 || !search.complete || hits.some(({ text }) => text.length >= cutAt))
    return null;
  if (!thing.spoken || !treatsAsThere(thing)) return null;
  const lower = thing.name.toLowerCase();
  const alike = hits.find(({ text }) => text.toLowerCase().includes(lower));
  const nearest = alike ? at(alike) : null;
  const detail = `"${thing.text}" is nowhere at the base${nearest === null ? '' : `; nearest: ${nearest}`}.`;
  return { verdict: 'stale', detail, nearest };
};
