import { createAgent } from '../../adapters/agents/registry.ts';
import type { Assignment } from '../../contracts/assignment.ts';
import type { AgentReport } from '../../contracts/evidence.ts';
import type { AgentRequest } from '../../ports/agent.ts';
import { scrubbedEnvironment } from '../environment.ts';
import type { Prepared } from '../prompt/prepare.ts';
import type { AgentSide } from './side.ts';

export interface AgentRan {
  record: AgentReport['agent'];
  transcript: string;
}

/** Gives the prompt to the agent and waits, at most as long as the assignment allows. */
export const runAgent = async (
  side: AgentSide,
  options: {
    assignment: Assignment;
    prepared: Prepared;
    replay: readonly [string, ...string[]] | null;
    onOutput: (chunk: Buffer) => void;
  },
): Promise<AgentRan> => {
  const { assignment, prepared } = options;
  const agent = createAgent({ assignment, replay: options.replay, run: side.run });
  const request: AgentRequest = {
    promptPath: prepared.promptPath,
    answerPath: prepared.answerPath,
    schemaPath: prepared.schemaPath,
    worktree: side.folders.worktree,
    access: 'edit',
    model: assignment.agent.model ?? null,
    limits: { seconds: assignment.limits.agentSeconds },
    env: scrubbedEnvironment({
      path: side.path,
      home: side.folders.home,
      temporary: side.folders.temporary,
    }),
    onOutput: options.onOutput,
    signal: side.signal,
  };
  const started = performance.now();
  const { exitCode, timedOut, transcript } = await agent.run(request);
  const durationMs = Math.round(performance.now() - started);
  return { record: { name: assignment.agent.name, exitCode, timedOut, durationMs }, transcript };
};
