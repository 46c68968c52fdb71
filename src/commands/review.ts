import { alone, type CommandDefinition } from './command.ts';

export const review: CommandDefinition = {
  name: 'review',
  usage: '/review',
  examples: ['/review'],
  summary: 'have the head of the pull request reviewed now, also a draft',
  who: 'write',
  parse: alone({ name: 'review' }),
};
