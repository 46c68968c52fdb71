import { readTexts } from '../../../adapters/git/read-texts.ts';
import { readingOf } from '../../reading.ts';
import type { GitPlace } from '../../run-git.ts';
import { conventionFiles } from './files.ts';

/** What a repository asks of whoever works in it: one file. */
export interface Convention {
  path: string;
  text: string;
}

/** `@AGENTS.md` and nothing else. */
const refersElsewhere = /^@\S+$/;

/**
 * At the recorded base: there people have accepted them. `named`: paths the tasks name, whose folders may have rules of
 * their own. What only points at another file, or repeats one, is left out; so are symbolic links.
 */
export const readConventions = async (
  { place, commit }: { place: GitPlace; commit: string },
  { files, named }: { files: string[]; named: string[] },
): Promise<Convention[]> => {
  const paths = conventionFiles(files, named);
  const texts = await readTexts(readingOf(place), { commit, paths });
  const seen = new Set<string>();
  return paths.flatMap((path): Convention[] => {
    const text = texts.get(path)?.replaceAll('\r\n', '\n').trim() ?? '';
    if (text === '' || refersElsewhere.test(text) || seen.has(text)) return [];
    seen.add(text);
    return [{ path, text }];
  });
};
