import { unreviewedFiles } from './coderabbit-files.ts';
import { commentRemark } from './coderabbit-finding.ts';
import { isNotice, noticeWord, saysClean } from './coderabbit-notice.ts';
import { bodyFindings } from './coderabbit-sections.ts';
import { readFolds } from './folds.ts';
import { countedWord, excerpt, type Found, notReviewed, waiting, withStanding } from './found.ts';
import { saidOfHead } from './newest.ts';
import { givenPath, lineNumber } from './place.ts';
import type { Asked, PullTalk, Reader, SaidComment, SaidReview, Word } from './reader.ts';
import { isWrittenBy, recognised } from './recognised.ts';
import { type OpenedThread, resolvedNotes, reviewsOfHead, standingThreads, threadsOf } from './threads.ts';
import { readable } from './words.ts';

const posted = /actionable comments posted:\s*\**\s*(\d{1,4})/i;

const promisedIn = (reviews: SaidReview[]): number | null => {
  const counts = reviews.flatMap(({ body }) => posted.exec(body)?.[1] ?? []);
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + Number(count), 0);
};

const nowhere = { place: { path: null, line: null }, url: '' };
const titleOf = (body: string): string => commentRemark({ body: readable(body), ...nowhere }).title;

const fromThread = ({ thread, opening }: OpenedThread): Found =>
  commentRemark({
    body: readable(opening.body),
    place: { path: givenPath(thread.path), line: lineNumber(thread.line) },
    url: opening.url,
  });

/** Reviews with an empty body are its answers within threads. */
const readReviews = (talk: PullTalk, reviews: SaidReview[], asked: Asked): Word | null => {
  const threads = threadsOf(talk, reviews, asked);
  const said = reviews.filter(({ body }) => body.trim() !== '');
  const last = said.at(-1) ?? (threads.length > 0 ? reviews.at(-1) : undefined);
  if (!last) return null;
  const open = threads.filter(({ thread }) => !thread.resolved).map(fromThread);
  const folds = said.map(({ body, url }) => ({ fold: readFolds(readable(body)), url }));
  const bodies = folds.map(({ fold, url }) => bodyFindings(fold, url));
  const findings = [...open, ...bodies.flatMap((body) => body.findings)];
  const promised = promisedIn(said);
  if (promised === null && findings.length === 0)
    return notReviewed('unreadable', {
      detail: `It does not say how many comments it wrote: ${excerpt(readable(last.body))}`,
      url: last.url,
    });
  return countedWord({
    findings,
    promised,
    here: threads.length + bodies.reduce((sum, body) => sum + body.beyondDiff, 0),
    leftOut: folds.flatMap(({ fold }) => unreviewedFiles(fold)),
    notes: resolvedNotes(threads, titleOf),
    url: last.url,
  });
};

/** Its reviews carry another mark than its summary: either shows that it is the reviewer that is meant. */
const meant = (talk: PullTalk, asked: Asked): boolean =>
  asked.marker === null || [...talk.comments, ...talk.reviews].some((said) => recognised(said, asked));

const lastEdit = (comment: SaidComment): number =>
  Math.max(Date.parse(comment.createdAt), Date.parse(comment.updatedAt));

const newestNotice = (comments: SaidComment[], asked: Asked): { comment: SaidComment; word: Word } | null => {
  const said = comments.flatMap((comment) => {
    const word = noticeWord(comment, asked);
    return word ? [{ comment, word }] : [];
  });
  return said.reduce<(typeof said)[number] | null>(
    (best, next) => (best === null || lastEdit(next.comment) >= lastEdit(best.comment) ? next : best),
    null,
  );
};

const cleanSummary = (comments: SaidComment[], asked: Asked): Word | null => {
  const comment = comments.findLast(
    (said) => saysClean(said, asked) && saidOfHead({ ...said, commit: asked.head }, asked) !== null,
  );
  if (!comment) return null;
  const fold = readFolds(readable(comment.body));
  const { findings } = bodyFindings(fold, comment.url);
  const { url } = comment;
  return countedWord({ findings, promised: 0, here: 0, leftOut: unreviewedFiles(fold), notes: [], url });
};

/** CodeRabbit: threads on lines, sections in the review's body, and a summary that is edited in place. */
export const coderabbit: Reader = {
  kind: 'coderabbit',
  read(talk, asked) {
    if (!meant(talk, asked)) return waiting;
    const all = talk.reviews.filter(({ by }) => isWrittenBy(by, asked.login));
    const reviews = reviewsOfHead(all, asked);
    const read = threadsOf(talk, reviews, asked);
    const standing = standingThreads(talk, { reviews: all, read, asked }).map(fromThread);
    const comments = talk.comments.filter((said) => isWrittenBy(said.by, asked.login) && isNotice(said));
    const notice = newestNotice(comments, asked);
    const word = readReviews(talk, reviews, asked);
    if (word) {
      const submitted = Math.max(...reviews.map(({ submittedAt }) => Date.parse(submittedAt)));
      // it began again on the same commit, and has not finished
      const again = notice?.word.state === 'waiting' && lastEdit(notice.comment) > submitted;
      return again ? waiting : withStanding(word, standing);
    }
    // a limit beside an older clean line means that this commit's review never ran
    return notice?.word ?? withStanding(cleanSummary(comments, asked) ?? waiting, standing);
  },
};
