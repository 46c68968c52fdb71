import type { Assignment } from '../../contracts/assignment.ts';

/**
 * The commit that job `verify` runs commands on: what the agent brought, or, for a review of commits that were never
 * verified, those themselves. null: there is nothing to verify.
 */
export const commitToVerify = (assignment: Assignment, code: string | null): string | null => {
  if (assignment.phase === 'rounds' || assignment.phase === 'triage') return null;
  if (assignment.phase !== 'review') return code;
  return assignment.inputs.verify === null ? null : assignment.base;
};
