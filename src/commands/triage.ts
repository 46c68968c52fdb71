import type { Priority } from '../core/rounds/round.ts';
import type { CommandDefinition, Parsed } from './command.ts';
import { leadingPriority, priorityList, readPriority } from './priority.ts';

const pattern = /^(F[1-9]\d{0,3})[ \t]+(fix|ack|acknowledge|file)(?:(?=\s)([\s\S]*))?$/i;

const flagged = /(?:^|\s)(?:--|[–—])priority(?![A-Za-z])/i;
/** A sentence may speak of other flags, but none begins with one. */
const leadingFlag = /^--[A-Za-z][\w-]*|^[–—]prio\w*/i;

/** Words that may stand before it. */
const called = /^(?:with[ \t]+)?priority\b[ \t:=]*(?=\S)/i;

interface Filed {
  priority: Priority | null;
  why: string;
}

const readLine = (line: string): Filed | { problem: string } => {
  if (flagged.test(line)) return readFlagged(line);
  const [unknown] = leadingFlag.exec(line) ?? [];
  if (unknown)
    return {
      problem: `\`${unknown.replace(/^[–—]/, '--').slice(0, 40)}\` is not known. Write the priority as \`file high\` or \`file --priority high\`: ${priorityList}, or \`none\` with a reason.`,
    };
  const first = leadingPriority(line) ?? leadingPriority(line.replace(called, ''));
  return first ? { priority: first.priority, why: first.rest } : { priority: null, why: line };
};

/** Other flags of the same line are words of the reason. */
const readFlagged = (line: string): Filed | { problem: string } => {
  const masked = line.replace(/(^|\s)(--|[–—])(?!priority(?![A-Za-z]))(?=[A-Za-z])/gi, '$1\u0000$2');
  const read = readPriority(masked);
  if ('problem' in read) return read;
  const why = read.rest.replaceAll('\u0000', '');
  return leadingPriority(why)
    ? { problem: 'The priority is given twice. Write it once: `file high` or `file --priority high`.' }
    : { priority: read.priority, why };
};

/** The priority stands on the command's own line; what is below is a reason. */
const filed = (finding: string, words: string): Parsed => {
  const [line = '', ...below] = words.split('\n');
  const read = readLine(line.trim());
  if ('problem' in read) return read;
  const why = [read.why, ...below].join('\n').trim();
  return { ok: { name: 'triage', finding, to: 'file', priority: read.priority, why } };
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
    const to = match[2].toLowerCase();
    if (to === 'file') return filed(finding, match[3] ?? '');
    const words = match[3]?.trim() ?? '';
    if (to === 'fix') return { ok: { name: 'triage', finding, to: 'fix', priority: null, why: words } };
    return words === ''
      ? { problem: `Say why: \`/triage ${finding} ack <why>\`.` }
      : { ok: { name: 'triage', finding, to: 'acknowledge', priority: null, why: words } };
  },
};
