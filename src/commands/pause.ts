import { alone, type CommandDefinition } from './command.ts';

export const pause: CommandDefinition = {
  name: 'pause',
  usage: '/pause',
  examples: ['/pause'],
  summary: 'start nothing new; a running delegation still reports',
  who: 'write',
  parse: alone({ name: 'pause' }),
};
