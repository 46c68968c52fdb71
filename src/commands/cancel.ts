import { alone, type CommandDefinition } from './command.ts';

export const cancel: CommandDefinition = {
  name: 'cancel',
  usage: '/cancel',
  examples: ['/cancel'],
  summary: 'stop, and leave the ticket to people; nothing is deleted',
  who: 'write',
  parse: alone({ name: 'cancel' }),
};
