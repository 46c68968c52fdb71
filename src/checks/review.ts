import {
  type CheckId,
  type CheckResult,
  checkIds,
  type Recommendation,
  type Review,
} from '../contracts/review.ts';
import type { Evidence } from './evidence.ts';
import { flagsOf } from './flags.ts';
import { type CheckRegistry, checks } from './registry.ts';
import { manualTasks } from './tasks.ts';

const missing = (waived: boolean): string =>
  waived
    ? 'No implementation gave a verdict; waived by `review.without` of the configuration, not passed.'
    : 'No implementation gave a verdict. Judge this by hand, or name the check under `review.without`.';

const runOne = (id: CheckId, options: { registry: CheckRegistry; evidence: Evidence }): CheckResult => {
  const check = options.registry[id];
  if (!check) {
    const waived = options.evidence.configuration.review.without.includes(id);
    return { id, verdict: 'missing', evidence: [missing(waived)] };
  }
  try {
    const { verdict, evidence } = check.run(options.evidence);
    return { id, verdict, evidence };
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id, verdict: 'fail', evidence: [`The check itself broke, which is never a pass. ${message}`] };
  }
};

const recommend = (obstacles: number, evidence: Evidence): Recommendation => {
  if (obstacles === 0) return 'accept';
  return evidence.assignment.attempt >= evidence.configuration.caps.attempts ? 'reject' : 'iterate';
};

const attemptsReason = (recommendation: Recommendation, evidence: Evidence): string[] => {
  const { attempt } = evidence.assignment;
  const { attempts } = evidence.configuration.caps;
  if (recommendation === 'reject') return [`Attempt ${attempt} of ${attempts} was the last one.`];
  if (recommendation === 'iterate') return [`Attempt ${attempt} of ${attempts}: another one is left.`];
  return [];
};

const verdictReasons = (results: CheckResult[], waived: CheckId[]): string[] => {
  const failed = results.filter((result) => result.verdict === 'fail').map((result) => result.id);
  const unwaived = results
    .filter((result) => result.verdict === 'missing' && !waived.includes(result.id))
    .map((result) => result.id);
  const reasons: string[] = [];
  if (failed.length > 0) reasons.push(`Failed: ${failed.join(', ')}.`);
  if (unwaived.length > 0) reasons.push(`Missing and not waived: ${unwaived.join(', ')}.`);
  if (reasons.length > 0) return reasons;
  const judged = results.length - waived.length;
  if (waived.length === 0) return [`All ${judged} checks passed or do not apply.`];
  return [`All ${judged} checks that ran passed or do not apply; ${waived.length} are missing and waived.`];
};

const waiverReasons = (evidence: Evidence, waived: CheckId[]): string[] => {
  const idle = checkIds.filter(
    (id) => evidence.configuration.review.without.includes(id) && !waived.includes(id),
  );
  if (idle.length === 0) return [];
  return [
    `\`review.without\` names ${idle.join(', ')}, which ran all the same: a waiver covers a missing check only.`,
  ];
};

const sum = (counts: (number | null)[]): number =>
  counts.reduce<number>((total, count) => total + (count ?? 0), 0);

/** `review` with another set of checks. */
export const reviewWith = (registry: CheckRegistry, evidence: Evidence): Review => {
  const results = checkIds.map((id) => runOne(id, { registry, evidence }));
  const waived = results
    .filter(
      (result) => result.verdict === 'missing' && evidence.configuration.review.without.includes(result.id),
    )
    .map((result) => result.id);
  const obstacles = results.filter(
    (result) => result.verdict === 'fail' || (result.verdict === 'missing' && !waived.includes(result.id)),
  ).length;
  const recommendation = recommend(obstacles, evidence);
  return {
    base: evidence.range.base,
    head: evidence.range.head,
    files: evidence.range.files.length,
    additions: sum(evidence.range.files.map((file) => file.additions)),
    deletions: sum(evidence.range.files.map((file) => file.deletions)),
    checks: results,
    waived,
    recommendation,
    reasons: [
      ...verdictReasons(results, waived),
      ...attemptsReason(recommendation, evidence),
      ...waiverReasons(evidence, waived),
    ],
    verification: (evidence.file.verification ?? []).map(({ command, passed, output }) => ({
      command,
      passed,
      output,
    })),
    manualTasks: manualTasks(evidence),
    flags: flagsOf(evidence),
  };
};

/**
 * The deep review: exactly one result per check id, in order. Pure and deterministic.
 * Any fail, or a missing check that is not waived, keeps the recommendation from being accept.
 */
export const review = (evidence: Evidence): Review => reviewWith(checks, evidence);
