import type { Cli, Read } from '../../../src/adapters/agents/cli.ts';
import type { TranscriptEntry } from '../../../src/contracts/transcript.ts';
import type { AgentRequest } from '../../../src/ports/agent.ts';

export const requestFor = (rest: Partial<AgentRequest> = {}): AgentRequest => ({
  promptPath: '/x/exchange/prompt.md',
  answerPath: '/x/exchange/answer.json',
  schemaPath: '/x/exchange/answer.schema.json',
  worktree: '/x/worktree',
  home: '/x/home',
  access: 'edit',
  model: null,
  gateway: null,
  instructions: null,
  limits: { seconds: 20, stallSeconds: 20, steps: 100 },
  env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: '/x/home', TMPDIR: '/x/tmp' },
  onLine: () => {},
  signs: { last: () => 0 },
  signal: new AbortController().signal,
  ...rest,
});

export const gateway = {
  url: 'http://127.0.0.1:4711',
  token: 'token-of-the-run',
  api: 'openai-chat' as const,
  model: 'org/smart-1',
};

/** Everything that follows from some events, one after the other. */
export const readAll = <State>(cli: Cli<State>, events: unknown[]): Read<State> =>
  events.reduce<Read<State>>(
    (before, event) => {
      const read = cli.read(event, before.state);
      return { entries: [...before.entries, ...read.entries], state: read.state };
    },
    { entries: [] as TranscriptEntry[], state: cli.start },
  );
