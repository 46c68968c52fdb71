import type { Command } from '../core/event.ts';
import type { CommandDefinition, Parsed } from './command.ts';
import { readFlags } from './flags.ts';
import { readSections } from './sections.ts';

type Delegate = Extract<Command, { name: 'delegate' }>;

const agentPattern = /^[a-z][a-z0-9-]{0,59}$/;
const modelPattern = /^[A-Za-z0-9][\w.:/@+-]{0,119}$/;

export const delegate: CommandDefinition = {
  name: 'delegate',
  usage: '/delegate [sections | next | all] [--agent NAME] [--model NAME]',
  examples: ['/delegate', '/delegate 2-3', '/delegate 1, 2-3, 4, 5-7 --agent opencode'],
  summary: 'hand sections to an agent; commas separate delegations, a range is one delegation',
  who: 'write',
  parse: (args) => {
    const read = readFlags(args, ['agent', 'model'] as const);
    // What is wrong with the agent first: `--agent command:x --y` is about the agent, not about `--y`.
    const problem = agentProblem(read.flags.agent) ?? modelProblem(read.flags.model) ?? read.problem;
    if (problem) return { problem };
    const choice = { agent: read.flags.agent ?? null, model: read.flags.model ?? null };
    return withSections(read.rest, choice);
  },
};

const withSections = (text: string, choice: Pick<Delegate, 'agent' | 'model'>): Parsed => {
  const word = text.toLowerCase();
  if (word === '' || word === 'next') return { ok: { name: 'delegate', groups: 'next', ...choice } };
  if (word === 'all') return { ok: { name: 'delegate', groups: 'all', ...choice } };
  const read = readSections(text);
  return 'problem' in read ? read : { ok: { name: 'delegate', groups: read.groups, ...choice } };
};

/** A command line out of a comment would be code of a stranger: only names, which the configuration defines. */
const agentProblem = (name: string | undefined): string | null => {
  if (name === undefined || agentPattern.test(name)) return null;
  return (
    '`--agent` takes the name of an agent, such as `opencode`. ' +
    'Command lines come from the configuration only: define the agent under `agents.allowed` in `.github/throughline.yml`.'
  );
};

const modelProblem = (name: string | undefined): string | null =>
  name === undefined || modelPattern.test(name)
    ? null
    : '`--model` takes a model name, such as `openai/gpt-5`.';
