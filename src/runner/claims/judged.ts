import { readTexts } from '../../adapters/git/read-texts.ts';
import type { DelegateAssignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { claimsOf, filesOf, judgeClaims, wordsOf } from '../../openspec/claims.ts';
import { ownTasksPath } from '../../openspec/tasks-source.ts';
import { filesAt } from '../at-commit.ts';
import { readSections } from '../prompt/prepare.ts';
import { readingOf } from '../reading.ts';
import type { GitPlace } from '../run-git.ts';
import { searchWhole } from './search-whole.ts';

/** More words are not looked for: sections that name so many things are too many for one delegation. */
const mostWords = 800;
const wordLength = 200;

/**
 * What the dispatched sections name, looked up. At the recorded base, as the plan was confirmed: what an earlier attempt
 * created, moved or removed as it was told makes nothing stale.
 */
export const judgedClaims = async (reading: {
  assignment: DelegateAssignment;
  place: GitPlace;
}): Promise<Claim[]> => {
  const { assignment, place } = reading;
  const { recordedBase: commit, sections } = assignment;
  const tasks = await readSections(reading, commit);
  const claims = claimsOf({ tasks, sections, path: ownTasksPath(assignment) ?? 'tasks from the ticket' });
  const paths = await filesAt(place, commit);
  const words = wordsOf(claims).filter((word) => word.length <= wordLength && !/[\r\n\0]/.test(word));
  const search = await searchWhole({ place, commit, words: words.slice(0, mostWords) });
  const texts = await readTexts(readingOf(place), { commit, paths: filesOf(claims, paths) });
  return judgeClaims(claims, {
    paths,
    search: { ...search, complete: search.complete && words.length <= mostWords },
    texts,
  });
};
