import type { CheckId } from '../contracts/review.ts';
import { acceptanceGrep } from './acceptance-grep.ts';
import { answerContract } from './answer-contract.ts';
import { brandingLeaks } from './branding-leaks.ts';
import type { Check } from './check.ts';
import { commitProvenance } from './commit-provenance.ts';
import { diffSanity } from './diff-sanity.ts';
import { endpointEcho } from './endpoint-echo.ts';
import { forbiddenIdentifiers } from './forbidden-identifiers.ts';
import { lockfileRegeneration } from './lockfile-regeneration.ts';
import { secretHygiene } from './secret-hygiene.ts';
import { specConformance } from './spec-conformance.ts';
import { substringCollision } from './substring-collision.ts';
import { tasksCheckboxState } from './tasks-checkbox-state.ts';
import { testIntegrity } from './test-integrity.ts';
import { verificationCommands } from './verification-commands.ts';

/** Checks by id. An id that is not here comes out as `missing`, never as passed. */
export type CheckRegistry = Partial<Record<CheckId, Check>>;

/** The 14 checks of the deep review, in their order. */
export const checks: Record<CheckId, Check> = {
  'acceptance-grep': acceptanceGrep,
  'verification-commands': verificationCommands,
  'diff-sanity': diffSanity,
  'substring-collision': substringCollision,
  'branding-leaks': brandingLeaks,
  'lockfile-regeneration': lockfileRegeneration,
  'endpoint-echo': endpointEcho,
  'tasks-checkbox-state': tasksCheckboxState,
  'answer-contract': answerContract,
  'forbidden-identifiers': forbiddenIdentifiers,
  'test-integrity': testIntegrity,
  'secret-hygiene': secretHygiene,
  'commit-provenance': commitProvenance,
  'spec-conformance': specConformance,
};
