import type { CommandDefinition } from './command.ts';

export const absorb: CommandDefinition = {
  name: 'absorb',
  usage: '/absorb <ticket>',
  examples: ['/absorb PER-238'],
  summary: 'take another ticket in: one merge closes both',
  who: 'write',
  parse: (args) =>
    /^[A-Za-z][A-Za-z0-9]{0,9}-[1-9]\d{0,8}$/.test(args)
      ? { ok: { name: 'absorb', key: args.toUpperCase() } }
      : { problem: '`/absorb` takes the key of one ticket, such as `/absorb PER-238`.' },
};
