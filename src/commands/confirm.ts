import { alone, type CommandDefinition } from './command.ts';

export const confirm: CommandDefinition = {
  name: 'confirm',
  usage: '/confirm',
  examples: ['/confirm'],
  summary:
    'start the delegation whose scope is shown; where a cap of ticket or month is used up, go on once all the same',
  who: 'write',
  parse: alone({ name: 'confirm' }),
};
