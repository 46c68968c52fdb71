import { isCourtesy } from './courtesies.ts';
import { mostFindings } from './found.ts';
import { conversationsOf, type Demand, demandsOf, isTakenBack, isWordless } from './people.ts';
import type { PullTalk, SaidReview, SaidThread } from './reader.ts';
import { sameLogin } from './recognised.ts';

/** A demand with what tells its next word from this one, and where it can be answered. */
export type StandingDemand = Demand & {
  /** Id of its person's newest word of it: a comment, or the review. */
  said: number;
  /** A comment of its conversation; null for a review as a whole. */
  comment: number | null;
  /** Of a request that left its words to its conversations, which are all over: where they stand. */
  conversations?: string[];
};

/** A demand that its person gave up in GitHub. `url`: where it stood. */
export interface TakenBack {
  url: string;
  how: 'resolved' | 'dismissed' | 'approved';
}

/** Lines of commands to the App are carried out, and ask for nothing besides. */
const isOrder = (body: string): boolean =>
  body.trim() !== '' &&
  body
    .split('\n')
    .every((line) => line.trim() === '' || /^\s{0,3}\/(?:triage|follow-up)(?=\s|$)/i.test(line));

/** What opens a conversation is a word whatever it says. */
const newestOf = ({ comments }: SaidThread, login: string): number =>
  comments
    .filter(
      ({ by, body }, index) => sameLogin(by, login) && (index === 0 || !(isCourtesy(body) || isOrder(body))),
    )
    .reduce((newest, { id }) => Math.max(newest, id), 0);

const placedReview = (talk: PullTalk, demand: Demand, review: SaidReview): StandingDemand => {
  const urls = conversationsOf(talk, review).flatMap(({ comments: [opening] }) => opening?.url ?? []);
  const over = isWordless(review) && urls.length > 0;
  return { ...demand, said: review.id, comment: null, ...(over ? { conversations: urls } : {}) };
};

const placed = (talk: PullTalk, demand: Demand): StandingDemand => {
  const thread = talk.threads.find(({ comments }) => comments[0]?.url === demand.url);
  const comment = thread?.comments[0]?.id ?? null;
  if (thread && comment !== null) return { ...demand, said: newestOf(thread, demand.by), comment };
  const review = talk.reviews.find(({ url }) => url === demand.url);
  return review ? placedReview(talk, demand, review) : { ...demand, said: 0, comment: null };
};

/** As `demandsOf`. */
export const standingDemands = (talk: PullTalk, options: { except: string[] }): StandingDemand[] =>
  demandsOf(talk, options).map((demand) => placed(talk, demand));

/** The last place of a list that is too long says how many more there are: for those only whose demands count. */
export const takenAtOnce = (demands: StandingDemand[]): StandingDemand[] => {
  const first = demands[mostFindings - 1];
  if (demands.length <= mostFindings || !first) return demands;
  const more = demands.length - mostFindings + 1;
  const rest: StandingDemand = {
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

const howReview = ({ reviews }: PullTalk, index: number): TakenBack['how'] | null => {
  const state = reviews[index]?.state;
  if (state === 'dismissed') return 'dismissed';
  return state === 'changes-requested' && isTakenBack(reviews, index) ? 'approved' : null;
};

/** Somebody else's ending of it counts once its person stands by the request no more. */
const howThread = (
  talk: PullTalk,
  { resolved, resolvedBy = '', comments: [opening] }: SaidThread,
): TakenBack['how'] | null => {
  if (!resolved || !opening) return null;
  if (sameLogin(resolvedBy, opening.by)) return 'resolved';
  return howReview(
    talk,
    talk.reviews.findIndex(({ id }) => id === opening.review),
  );
};

/** Conversations that the person who opened them resolved, and reviews that were dismissed or followed by an approval. */
export const takenBack = (talk: PullTalk): TakenBack[] => [
  ...talk.threads.flatMap((thread): TakenBack[] => {
    const [url, how] = [thread.comments[0]?.url, howThread(talk, thread)];
    return url && how ? [{ url, how }] : [];
  }),
  ...talk.reviews.flatMap(({ url }, index): TakenBack[] => {
    const how = howReview(talk, index);
    return how ? [{ url, how }] : [];
  }),
];
