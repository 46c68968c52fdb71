import type { CommandDefinition } from './command.ts';

export const reject: CommandDefinition = {
  name: 'reject',
  usage: '/reject <why>',
  examples: ['/reject Wrong approach: the parser must stay streaming.'],
  summary: 'turn the delegation down; its branch and evidence stay',
  who: 'write',
  parse: (args) =>
    args === ''
      ? {
          problem:
            '`/reject` needs a reason on the same line, such as `/reject the parser must stay streaming`.',
        }
      : { ok: { name: 'reject', why: args } },
};
