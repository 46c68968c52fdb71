import { alone, type CommandDefinition } from './command.ts';

export const update: CommandDefinition = {
  name: 'update',
  usage: '/update',
  examples: ['/update'],
  summary: 'merge the default branch into the feature branch',
  who: 'write',
  parse: alone({ name: 'update' }),
};
