import { makeSamples } from '../../secrets/samples.ts';
import { sha, tasksFile } from '../support.ts';
import {
  all,
  append,
  type Change,
  commits,
  edit,
  judged,
  type Mutation,
  type Names,
  printed,
  remove,
  undo,
  write,
} from './delegation.ts';
import { guardedBy, guards } from './guards.ts';
import { answered, committed, reported, task, verified } from './parts.ts';

const samples = makeSamples();
export const githubToken = samples['a GitHub token'] ?? '';
export const awsKey = samples['an AWS key'] ?? '';
const privateKey = samples['a private key'] ?? '';

/** What goes wrong in the same way whatever the language is. */
export const commonMutations = (names: Names, guardedBody: Change): Mutation[] => [
  ...guards(names).map(
    (sentence): Mutation => [
      `a change against "${sentence}"`,
      ['forbidden-identifiers'],
      all(guardedBy(sentence), guardedBody),
    ],
  ),
  [
    'a command that failed, as the answer says',
    ['verification-commands'],
    all(
      verified({ passed: false, exitCode: 1 }),
      answered({ verification: [{ command: names.command, passed: false }] }),
    ),
  ],
  [
    'a command without an end',
    ['acceptance-grep', 'verification-commands'],
    verified({ passed: false, exitCode: null, timedOut: true }),
  ],
  ['a command that is said to have passed', ['verification-commands'], verified({ exitCode: 2 })],
  ['no report of job verify', ['verification-commands'], reported({ verification: null })],
  [
    'another command in place of the one asked for',
    ['verification-commands'],
    verified({ command: 'echo ok' }),
  ],
  [
    'other commits verified than returned',
    ['verification-commands', 'commit-provenance'],
    reported({ head: sha('d') }),
  ],

  ['a file nobody asked for', ['diff-sanity'], write({ 'notes/plan.txt': 'First the scanner.\n' })],
  ['a file of over 1 MiB', ['diff-sanity'], append(names.source, `\n// ${'x'.repeat(1_100_000)}\n`)],
  ['a file elsewhere, edited', ['diff-sanity'], append('README.md', '\nSee the scanner.\n')],
  ['a file elsewhere, deleted', ['diff-sanity'], remove('CONTRIBUTING.md')],
  ['more lines than the cap', ['diff-sanity'], append('docs/links.md', '\nA line.\n'.repeat(3_000))],

  [
    'an assistant that signs a commit',
    ['branding-leaks'],
    commits({ message: 'PER-206: tidy\n\n🤖 Generated with [Claude Code](https://claude.ai/code)' }),
  ],
  [
    'an assistant as co-author',
    ['branding-leaks'],
    commits({ message: 'PER-206: tidy\n\nCo-Authored-By: Claude <noreply@anthropic.com>' }),
  ],
  [
    'an assistant in the documentation',
    ['branding-leaks'],
    append('docs/links.md', '\nWritten by ChatGPT.\n'),
  ],

  ['a task without its tick', ['tasks-checkbox-state'], task('[x] 1.4', '[ ] 1.4')],
  ['a tick in another section', ['tasks-checkbox-state'], task('[ ] 2.1', '[x] 2.1')],
  [
    'a task that says another thing now',
    ['tasks-checkbox-state'],
    task('leave out fenced code', 'keep fenced code'),
  ],
  ['a task that is gone', ['tasks-checkbox-state'], edit(tasksFile, /^- \[x\] 1\.4 .*\n/m, '')],
  [
    'a task that is ticked and deferred',
    ['tasks-checkbox-state'],
    edit(tasksFile, /^(- \[x\] 1\.5 .*)$/m, '$1\n  - Deferred: needs a fixture first'),
  ],
  ['tasks.md removed', ['tasks-checkbox-state'], remove(tasksFile)],

  ['no answer', ['answer-contract'], answered(null)],
  ['an answer that is no JSON', ['answer-contract'], answered('Done! All tests pass.')],
  ['an answer without its summary', ['answer-contract'], answered({ summary: '' })],
  ['an answer that is blocked', ['answer-contract'], answered({ status: 'BLOCKED' })],
  ['an answer that names one file of many', ['answer-contract'], answered({ files: [names.source] })],
  [
    'an answer that says a failed command passed',
    ['acceptance-grep', 'verification-commands'],
    verified({ passed: false, exitCode: 1 }),
  ],

  ['a commit without the ticket', ['commit-provenance'], commits({ message: 'tidy up' })],
  [
    'a commit with a ticket that begins alike',
    ['commit-provenance'],
    commits({ message: 'PER-2061: tidy up' }),
  ],
  [
    'a commit in a name of its own',
    ['commit-provenance'],
    commits({ message: 'PER-206: tidy', authorName: 'Ada', authorEmail: 'ada@warehouse.example' }),
  ],
  [
    'a merge',
    ['commit-provenance'],
    commits({ message: 'PER-206: merge main', parents: [sha('2'), sha('e')] }),
  ],
  [
    'a base that is not the recorded one',
    ['commit-provenance'],
    committed({ message: 'PER-206: all of it', parents: [sha('e')] }),
  ],
  [
    'a workflow',
    ['diff-sanity', 'commit-provenance'],
    write({ '.github/workflows/ci.yml': 'on: push\njobs: {}\n' }),
  ],

  [
    'a requirement that is not met',
    ['spec-conformance'],
    (one) => ({
      ...one,
      judgement: judged(names, (list) =>
        list.map((each, index) => (index === 2 ? { ...each, verdict: 'unmet' as const } : each)),
      ),
    }),
  ],
  [
    'a scenario that nobody judged',
    ['spec-conformance'],
    (one) => ({ ...one, judgement: judged(names, (list) => list.slice(1)) }),
  ],
  [
    'evidence that is nowhere',
    ['spec-conformance'],
    (one) => ({
      ...one,
      judgement: judged(names, (list) =>
        list.map((each) => ({ ...each, evidence: [{ path: names.source, line: 9_000, shows: 'it' }] })),
      ),
    }),
  ],
  [
    'evidence in the plan alone',
    ['spec-conformance'],
    (one) => ({
      ...one,
      judgement: judged(names, (list) =>
        list.map((each) => ({ ...each, evidence: [{ path: tasksFile, line: 1, shows: 'it' }] })),
      ),
    }),
  ],
  [
    'a requirement left to the section under review',
    ['spec-conformance'],
    (one) => ({
      ...one,
      judgement: judged(names, (list) =>
        list.map((each) => ({ ...each, verdict: 'later' as const, evidence: [], sections: ['1'] })),
      ),
    }),
  ],
  [
    'a judgement that cannot be used',
    ['spec-conformance'],
    (one) => ({ ...one, judgement: () => ({ state: 'unusable', problems: ['no JSON'] }) }),
  ],

  ['a private key', ['diff-sanity', 'secret-hygiene'], write({ 'deploy.pem': privateKey })],
  [
    'a file of settings with values',
    ['diff-sanity', 'secret-hygiene'],
    write({ '.env': `AWS_KEY=${awsKey}\n` }),
  ],
  [
    'a token in the message of a commit',
    ['secret-hygiene'],
    commits({ message: `PER-206: push with ${githubToken}` }),
  ],
  [
    'a token in the documentation',
    ['secret-hygiene'],
    append('docs/links.md', `\nUse \`${githubToken}\`.\n`),
  ],

  [
    'output of the real environment',
    ['endpoint-echo'],
    printed('12 passed\nPOST https://api.warehouse-prod.com/v1/links 201\n'),
  ],

  ['the renamed name left in the documentation', ['substring-collision'], undo('docs/links.md')],
  ['a lock of nothing', ['lockfile-regeneration'], undo(names.manifest)],
  ['a manifest without its lock', ['lockfile-regeneration'], undo(names.lock)],
  ['tests taken back to what they were', ['acceptance-grep'], undo(names.test)],
];
