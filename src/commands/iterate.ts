import type { CommandDefinition } from './command.ts';

export const iterate: CommandDefinition = {
  name: 'iterate',
  usage: '/iterate <notes>',
  examples: ['/iterate The link checker must ignore anchors; keep the old flag working.'],
  summary: 'ask for another attempt; the notes, also on the lines below, go into its prompt',
  who: 'write',
  takes: 'block',
  parse: (args) =>
    args === ''
      ? {
          problem:
            '`/iterate` needs notes: say what has to change, on the same line or below it. To send the failed checks alone, tick the box.',
        }
      : { ok: { name: 'iterate', notes: args } },
};
