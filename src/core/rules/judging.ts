import type { Configuration } from '../../contracts/configuration.ts';
import type { Requirement } from '../../contracts/judgement.ts';
import type { Review } from '../../contracts/review.ts';
import { reviewAssignment, reviewBranch, runLimitSeconds } from '../assignment.ts';
import { type Attempt, type AttemptTerms, type CapOverride, isJudged, type JudgeRun } from '../attempt.ts';
import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import { subjects } from '../heard.ts';
import { currentDelegation, type Delegation, type Item } from '../item.ts';
import { type Context, moved, type Outcome } from '../outcome.ts';
import type { Reply } from '../reply.ts';
import { type Chosen, supervisorAgent, usualAgent } from './agent.ts';
import { allowanceFor, stopOnCaps } from './caps.ts';
import { configurationOf, type StartingDelegation, stopOnConfiguration, termsOf } from './dispatching.ts';
import { copyOf, isUnderWay, refuseWith, to } from './parts.ts';
import { startAnother } from './rounds/fixing-again.ts';

export interface Judging {
  item: Item;
  event: Event;
  facts: Facts;
  effects?: OneShot[];
  /** A person's word to go over a cap that is used up. */
  override?: CapOverride;
}

/** The attempt that came back and waits to be judged, with nobody at it. */
const unjudged = (delegation: Delegation | null): Attempt | null => {
  const attempt = delegation?.attempts.at(-1);
  if (attempt?.outcome.state !== 'returned' || isJudged(attempt)) return null;
  const last = attempt.judging?.at(-1);
  return last && isUnderWay(last) ? null : attempt;
};

/** A first review is a new comment, later ones are edited into it; true when it was there. */
export const showFindings = (item: Item): boolean => {
  const delegation = currentDelegation(item);
  if (!delegation) return true;
  const known = item.blocks.some(
    (block) => block.kind === 'findings' && block.delegation === delegation.number,
  );
  if (!known) item.blocks.push({ kind: 'findings', delegation: delegation.number, home: item.home });
  return known;
};

interface Asked {
  delegation: Delegation;
  attempt: Attempt;
  /** The commit that is judged. */
  head: string;
  number: number;
  /** Puts the run where it belongs. */
  keep(run: JudgeRun): void;
}

/** A number that no other judgement of this item has: recordings and people tell them apart by it. */
const nextNumber = (item: Item): number =>
  item.delegations.flatMap(({ attempts }) => attempts.flatMap(({ judging }) => judging ?? [])).length + 1;

const newRun = (
  { item, facts, override }: Judging,
  asked: Asked & { chosen: Chosen; id: string; workflowSha: string; terms: AttemptTerms },
): JudgeRun => ({
  number: asked.number,
  assignmentId: asked.id,
  agent: asked.chosen.agent,
  models: asked.chosen.models,
  base: asked.head,
  codeBranch: reviewBranch(item, asked.id),
  notes: [],
  askedAt: facts.now,
  workflowSha: asked.workflowSha,
  terms: asked.terms,
  ...(override ? { override } : {}),
  outcome: { state: 'asked' },
});

/** Has the read-only agent judge what the attempt under way brought; while the item is paused it waits. */
export const startJudging = (judging: Judging): Outcome => {
  const { item, effects = [] } = judging;
  const delegation = currentDelegation(item);
  const attempt = unjudged(delegation);
  if (!delegation || attempt?.outcome.state !== 'returned')
    return moved(item, 'nothing to judge', { effects });
  item.stage = { name: 'delegating' };
  item.decision = null;
  if (item.paused) {
    showFindings(item);
    return moved(item, 'kept and shown, not judged yet: paused', { effects });
  }
  return dispatchReview(judging, {
    delegation,
    attempt,
    head: attempt.outcome.head,
    number: nextNumber(item),
    keep: (run) => {
      attempt.judging = [...(attempt.judging ?? []), run];
    },
  });
};

const dispatchReview = (judging: Judging, asked: Asked): Outcome => {
  const { item, facts, effects = [] } = judging;
  const configuration = configurationOf(facts);
  if (!configuration) return stopOnConfiguration(judging);
  const chosen = supervisorAgent(configuration, 'review');
  if ('problem' in chosen)
    return stopOnConfiguration(judging, {
      name: usualAgent(configuration, 'review').name,
      problem: chosen.problem,
    });
  const { freshId: id, baseSha: workflowSha } = facts;
  if (!id || !workflowSha) return moved(item, 'waiting for a commit to start from', { effects });
  const room = roomFor(judging, { chosen, configuration });
  if (room.state === 'used-up') return stopOnCaps(judging, room);
  const terms = termsOf(configuration, room.allowance);
  const run = newRun(judging, { ...asked, chosen, id, workflowSha, terms });
  asked.keep(run);
  const assignment = reviewAssignment({ item, ...asked, run, configuration, plan: chosen.plan });
  terms.limitSeconds = runLimitSeconds(assignment);
  return moved(
    item,
    `attempt ${asked.attempt.number} of delegation ${asked.delegation.number} is being judged`,
    {
      effects: [...effects, { kind: 'dispatch', assignment, workflowSha }],
      aliases: [subjects.assignment(run.assignmentId)],
    },
  );
};

