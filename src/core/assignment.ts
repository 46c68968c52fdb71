import type { Assignment } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { Attempt, Delegation, Item } from './item.ts';

/** The assignment of an attempt: what is sent to the runner, and what its return is judged against. */
export const assignmentOf = (options: {
  item: Item;
  delegation: Delegation;
  attempt: Attempt;
  recordedBase: string;
  configuration: Configuration;
}): Assignment => {
  const { item, delegation, attempt, configuration } = options;
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
    notes: attempt.notes,
    verify: { setup: configuration.verify.setup, commands: configuration.verify.commands },
    limits: { agentSeconds: configuration.caps.minutes * 60, verifySeconds: configuration.verify.timeout },
    protectedPaths: configuration.protected,
  };
};
