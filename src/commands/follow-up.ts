import type { CommandDefinition } from './command.ts';
import { readPriority } from './priority.ts';

/** Quotes around the whole of it; those within are the title's own. */
const quoted = /^(?:"([^"]*)"|'([^']*)'|“([^”]*)”|‘([^’]*)’|«([^»]*)»)$/;

const unquoted = (title: string): string =>
  (
    quoted
      .exec(title)
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? title
  ).trim();

export const followUp: CommandDefinition = {
  name: 'follow-up',
  usage: '/follow-up [title] --priority <urgent|high|medium|low>',
  examples: ['/follow-up --priority low', '/follow-up Migrate the example warehouse --priority medium'],
  summary:
    'file a ticket related to this one; as a reply to a review comment it takes the comment’s own title',
  who: 'write',
  parse: (args) => {
    const read = readPriority(args);
    return 'problem' in read
      ? read
      : { ok: { name: 'follow-up', title: unquoted(read.rest), priority: read.priority } };
  },
};
