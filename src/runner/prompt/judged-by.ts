import { type CheckId, checkIds } from '../../contracts/review.ts';

/** What each check of the review means to whoever does the work. */
const means: Record<CheckId, string> = {
  'acceptance-grep': 'every name the tasks ask for, and everything your answer claims, is in the tree',
  'verification-commands': 'every command under _Verification_ passes',
  'diff-sanity': 'no file outside the scope changes, and the diff stays small',
  'substring-collision':
    'a rename changes whole names only, everywhere, and none that merely contains the old one',
  'branding-leaks':
    'no name, trailer or slogan of an agent, model or vendor in code, docs or commits (no `Co-Authored-By`, no `Generated with`)',
  'lockfile-regeneration':
    'manifest and lockfile change together, the lockfile by its package manager and never by hand',
  'endpoint-echo': 'no host, URL or environment that the code does not name already',
  'tasks-checkbox-state':
    'the boxes of your finished tasks are ticked, no others, and tasks.md is otherwise as it was',
  'answer-contract': 'the answer fits its schema, and `files` is what the diff has',
  'forbidden-identifiers': 'nothing under _Forbidden_ is touched',
  'test-integrity': 'no test is removed, skipped, focused or emptied of its assertions',
  'secret-hygiene': 'no key, token or password, not even a sample that looks like one',
  'commit-provenance':
    'your commits stand in a line on the base, each names the ticket, none touches a protected path',
  'spec-conformance': 'each requirement and scenario of these sections shows in code or tests',
};

/** The review's checks in its own order. */
export const judgedByText = (): string =>
  checkIds.map((id, index) => `${index + 1}. \`${id}\`: ${means[id]}.`).join('\n');
