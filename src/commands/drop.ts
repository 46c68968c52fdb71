import type { CommandDefinition } from './command.ts';
import { readSections } from './sections.ts';

/** Sections, then a reason: `6-7 done by hand`. A comma or dash between numbers belongs to the sections. */
const dropPattern = /^(\d+(?:[ \t]*[-–,][ \t]*\d+)*)(?:[ \t]+(.*))?$/;

export const drop: CommandDefinition = {
  name: 'drop',
  usage: '/drop <sections> <why>',
  examples: ['/drop 6-7 The migration moved to its own ticket.'],
  summary: 'leave sections out, with the reason on the record',
  who: 'write',
  parse: (args) => {
    const match = dropPattern.exec(args);
    if (!match?.[1])
      return { problem: `\`/drop\` needs sections and a reason, such as \`${drop.examples[0]}\`.` };
    const read = readSections(match[1]);
    if ('problem' in read) return read;
    const why = match[2]?.trim();
    if (!why) return { problem: `\`/drop ${match[1]}\` needs a reason after the sections.` };
    return { ok: { name: 'drop', sections: read.groups.flat(), why } };
  },
};
