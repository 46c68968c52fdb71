import type { Finding, Round } from '../../core/rounds/round.ts';
import { bySeverity } from './words.ts';

/** A reviewer gave its word on the head: only then a finding can be missing from it. */
const isReviewed = ({ state }: Round): boolean =>
  state.name === 'triaging' || state.name === 'answering' || state.name === 'closed';

/** Findings whose fix held: answered before this round, and this was the first review after it. */
export const verifiedIn = (
  round: Round,
  known: { rounds: readonly Round[]; findings: readonly Finding[] },
): Finding[] => {
  if (!isReviewed(round)) return [];
  const before = known.rounds.filter((one) => isReviewed(one) && one.number < round.number);
  const previous = Math.max(0, ...before.map(({ number }) => number));
  return bySeverity(
    known.findings.filter(({ state, seen }) => state === 'verified' && Math.max(0, ...seen) === previous),
  );
};
