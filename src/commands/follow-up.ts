import { type Priority, priorities } from '../core/rounds/round.ts';
import type { CommandDefinition } from './command.ts';

const flag = /(?:^|\s)--priority(?:[ \t=]+(\S*))?/i;

const isPriority = (word: string): word is Priority => priorities.some((one) => one === word);

export const followUp: CommandDefinition = {
  name: 'follow-up',
  usage: '/follow-up [title] --priority <urgent|high|medium|low|none>',
  examples: ['/follow-up --priority low', '/follow-up Migrate the example warehouse --priority medium'],
  summary:
    'file a ticket related to this one; as a reply to a review comment it takes the comment’s own title',
  who: 'write',
  parse: (args) => {
    const given = flag.exec(args);
    const title = args.replace(flag, ' ').replace(/\s+/g, ' ').trim();
    if (given === null) return { ok: { name: 'follow-up', title, priority: null } };
    const priority = (given[1] ?? '').toLowerCase();
    return isPriority(priority)
      ? { ok: { name: 'follow-up', title, priority } }
      : {
          problem: `\`--priority\` takes one of ${priorities.map((one) => `\`${one}\``).join(', ')}.`,
        };
  },
};
