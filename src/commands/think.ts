import type { CommandDefinition } from './command.ts';

export const think: CommandDefinition = {
  name: 'think',
  usage: '/think [hint]',
  examples: ['/think', '/think What do other link checkers do with duplicate headings?'],
  summary: 'have the question thought through again; a hint, also on the lines below, says about what',
  who: 'plan',
  takes: 'block',
  parse: (args) => ({ ok: { name: 'think', hint: args } }),
};
