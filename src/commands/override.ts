import type { CommandDefinition } from './command.ts';

export const override: CommandDefinition = {
  name: 'override',
  usage: '/override <answer>',
  examples: ['/override Rewrite the target and leave the label as it is, also for images.'],
  summary:
    'answer the question in words of your own, also on the lines below; what follows from it is thought through anew',
  who: 'plan',
  takes: 'block',
  parse: (args) =>
    args === ''
      ? {
          problem:
            '`/override` needs an answer, on the same line or below it. To take what is recommended: `/confirm`.',
        }
      : { ok: { name: 'override', answer: args } },
};
