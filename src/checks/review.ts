import {
  type CheckId,
  type CheckResult,
  checkIds,
  type Recommendation,
  type Review,
} from '../contracts/review.ts';
import type { Check, CheckVerdict } from './check.ts';
import type { Evidence } from './evidence.ts';
import { flagsOf } from './flags.ts';
import { lowered } from './lowered.ts';
import { type CheckRegistry, checks } from './registry.ts';
import { manualTasks } from './tasks.ts';

type Ran = CheckVerdict | { verdict: 'missing'; evidence: string[] };

const missing: Ran = { verdict: 'missing', evidence: ['Nobody gave a verdict, which is a failed review.'] };
const pending: Ran = {
  verdict: 'missing',
  evidence: ['It is being judged: the verdict is not here yet.'],
};

const runOne = (check: Check | undefined, evidence: Evidence): Ran => {
  if (!check) return missing;
  if (check.id === 'spec-conformance' && evidence.judgement.state === 'pending') return pending;
  try {
    return check.run(evidence);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { verdict: 'fail', evidence: [`The check itself broke, which is never a pass. ${message}`] };
  }
};

const resultOf = (id: CheckId, ran: Ran): CheckResult => ({
  id,
  verdict: ran.verdict,
  evidence: ran.evidence,
  ...('places' in ran && ran.places && ran.places.length > 0 ? { places: ran.places } : {}),
});

const isObstacle = ({ verdict }: CheckResult): boolean => verdict === 'fail' || verdict === 'missing';

const recommend = (obstacles: number, evidence: Evidence): Recommendation => {
  if (obstacles === 0) return 'accept';
  return evidence.attempts >= evidence.configuration.caps.attempts ? 'reject' : 'iterate';
};

const attemptsReason = (recommendation: Recommendation, evidence: Evidence): string[] => {
  const { attempts, pushedBy, configuration } = evidence;
  const { attempts: most } = configuration.caps;
  if (recommendation === 'accept') return [];
  // a person's push is none of them
  if (pushedBy !== null)
    return [`${attempts} of ${most} attempts are used${attempts >= most ? '.' : ': another one is left.'}`];
  if (attempts >= most) return [`Attempt ${attempts} of ${most} was the last one.`];
  return [`Attempt ${attempts} of ${most}: another one is left.`];
};

const verdictReasons = (results: CheckResult[]): string[] => {
  const of = (verdict: CheckResult['verdict']): string =>
    results
      .filter((result) => result.verdict === verdict)
      .map(({ id }) => id)
      .join(', ');
  const [failed, absent] = [of('fail'), of('missing')];
  const reasons = [
    ...(failed === '' ? [] : [`Failed: ${failed}.`]),
    ...(absent === '' ? [] : [`Without a verdict: ${absent}.`]),
  ];
  return reasons.length > 0 ? reasons : [`All ${results.length} checks passed or do not apply.`];
};

const sum = (counts: (number | null)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0);

const judgedFields = ({ judgement }: Evidence): Pick<Review, 'judgement' | 'summary'> => {
  if (judgement.state === 'pending') return {};
  return judgement.state === 'judged'
    ? { judgement: 'judged', summary: judgement.value.summary }
    : { judgement: 'unusable' };
};

const broughtTests = (ran: Ran[]): Pick<Review, 'tests'> => {
  const tests = ran.flatMap((one) => ('tests' in one && one.tests ? [one.tests] : []))[0];
  return tests ? { tests } : {};
};

/** `review` with another set of checks. */
export const reviewWith = (registry: CheckRegistry, evidence: Evidence): Review => {
  const ran = checkIds.map((id) => ({ id, ran: runOne(registry[id], evidence) }));
  const results = ran.map(({ id, ran: one }) => resultOf(id, one));
  const computed = recommend(results.filter(isObstacle).length, evidence);
  const { recommendation, reasons } = lowered(computed, evidence);
  const { range } = evidence;
  return {
    base: range.base,
    head: range.head,
    files: range.files.length,
    additions: sum(range.files.map((file) => file.additions)),
    deletions: sum(range.files.map((file) => file.deletions)),
    checks: results,
    recommendation,
    ...judgedFields(evidence),
    reasons: [...verdictReasons(results), ...reasons, ...attemptsReason(recommendation, evidence)],
    verification: (evidence.file.verification ?? []).map(({ command, passed, output }) => ({
      command,
      passed,
      output,
    })),
    manualTasks: manualTasks(evidence),
    flags: [
      ...new Set([
        ...flagsOf(evidence),
        ...ran.flatMap(({ ran: one }) => ('flags' in one ? (one.flags ?? []) : [])),
      ]),
    ],
    ...broughtTests(ran.map(({ ran: one }) => one)),
  };
};

/**
 * The deep review: exactly one result per check id, in order. Pure and deterministic.
 * Any fail, or a verdict that is missing, keeps the recommendation from being accept.
 */
export const review = (evidence: Evidence): Review => reviewWith(checks, evidence);
