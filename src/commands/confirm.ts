import type { CommandDefinition } from './command.ts';

export const confirm: CommandDefinition = {
  name: 'confirm',
  usage: '/confirm [option]',
  examples: ['/confirm', '/confirm 2'],
  summary:
    'take what is recommended, or another option of the question; start the delegation whose scope is shown; where a cap of ticket or month is used up, go on once all the same',
  who: 'write',
  // whether an option has a place here depends on what is asked
  parse: (args) => ({ ok: args === '' ? { name: 'confirm' } : { name: 'confirm', option: args } }),
};
