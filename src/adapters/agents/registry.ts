import type { Assignment } from '../../contracts/assignment.ts';
import type { Agent, RunProgram } from '../../ports/agent.ts';
import { createCommandAgent } from './command.ts';
import { createReplayAgent } from './replay.ts';

export interface AgentContext {
  assignment: Assignment;
  /** Program that plays recordings, for `replay`; null where there are none. */
  replay: readonly [string, ...string[]] | null;
  run: RunProgram;
}

type Kind = Assignment['agent']['kind'];

/** One entry per kind of agent the configuration may define. */
const agents: Record<Kind, (context: AgentContext) => Agent> = {
  command: ({ assignment, run }) => {
    const { command, name } = assignment.agent;
    if (command === undefined) {
      throw new Error(
        `Agent \`${name}\` has no command: set \`agents.allowed.${name}.command\` in .github/throughline.yml.`,
      );
    }
    return createCommandAgent({ command, run });
  },
  replay: ({ assignment, replay, run }) => {
    if (replay === null) {
      throw new Error(
        'Agent `replay` needs recordings: set THROUGHLINE_RECORDINGS to their folder on the runner, or choose another agent.',
      );
    }
    return createReplayAgent({
      program: replay,
      sections: sectionsOf(assignment),
      attempt: assignment.attempt,
      run,
    });
  },
};

export const createAgent = (context: AgentContext): Agent => agents[context.assignment.agent.kind](context);

/** `5-7` of `throughline/<change>/5-7-1`: the branch's own spelling, so that there is one rule for it. */
const sectionsOf = (assignment: Assignment): string => {
  const last = assignment.codeBranch.split('/').at(-1) ?? '';
  const suffix = `-${assignment.attempt}`;
  return last.endsWith(suffix) ? last.slice(0, -suffix.length) : last;
};
