import type { Agent, AgentRequest, RunProgram } from '../../ports/agent.ts';
import { createProgramAgent, requestVariables } from './program-agent.ts';

/** A shell command line of the configuration, run in the worktree. What it is told stands in its environment. */
export const createCommandAgent = (options: { command: string; run: RunProgram }): Agent =>
  createProgramAgent({
    run: options.run,
    program: (request) => ({
      argv: ['/bin/sh', '-c', options.command],
      env: { ...request.env, ...requestVariables(request), ...modelVariables(request) },
    }),
  });

/** Under the names that most programs look for. */
const modelVariables = ({ gateway, model }: AgentRequest): Record<string, string> => {
  if (gateway === null) return model === null ? {} : { MODEL: model };
  return {
    MODEL: gateway.model,
    MODEL_API: gateway.api,
    OPENAI_BASE_URL: `${gateway.url}/v1`,
    OPENAI_API_KEY: gateway.token,
    ANTHROPIC_BASE_URL: gateway.url,
    ANTHROPIC_API_KEY: gateway.token,
  };
};
