import type { Answer } from '../contracts/answer.ts';
import type { FileChange } from '../ports/git.ts';
import { type Check, type CheckVerdict, listed, plural, verdictOf } from './check.ts';
import type { Evidence } from './evidence.ts';
import { checkTitles } from './titles.ts';

const fail = (...evidence: string[]): CheckVerdict => ({ verdict: 'fail', evidence });

/** As git writes it, whatever marks and separators the agent is used to. */
const cleaned = (path: string): string =>
  path
    .trim()
    .replace(/^(`|"|')(.+)\1$/, '$2')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '');

/** Either name of a rename is an honest answer. */
const namesOf = (file: FileChange): string[] =>
  file.status === 'renamed' && file.oldPath !== null ? [file.path, file.oldPath] : [file.path];

const compare = (answer: Answer, evidence: Evidence): string[] => {
  const claimed = new Set(answer.files.map(cleaned));
  const changed = evidence.attemptRange.files;
  const unnamed = changed
    .filter((file) => !namesOf(file).some((name) => claimed.has(name)))
    .map((file) => file.path);
  // A later attempt may list what earlier attempts of the same delegation changed as well.
  const known = new Set([...changed, ...evidence.range.files].flatMap(namesOf));
  const unchanged = [...claimed].filter((path) => !known.has(path));
  return [
    ...(unnamed.length > 0 ? [`Changed, but not in the answer's \`files\`: ${listed(unnamed)}.`] : []),
    ...(unchanged.length > 0 ? [`In the answer's \`files\`, but not changed: ${listed(unchanged)}.`] : []),
  ];
};

export const answerContract: Check = {
  id: 'answer-contract',
  title: checkTitles['answer-contract'],
  run: (evidence) => {
    const { answer, pushedBy } = evidence;
    if (pushedBy !== null)
      return { verdict: 'n/a', evidence: [`Commits of ${pushedBy}: nobody was asked for an answer.`] };
    if (answer.state === 'missing')
      return fail('There is no answer: the agent has to write JSON to `ANSWER_FILE`.');
    if (answer.state === 'invalid') {
      return fail(...answer.problems.map((problem) => `The answer does not fit its contract: ${problem}`));
    }
    if (answer.value.status === 'BLOCKED') {
      return fail(`The agent says it is blocked: ${answer.value.summary}`);
    }
    const matched = `${plural(evidence.attemptRange.files.length, 'file')} of the diff compared with the answer.`;
    return verdictOf(compare(answer.value, evidence), [matched]);
  },
};
