import { describe, expect, it } from 'vitest';
import { opencode } from '../../../src/adapters/agents/opencode.ts';
import { gateway, readAll, requestFor } from './support.ts';

const cli = opencode('/cli/opencode');
const tool = (name: string, state: object) => ({
  type: 'tool_use',
  sessionID: 'ses_1',
  part: { tool: name, state },
});
const finish = (reason: string) => ({ type: 'step_finish', part: { type: 'step-finish', reason } });
const start = { type: 'step_start', sessionID: 'ses_1', part: { type: 'step-start' } };

describe('events of OpenCode', () => {
  it.each([
    ['a first step', [start, start], [{ kind: 'started', session: 'ses_1', model: null }]],
    ['text', [{ type: 'text', part: { text: 'Done.' } }], [{ kind: 'said', text: 'Done.' }]],
    ['the end of a step', [finish('tool-calls')], [{ kind: 'step' }]],
    [
      'a tool',
      [tool('write', { status: 'completed', input: { filePath: 'a' }, output: 'Wrote file successfully.' })],
      [
        {
          kind: 'called',
          tool: 'write',
          input: '{"filePath":"a"}',
          output: 'Wrote file successfully.',
          ok: true,
        },
      ],
    ],
    [
      'a command that failed',
      [
        tool('bash', {
          status: 'completed',
          input: { command: 'exit 3' },
          output: '(no output)',
          metadata: { exit: 3 },
        }),
      ],
      [{ kind: 'called', tool: 'bash', input: '{"command":"exit 3"}', output: '(no output)', ok: false }],
    ],
    [
      'a tool that its permissions deny',
      [
        tool('write', {
          status: 'error',
          input: { filePath: '/out' },
          error: 'The user has specified a rule which prevents you from using this specific tool call.',
        }),
      ],
      [{ kind: 'denied', tool: 'write', detail: '{"filePath":"/out"}' }],
    ],
    [
      'a tool that failed',
      [tool('read', { status: 'error', input: { filePath: 'no' }, error: 'File not found' })],
      [{ kind: 'called', tool: 'read', input: '{"filePath":"no"}', output: 'File not found', ok: false }],
    ],
    [
      'arguments that are no JSON',
      [
        tool('invalid', {
          status: 'completed',
          input: { tool: 'write', error: 'JSON parsing failed' },
          output: '',
        }),
      ],
      [{ kind: 'invalid', tool: 'write', detail: 'JSON parsing failed' }],
    ],
    [
      'a tool that is not there',
      [
        tool('bash', {
          status: 'error',
          input: {},
          error: "Model tried to call unavailable tool 'invalid'.",
        }),
      ],
      [{ kind: 'invalid', tool: 'bash', detail: "Model tried to call unavailable tool 'invalid'." }],
    ],
    [
      'an error',
      [{ type: 'error', error: { name: 'APIError', data: { message: 'bad key', statusCode: 401 } } }],
      [{ kind: 'problem', detail: 'APIError: bad key' }],
    ],
    ['what it does not know', [{ type: 'new' }, { nothing: 1 }, { type: 'text' }], []],
  ])('%s', (_name, events, entries) => {
    expect(readAll(cli, events).entries).toEqual(entries);
  });

  it.each([
    ['stopped by itself', [finish('tool-calls'), finish('stop')], 0, 'completed'],
    ['ended with an exit code', [finish('stop')], 1, 'none'],
    ['was ended by a signal', [finish('stop')], null, 'none'],
    ['ended after another kind of step', [finish('unknown')], 0, 'none'],
    ['ended without a step', [], 0, 'none'],
    ['had an error', [finish('stop'), { type: 'error', error: { name: 'APIError' } }], 0, 'failed'],
  ])('that %s: its last word', (_name, events, exitCode, ended) => {
    const word = cli.lastWord(readAll(cli, events).state, exitCode);
    expect(word.ended).toBe(ended);
    expect(word.problem === null).toBe(ended === 'completed');
  });
});

describe('settings of OpenCode', () => {
  const configOf = (request: Parameters<typeof requestFor>[0]) =>
    JSON.parse(cli.settings(requestFor(request)).files['/x/home/.config/opencode/opencode.json'] ?? '');

  it('lead to the gateway by the library of its protocol, with the token in no variable', () => {
    const { env, argv } = cli.settings(requestFor({ gateway }));
    expect(argv).toEqual(expect.arrayContaining(['--model', 'gateway/org/smart-1']));
    expect(JSON.stringify(env)).not.toContain(gateway.token);
    expect(configOf({ gateway }).provider.gateway).toMatchObject({
      npm: '@ai-sdk/openai-compatible',
      options: { baseURL: 'http://127.0.0.1:4711/v1', apiKey: gateway.token },
    });
    const other = { ...gateway, api: 'anthropic-messages' as const };
    expect(configOf({ gateway: other }).provider.gateway.npm).toBe('@ai-sdk/anthropic');
  });

  it('allow an editor everything but the web and other places, and a reader nothing but reading', () => {
    const elsewhere = { '*': 'deny', '/x/exchange/**': 'allow' };
    expect(configOf({}).permission).toMatchObject({
      '*': 'allow',
      webfetch: 'deny',
      external_directory: elsewhere,
    });
    expect(configOf({ access: 'read' }).permission).toEqual({
      '*': 'deny',
      read: 'allow',
      glob: 'allow',
      grep: 'allow',
      list: 'allow',
      invalid: 'allow',
      external_directory: elsewhere,
    });
  });

  it('hold the instructions of the recorded base where a person would have some', () => {
    const files = cli.settings(requestFor({ instructions: 'Be brief.' })).files;
    expect(files['/x/home/.config/opencode/AGENTS.md']).toBe('Be brief.');
  });
});
