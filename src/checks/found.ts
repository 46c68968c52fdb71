import type { Search, SearchHit } from '../ports/git.ts';
import type { Evidence } from './evidence.ts';
import type { CheckRegistry } from './registry.ts';

/** More are not looked for: a delegation that names so many things is too large to be reviewed. */
const mostWords = 2_000;
const shortest = 2;
const longest = 200;

/** What has to be looked for in both trees before the checks can run, each word once. */
export const wordsOf = (evidence: Evidence, registry: CheckRegistry): string[] => {
  const words = Object.values(registry).flatMap((check) => check.words?.(evidence) ?? []);
  const usable = words.filter(
    (word) => word.trim().length >= shortest && word.length <= longest && !word.includes('\n'),
  );
  return [...new Set(usable)].slice(0, mostWords);
};

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const wordCharacter = '[\\p{L}\\p{N}_$]';

/** The word as a whole: `PER-20` is not in `PER-206`, `link` not in `linked` or `link_to`. */
export const wholeWord = (word: string, flags = 'u'): RegExp => {
  const before = /^[\p{L}\p{N}_$]/u.test(word) ? `(?<!${wordCharacter})` : '';
  const after = /[\p{L}\p{N}_$]$/u.test(word) ? `(?!${wordCharacter})` : '';
  return new RegExp(`${before}${escapeRegExp(word)}${after}`, flags);
};

/** Of a change's own folder nothing counts as code: tasks.md names what is yet to be made. */
export const isSpec = (path: string): boolean => path.startsWith('openspec/');

/** Hits that hold the word as a whole, in its own spelling. */
export const hitsOf = ({ hits }: Search, word: string): SearchHit[] => {
  const pattern = wholeWord(word);
  return hits.filter(({ text }) => pattern.test(text));
};
