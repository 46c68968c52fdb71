import { ownTasksPath } from '../openspec/tasks-source.ts';
import type { FileChange } from '../ports/git.ts';
import { type Check, listed, plural, verdictOf } from './check.ts';
import { declaredPaths } from './declared-paths.ts';
import type { Evidence } from './evidence.ts';
import { globMatcher } from './globs.ts';
import { isTestPath } from './paths.ts';
import { scopeMatcher } from './scope.ts';
import { checkTitles } from './titles.ts';

/** Both names of a rename count: moving a file out of scope changes it too. */
const namesOf = (file: FileChange): string[] =>
  file.status === 'renamed' && file.oldPath !== null ? [file.oldPath, file.path] : [file.path];

const outsideScope = (evidence: Evidence): string[] => {
  const inScope = scopeMatcher(declaredPaths(evidence));
  const allowed = globMatcher(evidence.configuration.review.scope);
  const own = ownTasksPath(evidence.assignment);
  // the tests that are demanded have to stand somewhere
  const owesTests = (evidence.assignment.fixUp?.behavioural ?? []).length > 0;
  const isOwed = (path: string): boolean => owesTests && isTestPath(path);
  return evidence.range.files
    .flatMap(namesOf)
    .filter((path) => path !== own && !allowed(path) && !inScope(path) && !isOwed(path));
};

const overCap = (evidence: Evidence): string[] => {
  const { files } = evidence.range;
  const { caps } = evidence.configuration;
  const lines = files.reduce((total, file) => total + (file.additions ?? 0) + (file.deletions ?? 0), 0);
  const problems: string[] = [];
  if (files.length > caps.files) {
    problems.push(
      `${plural(files.length, 'file')} changed, \`caps.files\` is ${caps.files}: delegate fewer sections at once.`,
    );
  }
  if (lines > caps.lines) {
    problems.push(
      `${plural(lines, 'line')} changed, \`caps.lines\` is ${caps.lines}: delegate fewer sections at once.`,
    );
  }
  return problems;
};

const mebibyte = 1024 * 1024;
/** Bytes of all changed files together, as they are at the head. */
const mostBytes = 10 * mebibyte;

/** No file is reviewed that nobody can read; what was left at the remote is over 1 MiB, however large it is. */
const tooLarge = (evidence: Evidence): string[] => {
  const { files } = evidence.range;
  const large = files
    .filter(({ bytes }) => bytes === 'unfetched' || (bytes ?? 0) > mebibyte)
    .map((file) => file.path);
  const total = files.reduce((sum, { bytes }) => sum + (typeof bytes === 'number' ? bytes : 0), 0);
  const problems: string[] = [];
  if (large.length > 0) problems.push(`Larger than 1 MiB: ${listed(large)}. Take them back.`);
  if (total > mostBytes)
    problems.push(
      `The changed files are ${(total / mebibyte).toFixed(1)} MiB together, more than 10 MiB: delegate fewer sections at once.`,
    );
  return problems;
};

const notesOn = (evidence: Evidence): string[] => {
  const binary = evidence.range.files.filter((file) => file.additions === null).map((file) => file.path);
  const named = declaredPaths(evidence);
  return [
    named.length > 0 ? `The tasks name ${listed(named)}.` : 'The tasks name no path.',
    ...(binary.length > 0 ? [`Binary or too large, not counted in lines: ${listed(binary)}.`] : []),
  ];
};

export const diffSanity: Check = {
  id: 'diff-sanity',
  title: checkTitles['diff-sanity'],
  run: (evidence) => {
    if (evidence.range.files.length === 0) return { verdict: 'n/a', evidence: ['No file changed.'] };
    const outside = outsideScope(evidence);
    const problems = [...tooLarge(evidence), ...overCap(evidence)];
    if (outside.length > 0) {
      problems.unshift(
        `Outside the declared scope: ${listed(outside)}. Take them back, name them in a task, or allow them under \`review.scope\`.`,
      );
    }
    return verdictOf(problems, notesOn(evidence));
  },
};
