import { alone, type CommandDefinition } from './command.ts';

export const defer: CommandDefinition = {
  name: 'defer',
  usage: '/defer',
  examples: ['/defer'],
  summary: 'put the question off; it comes back before the plan is written',
  who: 'plan',
  parse: alone({ name: 'defer' }),
};
