import type {
  Assignment,
  AssignmentAgent,
  DelegateAssignment,
  ReadingAssignment,
  ReviewAssignment,
} from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { Requirement } from '../contracts/judgement.ts';
import type { ModelPlan } from '../contracts/model-plan.ts';
import { jobMinutes } from '../contracts/workflow.ts';
import type { Attempt, JudgeRun } from './attempt.ts';
import type { Delegation, Item } from './item.ts';

/** What every assignment carries, whatever its phase. */
export const commonTerms = (options: {
  item: Item;
  attempt: Attempt;
  agent: AssignmentAgent;
  configuration: Configuration;
  plan: ModelPlan | undefined;
}) => {
  const { item, attempt, agent, configuration, plan } = options;
  const { caps } = configuration;
  const { requests, tokens, cost } = attempt.terms?.allowance ?? caps;
  return {
    id: attempt.assignmentId,
    attempt: attempt.number,
    ticket: { key: item.ticket.key, title: item.ticket.title, url: item.ticket.url },
    repository: item.repository.fullName,
    base: attempt.base,
    ...(attempt.workflowSha === undefined ? {} : { promptsAt: attempt.workflowSha }),
    codeBranch: attempt.codeBranch,
    agent,
    models: {
      chain: plan?.chain ?? [],
      budget: { requests, tokens, cost: cost ?? null },
      paths: plan?.paths ?? [],
      direct: plan?.direct ?? [],
    },
    notes: attempt.notes,
    limits: {
      agentSeconds: caps.minutes * 60,
      stallSeconds: caps.stall * 60,
      verifySeconds: configuration.verify.timeout,
    },
    runner: { isolation: configuration.runner.isolation, keepHours: configuration.runner.keep },
    protectedPaths: configuration.protected,
  };
};

const authoredTasks = ({ change, authored }: Item): { tasks?: string } =>
  change === null && authored ? { tasks: authored.tasks } : {};

/** Tasks that answer findings are the first and only section of a text of their own. */
const fixUpSections = ['1'];

const fixUpOf = ({ fixUp }: Delegation): Pick<DelegateAssignment, 'tasks' | 'fixUp'> =>
  fixUp ? { tasks: fixUp.tasks, fixUp: { round: fixUp.round, behavioural: fixUp.behavioural } } : {};

/** The assignment of an attempt: what is sent to the runner, and what its return is judged against. */
export const assignmentOf = (options: {
  item: Item;
  delegation: Delegation;
  attempt: Attempt;
  recordedBase: string;
  configuration: Configuration;
  /** What the agent goes to. Left out where the assignment is only what a return is judged against. */
  plan?: ModelPlan;
}): DelegateAssignment => {
  const { item, delegation, attempt, configuration, plan } = options;
  return {
    ...commonTerms({ item, attempt, agent: delegation.agent, configuration, plan }),
    phase: 'delegate',
    delegation: delegation.number,
    change: item.change,
    ...authoredTasks(item),
    ...fixUpOf(delegation),
    sections: delegation.fixUp ? fixUpSections : delegation.sections,
    recordedBase: options.recordedBase,
    verify: { setup: configuration.verify.setup, commands: configuration.verify.commands },
    guarded: configuration.review.guarded,
    ...(delegation.claimsOverride ? { claims: { override: { by: delegation.claimsOverride.by } } } : {}),
  };
};

/** Where an assignment that only reads would commit, if it did: names its run, and is never made. */
export const readingBranch = (
  item: Item,
  { phase, id }: { phase: ReadingAssignment['phase']; id: string },
): string => `throughline/${item.ticket.key.toLowerCase()}/${phase}-${id.slice(0, 8)}`;

export const reviewBranch = (item: Item, assignmentId: string): string =>
  readingBranch(item, { phase: 'review', id: assignmentId });

/** Most of what a check found that a judge is told: all inputs of a run together have 65,535 characters. */
const mostLines = 5;
const mostCharacters = 240;
const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

const computed = ({ outcome }: Attempt, lines: number): ReviewAssignment['inputs']['checks'] =>
  outcome.state !== 'returned'
    ? []
    : outcome.review.checks
        .filter(({ verdict }) => verdict !== 'missing')
        .map(({ id, verdict, evidence }) => ({
          id,
          verdict,
          evidence: (verdict === 'fail' ? evidence : evidence.slice(0, 1))
            .slice(0, lines)
            .map((line) => short(line, mostCharacters)),
        }));

/** What the change demands of what is judged. */
const requirementsOf = ({ outcome, requirements }: Attempt): Requirement[] =>
  (outcome.state === 'returned' ? outcome.told?.requirements : undefined) ?? requirements ?? [];

/** Where what has to be answered is long, what only helps is told in brief. */
const isLong = (asked: { requirements: Requirement[]; tasks: string | undefined }): boolean =>
  JSON.stringify(asked).length > 30_000;

const answerOf = ({ outcome }: Attempt, most: number): string | null => {
  const answer = outcome.state === 'returned' ? (outcome.told?.answer ?? null) : null;
  return answer === null ? null : short(answer, most);
};

/** What a judge is asked about an attempt; of a person's commits it is the attempt's own assignment. */
export const reviewAssignment = (options: {
  item: Item;
  delegation: Delegation;
  attempt: Attempt;
  run: JudgeRun;
  configuration: Configuration;
  plan?: ModelPlan;
}): ReviewAssignment => {
  const { item, delegation, attempt, run, configuration, plan } = options;
  const { pushedBy } = attempt;
  const requirements = requirementsOf(attempt);
  const told = isLong({ requirements, tasks: item.authored?.tasks })
    ? { checks: computed(attempt, 1), answer: answerOf(attempt, 1_000) }
    : { checks: computed(attempt, mostLines), answer: answerOf(attempt, 4_000) };
  const { setup, commands } = configuration.verify;
  return {
    ...commonTerms({ item, attempt: run, agent: run.agent, configuration, plan }),
    codeBranch: reviewBranch(item, run.assignmentId),
    phase: 'review',
    recordedBase: delegation.recordedBase ?? attempt.base,
    inputs: {
      delegation: delegation.number,
      of: attempt.number,
      change: item.change,
      ...authoredTasks(item),
      ...(delegation.fixUp ? { tasks: delegation.fixUp.tasks } : {}),
      sections: delegation.fixUp ? fixUpSections : delegation.sections,
      pushedBy: pushedBy ?? null,
      requirements,
      ...told,
      verify: pushedBy === undefined ? null : { setup, commands },
    },
  };
};

/** Nothing on GitHub's runners takes longer; a self-hosted one is not waited for beyond it either. */
export const longestRunSeconds = 7 * 3600;
/** Waiting for runners, once per job at most. */
const slackSeconds = 30 * 60;

/** How long the run of an assignment may take altogether: its jobs one after another, and the waits between them. */
export const runLimitSeconds = (assignment: Assignment): number => {
  const { agent, verify, publish } = jobMinutes(assignment);
  return Math.min(longestRunSeconds, (agent + verify + publish) * 60 + slackSeconds);
};
