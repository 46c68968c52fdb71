import type { CheckId, CheckResult, Review } from '../contracts/review.ts';
import type { Evidence } from './evidence.ts';

/** `evidence`: what was looked at and found, for a person, one line each; a failing check says what would repair it. */
export interface CheckVerdict {
  verdict: 'pass' | 'fail' | 'n/a';
  evidence: string[];
  /** Lines at the head that it is about; only for what fails. */
  places?: CheckResult['places'];
  /** What does not fail and a person has to look at all the same, one line each: auto mode stops there. */
  flags?: string[];
  /** Of a fix-up: tests that its diff brought, new ones and extended ones. */
  tests?: Review['tests'];
}

/** One check of the deep review: pure, deterministic, judged on `Evidence` alone. */
export interface Check {
  id: CheckId;
  /** Fails when … in a few words, for the findings table. */
  title: string;
  /** Words it has looked for in both trees before it runs: `evidence.found` is empty when this is asked. */
  words?(evidence: Evidence): string[];
  run(evidence: Evidence): CheckVerdict;
}

/** Fails when there are problems, and then shows them before the notes. */
export const verdictOf = (problems: string[], notes: string[]): CheckVerdict => ({
  verdict: problems.length > 0 ? 'fail' : 'pass',
  evidence: [...problems, ...notes],
});

const shownItems = 20;

/** A list a person can read: the first few, then how many more. */
export const listed = (items: string[]): string => {
  const shown = items.slice(0, shownItems).map((item) => `\`${item}\``);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
};

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
