import { distance } from 'fastest-levenshtein';
import { commandDefinitions } from './registry.ts';

/** Words that start lines in ordinary talk about routes and folders, and happen to be near a command. */
const ordinary = new Set([
  'model',
  'models',
  'modes',
  'more',
  'move',
  'mods',
  'helper',
  'state',
  'statuses',
  'report',
  'thing',
  'things',
  'thin',
  'thick',
  'bank',
  'bark',
  'choice',
  'deer',
  'exploit',
  'explorer',
  'objects',
  'overrides',
]);

/** The command a mistyped word was probably meant as; null for words that merely start with a slash. */
export const suggest = (word: string): string | null => {
  const name = word.toLowerCase();
  if (ordinary.has(name) || name.length < 4) return null;
  const near = commandDefinitions
    .map((definition) => ({ name: definition.name, off: distance(definition.name, name) }))
    .filter(
      (candidate) => candidate.off <= (candidate.name.length <= 5 ? 1 : 2) && sameStart(candidate.name, name),
    )
    .sort((a, b) => a.off - b.off)[0];
  return near?.name ?? null;
};

/** People mistype the inside of a word; `/node` and `/code` are not `/mode`. */
const sameStart = (a: string, b: string): boolean => a.charAt(0) === b.charAt(0);
