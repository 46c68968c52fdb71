import { alone, type CommandDefinition } from './command.ts';

export const retry: CommandDefinition = {
  name: 'retry',
  usage: '/retry',
  examples: ['/retry'],
  summary: 'try again what is blocked',
  who: 'write',
  parse: alone({ name: 'retry' }),
};
