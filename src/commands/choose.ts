import type { CommandDefinition } from './command.ts';

export const choose: CommandDefinition = {
  name: 'choose',
  usage: '/choose <number>',
  examples: ['/choose 1'],
  summary: 'take one of the directions that are shown',
  who: 'plan',
  parse: (args) =>
    /^#?[1-9]$/.test(args)
      ? { ok: { name: 'choose', direction: Number(args.replace('#', '')) } }
      : {
          problem:
            '`/choose` takes the number of a direction, such as `/choose 1`. Where none fits: `/explore <what is missing>`.',
        },
};
