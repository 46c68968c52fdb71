import type { CheckId } from '../contracts/review.ts';
import { answerContract } from './answer-contract.ts';
import type { Check } from './check.ts';
import { commitProvenance } from './commit-provenance.ts';
import { diffSanity } from './diff-sanity.ts';
import { tasksCheckboxState } from './tasks-checkbox-state.ts';
import { verificationCommands } from './verification-commands.ts';

/** Checks by id. An id that is not here comes out as `missing`, never as passed. */
export type CheckRegistry = Partial<Record<CheckId, Check>>;

export const checks: CheckRegistry = {
  'verification-commands': verificationCommands,
  'diff-sanity': diffSanity,
  'tasks-checkbox-state': tasksCheckboxState,
  'answer-contract': answerContract,
  'commit-provenance': commitProvenance,
};
