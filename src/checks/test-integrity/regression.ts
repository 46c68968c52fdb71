import type { Evidence } from '../evidence.ts';
import { isCode, isTestPath } from '../paths.ts';
import { type Case, sourceOf, type Tests } from './cases.ts';
import { languageOf } from './languages.ts';

const extendedIn = ({ pairs }: Tests): Case[] =>
  pairs.filter((pair) => sourceOf(pair.head).length > sourceOf(pair.base).length).map((pair) => pair.head);

/** Test files of languages whose cases are not known, by their names: new ones, and those that grew. */
const unread = ({ range }: Pick<Evidence, 'range'>): number =>
  range.files.filter(
    ({ path, status, additions, deletions }) =>
      isTestPath(path) &&
      isCode(path) &&
      languageOf(path) === null &&
      status !== 'deleted' &&
      (additions ?? 0) > (deletions ?? 0),
  ).length;

/** Tests that are new, or say more than they did: cases of their own, rows of a table, and extended ones. */
const shownBy = (evidence: Pick<Evidence, 'range'>, tests: Tests): number => {
  const { added, base, head } = tests;
  const rows = (files: Tests['base']): number => files.reduce((sum, file) => sum + file.rows, 0);
  return unread(evidence) + added.length + Math.max(extendedIn(tests).length, rows(head) - rows(base), 0);
};

const mostNamed = 20;

/** Of a fix-up: how many tests its diff brought, and the names of those that have one. */
export const regressionTests = (
  { assignment, range }: Pick<Evidence, 'assignment' | 'range'>,
  tests: Tests,
): { count: number; names: string[] } | null => {
  if (!assignment.fixUp) return null;
  const names = [...tests.added, ...extendedIn(tests)]
    .map(({ part }) => part.name)
    .filter((name) => name !== '');
  return { count: shownBy({ range }, tests), names: [...new Set(names)].slice(0, mostNamed) };
};

/** What a fix-up owes: a test for each finding whose fix changes what the program does. */
export const regressionOwed = (
  { assignment, range }: Evidence,
  tests: Tests,
): { problem: string } | { flag: string } | null => {
  const behavioural = assignment.fixUp?.behavioural ?? [];
  if (behavioural.length === 0) return null;
  const ids = behavioural.join(', ');
  const shown = shownBy({ range }, tests);
  if (shown === 0)
    return {
      problem: `The ${behavioural.length === 1 ? 'fix' : 'fixes'} of ${ids} ${behavioural.length === 1 ? 'changes' : 'change'} what the program does, and no test was added or extended. Add one for each that fails without its fix.`,
    };
  return shown < behavioural.length
    ? {
        flag: `${behavioural.length} fixes (${ids}) and ${shown} new or extended tests: look whether each fix has one that fails without it.`,
      }
    : null;
};
