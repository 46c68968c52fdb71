import type { Severity } from '../contracts/rounds/finding.ts';
import { filesLeftOut, filesReviewed, heldBack, promisedBy } from './copilot-body.ts';
import { countedWord, excerpt, type Found, finding, notReviewed, waiting, withStanding } from './found.ts';
import { givenPath, lineNumber } from './place.ts';
import type { Asked, PullTalk, Reader, SaidReview, Word } from './reader.ts';
import { recognised, sameLogin } from './recognised.ts';
import { newestReview, type OpenedThread, resolvedNotes, standingThreads, threadsOf } from './threads.ts';
import { firstSentence, readable } from './words.ts';

/** It reviews under one name and comments under another. */
const names = ['copilot-pull-request-reviewer', 'copilot'];
/** GitHub writes the second one without the suffix, and gives it to nobody else. */
const accounts = ['copilot-pull-request-reviewer[bot]', 'copilot[bot]', 'copilot'];

const asNamed = (by: string, asked: Asked): Asked =>
  names.some((name) => sameLogin(name, asked.login)) && accounts.includes(by.trim().toLowerCase())
    ? { ...asked, login: by }
    : asked;

const refusals: [RegExp, Extract<Word, { state: 'not-reviewed' }>['cause']][] = [
  [
    /quota|usage limit|rate limit|premium requests|reached (?:your|their|the|its) [\w ]{0,40}limit/i,
    'limited',
  ],
  [/encountered an error|unable to review/i, 'died'],
  [/(?:wasn['’]t|was not|isn['’]t|is not|not) able to review|could ?n[o'’]t review/i, 'skipped'],
];

const refusal = (review: SaidReview, body: string): Word | null => {
  const files = filesReviewed(body);
  if (files && files.all > 0 && files.read === 0)
    return notReviewed('skipped', {
      detail: `It reviewed 0 of ${files.all} changed files.`,
      url: review.url,
    });
  // an overview may speak of errors and limits: these are of the change
  if (files || promisedBy(body) !== null || /^#{1,6} .{0,40}overview/im.test(body)) return null;
  const cause = refusals.find(([words]) => words.test(body.slice(0, 600)))?.[1];
  return cause ? notReviewed(cause, { detail: body.slice(0, 600), url: review.url }) : null;
};

const nitpick = /^\s*\**\[?nit(?:pick)?\]?\**\s*[:\]-]?\s*/i;
const isNitpick = /^\s*\**(?:\[nit(?:pick)?\]|nit(?:pick)?:)/i;

const fromThread = ({ thread, opening }: OpenedThread): Found => {
  const body = readable(opening.body);
  const low = isNitpick.test(body);
  const text = low ? body.replace(nitpick, '') : body;
  const severity: Severity = low ? 'low' : 'medium';
  return finding({
    severity,
    title: firstSentence(text) || 'Suggested change',
    place: { path: givenPath(thread.path), line: lineNumber(thread.line) },
    detail: text,
    url: opening.url,
  });
};

const readReview = (talk: PullTalk, review: SaidReview, asked: Asked): Word => {
  const body = readable(review.body);
  const refused = refusal(review, body);
  if (refused) return refused;
  const threads = threadsOf(talk, [review], asked);
  const findings = [
    ...threads.filter(({ thread }) => !thread.resolved).map(fromThread),
    ...heldBack(body, review.url),
  ];
  const promised = promisedBy(body);
  if (promised === null && findings.length === 0)
    return notReviewed('unreadable', {
      detail: `It does not say whether it found anything: ${excerpt(body) || 'its review is empty.'}`,
      url: review.url,
    });
  const left = filesLeftOut(body);
  const said = left ? [left.said] : [];
  return countedWord({
    findings,
    promised,
    here: threads.length,
    leftOut: left?.partial ? said : [],
    notes: [...(left?.partial ? [] : said), ...resolvedNotes(threads, firstSentence)],
    url: review.url,
  });
};

/** GitHub Copilot's review: comments without a severity of their own, and what it held back in a fold. */
export const copilot: Reader = {
  kind: 'copilot',
  read(talk, asked) {
    const own = talk.reviews.filter(
      (review) => recognised(review, asNamed(review.by, asked)) && review.state !== 'dismissed',
    );
    // its answers within a thread are reviews without a body
    const said = own.filter(
      (review) =>
        review.body.trim() !== '' ||
        threadsOf(talk, [review], asked).some(({ opening }) => opening.review === review.id),
    );
    const review = newestReview(said, asked);
    if (review === null) return waiting;
    const read = threadsOf(talk, [review], asked);
    const standing = standingThreads(talk, { reviews: own, read, asked });
    return withStanding(readReview(talk, review, asked), standing.map(fromThread));
  },
};
