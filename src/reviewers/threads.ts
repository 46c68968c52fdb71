import { newest, saidOfHead } from './newest.ts';
import type { Asked, PullTalk, SaidReview, SaidThread } from './reader.ts';
import { isWrittenBy } from './recognised.ts';

type Opening = SaidThread['comments'][number];

export interface OpenedThread {
  thread: SaidThread;
  opening: Opening;
}

/** Submitted reviews carry no edit: they are about the commit that GitHub notes, when they were submitted. */
const reviewDated = (review: SaidReview) => ({
  createdAt: review.submittedAt,
  updatedAt: review.submittedAt,
  commit: review.commit,
});

export const newestReview = (reviews: SaidReview[], asked: Asked): SaidReview | null =>
  newest(reviews, asked, reviewDated);

/** Reviews on the commit that is asked about. */
export const reviewsOfHead = (reviews: SaidReview[], asked: Asked): SaidReview[] =>
  reviews.filter((review) => saidOfHead(reviewDated(review), asked) !== null);

/**
 * Threads that these reviews opened. By the review, not by login and commit: GitHub gives a bot's comments another
 * login than its reviews, and moves a comment's commit along with the branch.
 */
export const threadsOf = (talk: PullTalk, reviews: SaidReview[], asked: Asked): OpenedThread[] => {
  const ids = new Set(reviews.map(({ id }) => id));
  return talk.threads.flatMap((thread) => {
    const opening = thread.comments[0];
    if (!opening) return [];
    const own =
      opening.review === null
        ? isWrittenBy(opening.by, asked.login) && saidOfHead(opening, asked) !== null
        : ids.has(opening.review);
    return own ? [{ thread, opening }] : [];
  });
};

/**
 * Threads that the reviewer opened on earlier commits, or in earlier reviews of this one, and that are still open on lines
 * that stand: a review that comes after the next push is read with that push's. `reviews`: all of its own; `read`: threads
 * that are read already.
 */
export const standingThreads = (
  { threads }: PullTalk,
  { reviews, read, asked }: { reviews: SaidReview[]; read: OpenedThread[]; asked: Asked },
): OpenedThread[] => {
  const ids = new Set(reviews.map(({ id }) => id));
  const known = new Set(read.map(({ thread }) => thread.id));
  return threads.flatMap((thread) => {
    const opening = thread.comments[0];
    if (!opening || thread.resolved || thread.outdated || known.has(thread.id)) return [];
    const own = opening.review === null ? isWrittenBy(opening.by, asked.login) : ids.has(opening.review);
    return own ? [{ thread, opening }] : [];
  });
};

/** A thread that somebody resolved was answered there, and is said, not raised. */
export const resolvedNotes = (threads: OpenedThread[], title: (body: string) => string): string[] =>
  threads
    .filter(({ thread }) => thread.resolved)
    .map(({ opening, thread }) => `Already resolved: ${title(opening.body)} (${thread.path})`);
