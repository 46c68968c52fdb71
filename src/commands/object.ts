import type { CommandDefinition } from './command.ts';

/** The assumption as it is shown, in backticks or not; then what holds instead. */
const pattern = /^`?([A-Za-z][\w-]{0,47})`?[ \t]*:?(?:[ \t]+|[ \t]*\n\s*)(\S[\s\S]*)$/;

export const object: CommandDefinition = {
  name: 'object',
  usage: '/object <assumption> <answer>',
  examples: ['/object posix-paths Windows paths occur as well: accept both separators.'],
  summary: 'object to something that is assumed, and say what holds instead, also on the lines below',
  who: 'plan',
  takes: 'block',
  parse: (args) => {
    const match = pattern.exec(args);
    if (match?.[1] && match[2])
      return { ok: { name: 'object', assumption: match[1].toLowerCase(), answer: match[2].trim() } };
    return {
      problem: `\`/object\` needs the assumption's name and what holds instead, such as \`${object.examples[0]}\`.`,
    };
  },
};
