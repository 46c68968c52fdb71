import type { CommandDefinition } from './command.ts';

export const merged: CommandDefinition = {
  name: 'merged',
  usage: '/merged <sha>',
  examples: ['/merged 3f9c2ab'],
  summary: 'say that the pull request was merged as this commit; GitHub is asked whether it was',
  who: 'write',
  parse: (args) =>
    /^[0-9a-f]{7,40}$/i.test(args)
      ? { ok: { name: 'merged', sha: args.toLowerCase() } }
      : {
          problem: '`/merged` needs the merge commit: 7 to 40 hexadecimal digits, such as `/merged 3f9c2ab`.',
        },
};
