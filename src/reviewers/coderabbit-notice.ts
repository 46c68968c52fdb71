import { withoutCommentsOnce } from '../text/sanitize.ts';
import { readFolds } from './folds.ts';
import { excerpt, notReviewed, waiting } from './found.ts';
import { isCommit } from './newest.ts';
import type { Asked, SaidComment, Word } from './reader.ts';
import { readable } from './words.ts';

/** Its answers to people, who can have it say anything. */
const reply = 'auto-generated reply by coderabbit';
const own = 'this is an auto-generated comment';
const summary = 'summarize by coderabbit.ai';

type NotReviewed = Extract<Word, { state: 'not-reviewed' }>['cause'];

/** What stands in its comment instead of a review, by its mark or by its heading. In the order of what outweighs what. */
const states: [cause: NotReviewed | 'waiting', mark: string, words: RegExp][] = [
  [
    'limited',
    'rate limited by coderabbit.ai',
    /^[\s>#*]{0,9}(?:rate limit exceeded|review limit reached|review rate limited)/im,
  ],
  ['died', 'failure by coderabbit.ai', /^[\s>#*]{0,9}review failed/im],
  [
    'skipped',
    'skip review by coderabbit.ai',
    /^[\s>#*]{0,9}(?:review skipped|(?:auto )?reviews? (?:are|is) disabled|auto reviews are|no files to review)/im,
  ],
  ['skipped', 'review paused by coderabbit.ai', /^[\s>#*]{0,9}reviews? paused/im],
  [
    'waiting',
    'review in progress by coderabbit.ai',
    /^[\s>#*]{0,9}(?:currently processing|review in progress|reviewing files)\b(?! that changed)/im,
  ],
];

const isSummary = (comment: SaidComment): boolean => {
  const body = comment.body.toLowerCase();
  return body.includes(own) && body.includes(summary) && !body.includes(reply);
};

/** A comment of its own making, and no answer to somebody. */
export const isNotice = (comment: SaidComment): boolean => {
  const body = comment.body.toLowerCase();
  if (body.includes(reply)) return false;
  return (
    isSummary(comment) || states.some(([, mark, words]) => body.includes(mark) || words.test(comment.body))
  );
};

const range = /between\s+`?([0-9a-f]{7,64})`?\s+and\s+`?([0-9a-f]{7,64})/gi;
const noneFound = /no actionable comments were generated/i;

/** It says that it found nothing between some commit and this one. */
export const saysClean = (comment: SaidComment, asked: Asked): boolean => {
  const body = readable(comment.body);
  const from = isSummary(comment) ? body.search(noneFound) : -1;
  // comments of earlier reviews stand further down: the first range behind these words is theirs
  const of = from < 0 ? undefined : body.slice(from).matchAll(range).next().value?.[2];
  return of !== undefined && isCommit(of, asked.head);
};

/**
 * What it says instead of a review; null where it says nothing of the kind. Such a comment is edited in place and
 * names no commit: an edit after the push is enough, for it can only say that there is no review.
 */
export const noticeWord = (comment: SaidComment, asked: Asked): Word | null => {
  const edited = Math.max(Date.parse(comment.createdAt), Date.parse(comment.updatedAt));
  if (!(edited > Date.parse(asked.pushedAt))) return null;
  const body = readable(comment.body);
  const lower = body.toLowerCase();
  const state = states.find(
    ([, mark, words]) => lower.includes(mark) || words.test(withoutCommentsOnce(body)),
  );
  if (!state) return null;
  if (state[0] === 'waiting') return waiting;
  const text = readFolds(body)
    .text.split('\n')
    .filter((line) => !/^\s*(?:\[!|<|- \[)/.test(line))
    .join(' ');
  return notReviewed(state[0], { detail: text.trim() || excerpt(body), url: comment.url });
};
