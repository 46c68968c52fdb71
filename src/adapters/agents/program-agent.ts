import type { Agent, AgentRequest, RunProgram } from '../../ports/agent.ts';
import { splitLines } from './lines.ts';
import { supervise } from './supervise.ts';
import { keepTranscript } from './transcript.ts';

/** What an agent of any kind finds in its environment about its request. */
export const requestVariables = (request: AgentRequest): Record<string, string> => ({
  PROMPT_FILE: request.promptPath,
  ANSWER_FILE: request.answerPath,
  ANSWER_SCHEMA: request.schemaPath,
  ACCESS: request.access,
});

/** A program that prints what it likes: it has no word for how it ended. */
export const createProgramAgent = (options: {
  run: RunProgram;
  program: (request: AgentRequest) => { argv: [string, ...string[]]; env: Record<string, string> };
}): Agent => ({
  run: async (request) => {
    const transcript = keepTranscript();
    const lines = splitLines((line) => {
      transcript.add(line);
      request.onLine(line);
    });
    const program = options.program(request);
    const ended = await supervise({ run: options.run, request, program, onOutput: lines.add });
    lines.end();
    return {
      ...ended,
      ended: 'untold',
      problem: null,
      transcript: transcript.text(),
      entries: [],
      lastWords: null,
    };
  },
});
