import { alone, type CommandDefinition } from './command.ts';

export const confirm: CommandDefinition = {
  name: 'confirm',
  usage: '/confirm',
  examples: ['/confirm'],
  summary: 'start the delegation whose scope is shown',
  who: 'write',
  parse: alone({ name: 'confirm' }),
};
