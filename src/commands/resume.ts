import { alone, type CommandDefinition } from './command.ts';

export const resume: CommandDefinition = {
  name: 'resume',
  usage: '/resume',
  examples: ['/resume'],
  summary: 'go on after a pause',
  who: 'write',
  parse: alone({ name: 'resume' }),
};
