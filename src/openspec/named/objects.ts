import { type Found, isPlace, namesIn } from './clause.ts';
import type { Token } from './tokens.ts';
import { isFiller, isNoun } from './vocabulary.ts';

const behaviour = new Set([
  'behaviour',
  'behavior',
  'output',
  'outputs',
  'result',
  'results',
  'semantics',
  'meaning',
  'value',
]);
const shape = new Set(['signature', 'interface', 'parameters', 'api', 'contract']);
/** Names that a verb in front of them is about. */
export const objectsAfter = (tokens: Token[], end: number): Found[] => {
  const stop = tokens.findIndex(
    (token, index) =>
      index >= end &&
      token.kind === 'word' &&
      !isFiller(token.word) &&
      !isNoun(token.word) &&
      !/^(?:of|on|any|more)$/.test(token.word) &&
      !behaviour.has(token.word) &&
      !shape.has(token.word),
  );
  return namesIn(tokens, end, stop < 0 ? tokens.length : stop);
};

/** Whether a sentence speaks of all of a thing, of how it is called, or of what it does. */
export const aspectOf = (tokens: Token[], from: number, to: number): 'whole' | 'signature' | 'behaviour' => {
  const words = tokens.slice(from, to).flatMap((token) => (token.kind === 'word' ? [token.word] : []));
  if (words.some((word) => behaviour.has(word))) return 'behaviour';
  return words.some((word) => shape.has(word)) ? 'signature' : 'whole';
};

/** Names that are no place of the others; "files in `src/legacy/` SHALL NOT be modified" means the place. */
export const ownOf = (tokens: Token[], all: Found[]): Found[] => {
  const own = all.filter((found) => !isPlace(tokens, found));
  return own.length > 0 ? own : all;
};