const roomFor = (
  { item, facts, override }: Judging,
  { chosen, configuration }: { chosen: Chosen; configuration: Configuration },
) =>
  chosen.plan.chain.length === 0
    ? ({ state: 'open', allowance: null } as const)
    : allowanceFor({ item, facts, caps: configuration.caps, override });

const requirementsOf = ({ outcome }: Attempt): Requirement[] =>
  outcome.state === 'returned' ? (outcome.told?.requirements ?? []) : [];

/** A person's commits on the code branch of a delegation that waits for a decision, or was rejected. */
export const reviewPush = (judging: Judging, pushed: { sha: string; by: string }): Outcome => {
  const { item, effects = [] } = judging;
  const delegation = item.delegations.at(-1);
  const last = delegation?.attempts.at(-1);
  if (!delegation?.recordedBase || !last) return moved(item, 'nothing to review', { effects });
  // kept until a run is asked for: what stands in its way is not to lose it
  delegation.pushed = pushed;
  if (item.paused) {
    return moved(item, `commits of ${pushed.by} are reviewed after the pause`, { effects });
  }
  delegation.state = { name: 'running' };
  item.stage = { name: 'delegating' };
  item.decision = null;
  const requirements = delegation.attempts.flatMap(requirementsOf);
  const attempt: Attempt = {
    ...{ number: last.number + 1, assignmentId: '', base: pushed.sha, codeBranch: last.codeBranch },
    ...{ notes: [], askedAt: '', pushedBy: pushed.by, outcome: { state: 'asked' } },
    requirements: [...new Map(requirements.map((one) => [one.name, one])).values()],
  };
  const { override } = delegation;
  return dispatchReview(
    { ...judging, ...(override ? { override } : {}) },
    {
      ...{ delegation, attempt, head: pushed.sha, number: attempt.number },
      keep: ({ agent: _agent, models: _models, codeBranch: _branch, ...run }) => {
        Object.assign(attempt, run);
        delegation.attempts.push(attempt);
        delete delegation.pushed;
        delete delegation.override;
      },
    },
  );
};

const unjudgedAgain = (review: Review): Review => {
  const { judgement: _judgement, summary: _summary, ...rest } = review;
  const checks = rest.checks.map((check) =>
    check.id === 'spec-conformance'
      ? { id: check.id, verdict: 'missing' as const, evidence: ['It is being judged again.'] }
      : check,
  );
  return { ...rest, checks };
};

/** `/retry` at a review whose judgement could not be used: that alone is asked for again. */
export const judgeAgain = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  const delegation = currentDelegation(item);
  const outcome = delegation?.attempts.at(-1)?.outcome;
  if (event.kind === 'command' && event.command.name === 'retry' && takesAnother(event.command))
    return refuseWith(context, 'the reviewer is configured', reviewerIsConfigured(context));
  if (
    delegation?.state.name !== 'returned' ||
    outcome?.state !== 'returned' ||
    outcome.review.judgement !== 'unusable'
  )
    return refuseWith(context, 'nothing is blocked', {
      kind: 'wrong-stage',
      to: to(event),
      command: 'retry',
      stage: item.stage.name,
      why: 'nothing is blocked: `/accept`, `/iterate` or `/reject` it',
    });
  outcome.review = unjudgedAgain(outcome.review);
  delegation.state = { name: 'running' };
  return startJudging({ item, event, facts });
};

/** `--agent` and `--model` are about who edits. */
export const takesAnother = ({ agent, model }: { agent?: string | null; model?: string | null }): boolean =>
  Boolean(agent ?? model);

export const reviewerIsConfigured = ({ item, event }: Context): Reply => ({
  kind: 'wrong-stage',
  to: to(event),
  command: 'retry',
  stage: item.stage.name,
  why: 'only the reviewer is asked again, and who that is stands under `agents.phases.review` of the configuration: write `/retry` alone',
});

/** Only a reviewer is missing: for what a delegate brought, or for a person's commits. */
export const awaitsReviewer = (delegation: Delegation | null): boolean =>
  unjudged(delegation) !== null || Boolean(delegation?.pushed ?? failedPush(delegation?.attempts.at(-1)));

/** Goes on with the delegation under way where it stands: its commits are reviewed, or the next attempt is asked for. */
export const takeUpDelegation = (options: StartingDelegation): Outcome => {
  const { item, event, facts, before = [] } = options;
  const delegation = currentDelegation(item);
  const last = delegation?.attempts.at(-1);
  const judging = { item, event, facts, effects: before };
  const pushed = delegation?.pushed ?? failedPush(last);
  if (pushed) return reviewPush(judging, pushed);
  if (!unjudged(delegation) || !delegation) return startAnother(options);
  const { override } = delegation;
  delete delegation.override;
  return startJudging({ ...judging, ...(override ? { override } : {}) });
};

/** Commits of a person whose review did not come to its end. */
const failedPush = (attempt: Attempt | undefined): { sha: string; by: string } | null =>
  attempt?.pushedBy !== undefined && attempt.outcome.state === 'failed'
    ? { sha: attempt.base, by: attempt.pushedBy }
    : null;
