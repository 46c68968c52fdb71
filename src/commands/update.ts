import { alone, type CommandDefinition } from './command.ts';

export const update: CommandDefinition = {
  name: 'update',
  usage: '/update',
  examples: ['/update'],
  summary: 'merge the branch that the pull request goes to into the feature branch',
  who: 'write',
  parse: alone({ name: 'update' }),
};
