import { alone, type CommandDefinition } from './command.ts';

export const prompt: CommandDefinition = {
  name: 'prompt',
  usage: '/prompt',
  examples: ['/prompt'],
  summary: 'link the prompt the agent was given',
  who: 'triage',
  parse: alone({ name: 'prompt' }),
};
