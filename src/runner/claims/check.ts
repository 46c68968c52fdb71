import type { Assignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { claimsCount, claimsOf, notStartedText } from '../../text/claims-summary.ts';
import type { GitPlace } from '../run-git.ts';
import { judgedClaims } from './judged.ts';
import { keptClaims } from './kept.ts';

interface Checking {
  assignment: Assignment;
  place: GitPlace;
  log: (line: string) => void;
}

export interface Checked {
  /** All of them, in the order of the tasks. */
  claims: Claim[];
  /** Those that evidence has room for. */
  kept: Claim[];
  /** Why the agent is not started; null when it is. */
  stop: string | null;
}

/**
 * Before anything is set up for an agent: is what the dispatched sections name in the code? Planning names nothing yet.
 * What is stale stops the run, unless a person said on the record that it goes on.
 */
export const checkClaims = async ({ assignment, place, log }: Checking): Promise<Checked> => {
  if (assignment.phase !== 'delegate') return { claims: [], kept: [], stop: null };
  const claims = await judgedClaims({ assignment, place });
  log(`claims: ${claims.length === 0 ? 'the tasks name nothing to look up' : claimsCount(claims)}`);
  const kept = keptClaims(claims);
  const stale = claimsOf(claims, 'stale');
  const override = assignment.claims?.override ?? null;
  if (stale.length === 0) return { claims, kept, stop: null };
  if (override === null) return { claims, kept, stop: notStartedText(claims) };
  log(`claims: going on over ${stale.length} stale on the word of ${override.by}`);
  return { claims, kept, stop: null };
};
