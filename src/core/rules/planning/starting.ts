import type { PlanningPhaseName } from '../../../contracts/assignment.ts';
import type { Configuration } from '../../../contracts/configuration.ts';
import type { Branch } from '../../../contracts/planning/inputs.ts';
import { runLimitSeconds } from '../../assignment.ts';
import type { CapOverride } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import { subjects } from '../../heard.ts';
import type { Item, StageName } from '../../item.ts';
import { moved, type Outcome } from '../../outcome.ts';
import { mayRun } from '../../permissions.ts';
import { newPlanning, type Planning, type PlanRun } from '../../planning.ts';
import { type Chosen, supervisorAgent } from '../agent.ts';
import { allowanceFor, stopOnCaps } from '../caps.ts';
import { configurationOf, stopOnConfiguration, termsOf } from '../dispatching.ts';
import { planRunUnderWay } from '../parts.ts';
import { planningAssignment } from './assignment.ts';

export interface Starting {
  item: Item;
  event: Event;
  facts: Facts;
  before?: OneShot[];
  /** A person's word to go over a cap that is used up. */
  override?: CapOverride;
}

/** Where an item stands while an assignment of this phase is under way. */
export const stageOf: Record<
  PlanningPhaseName,
  Extract<StageName, 'exploring' | 'grilling' | 'proposing'>
> = {
  explore: 'exploring',
  grill: 'grilling',
  propose: 'proposing',
  enhance: 'proposing',
  prompt: 'proposing',
};

export const isPlanning = (stage: StageName): boolean =>
  ['exploring', 'choosing', 'grilling', 'proposing'].includes(stage);

/** The planning of an item; begun where there is none. */
export const planningOf = (item: Item): Planning => {
  item.planning ??= newPlanning();
  return item.planning;
};

/** Asks for the next planning assignment; while the item is paused it is only noted. */
export const startPlanning = (
  starting: Starting,
  what: { phase: PlanningPhaseName; branch?: Branch | null },
): Outcome => {
  const { item } = starting;
  const planning = planningOf(item);
  planning.next = { phase: what.phase, branch: what.branch ?? null };
  const { actor } = starting.facts;
  if (actor) planning.byWriter = mayRun('write', actor).allowed;
  item.stage = { name: stageOf[what.phase] };
  item.decision = null;
  return takeUpPlanning(starting);
};

/** Asks for what was noted as next: after a pause, a failure, or at once. */
export const takeUpPlanning = (starting: Starting): Outcome => {
  const { item, facts, before = [] } = starting;
  const planning = planningOf(item);
  const { next } = planning;
  const configuration = configurationOf(facts);
  if (!configuration) return resuming(stopOnConfiguration(starting), next?.phase);
  if (!next || planRunUnderWay(item)) return moved(item, 'nothing to start', { effects: before });
  item.stage = { name: stageOf[next.phase] };
  if (item.paused) return moved(item, 'held back: paused', { effects: before });
  const chosen = supervisorAgent(configuration, next.phase);
  if ('problem' in chosen) {
    const unusable = stopOnConfiguration(starting, {
      name: configuration.agents.phases[next.phase]?.agent ?? configuration.agents.default,
      problem: chosen.problem,
    });
    return resuming(unusable, next.phase);
  }
  return dispatch(starting, { planning, next, configuration, chosen });
};

/** What stopped a planning assignment is taken up there again. */
const resuming = (outcome: Outcome, phase: PlanningPhaseName | undefined): Outcome => {
  const { item } = outcome;
  if (phase === undefined || item.stage.name !== 'blocked') return outcome;
  return { ...outcome, item: { ...item, stage: { ...item.stage, resume: stageOf[phase] } } };
};

interface Dispatching {
  planning: Planning;
  next: NonNullable<Planning['next']>;
  configuration: Configuration;
  chosen: Chosen;
}

const dispatch = (starting: Starting, dispatching: Dispatching): Outcome => {
  const { item, facts, before = [] } = starting;
  const { planning, next, configuration, chosen } = dispatching;
  const base = (next.phase === 'enhance' ? item.feature?.head : null) ?? facts.baseSha;
  if (!base || !facts.baseSha || !facts.freshId)
    return moved(item, 'waiting for a commit to start from', { effects: before });
  const room =
    chosen.plan.chain.length === 0
      ? ({ state: 'open', allowance: null } as const)
      : allowanceFor({ item, facts, caps: configuration.caps, override: starting.override });
  if (room.state === 'used-up') return resuming(stopOnCaps(starting, room), next.phase);
  const run = newRun(dispatching, { item, facts, id: facts.freshId, base, workflowSha: facts.baseSha });
  const terms = termsOf(configuration, room.allowance);
  run.terms = terms;
  if (starting.override) run.override = starting.override;
  planning.runs.push(run);
  planning.next = null;
  const { plan } = chosen;
  const assignment = planningAssignment({
    item,
    planning,
    run,
    configuration,
    brief: facts.brief ?? [],
    plan,
  });
  terms.limitSeconds = runLimitSeconds(assignment);
  return moved(item, `${next.phase} ${run.number} dispatched`, {
    effects: [...before, { kind: 'dispatch', assignment, workflowSha: facts.baseSha }],
    aliases: [
      subjects.assignment(run.assignmentId),
      subjects.branch(item.repository.fullName, run.codeBranch),
    ],
  });
};

const newRun = (
  { planning, next, chosen }: Dispatching,
  at: { item: Item; facts: Facts; id: string; base: string; workflowSha: string },
): PlanRun => {
  const { item, facts, id, base, workflowSha } = at;
  const number = planning.runs.filter((run) => run.phase === next.phase).length + 1;
  return {
    phase: next.phase,
    branch: next.branch,
    agent: chosen.agent,
    models: chosen.models,
    number,
    assignmentId: id,
    base,
    workflowSha,
    codeBranch: `throughline/${item.ticket.key.toLowerCase()}/${next.phase}-${number}`,
    notes: [],
    askedAt: facts.now,
    outcome: { state: 'asked' },
  };
};
