import { capMiddle } from '../text/sanitize.ts';
import { type Found, finding, mostFindings } from './found.ts';
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

const demandOfReview = (review: SaidReview): Demand => {
  const text = readable(review.body);
  const head = bracketedHead(text.trimStart()) ?? wordedHead(text.trimStart());
  const told = head ? head.rest : text;
  return {
    ...finding({
      severity: head?.severity ?? 'high',
      title: firstSentence(told) || 'Changes are requested, and nothing says which',
      place: null,
      detail: told,
      url: review.url,
    }),
    by: review.by,
  };
};

const ownThreads = (talk: PullTalk, review: SaidReview): boolean =>
  talk.threads.some(({ comments }) => comments[0]?.review === review.id);

const ofReviews = (talk: PullTalk, except: string[]): Demand[] =>
  talk.reviews
    .filter(
      (review, index) =>
        review.state === 'changes-requested' &&
        isPerson(review.by, except) &&
        !isTakenBack(talk.reviews, index) &&
        !(noWords.test(review.body.slice(0, 200)) && ownThreads(talk, review)),
    )
    .map(demandOfReview);

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

const ofThreads = (talk: PullTalk, except: string[]): Demand[] =>
  talk.threads.flatMap((thread) => {
    const opening = thread.comments[0];
    if (!opening || thread.resolved || thread.outdated || !isPerson(opening.by, except)) return [];
    return [demandOfThread(thread, opening)];
  });

/** The last place of a list that is too long says how many more there are. */
const capped = (demands: Demand[]): Demand[] => {
  const first = demands[mostFindings - 1];
  if (demands.length <= mostFindings || !first) return demands;
  const more = demands.length - mostFindings + 1;
  const rest: Demand = {
    ...first,
    severity: 'high',
    title: `${more} more demands stand on the pull request`,
    path: null,
    line: null,
    detail:
      'Only so many are taken up at once. Resolve what is done; the others are taken up in the next round.',
  };
  return [...demands.slice(0, mostFindings - 1), rest];
};

/**
 * What people ask for and nobody took back: their reviews that request changes, and their open conversations.
 * `except`: logins that are no people here, e.g. the gating reviewer's.
 */
export const demandsOf = (talk: PullTalk, { except }: { except: string[] }): Demand[] =>
  capped([...ofReviews(talk, except), ...ofThreads(talk, except)]);
