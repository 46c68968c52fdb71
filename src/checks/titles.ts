import type { CheckId } from '../contracts/review.ts';

/** What each check looks for, in the words of the findings table; also for those without an implementation. */
export const checkTitles: Record<CheckId, string> = {
  'acceptance-grep': 'claimed changes are in the tree',
  'verification-commands': 'verification commands pass',
  'diff-sanity': 'only declared files change, within the caps',
  'substring-collision': 'a rename takes no other name with it',
  'branding-leaks': 'no agent or vendor names',
  'lockfile-regeneration': 'manifest and lockfile agree',
  'endpoint-echo': 'only allowed hosts and environments',
  'tasks-checkbox-state': 'the tasks of these sections are ticked, and no others',
  'answer-contract': 'the answer is valid and lists the files that changed',
  'forbidden-identifiers': 'guarded files and identifiers untouched',
  'test-integrity': 'no test removed, skipped or emptied',
  'secret-hygiene': 'no credential in the diff',
  'commit-provenance': 'linear on its base, names the ticket, protected paths untouched',
  'spec-conformance': 'requirements have evidence in code or tests',
};
