import { spellings, wholeWords } from '../../openspec/claims/words.ts';
import type { NamedThing } from '../../openspec/named-things.ts';
import type { SearchHit } from '../../ports/git.ts';
import { plural } from '../check.ts';
import { declarer } from '../code/definitions.ts';
import { type Finding, flagged, noted, problem } from '../finding.ts';
import { isDocument } from '../paths.ts';
import type { Asked } from './expected.ts';
import type { Lookup } from './lookup.ts';

const told = ({ thing }: Asked, what: string): string =>
  `Task ${thing.source.task} (tasks.md:${thing.source.line}) says to ${what}`;

const counted = (hits: SearchHit[], places: ReadonlySet<string>): SearchHit[] => {
  const placed = places.size > 0 ? hits.filter(({ path }) => places.has(path)) : hits;
  const code = placed.filter(({ path }) => !isDocument(path));
  // a changelog says that it is gone
  return code.length > 0 ? code : placed.filter(({ path }) => !/change|history|news|release/i.test(path));
};

const placesOf = (company: readonly NamedThing[], lookup: Lookup): Set<string> =>
  new Set(
    company
      .filter(({ place, kind }) => place && kind === 'path')
      .flatMap(({ name }) => [...lookup.base.resolve(name), ...lookup.head.resolve(name)]),
  );

/** A removed or renamed path is at the base and not at the head. */
export const gonePath = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  const before = lookup.base.resolve(thing.name);
  if (before.length === 0)
    return [noted(`\`${thing.text}\` was not there at the base, so nothing had to go.`)];
  const after = new Set(lookup.head.resolve(thing.name));
  const left = before.filter((path) => after.has(path));
  const [first] = left;
  // one of several files of a bare name may be what was meant
  if (first === undefined || (!thing.name.includes('/') && left.length < before.length)) return [];
  const what =
    thing.becomes === null ? `remove \`${thing.text}\`` : `move \`${thing.text}\` to \`${thing.becomes}\``;
  return [
    problem(`${told(asked, what)}: \`${first}\` is still there at the head.`, { path: first, line: 1 }),
  ];
};

const stillDeclared = (asked: Asked, base: SearchHit[], head: SearchHit[]): SearchHit | undefined => {
  if (asked.thing.uses || asked.thing.intent !== 'remove' || asked.company.some(({ place }) => place))
    return undefined;
  const declares = declarer(asked.thing.name);
  const files = asked.files.size > 0 ? asked.files : null;
  const plainly = (hit: SearchHit): boolean => ['keyword', 'method'].includes(declares(hit.text) ?? '');
  const before = new Set(base.filter(plainly).map(({ path }) => path));
  return head.find((hit) => before.has(hit.path) && (files?.has(hit.path) ?? true) && plainly(hit));
};

/** Of several files that the sentence names, one that has the name as often as before. */
const stillInPlace = (
  { company, thing }: Asked,
  { base, head }: { base: SearchHit[]; head: SearchHit[] },
  lookup: Lookup,
): SearchHit | undefined => {
  const files = company
    .filter(({ kind, place, intent }) => kind === 'path' && place && intent === 'change')
    .flatMap(({ name }) => (lookup.base.resolve(name).length === 1 ? lookup.base.resolve(name) : []));
  const declares = declarer(thing.name);
  // of what is declared, uses that were left behind are told as such
  if (base.some(({ text }) => ['keyword', 'method'].includes(declares(text) ?? ''))) return undefined;
  if (thing.becomes === null || files.length < 2) return undefined;
  return head.find(
    ({ path }) =>
      files.includes(path) &&
      !isDocument(path) &&
      count(left({ thing }, head), path) >= count(left({ thing }, base), path),
  );
};

const count = (hits: SearchHit[], path: string): number => hits.filter((hit) => hit.path === path).length;

/** A migration, and an alias, say both names. */
const left = ({ thing: { becomes } }: Pick<Asked, 'thing'>, hits: SearchHit[]): SearchHit[] =>
  becomes === null ? hits : hits.filter((hit) => !knowsBoth(hit, becomes));

/** Nothing declares a variable of the environment: what still reads the old one finds nothing. */
const halfWay = (asked: Asked, hits: SearchHit[]): Finding[] => {
  const { thing } = asked;
  const [first] = hits.filter(({ path }) => !isDocument(path) && !/migrat|change|history/i.test(path));
  if (first === undefined || thing.becomes === null || !/^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(thing.name))
    return [];
  return [
    flagged(
      `${told(asked, `rename \`${thing.text}\` to \`${thing.becomes}\``)}: \`${first.path}:${first.line}\` still has the old name.`,
    ),
  ];
};

const knowsBoth = ({ text }: SearchHit, becomes: string): boolean =>
  wholeWords(spellings(becomes)).test(text.slice(0, 2_000));

/** A removed or renamed identifier stands on fewer lines than before, and is declared no more. */
export const goneIdentifier = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing, company } = asked;
  const places = placesOf(company, lookup);
  if (!lookup.complete) return [];
  const base = counted(lookup.hits('base', thing.name), places);
  const head = counted(lookup.hits('head', thing.name), places);
  if (base.length === 0) return [noted(`\`${thing.text}\` was not there at the base, so nothing had to go.`)];
  const declared = stillDeclared(asked, base, head);
  const kept = declared ?? stillInPlace(asked, { base, head }, lookup);
  const remaining = left(asked, head);
  const alias = remaining.length === 0 && head.length >= base.length;
  if (!kept && !alias && remaining.length < left(asked, base).length) return halfWay(asked, remaining);
  const first = kept ?? head[0];
  // a common word stands for many things
  const vague = thing.plain && ![...places].some((path) => !isDocument(path));
  return first
    ? stillThere(asked, { first, head, declared: declared !== undefined, kept: kept !== undefined, vague })
    : [];
};

interface Still {
  first: SearchHit;
  head: SearchHit[];
  declared: boolean;
  /** Also in one of several files that the sentence names. */
  kept: boolean;
  vague: boolean;
}

const stillThere = (asked: Asked, { first, head, declared, kept, vague }: Still): Finding[] => {
  const { thing } = asked;
  const { becomes } = thing;
  const what = becomes === null ? `remove \`${thing.text}\`` : `rename \`${thing.text}\` to \`${becomes}\``;
  const how = declared
    ? 'it is still declared'
    : `it stands on ${plural(head.length, 'line')}${kept && !declared ? ' still' : ' as before'}`;
  const text = `${told(asked, what)}: ${how}, e.g. \`${first.path}:${first.line}\`.`;
  // the old name may go on as an alias that nobody asked for, and nobody forbade
  if (becomes !== null && !declared && head.every((hit) => knowsBoth(hit, becomes)))
    return [flagged(`${text} It only leads to \`${becomes}\`.`)];
  if (kept && !declared && !thing.sure) return [flagged(text)];
  if (becomes === null ? vague : !thing.sure) return [noted(text)];
  return [problem(text, { path: first.path, line: first.line })];
};

/** A removed text stands on fewer lines than before. */
export const goneText = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  if (!thing.spoken || !lookup.holdsText(thing.name)) return [];
  return [problem(`${told(asked, `remove the text "${thing.text}"`)}: it is still there at the head.`)];
};
