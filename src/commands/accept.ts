import { alone, type CommandDefinition } from './command.ts';

export const accept: CommandDefinition = {
  name: 'accept',
  usage: '/accept',
  examples: ['/accept'],
  summary: 'merge the reviewed delegation into the feature branch',
  who: 'write',
  parse: alone({ name: 'accept' }),
};
