import { Refused } from '../../ports/errors.ts';
import type { GitReader } from '../../ports/git.ts';

/**
 * Whether one commit is part of another's history. What was forced away is often no longer to be had: a commit that does
 * not come with these refs is in none of them.
 */
export const ancestry = async (
  reader: GitReader,
  { refs, ancestor, of }: { refs: string[]; ancestor: string; of: string },
): Promise<'ancestor' | 'not'> => {
  try {
    return (await reader.mergeBase({ refs, commits: [ancestor, of] })) === ancestor ? 'ancestor' : 'not';
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404) throw error;
    return 'not';
  }
};
