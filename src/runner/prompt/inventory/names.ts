import { wholeWords } from '../../../openspec/claims/words.ts';
import type { Search, SearchHit } from '../../../ports/git.ts';
import { capText } from '../../../text/sanitize.ts';
import { atMost, byText, codeSpan } from '../capped.ts';
import { bullets, oneLine } from '../markdown.ts';
import { definitionPattern } from './definition.ts';

/** A name that the tasks have. */
export interface InventoryName {
  text: string;
  /** What is said of it where it is nowhere. */
  absent: string;
}

/** More are named without places. */
export const mostNames = 80;
const mostPlaces = 4;
const mostText = 100;

/** Where each name is made and used, by a search at the base commit; the change's own folder tells nothing of the code. */
export const namesText = (names: InventoryName[], search: Search): string => {
  const unique = [...new Map(names.map((name) => [name.text, name])).values()];
  const code = { ...search, hits: search.hits.filter(({ path }) => !path.startsWith('openspec/')) };
  const shown = unique.slice(0, mostNames).map((name) => nameLine(name, code));
  return bullets(
    atMost([...shown, ...unique.slice(mostNames).map(({ text }) => text)], mostNames, 'names'),
    'The tasks name no identifier.',
  );
};

const nameLine = ({ text, absent }: InventoryName, search: Search): string => {
  const whole = wholeWords([text]);
  const hits = search.hits.filter((hit) => hit.text.includes(text) && whole.test(hit.text)).sort(byPlace);
  if (hits.length === 0)
    return `${codeSpan(oneLine(text))}: ${search.complete ? absent : 'not among the first lines of a search that found too much'}`;
  const isDefinition = definitionPattern(text);
  const defined = hits.filter((hit) => isDefinition(hit.text));
  const used = hits.filter((hit) => !defined.includes(hit));
  const places = atMost(
    [...defined.map((hit) => shownHit(hit, 'defined')), ...used.map((hit) => shownHit(hit, 'named'))],
    mostPlaces,
    hits.length - mostPlaces === 1 ? 'line' : 'lines',
  );
  return `${codeSpan(oneLine(text))}:\n${places.map((place) => `  - ${place}`).join('\n')}`;
};

const shownHit = ({ path, line, text }: SearchHit, what: string): string =>
  `${what} at ${codeSpan(`${path}:${line}`)}: ${codeSpan(capText(oneLine(text), mostText))}`;

const byPlace = (one: SearchHit, other: SearchHit): number =>
  byText(one.path, other.path) || one.line - other.line;
