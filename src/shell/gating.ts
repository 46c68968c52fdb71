import type { Configuration } from '../contracts/configuration.ts';
import type { ConfigurationFact } from '../core/facts.ts';

export type OtherReviewer = Exclude<Configuration['rounds']['reviewer'], string>;

/** The reviewer that gates in place of our own; null with our own, with none, and where nobody can say. */
export const otherReviewerOf = (fact: ConfigurationFact): OtherReviewer | null => {
  if (fact.state !== 'valid') return null;
  const { reviewer } = fact.value.rounds;
  return typeof reviewer === 'string' ? null : reviewer;
};
