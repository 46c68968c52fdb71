import { createAgent } from '../adapters/agents/registry.ts';
import type { EvidenceFile } from '../contracts/evidence.ts';
import type { AgentRequest } from '../ports/agent.ts';
import { scrubbedEnvironment } from './environment.ts';
import type { Prepared } from './prepare.ts';
import type { Run } from './run.ts';
import { runProgram } from './run-program.ts';

export interface AgentStep {
  record: EvidenceFile['agent'];
  transcript: string;
}

/** Gives the prompt to the agent and waits, at most as long as the assignment allows. */
export const runAgent = async (
  run: Run,
  options: { prepared: Prepared; recordings: string | undefined },
): Promise<AgentStep> => {
  const { assignment, folders } = run;
  const agent = createAgent({ assignment, recordings: options.recordings, run: runProgram });
  const { promptPath, answerPath, schemaPath } = options.prepared;
  const request: AgentRequest = {
    promptPath,
    answerPath,
    schemaPath,
    worktree: folders.worktree,
    access: 'edit',
    model: assignment.agent.model ?? null,
    limits: { seconds: assignment.limits.agentSeconds },
    env: scrubbedEnvironment({ path: run.path, home: folders.home, temporary: folders.temporary }),
    signal: run.signal,
  };
  const started = performance.now();
  const { exitCode, timedOut, transcript } = await agent.run(request);
  const durationMs = Math.round(performance.now() - started);
  return { record: { name: assignment.agent.name, exitCode, timedOut, durationMs }, transcript };
};
