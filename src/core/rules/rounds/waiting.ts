import type { Configuration } from '../../../contracts/configuration.ts';
import type { Word } from '../../../reviewers/reader.ts';
import { sameLogin } from '../../../reviewers/recognised.ts';
import type { Facts, RoundFact } from '../../facts.ts';
import type { Round } from '../../rounds/round.ts';
import { configurationOf } from '../dispatching.ts';
import type { Rounding } from './asking.ts';

type OtherReviewer = Exclude<Configuration['rounds']['reviewer'], string>;

/** Whether it is this reviewer that the configuration names now. */
const isOfReviewer = (round: Round, facts: Facts): boolean => {
  const reviewer = configurationOf(facts)?.rounds.reviewer;
  return typeof reviewer === 'object' && sameLogin(reviewer.login, round.reviewer);
};

/** Another reviewer has time left to speak. */
export const isAwaited = (round: Round, facts: Facts): boolean =>
  round.state.name === 'reviewing' &&
  round.until !== undefined &&
  isOfReviewer(round, facts) &&
  Date.parse(facts.now) < Date.parse(round.until);

/** From now on the round waits for this reviewer. `before`: how an earlier wait for the same head ended. */
export const beginWaiting = (
  { item, facts }: Rounding,
  options: {
    round: Round;
    head: RoundFact;
    before: Round['state'] | null;
    reviewer: OtherReviewer;
    minutes: number;
  },
): void => {
  const { round, head, before, reviewer, minutes } = options;
  round.reviewer = reviewer.login;
  round.until = new Date(Date.parse(facts.now) + minutes * 60_000).toISOString();
  delete round.word;
  delete round.passed;
  // asked anew, it is a new word that counts
  if (before?.name === 'not-reviewed' && before.url !== null)
    round.passed = { url: before.url, detail: before.detail };
  notePushed({ item, facts }, head);
};

/** From now on words that are older than this push are about something else. */
export const notePushed = ({ item, facts }: Pick<Rounding, 'item' | 'facts'>, head: RoundFact): void => {
  if (item.feature) item.feature.pushed = head.talk?.pushed ?? { sha: head.sha, at: facts.now, by: 'seen' };
};

/** The word on the head of this round, where it was read and is not one that was passed over. */
export const wordFor = (round: Round, facts: Facts): Word => {
  const { head } = facts;
  const word = head?.sha === round.head && isOfReviewer(round, facts) ? head.talk?.word : null;
  if (!word) return { state: 'waiting' };
  const { passed } = round;
  const isPassed = word.state === 'not-reviewed' && word.url === passed?.url && word.detail === passed.detail;
  return isPassed ? { state: 'waiting' } : word;
};
