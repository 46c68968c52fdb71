import type { CommandDefinition } from './command.ts';

export const explore: CommandDefinition = {
  name: 'explore',
  usage: '/explore [hint]',
  examples: ['/explore', '/explore What would it take to keep the old link form working?'],
  summary:
    'look for directions; a hint, also on the lines below, says where to look or why none of those shown will do',
  who: 'plan',
  takes: 'block',
  parse: (args) => ({ ok: { name: 'explore', hint: args } }),
};
