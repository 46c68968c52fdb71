import { type Priority, priorities } from '../core/rounds/round.ts';
import type { CommandDefinition, Parsed } from './command.ts';

const pattern = /^(F[1-9]\d{0,3})[ \t]+(fix|ack|acknowledge|file)(?:\s+([\s\S]*))?$/i;

const isPriority = (word: string): word is Priority => priorities.some((one) => one === word);

/** A word of priority first, then a reason, or a reason alone. */
const filed = (finding: string, words: string): Parsed => {
  const [first = '', ...rest] = words.split(/\s+/);
  const priority = first.toLowerCase();
  return isPriority(priority)
    ? { ok: { name: 'triage', finding, to: 'file', priority, why: rest.join(' ') } }
    : { ok: { name: 'triage', finding, to: 'file', priority: null, why: words } };
};

export const triage: CommandDefinition = {
  name: 'triage',
  usage: '/triage <finding> fix|ack <why>|file [priority]',
  examples: ['/triage F2 ack The order is a deliberate choice.', '/triage F2 fix', '/triage F2 file high'],
  summary: 'decide what becomes of a finding, whatever was proposed',
  who: 'write',
  takes: 'block',
  parse: (args) => {
    const match = pattern.exec(args.trim());
    if (!match?.[1] || !match[2])
      return {
        problem:
          '`/triage` needs a finding and what becomes of it: `/triage F2 fix`, `/triage F2 ack <why>` or `/triage F2 file high`.',
      };
    const finding = match[1].toUpperCase();
    const words = match[3]?.trim() ?? '';
    const to = match[2].toLowerCase();
    if (to === 'file') return filed(finding, words);
    if (to === 'fix') return { ok: { name: 'triage', finding, to: 'fix', priority: null, why: words } };
    return words === ''
      ? { problem: `Say why: \`/triage ${finding} ack <why>\`.` }
      : { ok: { name: 'triage', finding, to: 'acknowledge', priority: null, why: words } };
  },
};
