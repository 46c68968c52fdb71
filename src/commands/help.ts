import { alone, type CommandDefinition } from './command.ts';

export const help: CommandDefinition = {
  name: 'help',
  usage: '/help',
  examples: ['/help'],
  summary: 'list what is valid now',
  who: 'triage',
  parse: alone({ name: 'help' }),
};
