import { fragmentsOf, spellings, wholeWords } from '../../openspec/claims/words.ts';
import type { NamedThing } from '../../openspec/named-things.ts';
import { indexPaths, type PathIndex } from '../../openspec/path-index.ts';
import type { SearchHit } from '../../ports/git.ts';
import { codeLines } from '../code/comments.ts';
import { type Definition, definitionsOf } from '../code/definitions.ts';
import type { Evidence } from '../evidence.ts';
import { isSpec } from '../found.ts';
import { isDocument, isTestPath } from '../paths.ts';

/** Both trees, ready to be asked. */
export interface Lookup {
  base: PathIndex;
  head: PathIndex;
  /** False when not every line could be listed: nothing can be said to be missing then. */
  complete: boolean;
  /** Lines outside openspec/ that hold the name as a whole word. */
  hits(side: 'base' | 'head', name: string): SearchHit[];
  /** Lines outside openspec/ that hold the text. */
  lines(side: 'base' | 'head', text: string): SearchHit[];
  /** Is the text at the head, blanks and line breaks within strings apart? */
  holdsText(text: string): boolean;
  /** Definitions of the name in source that changed. */
  definitions(name: string): Definition[];
  /** Does the line hold more than a remark? By the whole file where it changed. */
  isCode(hit: SearchHit, name: string): boolean;
}

/** A string may be put together from pieces and wrapped as the code is. */
const flat = (text: string): string =>
  text
    .replace(/["'`][ \t]{0,20}[+.,\\]?\s{0,80}[frbu]?["'`]/g, '')
    .replace(/\\(["'`])/g, '$1')
    .replace(/\s+/g, ' ');

const largest = 200_000;

export const lookupOf = (evidence: Evidence): Lookup => {
  const { trees, found, texts } = evidence;
  const codeOf = new Map<string, string[]>();
  const textOf = new Map(
    texts.flatMap(({ file, head }) => (head === null ? [] : [[file.path, head] as const])),
  );
  const code = (path: string): string[] | null => {
    const text = textOf.get(path);
    if (text === undefined) return null;
    const known = codeOf.get(path);
    if (known) return known;
    const lines = codeLines(path, text);
    codeOf.set(path, lines);
    return lines;
  };
  let flattened: string[] | null = null;
  const changed = (): string[] => {
    flattened ??= texts.flatMap(({ file, head }) =>
      head === null || isSpec(file.path) || head.length > largest ? [] : [flat(head)],
    );
    return flattened;
  };
  return {
    base: indexPaths(trees.base),
    head: indexPaths(trees.head),
    complete: found.base.complete && found.head.complete,
    hits: (side, name) => {
      const words = spellings(name);
      const pattern = wholeWords(words);
      return found[side].hits.filter(
        ({ path, text }) => words.some((word) => text.includes(word)) && !isSpec(path) && pattern.test(text),
      );
    },
    lines: (side, text) => found[side].hits.filter((hit) => !isSpec(hit.path) && hit.text.includes(text)),
    holdsText: (text) => {
      const wanted = flat(text).toLowerCase();
      const inLine = found.head.hits.some(
        (hit) => !isSpec(hit.path) && flat(hit.text).toLowerCase().includes(wanted),
      );
      return inLine || changed().some((one) => one.toLowerCase().includes(wanted));
    },
    definitions: (name) =>
      [...textOf].flatMap(([path, text]) =>
        isSource(path) && text.length <= largest ? definitionsOf({ name, path, text }) : [],
      ),
    isCode: (hit, name) => {
      const lines = code(hit.path);
      const line = lines ? (lines[hit.line - 1] ?? '') : (codeLines(hit.path, hit.text)[0] ?? '');
      return wholeWords(spellings(name)).test(line);
    },
  };
};

export const isSource = (path: string): boolean => !isTestPath(path) && !isDocument(path) && !isSpec(path);

/** What has to be looked for so that a thing can be judged. */
export const wordsFor = (thing: Pick<NamedThing, 'kind' | 'name'>): string[] => {
  if (thing.kind === 'path' || thing.kind === 'line') return [thing.name];
  if (thing.kind === 'identifier') return spellings(thing.name);
  return thing.kind === 'text' ? fragmentsOf(thing.name) : [];
};
