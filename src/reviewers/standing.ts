import { type Demand, demandsOf, isTakenBack } from './people.ts';
import type { PullTalk, SaidThread } from './reader.ts';
import { sameLogin } from './recognised.ts';

/** A demand with what tells its next word from this one, and where it can be answered. */
export type StandingDemand = Demand & {
  /** Id of its person's newest word of it: a comment, or the review. */
  said: number;
  /** A comment of its conversation; null for a review as a whole. */
  comment: number | null;
};

/** A demand that its person gave up in GitHub. `url`: where it stood. */
export interface TakenBack {
  url: string;
  how: 'resolved' | 'dismissed' | 'approved';
}

const newestOf = ({ comments }: SaidThread, login: string): number =>
  comments.reduce((newest, { id, by }) => (sameLogin(by, login) ? Math.max(newest, id) : newest), 0);

const placed = (talk: PullTalk, demand: Demand): StandingDemand => {
  const thread = talk.threads.find(({ comments }) => comments[0]?.url === demand.url);
  const comment = thread?.comments[0]?.id ?? null;
  if (thread && comment !== null) return { ...demand, said: newestOf(thread, demand.by), comment };
  return { ...demand, said: talk.reviews.find(({ url }) => url === demand.url)?.id ?? 0, comment: null };
};

/** As `demandsOf`. */
export const standingDemands = (talk: PullTalk, options: { except: string[] }): StandingDemand[] =>
  demandsOf(talk, options).map((demand) => placed(talk, demand));

/** Conversations that the person who opened them resolved, and reviews that were dismissed or followed by an approval. */
export const takenBack = (talk: PullTalk): TakenBack[] => [
  ...talk.threads.flatMap(({ resolved, resolvedBy = '', comments: [opening] }): TakenBack[] =>
    resolved && opening && sameLogin(resolvedBy, opening.by) ? [{ url: opening.url, how: 'resolved' }] : [],
  ),
  ...talk.reviews.flatMap(({ state, url }, index): TakenBack[] => {
    if (state === 'dismissed') return [{ url, how: 'dismissed' }];
    return state === 'changes-requested' && isTakenBack(talk.reviews, index)
      ? [{ url, how: 'approved' }]
      : [];
  }),
];
