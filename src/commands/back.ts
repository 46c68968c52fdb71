import { alone, type CommandDefinition } from './command.ts';

export const back: CommandDefinition = {
  name: 'back',
  usage: '/back',
  examples: ['/back'],
  summary: 'take the last answer back; its question is asked again',
  who: 'plan',
  parse: alone({ name: 'back' }),
};
