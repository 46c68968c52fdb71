import { counts } from '../core/grill/tree.ts';
import type { Item } from '../core/item.ts';
import type { Planning, PlanRun } from '../core/planning.ts';
import type { OpenSpecVerdict } from './judge-openspec.ts';

export interface PlanSummary {
  directions: number;
  grill: { confirmed: number; deferred: number; assumptions: number; refused: number; fromCode: number };
  /** By the run's own verification and by what was found in git. */
  openspec: { strict: boolean; archivable: boolean };
  enhanced: boolean;
}

const grillOf = ({ tree }: Planning): PlanSummary['grill'] => {
  if (!tree) return { confirmed: 0, deferred: 0, assumptions: 0, refused: 0, fromCode: 0 };
  const { confirmed, deferred, assumptions, refused, fromCode } = counts(tree);
  return { confirmed, deferred, assumptions, refused, fromCode };
};

const lastOf = ({ runs }: Planning, phase: PlanRun['phase']): PlanRun | null =>
  runs.findLast((run) => run.phase === phase) ?? null;

/** Whether the job `verify` ran OpenSpec on what came back, and nothing of it failed. */
const verifiedIn = (run: PlanRun | null): boolean =>
  run?.outcome.state === 'answered' &&
  run.outcome.verified.length > 0 &&
  run.outcome.verified.every(({ passed }) => passed);

/** What planning came to; null for a ticket that came with its plan. */
export const planSummary = (item: Item | null, verdict: OpenSpecVerdict | null): PlanSummary | null => {
  const planning = item?.planning;
  if (!planning || planning.runs.length === 0) return null;
  const { exploration } = planning;
  const verified = verifiedIn(lastOf(planning, 'propose'));
  return {
    directions: exploration?.status === 'EXPLORED' ? exploration.directions.length : 0,
    grill: grillOf(planning),
    openspec: {
      strict: verified && verdict?.strict === true,
      archivable: verified && verdict?.archivable === true,
    },
    enhanced: verifiedIn(lastOf(planning, 'enhance')),
  };
};

/** What a plan must have come to, apart from how many decisions it took. */
export const planProblems = (
  plan: PlanSummary | null,
  expected: { directions: number; grill: PlanSummary['grill'] } | null,
): string[] => {
  if (!expected) return [];
  if (!plan) return ['nothing was planned'];
  const is = (what: string, found: unknown, wanted: unknown): string[] =>
    found === wanted ? [] : [`${what}: ${String(found)} instead of ${String(wanted)}`];
  const { grill } = expected;
  return [
    ...is('directions', plan.directions, expected.directions),
    ...is('decisions', plan.grill.confirmed, grill.confirmed),
    ...is('decisions put off', plan.grill.deferred, grill.deferred),
    ...is('silent assumptions', plan.grill.assumptions, grill.assumptions),
    ...is('vague answers refused', plan.grill.refused, grill.refused),
    ...is('decisions from the code', plan.grill.fromCode, grill.fromCode),
    ...is('the plan is strictly valid', plan.openspec.strict, true),
    ...is('the plan can be archived', plan.openspec.archivable, true),
    ...is('the plan is enhanced', plan.enhanced, true),
  ];
};
