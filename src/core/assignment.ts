import type { Assignment, AssignmentAgent, DelegateAssignment } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { ModelPlan } from '../contracts/model-plan.ts';
import { jobMinutes } from '../contracts/workflow.ts';
import type { Attempt } from './attempt.ts';
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
    change: item.change ?? '',
    sections: delegation.sections,
    recordedBase: options.recordedBase,
    verify: { setup: configuration.verify.setup, commands: configuration.verify.commands },
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
