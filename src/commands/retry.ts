import { choiceProblem } from './agent-flags.ts';
import type { CommandDefinition } from './command.ts';
import { readFlags } from './flags.ts';

export const retry: CommandDefinition = {
  name: 'retry',
  usage: '/retry [--agent NAME] [--model NAME]',
  examples: ['/retry', '/retry --agent codex'],
  summary: 'try again what is blocked',
  who: 'write',
  parse: (args) => {
    const { rest, flags, problem } = readFlags(args, { names: ['agent', 'model'] as const });
    const wrong = choiceProblem(flags) ?? problem;
    if (wrong !== null) return { problem: wrong };
    if (rest !== '')
      return { problem: '`/retry` takes no words after it. To say what has to change: `/iterate <notes>`.' };
    return { ok: { name: 'retry', ...flags } };
  },
};
