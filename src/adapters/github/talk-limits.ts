import { Refused } from '../../ports/errors.ts';

/** Comments, reviews, threads, checks and annotations of one pull request that are read in one go. */
const mostEntries = 10_000;
/** UTF-16 units of all their texts. */
const mostText = 20_000_000;

export interface Budget {
  /** Counts one entry with its texts; throws Refused once there are too many. */
  take(...texts: (string | null | undefined)[]): void;
}

/** What strangers write has no end of its own; half of it read would pass for all of it. */
export function createBudget(pull: number): Budget {
  let [entries, text] = [0, 0];
  return {
    take(...texts) {
      entries += 1;
      for (const each of texts) text += each?.length ?? 0;
      if (entries <= mostEntries && text <= mostText) return;
      throw new Refused(
        `Pull request #${pull} carries more than is read in one go (${mostEntries.toLocaleString('en')} comments, reviews, checks and annotations, or ${mostText.toLocaleString('en')} characters)`,
        {
          status: 422,
          remedy:
            'Delete comments that say nothing any more, or have the tool that writes so many write fewer, then /retry.',
        },
      );
    },
  };
}
