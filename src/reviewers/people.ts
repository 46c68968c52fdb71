import { capMiddle } from '../text/sanitize.ts';
import { isCourtesy } from './courtesies.ts';
import { type Found, finding } from './found.ts';
import { givenPath, lineNumber } from './place.ts';
import type { PullTalk, SaidReview, SaidThread } from './reader.ts';
import { sameLogin } from './recognised.ts';
import { bracketedHead, wordedHead } from './severity.ts';
import { firstSentence, passage, readable } from './words.ts';

/** What a person asks for. It is fixed or asked about, never acknowledged away. */
export type Demand = Found & { by: string };

/** GraphQL names a bot without `[bot]`: these write on many pull requests. */
const bots = [
  'chatgpt-codex-connector',
  'claude',
  'codecov',
  'coderabbitai',
  'copilot',
  'copilot-pull-request-reviewer',
  'copilot-swe-agent',
  'cursor',
  'dependabot',
  'gemini-code-assist',
  'github-actions',
  'github-advanced-security',
  'greptile-apps',
  'renovate',
  'sonarqubecloud',
  'sourcery-ai',
];

const isPerson = (login: string, except: string[]): boolean =>
  !/\[bot\]$/i.test(login.trim()) && ![...bots, ...except].some((other) => sameLogin(login, other));

const noWords =
  /^[^\p{L}\p{N}]{0,20}(?:(?:please )?(?:changes requested|requesting changes|requested changes|request changes)|see (?:my |the )?(?:inline )?comments?(?: below| inline)?|see (?:below|inline)|comments? inline)?[^\p{L}\p{N}]{0,20}$/iu;

/** An approval or a dismissal takes back what the same person asked for before; a mere comment does not. */
export const isTakenBack = (reviews: SaidReview[], index: number): boolean => {
  const asked = reviews[index];
  const since = Date.parse(asked?.submittedAt ?? '');
  return reviews.some(
    (later, at) =>
      (later.state === 'approved' || later.state === 'dismissed') &&
      sameLogin(later.by, asked?.by ?? '') &&
      (at > index ? !(Date.parse(later.submittedAt) < since) : Date.parse(later.submittedAt) > since),
  );
};

const isStanding = (reviews: SaidReview[], index: number): boolean =>
  reviews[index]?.state === 'changes-requested' && !isTakenBack(reviews, index);

/** It leaves its words to its conversations. */
export const isWordless = ({ body }: SaidReview): boolean => noWords.test(body.slice(0, 200));

/** Conversations that a review opened. */
export const conversationsOf = (talk: PullTalk, { id }: SaidReview): SaidThread[] =>
  talk.threads.filter(({ comments: [opening] }) => opening?.review === id);

/** Who opened a conversation may end it. Anybody else's ending takes nothing back of a request that stands. */
const isEnded = ({ reviews }: PullTalk, { resolved, resolvedBy = '', comments: [opening] }: SaidThread) =>
  resolved &&
  (sameLogin(resolvedBy, opening?.by ?? '') ||
    !reviews.some(({ id }, index) => id === opening?.review && isStanding(reviews, index)));

/** A line that moved under it answers no conversation: an outdated one stands like any other. */
const isAsking = (talk: PullTalk, thread: SaidThread): boolean =>
  !isEnded(talk, thread) && !thread.comments.every(({ body }) => isCourtesy(body));

const conversation = (thread: SaidThread): string =>
  thread.comments.length === 1
    ? (thread.comments[0]?.body ?? '')
    : thread.comments.map(({ by, body }) => `${by}: ${passage(readable(body))}`).join('\n\n');

const demandOfThread = (thread: SaidThread, opening: SaidThread['comments'][number]): Demand => ({
  ...finding({
    severity: 'medium',
    title: firstSentence(readable(opening.body)) || 'Suggested change',
    place: { path: givenPath(thread.path), line: lineNumber(thread.line) },
    // the last word of a conversation matters as much as its first
    detail: capMiddle(readable(conversation(thread)).trim(), 4_000),
    url: opening.url,
  }),
  by: opening.by,
});

/** What a request says that leaves its words to conversations which its own person resolved. */
const toldInThreads = (threads: SaidThread[]): string =>
  threads
    .map((thread) => `${givenPath(thread.path) ?? thread.path}: ${readable(conversation(thread))}`)
    .join('\n\n');

const demandOfReview = (talk: PullTalk, review: SaidReview): Demand => {
  const ended = isWordless(review) ? conversationsOf(talk, review) : [];
  const text = ended.length === 0 ? readable(review.body) : '';
  const head = bracketedHead(text.trimStart()) ?? wordedHead(text.trimStart());
  const told = head ? head.rest : text;
  const nothing =
    ended.length === 0
      ? 'Changes are requested, and nothing says which'
      : 'Changes are still requested, though every conversation of the review is resolved';
  return {
    ...finding({
      severity: head?.severity ?? 'high',
      title: firstSentence(told) || nothing,
      place: null,
      detail: ended.length === 0 ? told : capMiddle(toldInThreads(ended), 4_000),
      url: review.url,
    }),
    by: review.by,
  };
};

/** A request without words is its conversations, as long as one of them asks for something; a newer request says the same. */
const isSaidOtherwise = (talk: PullTalk, review: SaidReview, index: number): boolean =>
  isWordless(review) &&
  (conversationsOf(talk, review).some((thread) => isAsking(talk, thread)) ||
    talk.reviews.some(
      ({ state, by }, at) => at > index && state === 'changes-requested' && sameLogin(by, review.by),
    ));

const ofReviews = (talk: PullTalk, except: string[]): Demand[] =>
  talk.reviews
    .filter(
      (review, index) =>
        isStanding(talk.reviews, index) &&
        isPerson(review.by, except) &&
        !isSaidOtherwise(talk, review, index),
    )
    .map((review) => demandOfReview(talk, review));

const ofThreads = (talk: PullTalk, except: string[]): Demand[] =>
  talk.threads.flatMap((thread) => {
    const opening = thread.comments[0];
    if (!opening || !isPerson(opening.by, except) || !isAsking(talk, thread)) return [];
    return [demandOfThread(thread, opening)];
  });

/**
 * What people ask for and nobody took back: their reviews that request changes, and their open conversations.
 * `except`: logins that are no people here, e.g. the gating reviewer's.
 */
export const demandsOf = (talk: PullTalk, { except }: { except: string[] }): Demand[] => [
  ...ofReviews(talk, except),
  ...ofThreads(talk, except),
];
