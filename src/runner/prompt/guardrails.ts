import type { DelegateAssignment } from '../../contracts/assignment.ts';
import { capText } from '../../text/sanitize.ts';
import { atMost, codeSpan } from './capped.ts';
import { forbiddingSentences, type Guarded, guardedIn, strictly } from './forbidding.ts';
import { bullets, oneLine } from './markdown.ts';

export interface Guarding {
  assignment: Pick<DelegateAssignment, 'protectedPaths' | 'fixUp' | 'guarded' | 'change'>;
  /** The sections' own text. */
  text: string;
  /** Markdown of the change that may forbid things: its design and specs. */
  rules: string[];
  /** Paths the tasks name. */
  named: string[];
  /** File whose boxes may be ticked; null where there is none. */
  tasksPath: string | null;
}

const mostPaths = 80;
const mostNames = 60;
const mostSentences = 40;
const mostWords = 600;

/** Scope, what is forbidden by name, and the sentences that forbid, in the tasks' own words. */
export const guardrailsText = (guarding: Guarding): string => {
  const own = forbiddingSentences(guarding.text);
  const others = guarding.rules.flatMap((rule) => forbiddingSentences(rule)).filter(strictly);
  const sentences = [...new Set([...own, ...others])];
  const guarded = guardedIn(sentences);
  return [
    `### Scope\n\n${scopeText(guarding, guarded)}`,
    `### Forbidden\n\n${forbiddenText(guarding, { sentences, guarded })}`,
    `### Always\n\n${alwaysText(guarding)}`,
  ].join('\n\n');
};

const scopeText = ({ named, tasksPath, assignment }: Guarding, guarded: Guarded[]): string => {
  const forbidden = new Set(guarded.filter(({ file }) => file).map(({ name }) => name.replace(/\/+$/, '')));
  const paths = named.filter((path) => !forbidden.has(path)).map(codeSpan);
  return [
    'Change only these, what lies below those of them that are folders, and files beside them with the same stem (their tests and snapshots):',
    bullets(
      atMost(paths, mostPaths, 'paths of the tasks'),
      'The tasks name no path: change as little as they need.',
    ),
    ...((assignment.fixUp?.behavioural ?? []).length > 0
      ? ['And the tests that they ask for, where this repository keeps its tests.']
      : []),
    ...(tasksPath === null ? [] : [`And the boxes of your tasks in ${codeSpan(tasksPath)}.`]),
  ].join('\n\n');
};

const forbiddenText = (
  { assignment }: Guarding,
  { sentences, guarded }: { sentences: string[]; guarded: Guarded[] },
): string => {
  const configured = (assignment.guarded ?? []).map(oneLine).filter((name) => name !== '');
  const lines = [
    ...guarded.map(({ line }) => line),
    ...configured.map(
      (name) => `${codeSpan(name)}: guarded by the repository's configuration, not to be touched`,
    ),
  ];
  return [
    bullets(atMost(lines, mostNames, 'names'), 'No file or identifier is forbidden by name.'),
    ...(sentences.length === 0
      ? []
      : [
          'In the words of the tasks and of the change:',
          bullets(
            atMost(
              sentences.map((sentence) => capText(oneLine(sentence), mostWords)),
              mostSentences,
              'sentences',
            ),
            '',
          ),
        ]),
  ].join('\n\n');
};

const alwaysText = ({ assignment }: Guarding): string => {
  const paths = atMost(assignment.protectedPaths.map(codeSpan), mostPaths, 'patterns').join(', ');
  return bullets(
    [
      `Do not touch protected paths: \`.github/\`, dot-directories, \`CODEOWNERS\`, agent instruction files, \`.gitmodules\`${paths === '' ? '' : `, ${paths}`}.`,
      'Stay on the branch; do not rewrite, rebase or amend commits that were there before; do not push.',
      'Do not remove, skip or empty tests.',
    ],
    '',
  );
};
