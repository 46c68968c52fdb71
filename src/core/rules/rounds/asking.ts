import type { RoundAssignment, TriageAssignment } from '../../../contracts/assignment.ts';
import type { Configuration } from '../../../contracts/configuration.ts';
import type { ModelPlan } from '../../../contracts/model-plan.ts';
import { commonTerms, readingBranch, runLimitSeconds } from '../../assignment.ts';
import type { CapOverride, JudgeRun } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import { subjects } from '../../heard.ts';
import type { Item } from '../../item.ts';
import { moved, type Outcome } from '../../outcome.ts';
import type { Round } from '../../rounds/round.ts';
import { supervisorAgent, usualAgent } from '../agent.ts';
import { allowanceFor } from '../caps.ts';
import { stopOnConfiguration, termsOf } from '../dispatching.ts';
import { isUnderWay } from '../parts.ts';
import { stopRounds } from './stopping.ts';

export interface Rounding {
  item: Item;
  event: Event;
  facts: Facts;
  effects?: OneShot[];
  /** A person's word to go over a cap that is used up. */
  override?: CapOverride;
  /** A person asked for it: what a rule leaves out or holds back is reviewed all the same. */
  asked?: true;
}

export const runOf = (round: Round): JudgeRun | undefined =>
  (round.state.name === 'triaging' ? round.triages : round.reviews).at(-1);

/** Its review or its triage is under way. */
export const isWaitedFor = (round: Round): boolean => {
  const run = runOf(round);
  return run !== undefined && isUnderWay(run);
};

/** What a run of a round is about. */
export type Wanted =
  | { phase: 'rounds'; inputs: RoundAssignment['inputs'] }
  | { phase: 'triage'; inputs: TriageAssignment['inputs'] };

interface Asked {
  configuration: Configuration;
  round: Round;
  wanted: Wanted;
}

/** One more round is no word about tokens or money. */
const liftsCaps = (override: CapOverride | undefined): CapOverride | undefined =>
  override?.caps.some((setting) => setting !== 'caps.rounds') ? override : undefined;

/** A head whose review cannot begin is under review by nobody. */
const notAsked = ({ round, wanted }: Asked, detail: string): void => {
  if (wanted.phase === 'rounds') round.state = { name: 'not-reviewed', cause: 'stopped', detail, url: null };
};

/** Has the read-only agent review the head, or answer what was found there. */
export const askAgent = (rounding: Rounding, asked: Asked): Outcome => {
  const { item, facts, effects = [] } = rounding;
  const override = liftsCaps(rounding.override);
  const { configuration, round, wanted } = asked;
  const resume = 'polishing' as const;
  const chosen = supervisorAgent(configuration, wanted.phase);
  if ('problem' in chosen) {
    notAsked(asked, '');
    return stopOnConfiguration(
      { ...rounding, effects, resume },
      { name: usualAgent(configuration, wanted.phase).name, problem: chosen.problem },
    );
  }
  const { freshId: id, baseSha: workflowSha } = facts;
  if (!id || !workflowSha) return moved(item, 'waiting for a commit to start from', { effects });
  const room =
    chosen.plan.chain.length === 0
      ? ({ state: 'open', allowance: null } as const)
      : allowanceFor({ item, facts, caps: configuration.caps, override });
  if (room.state === 'used-up') {
    notAsked(asked, room.detail);
    return stopRounds({ ...rounding, effects }, { reached: room.caps, detail: room.detail, configuration });
  }
  const terms = termsOf(configuration, room.allowance);
  const run: JudgeRun = {
    number: round.number,
    assignmentId: id,
    agent: chosen.agent,
    models: chosen.models,
    base: round.head,
    codeBranch: readingBranch(item, { phase: wanted.phase, id }),
    ...{ notes: [], askedAt: facts.now, workflowSha, terms },
    ...(override ? { override } : {}),
    outcome: { state: 'asked' },
  };
  (wanted.phase === 'rounds' ? round.reviews : round.triages).push(run);
  const assignment = roundAssignment({ ...asked, item, run, mergeBase: round.mergeBase, plan: chosen.plan });
  terms.limitSeconds = runLimitSeconds(assignment);
  return moved(
    item,
    `${wanted.phase === 'rounds' ? 'review' : 'triage'} of round ${round.number} asked for`,
    {
      effects: [...effects, { kind: 'dispatch', assignment, workflowSha }],
      aliases: [subjects.assignment(id)],
    },
  );
};

/** What the run of a round is sent, and what its return is judged against. */
export const roundAssignment = (options: {
  item: Item;
  run: JudgeRun;
  mergeBase: string;
  wanted: Wanted;
  configuration: Configuration;
  plan?: ModelPlan;
}): RoundAssignment | TriageAssignment => {
  const { item, run, mergeBase, wanted, configuration, plan } = options;
  const common = {
    ...commonTerms({ item, attempt: run, agent: run.agent, configuration, plan }),
    recordedBase: mergeBase,
  };
  return wanted.phase === 'rounds'
    ? { ...common, phase: wanted.phase, inputs: wanted.inputs }
    : { ...common, phase: wanted.phase, inputs: wanted.inputs };
};
