import { alone, type CommandDefinition } from './command.ts';

export const status: CommandDefinition = {
  name: 'status',
  usage: '/status',
  examples: ['/status'],
  summary: 'show where the ticket stands and whom it waits for',
  who: 'triage',
  parse: alone({ name: 'status' }),
};
