import { parseHits, searchCommit } from '../../adapters/git/search.ts';
import type { Search, SearchHit } from '../../ports/git.ts';
import { readingOf } from '../reading.ts';
import { askRunGit, type GitPlace } from '../run-git.ts';

interface Searching {
  place: GitPlace;
  commit: string;
  words: string[];
}

const together = 40;
/** Each takes a walk through the whole tree. */
const mostAlone = 60;

/**
 * Lines that hold one of the words. Of the whole tree no more than so many lines are listed: words that are everywhere must
 * not hide the others, so what was not found then is looked for again with fewer beside it, at last by itself. Incomplete is
 * what even that could not tell of.
 */
export const searchWhole = async (searching: Searching): Promise<Search> => {
  const first = await search(searching);
  if (first.complete) return first;
  const again = await inParts({ ...searching, words: missingIn(first, searching.words) });
  return merged({ ...first, complete: true }, again);
};

const search = ({ place, ...what }: Searching): Promise<Search> => searchCommit(readingOf(place), what);

const inParts = async (searching: Searching): Promise<Search> => {
  const { words } = searching;
  let found: Search = { hits: [], complete: true };
  const hidden: string[] = [];
  for (let from = 0; from < words.length; from += together) {
    const part = words.slice(from, from + together);
    const one = await search({ ...searching, words: part });
    found = merged(found, { ...one, complete: true });
    if (!one.complete) hidden.push(...missingIn(one, part));
  }
  return byThemselves({ ...searching, words: hidden }, found);
};

/** The word in its own spelling, once a file: however large the lines are that hold it, this can be told. */
const byThemselves = async ({ place, commit, words }: Searching, found: Search): Promise<Search> => {
  let all = { ...found, complete: words.length <= mostAlone };
  const args = ['grep', '-I', '-n', '-z', '-F', '-w', '-o', '--full-name', '--no-color', '--max-count=1'];
  for (const word of words.slice(0, mostAlone)) {
    const answer = await askRunGit(place, [...args, '-f', '-', commit], { input: `${word}\n` });
    place.signal.throwIfAborted();
    const told = answer.exitCode === 0 || answer.exitCode === 1;
    all = merged(
      all,
      told ? parseHits(answer.stdout.toString('utf8'), commit) : { hits: [], complete: false },
    );
  }
  return all;
};

const wordPattern = /[\p{L}\p{N}_$]+/gu;

/** Words that no line holds in their own spelling. */
const missingIn = ({ hits }: Search, words: string[]): string[] => {
  const seen = new Set(hits.flatMap(({ text }) => text.match(wordPattern) ?? []));
  return words.filter((word) => !seen.has(word) && !hits.some(({ text }) => text.includes(word)));
};

/** A line that holds words of both is one hit. */
const merged = (one: Search, other: Search): Search => {
  const places = new Map([...other.hits, ...one.hits].map((hit) => [`${hit.path}\0${hit.line}`, hit]));
  return { hits: [...places.values()].sort(byPlace), complete: one.complete && other.complete };
};

const byPlace = (one: SearchHit, other: SearchHit): number => {
  if (one.path === other.path) return one.line - other.line;
  return one.path < other.path ? -1 : 1;
};
