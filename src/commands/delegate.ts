import type { Command } from '../core/event.ts';
import { choiceProblem } from './agent-flags.ts';
import type { CommandDefinition, Parsed } from './command.ts';
import { readFlags } from './flags.ts';
import { readSections } from './sections.ts';

type Delegate = Extract<Command, { name: 'delegate' }>;

const fromTicket = 'from-ticket';

export const delegate: CommandDefinition = {
  name: 'delegate',
  usage: '/delegate [sections | next | all | --from-ticket] [--agent NAME] [--model NAME]',
  examples: [
    '/delegate',
    '/delegate 2-3',
    '/delegate --from-ticket',
    '/delegate 1, 2-3, 4, 5-7 --agent opencode',
  ],
  summary:
    'hand sections to an agent; commas separate delegations, a range is one delegation; `--from-ticket` has the tasks written from the ticket, where no change says them',
  who: 'write',
  parse: (args) => {
    const read = readFlags(args, { names: ['agent', 'model'] as const, switches: [fromTicket] });
    // What is wrong with the agent first: `--agent command:x --y` is about the agent, not about `--y`.
    const problem = choiceProblem(read.flags) ?? read.problem;
    if (problem) return { problem };
    const choice = { agent: read.flags.agent ?? null, model: read.flags.model ?? null };
    if (read.switches.length === 0) return withSections(read.rest, choice);
    return read.rest === ''
      ? { ok: { name: 'delegate', groups: 'next', ...choice, fromTicket: true } }
      : {
          problem:
            '`--from-ticket` has the tasks written first, so there are no sections to name yet. Write `/delegate --from-ticket` alone; what the agent should know belongs into the ticket.',
        };
  },
};

const withSections = (text: string, choice: Pick<Delegate, 'agent' | 'model'>): Parsed => {
  const word = text.toLowerCase();
  if (word === '' || word === 'next') return { ok: { name: 'delegate', groups: 'next', ...choice } };
  if (word === 'all') return { ok: { name: 'delegate', groups: 'all', ...choice } };
  const read = readSections(text);
  return 'problem' in read ? read : { ok: { name: 'delegate', groups: read.groups, ...choice } };
};
