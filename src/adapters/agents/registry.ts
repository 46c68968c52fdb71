import type { Assignment, DelegateAssignment } from '../../contracts/assignment.ts';
import type { Agent, RunProgram } from '../../ports/agent.ts';
import { createClaudeCodeAgent } from './claude-code.ts';
import type { CliContext } from './cli.ts';
import { createCodexAgent } from './codex.ts';
import { createCommandAgent } from './command.ts';
import { createOpencodeAgent } from './opencode.ts';
import { createReplayAgent } from './replay.ts';

export interface AgentContext {
  assignment: Assignment;
  /** The installed CLI, for kinds that have one; null where there is none. */
  program: CliContext['program'] | null;
  /** Program that plays recordings, for `replay`; null where there are none. */
  replay: readonly [string, ...string[]] | null;
  /** The runner has put a boundary around whatever `run` starts. */
  confined: boolean;
  /** How often the agent is asked within this run, this time included; 1 if not said. */
  turn?: number;
  run: RunProgram;
}

type Kind = Assignment['agent']['kind'];

/** One entry per kind of agent the configuration may define. */
const agents: Record<Kind, (context: AgentContext) => Agent> = {
  opencode: (context) => createOpencodeAgent(withProgram(context)),
  'claude-code': (context) => createClaudeCodeAgent(withProgram(context)),
  codex: (context) => createCodexAgent(withProgram(context)),
  command: ({ assignment, run }) => {
    const { command, name } = assignment.agent;
    if (command === undefined) {
      throw new Error(
        `Agent \`${name}\` has no command: set \`agents.allowed.${name}.command\` in .github/throughline.yml.`,
      );
    }
    return createCommandAgent({ command, run });
  },
  replay: ({ assignment, replay, turn = 1, run }) => {
    if (replay === null) {
      throw new Error(
        'Agent `replay` needs recordings: set THROUGHLINE_RECORDINGS to their folder on the runner, or choose another agent.',
      );
    }
    return createReplayAgent({
      program: replay,
      part: partOf(assignment),
      attempt: assignment.attempt,
      turn: assignment.phase === 'delegate' ? null : turn,
      run,
    });
  },
};

const partOf = (assignment: AgentContext['assignment']): string => {
  if (assignment.phase !== 'delegate') return assignment.phase;
  return assignment.fixUp ? `fix-up-${assignment.fixUp.round}` : sectionsOf(assignment);
};

/** Throws, with the remedy, when the agent lacks what its kind needs. */
export const createAgent = (context: AgentContext): Agent => agents[context.assignment.agent.kind](context);

const withProgram = ({ assignment, program, confined, run }: AgentContext): CliContext => {
  if (program !== null) return { program, confined, run };
  const { name, kind } = assignment.agent;
  throw new Error(
    `Agent \`${name}\` needs the CLI of ${kind}, which is not installed here: run it in a workflow of this release, which installs it, or choose another agent.`,
  );
};

/** `5-7` of `throughline/<change>/5-7-1`: the branch's own spelling, so that there is one rule for it. */
const sectionsOf = (assignment: DelegateAssignment): string => {
  const last = assignment.codeBranch.split('/').at(-1) ?? '';
  const suffix = `-${assignment.attempt}`;
  return last.endsWith(suffix) ? last.slice(0, -suffix.length) : last;
};
