import type { Assignment } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { ModelPlan } from '../contracts/model-plan.ts';
import { jobMinutes } from '../contracts/workflow.ts';
import type { Attempt } from './attempt.ts';
import type { Delegation, Item } from './item.ts';

/** The assignment of an attempt: what is sent to the runner, and what its return is judged against. */
export const assignmentOf = (options: {
  item: Item;
  delegation: Delegation;
  attempt: Attempt;
  recordedBase: string;
  configuration: Configuration;
  /** What the agent goes to. Left out where the assignment is only what a return is judged against. */
  plan?: ModelPlan;
}): Assignment => {
  const { item, delegation, attempt, configuration, plan } = options;
  const { caps } = configuration;
  const { requests, tokens, cost } = attempt.terms?.allowance ?? caps;
  return {
    id: attempt.assignmentId,
    phase: 'delegate',
    delegation: delegation.number,
    attempt: attempt.number,
    ticket: { key: item.ticket.key, title: item.ticket.title, url: item.ticket.url },
    repository: item.repository.fullName,
    change: item.change ?? '',
    sections: delegation.sections,
    base: attempt.base,
    recordedBase: options.recordedBase,
    codeBranch: attempt.codeBranch,
    agent: delegation.agent,
    models: {
      chain: plan?.chain ?? [],
      budget: { requests, tokens, cost: cost ?? null },
      paths: plan?.paths ?? [],
      direct: plan?.direct ?? [],
    },
    notes: attempt.notes,
    verify: { setup: configuration.verify.setup, commands: configuration.verify.commands },
    limits: {
      agentSeconds: caps.minutes * 60,
      stallSeconds: caps.stall * 60,
      verifySeconds: configuration.verify.timeout,
    },
    runner: { isolation: configuration.runner.isolation, keepHours: configuration.runner.keep },
    protectedPaths: configuration.protected,
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
