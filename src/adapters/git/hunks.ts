import { parsePatch, type StructuredPatchHunk } from 'diff';
import { Refused } from '../../ports/errors.ts';
import type { Hunk } from '../../ports/git.ts';

/** A hunk of a unified diff; context counts for nothing. */
export const toHunk = ({ oldStart, newStart, lines }: StructuredPatchHunk): Hunk => {
  const hunk: Hunk = { removed: [], added: [] };
  let [before, after] = [oldStart, newStart];
  for (const line of lines) {
    const text = line.slice(1).replace(/\r$/, '');
    if (line.startsWith('-')) hunk.removed.push({ number: before, text });
    if (line.startsWith('+')) hunk.added.push({ number: after, text });
    if (!line.startsWith('+') && !line.startsWith('\\')) before += 1;
    if (!line.startsWith('-') && !line.startsWith('\\')) after += 1;
  }
  return hunk;
};

const unreadable = (what: string, cause?: unknown): Refused =>
  new Refused(`The differences cannot be read: ${what}.`, {
    status: 422,
    remedy: 'Look at the diff yourself. If nothing about it is unusual, report this as a bug.',
    cause,
  });

/** Only a line feed ends a line here: `^` with flag m also matches behind U+2028, U+2029 and a lone CR, which texts may hold. */
const splitPatches = (text: string): string[] => `\n${text}`.split('\ndiff --git ').slice(1);

const hunkStart = '\n@@ ';

const headerOf = (patch: string): string => {
  const end = patch.indexOf(hunkStart);
  return end < 0 ? patch : patch.slice(0, end);
};

/** A file that becomes a symlink or a submodule, or was one, is one record and two patches: it goes, and comes. */
const isSecondHalf = (patch: string, before: string | undefined): boolean => {
  if (before === undefined) return false;
  const [first, second] = [headerOf(before), headerOf(patch)];
  const sameNames = first.slice(0, first.indexOf('\n')) === second.slice(0, second.indexOf('\n'));
  return sameNames && first.includes('\ndeleted file mode ') && second.includes('\nnew file mode ');
};

const hunksOf = (patch: string): Hunk[] => {
  const start = patch.indexOf(hunkStart);
  if (start < 0) return [];
  try {
    return parsePatch(`--- a\n+++ b${patch.slice(start)}`).flatMap((one) => one.hunks.map(toHunk));
  } catch (error) {
    throw unreadable('a hunk is not as its header says', error);
  }
};

/**
 * Reads `git diff-tree -p`. Names are given, in the order of git's records: quoted names and headers without names are
 * nothing to rely on, while no line of a hunk can begin as a header does. Throws `Refused` when the two do not match.
 */
export const parsePatches = (text: string, paths: string[]): Map<string, Hunk[]> => {
  const all = splitPatches(text);
  const files: Hunk[][] = [];
  all.forEach((patch, index) => {
    const hunks = hunksOf(patch);
    if (isSecondHalf(patch, all[index - 1])) files.at(-1)?.push(...hunks);
    else files.push(hunks);
  });
  if (files.length !== paths.length)
    throw unreadable(`git told ${paths.length} files and ${files.length} patches`);
  return new Map(paths.map((path, index) => [path, files[index] ?? []]));
};
