import type { CommandDefinition } from './command.ts';

export const mode: CommandDefinition = {
  name: 'mode',
  usage: '/mode copilot|auto',
  examples: ['/mode auto'],
  summary: '`copilot` asks at scope and accept; `auto` asks only for the merge',
  who: 'write',
  parse: (args) => {
    const word = args.toLowerCase();
    if (word === 'copilot' || word === 'auto') return { ok: { name: 'mode', mode: word } };
    return {
      problem: '`/mode` takes `copilot` (asks at scope and accept) or `auto` (asks only for the merge).',
    };
  },
};
