import type { Evidence } from '../evidence.ts';
import { bodyOf, type Case, type Pair, sourceOf, type Tests } from './cases.ts';
import { helpersIn, strengthOf } from './emptied.ts';

type Files = Tests['base'];

/** What a diff brought for its fixes. */
interface Brought {
  /** Names of cases that are new and assert something, assert more than they did, or have more rows. */
  names: string[];
  /** Those cases, or the rows where these are more, and assertions where no cases are read. */
  count: number;
  /** Paths on which nobody but a person can tell whether there is more. */
  perhaps: string[];
}

/** Rows of tables, where some case asserts what it makes of them. */
const rowsIn = (files: Files): number => {
  const helpers = helpersIn(files);
  return files
    .filter(
      (file) => file.rows > 0 && file.cases.some((part) => strengthOf({ file, part }, helpers).real > 0),
    )
    .reduce((sum, file) => sum + file.rows, 0);
};

const stringsIn = (one: Case): string =>
  (sourceOf(one).match(/"[^"\n]*"|'[^'\n]*'|`[^`]*`/g) ?? []).join('\n');

/** Blanks count in strings only. */
const saysElse = ({ base, head, renamed }: Pair): boolean =>
  bodyOf(base) !== bodyOf(head) || (renamed === 'no' && stringsIn(base) !== stringsIn(head));

/** Longer is no more: a blank line, a comment or a longer name notices nothing. */
const broughtBy = (tests: Tests): Brought => {
  const { added, base, head, pairs, grown, asserted } = tests;
  const [before, after] = [helpersIn(base), helpersIn(head)];
  const compared = pairs.filter(saysElse).map((pair) => ({
    one: pair.head,
    rows: pair.head.file.rows - pair.base.file.rows,
    more: strengthOf(pair.head, after, pair.base).real - strengthOf(pair.base, before, pair.head).real,
  }));
  const extended = compared.filter(({ more }) => more > 0).map(({ one }) => one);
  const otherwise = compared.filter(({ more }) => more === 0).map(({ one }) => one);
  const asserting = added.filter((one) => strengthOf(one, after).real > 0);
  const silent = added.filter((one) => !asserting.includes(one));
  const rows = Math.max(rowsIn(head) - rowsIn(base), 0);
  const longer = compared
    .filter((pair) => pair.more === 0 && pair.rows > 0 && rows > 0)
    .map(({ one }) => one);
  return {
    names: [...asserting, ...extended, ...longer].map(({ part }) => part.name).filter((name) => name !== ''),
    count: asserting.length + Math.max(extended.length, rows) + asserted,
    perhaps: [...new Set([...[...silent, ...otherwise].map(({ file }) => file.path), ...grown])],
  };
};

const mostNamed = 20;

/** Of a fix-up: how many tests its diff brought, and the names of those that have one. */
export const regressionTests = (
  { assignment }: Pick<Evidence, 'assignment'>,
  tests: Tests,
): { count: number; names: string[] } | null => {
  if (!assignment.fixUp) return null;
  const { names, count } = broughtBy(tests);
  return { count, names: [...new Set(names)].slice(0, mostNamed) };
};

const mostPaths = 3;

const listed = (paths: readonly string[]): string =>
  `${paths
    .slice(0, mostPaths)
    .map((path) => `\`${path}\``)
    .join(', ')}${paths.length > mostPaths ? ` and ${paths.length - mostPaths} more` : ''}`;

/** What a fix-up owes: a test for each finding whose fix changes what the program does. */
export const regressionOwed = (
  { assignment }: Pick<Evidence, 'assignment'>,
  tests: Tests,
): { problem: string } | { flag: string } | null => {
  const behavioural = assignment.fixUp?.behavioural ?? [];
  if (behavioural.length === 0) return null;
  const ids = behavioural.join(', ');
  const { count, perhaps } = broughtBy(tests);
  if (count >= behavioural.length) return null;
  const fixes = behavioural.length === 1 ? 'fix' : 'fixes';
  if (count > 0)
    return {
      flag: `${behavioural.length} fixes (${ids}) and ${count} new or extended tests: look whether each fix has one that fails without it.`,
    };
  return perhaps.length > 0
    ? {
        flag: `The ${fixes} of ${ids}: nobody here can tell whether what changed in ${listed(perhaps)} asserts more than before. Look whether each fix has a test that fails without it.`,
      }
    : {
        problem: `The ${fixes} of ${ids} ${behavioural.length === 1 ? 'changes' : 'change'} what the program does, and no test was added or extended. Add one for each that fails without its fix.`,
      };
};
