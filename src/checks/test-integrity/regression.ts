import type { Evidence } from '../evidence.ts';
import { sourceOf, type Tests } from './cases.ts';

/** Tests that are new, or say more than they did: cases of their own, rows of a table, and extended ones. */
const shownBy = ({ added, pairs, base, head }: Tests): number => {
  const extended = pairs.filter((pair) => sourceOf(pair.head).length > sourceOf(pair.base).length).length;
  const rows = (files: Tests['base']): number => files.reduce((sum, file) => sum + file.rows, 0);
  return added.length + Math.max(extended, rows(head) - rows(base), 0);
};

/** What a fix-up owes: a test for each finding whose fix changes what the program does. */
export const regressionOwed = (
  { assignment }: Evidence,
  tests: Tests,
): { problem: string } | { flag: string } | null => {
  const behavioural = assignment.fixUp?.behavioural ?? [];
  if (behavioural.length === 0) return null;
  const ids = behavioural.join(', ');
  const shown = shownBy(tests);
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
