import type { Search, SearchHit } from '../../ports/git.ts';
import { GitFailure } from './process.ts';
import type { Reading } from './read.ts';

const mostHits = 50_000;
/** Of one file, once all of them were too much to be told: some lines are more than none. */
const fewOfFile = 200;
const mostText = 1_000;

/**
 * Reads `git grep -z -n`: `<commit>:<path> NUL <line> NUL <text> LF`. A path may hold newlines, and a text NUL behind the
 * part that git looks at to tell text from binary. Incomplete from what cannot be read on.
 */
export const parseHits = (output: string, commit: string): Search => {
  const hits: SearchHit[] = [];
  const prefix = `${commit}:`;
  let at = 0;
  while (at < output.length) {
    const pathEnd = output.indexOf('\0', at);
    const lineEnd = pathEnd < 0 ? -1 : output.indexOf('\0', pathEnd + 1);
    const line = output.slice(pathEnd + 1, lineEnd);
    if (lineEnd < 0 || !output.startsWith(prefix, at) || !/^\d+$/.test(line))
      return { hits, complete: false };
    const newline = output.indexOf('\n', lineEnd);
    const end = newline < 0 ? output.length : newline;
    hits.push({
      path: output.slice(at + prefix.length, pathEnd),
      line: Number(line),
      text: output
        .slice(lineEnd + 1, end)
        .replace(/\r$/, '')
        .replaceAll('\0', '')
        .slice(0, mostText),
    });
    at = end + 1;
  }
  return { hits, complete: true };
};

/** One expression: git tries a list of patterns one after another on every line, which for hundreds takes minutes. */
const anyOf = (words: string[]): string =>
  words.map((word) => word.replace(/[.[{()*+?^$|\\]/g, '\\$&')).join('|');

/** Files that were left at the remote are not looked into: git says so, and goes on. */
const foundNothing = 1;

interface Searching {
  commit: string;
  words: string[];
}

const grep = async (
  { ask }: Reading,
  { commit, words }: Searching,
  more: string[] = [],
): Promise<Search | 'too-large'> => {
  const args = ['grep', '-I', '-i', '-n', '-z', '-E', '--full-name', '--no-color', ...more];
  const answer = await ask([...args, '-f', '-', commit], { input: `${anyOf(words)}\n` });
  if (answer.ended === 'too-large') return 'too-large';
  if (answer.ended === 'timeout') return { hits: [], complete: false };
  if (answer.ended !== 'itself' || (answer.exitCode !== 0 && answer.exitCode !== foundNothing))
    throw new GitFailure({ args }, answer);
  return parseHits(answer.stdout.toString('utf8'), commit);
};

/** A limit on the lines of a file would let a word that is everywhere hide one that is rare: there is none, unless it is said. */
export const searchCommit = async (session: Reading, searching: Searching): Promise<Search> => {
  if (searching.words.length === 0) return { hits: [], complete: true };
  const whole = await grep(session, searching);
  const found = whole === 'too-large' ? await grep(session, searching, [`--max-count=${fewOfFile}`]) : whole;
  if (found === 'too-large') return { hits: [], complete: false };
  const complete = whole !== 'too-large' && found.complete && found.hits.length <= mostHits;
  return { hits: found.hits.slice(0, mostHits), complete };
};
