import type { ChangedText } from '../evidence.ts';
import { assertedMore, grownTests } from './grown.ts';
import { isTestFile, languageOf } from './languages.ts';
import type { Part } from './part.ts';
import { readTestFile, type TestFile } from './read.ts';

/** A test case with its file. */
export interface Case {
  file: TestFile;
  part: Part;
}

/** One case at the base and what became of it. */
export interface Pair {
  base: Case;
  head: Case;
  /** Its text is the same under another name, or nearly. */
  renamed: 'no' | 'same' | 'similar';
}

/** The tests of all changed files, before and after. */
export interface Tests {
  base: TestFile[];
  head: TestFile[];
  pairs: Pair[];
  /** Nowhere at the head. */
  removed: Case[];
  /** Nowhere at the base. */
  added: Case[];
  /** Paths on which there may be more than these cases tell. */
  grown: string[];
  /** Assertions more than before in tests whose cases are not read. */
  asserted: number;
}

/** Languages whose runners find tests by the name of their file. */
const foundByName = new Set(['JavaScript', 'Python', 'Go', 'Ruby', 'PHP', 'Elixir', 'Dart', 'Bats']);

/** `oldPath`: what it was called before; a file that was a test by its name and is none any more runs no more. */
const read = (path: string, text: string | null, oldPath: string = path): TestFile[] => {
  const language = languageOf(path);
  const hidden =
    language !== null &&
    foundByName.has(language.name) &&
    language.tests.test(oldPath) &&
    !language.tests.test(path);
  return language && text !== null && !hidden && isTestFile(language, path, text)
    ? [readTestFile(path, text, language)]
    : [];
};

export const readTests = (texts: readonly ChangedText[]): Tests => {
  const base = texts.flatMap(({ file, base: text }) => read(file.oldPath ?? file.path, text));
  const head = texts.flatMap(({ file, head: text }) =>
    read(file.path, text, file.status === 'renamed' ? (file.oldPath ?? file.path) : file.path),
  );
  const paths = new Map(texts.map(({ file }) => [file.oldPath ?? file.path, file.path]));
  const named = matchByName(casesOf(base), casesOf(head), paths);
  const renamed = matchByText(named.removed, named.added, paths);
  return {
    base,
    head,
    pairs: [...named.pairs, ...renamed.pairs],
    removed: renamed.removed,
    added: renamed.added,
    grown: grownTests(texts, { base, head }),
    asserted: assertedMore(texts, head),
  };
};

const casesOf = (files: readonly TestFile[]): Case[] =>
  files.flatMap((file) => file.cases.map((part) => ({ file, part })));

type Matched = Pick<Tests, 'pairs' | 'removed' | 'added'>;

const groupBy = (cases: readonly Case[], key: (one: Case) => string): Map<string, Case[]> => {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
};

/** The same name in the same file first, then anywhere: a test that moved is there. */
const matchByName = (base: Case[], head: Case[], paths: ReadonlyMap<string, string>): Matched => {
  const near = take(base, head, (one, side) =>
    JSON.stringify([side === 'base' ? paths.get(one.file.path) : one.file.path, one.part.name]),
  );
  const far = take(near.removed, near.added, (one) => one.part.name);
  return { ...far, pairs: [...near.pairs, ...far.pairs] };
};

const take = (
  base: readonly Case[],
  head: readonly Case[],
  key: (one: Case, side: 'base' | 'head') => string,
  renamed: Pair['renamed'] = 'no',
): Matched => {
  const left = groupBy(head, (one) => key(one, 'head'));
  const used = new Set<Case>();
  const pairs: Pair[] = [];
  const removed: Case[] = [];
  for (const one of base) {
    const found = left.get(key(one, 'base'))?.shift();
    if (found === undefined) removed.push(one);
    else {
      used.add(found);
      pairs.push({ base: one, head: found, renamed });
    }
  }
  return { pairs, removed, added: head.filter((one) => !used.has(one)) };
};

/** Source of a case behind its name. */
export const sourceOf = ({ file, part }: Case): string => file.masked.bare.slice(part.own, part.end);

/** The same without its name and blanks. */
export const bodyOf = (one: Case): string => {
  const source = sourceOf(one);
  const at = source.indexOf(one.part.name.split('.').at(-1) ?? '');
  return source.slice(at < 0 ? 0 : at + one.part.name.length).replace(/\s+/g, '');
};

/** The same text under another name is the same test; nearly the same text, or name, in the same file probably. */
const matchByText = (removed: Case[], added: Case[], paths: ReadonlyMap<string, string>): Matched => {
  const same = take(removed, added, (one) => bodyOf(one), 'same');
  const alike = take(
    same.removed,
    same.added,
    (one, side) =>
      JSON.stringify([side === 'base' ? paths.get(one.file.path) : one.file.path, coreOf(one.part.name)]),
    'similar',
  );
  const similar = matchSimilar(alike.removed, alike.added, paths);
  return { ...similar, pairs: [...same.pairs, ...alike.pairs, ...similar.pairs] };
};

/** `testRefuses`, `test_refuses` and `refuses` name the same test in two frameworks. */
const coreOf = (name: string): string => {
  const last = name.split('.').at(-1) ?? name;
  const core = last.replace(/^test(?=[_ \p{Lu}])/u, '').replace(/[^\p{L}\p{N}]/gu, '');
  return core === '' ? name : core.toLowerCase();
};

/** Beyond, comparing each with each would take too long. */
const mostCompared = 100;

const matchSimilar = (removed: Case[], added: Case[], paths: ReadonlyMap<string, string>): Matched => {
  const byFile = groupBy(added, ({ file }) => file.path);
  const used = new Set<Case>();
  const pairs: Pair[] = [];
  const gone: Case[] = [];
  for (const one of removed) {
    const candidates = (byFile.get(paths.get(one.file.path) ?? '') ?? [])
      .slice(0, mostCompared)
      .filter((other) => !used.has(other));
    const found = candidates.find((other) => isSimilar(one, other));
    if (found === undefined) gone.push(one);
    else {
      used.add(found);
      pairs.push({ base: one, head: found, renamed: 'similar' });
    }
  }
  return { pairs, removed: gone, added: added.filter((one) => !used.has(one)) };
};

const words = (text: string): Set<string> =>
  new Set(text.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g)?.map((word) => word.toLowerCase()) ?? []);

const tokens = (text: string): Set<string> =>
  new Set(text.match(/'[^'\n]*'|"[^"\n]*"|`[^`\n]*`|[\w$]+/g) ?? []);

const overlap = (one: Set<string>, other: Set<string>): number => {
  if (one.size === 0 || other.size === 0) return 0;
  let both = 0;
  for (const item of one) if (other.has(item)) both += 1;
  return both / (one.size + other.size - both);
};

const mostSource = 4_000;

const isSimilar = (one: Case, other: Case): boolean => {
  const [before, after] = [bodyTokens(one), bodyTokens(other)];
  const body = overlap(before, after);
  if (body >= 0.8 && before.size >= 5) return true;
  return body >= 0.5 && overlap(words(one.part.name), words(other.part.name)) >= 0.5;
};

const bodyTokens = (one: Case): Set<string> => {
  const source = sourceOf(one).slice(0, mostSource);
  const at = source.indexOf(one.part.name);
  return tokens(at < 0 ? source : source.slice(at + one.part.name.length));
};
