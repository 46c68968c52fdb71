import type { Agent, RunProgram } from '../../ports/agent.ts';

const transcriptBytes = 1024 * 1024;

/** A shell command line of the configuration, run in the worktree. What it is told stands in its environment. */
export const createCommandAgent = (options: { command: string; run: RunProgram }): Agent => ({
  run: async (request) => {
    const ended = await options.run({
      argv: ['/bin/sh', '-c', options.command],
      cwd: request.worktree,
      env: {
        ...request.env,
        PROMPT_FILE: request.promptPath,
        ANSWER_FILE: request.answerPath,
        ANSWER_SCHEMA: request.schemaPath,
        ACCESS: request.access,
        ...(request.model === null ? {} : { MODEL: request.model }),
      },
      limitMs: request.limits.seconds * 1000,
      capBytes: transcriptBytes,
      onOutput: request.onOutput,
      signal: request.signal,
    });
    return { exitCode: ended.exitCode, timedOut: ended.timedOut, transcript: ended.output };
  },
});
