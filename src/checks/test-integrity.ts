import type { CheckResult } from '../contracts/review.ts';
import { type Check, type CheckVerdict, plural } from './check.ts';
import type { Evidence } from './evidence.ts';
import { readTests, type Tests } from './test-integrity/cases.ts';
import { findEmptied } from './test-integrity/emptied.ts';
import { type Finding, type Findings, joined } from './test-integrity/finding.ts';
import { findMarked } from './test-integrity/marked.ts';
import { statedReason, statedTexts, taskReasons, withdrawnNames } from './test-integrity/reasons.ts';
import { regressionOwed, regressionTests } from './test-integrity/regression.ts';
import { findRemoved } from './test-integrity/removed.ts';
import { findSettings } from './test-integrity/settings.ts';
import { findSnapshots } from './test-integrity/snapshots.ts';
import { checkTitles } from './titles.ts';

const mostLines = 20;

const capped = (lines: string[], noun: string): string[] =>
  lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `… and ${plural(lines.length - mostLines, noun)} more.`];

const found = (evidence: Evidence, tests: Tests): Findings =>
  joined([
    findRemoved(evidence, tests),
    findEmptied(tests),
    {
      findings: [...findMarked(tests), ...findSnapshots(evidence, tests), ...findSettings(evidence)],
      notes: [],
    },
  ]);

interface Sorted {
  failing: Finding[];
  notes: string[];
  flags: string[];
}

/** A task that asks for it settles it; a reason of the author's own is for a person to weigh. */
const sortByReason = (evidence: Evidence, findings: readonly Finding[]): Sorted => {
  const reasonOf = taskReasons(evidence);
  const stated = statedTexts(evidence);
  const sorted: Sorted = { failing: [], notes: [], flags: [] };
  for (const finding of findings) {
    const asked = reasonOf(finding);
    const said = asked === null ? statedReason(finding, stated) : null;
    if (asked !== null) sorted.notes.push(`${finding.text} Taken as asked for: ${asked}.`);
    else if (said !== null) sorted.flags.push(`${finding.text} The reason given: “${said.slice(0, 300)}”`);
    else if (finding.unsure) sorted.flags.push(`${finding.text} Look whether that is right.`);
    else sorted.failing.push(finding);
  }
  return sorted;
};

const placesOf = (findings: readonly Finding[]): NonNullable<CheckResult['places']> =>
  findings.flatMap(({ path, line, text, remedy }) =>
    line === null ? [] : [{ path, line, text: `${text} ${remedy}` }],
  );

const countsOf = ({ base, head }: Tests): string => {
  const cases = (files: Tests['base']): number => files.reduce((sum, file) => sum + file.cases.length, 0);
  return `${plural(head.length, 'changed file')} with tests: ${cases(base)} tests before, ${cases(head)} now.`;
};

const judge = (evidence: Evidence): CheckVerdict => {
  const tests = readTests(evidence.texts);
  const { findings, notes } = found(evidence, tests);
  const owed = regressionOwed(evidence, tests);
  const brought = regressionTests(evidence, tests);
  const read = tests.base.length + tests.head.length + findings.length + (brought?.count ?? 0);
  if (owed === null && read === 0)
    return { verdict: 'n/a', evidence: ['No test and no setting of tests changed.'] };
  const { failing, notes: asked, flags } = sortByReason(evidence, findings);
  const problems = failing.map(({ text, remedy }) => `${text} ${remedy}`);
  if (owed !== null && 'problem' in owed) problems.push(owed.problem);
  if (owed !== null && 'flag' in owed) flags.push(owed.flag);
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [
      ...capped(problems, 'finding'),
      ...capped([...flags, ...asked, ...notes], 'note'),
      countsOf(tests),
    ],
    places: placesOf(failing.filter(({ path }) => evidence.texts.some(({ file }) => file.path === path))),
    flags: flags.slice(0, mostLines),
    ...(brought ? { tests: brought } : {}),
  };
};

export const testIntegrity: Check = {
  id: 'test-integrity',
  title: checkTitles['test-integrity'],
  words: withdrawnNames,
  run: judge,
};
