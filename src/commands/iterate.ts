import { readLeadingFlags } from './agent-flags.ts';
import type { CommandDefinition } from './command.ts';

export const iterate: CommandDefinition = {
  name: 'iterate',
  usage: '/iterate [--agent NAME] [--model NAME] <notes>',
  examples: ['/iterate The link checker must ignore anchors; keep the old flag working.'],
  summary:
    'ask for another attempt; the notes, also on the lines below, go into its prompt; another agent or model needs none',
  who: 'write',
  takes: 'block',
  parse: (args) => {
    const read = readLeadingFlags(args);
    if ('problem' in read) return read;
    const { flags, rest } = read;
    if (rest === '' && Object.keys(flags).length === 0)
      return {
        problem:
          '`/iterate` needs notes: say what has to change, on the same line or below it. To send the failed checks alone, tick the box.',
      };
    return { ok: { name: 'iterate', notes: rest, ...flags } };
  },
};
