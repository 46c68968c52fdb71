import { describe, expect, it } from 'vitest';
import { claudeCode } from '../../../src/adapters/agents/claude-code.ts';
import { gateway, readAll, requestFor } from './support.ts';

const cli = claudeCode('/cli/claude');
const said = (id: string, ...content: object[]) => ({ type: 'assistant', message: { id, content } });
const call = (id: string, name: string, input: unknown) => ({ type: 'tool_use', id, name, input });
const result = (id: string, content: unknown, isError = false) => ({
  type: 'user',
  message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, is_error: isError }] },
});
const end = (rest: object = {}) => ({
  type: 'result',
  subtype: 'success',
  is_error: false,
  result: '',
  ...rest,
});

describe('events of Claude Code', () => {
  it.each([
    [
      'the beginning',
      [{ type: 'system', subtype: 'init', session_id: 's-1', model: 'smart-1' }],
      [{ kind: 'started', session: 's-1', model: 'smart-1' }],
    ],
    [
      'an answer in several messages',
      [said('m-1', { type: 'text', text: 'Hm.' }), said('m-1', { type: 'thinking', thinking: 'x' })],
      [{ kind: 'step' }, { kind: 'said', text: 'Hm.' }],
    ],
    [
      'a tool',
      [said('m-1', call('t-1', 'Read', { file_path: 'a' })), result('t-1', '1\thi')],
      [
        { kind: 'step' },
        { kind: 'called', tool: 'Read', input: '{"file_path":"a"}', output: '1\thi', ok: true },
      ],
    ],
    [
      'a command that failed',
      [said('m-1', call('t-1', 'Bash', {})), result('t-1', [{ type: 'text', text: 'Exit code 1' }], true)],
      [{ kind: 'step' }, { kind: 'called', tool: 'Bash', input: '{}', output: 'Exit code 1', ok: false }],
    ],
    [
      'a tool that its permissions deny, told three times',
      [
        said('m-1', call('t-1', 'Write', { file_path: '/out' })),
        { type: 'system', subtype: 'permission_denied', tool_name: 'Write', tool_use_id: 't-1' },
        result('t-1', 'Permission to use Write has been denied', true),
        end({ permission_denials: [{ tool_name: 'Write', tool_use_id: 't-1', tool_input: {} }] }),
      ],
      [{ kind: 'step' }, { kind: 'denied', tool: 'Write', detail: '{"file_path":"/out"}' }],
    ],
    [
      'a denial that only the end tells',
      [
        end({
          permission_denials: [{ tool_name: 'Bash', tool_use_id: 't-9', tool_input: { command: 'x' } }],
        }),
      ],
      [{ kind: 'denied', tool: 'Bash', detail: '{"command":"x"}' }],
    ],
    [
      'a tool that is not there',
      [
        said('m-1', call('t-1', 'Nope', { a: 1 })),
        result('t-1', '<tool_use_error>Error: No such tool available: Nope</tool_use_error>', true),
      ],
      [{ kind: 'step' }, { kind: 'invalid', tool: 'Nope', detail: 'Error: No such tool available: Nope' }],
    ],
    [
      'arguments that are no JSON',
      [
        said('m-1', call('t-1', 'Write', {})),
        result('t-1', '<tool_use_error>InputValidationError: no JSON</tool_use_error>', true),
      ],
      [{ kind: 'step' }, { kind: 'invalid', tool: 'Write', detail: 'InputValidationError: no JSON' }],
    ],
    ['what it does not know', [{ type: 'rate_limit_event' }, { type: 'system', subtype: 'status' }], []],
  ])('%s', (_name, events, entries) => {
    expect(readAll(cli, events).entries).toEqual(entries);
  });

  it.each([
    ['a good result', [end()], 0, { ended: 'completed', problem: null }],
    [
      'an error that calls itself success',
      [end({ is_error: true, result: 'API Error: 401' })],
      1,
      { ended: 'failed', problem: 'API Error: 401' },
    ],
    [
      'too many turns',
      [end({ subtype: 'error_max_turns', result: '', errors: ['Reached 3 turns'] })],
      1,
      { ended: 'failed', problem: 'Reached 3 turns' },
    ],
    ['a good result and a bad code', [end()], 1, { ended: 'failed' }],
    ['no result', [], 0, { ended: 'none' }],
  ])('%s: its last word', (_name, events, exitCode, word) => {
    expect(cli.lastWord(readAll(cli, events).state, exitCode)).toMatchObject(word);
  });
});

describe('settings of Claude Code', () => {
  const messages = { ...gateway, api: 'anthropic-messages' as const };

  it('lead to the gateway, with the token in no variable, argument or file', () => {
    const { env, argv, files, secret } = cli.settings(requestFor({ gateway: messages }));
    expect(env.ANTHROPIC_BASE_URL).toBe('http://127.0.0.1:4711');
    expect(secret).toBe(gateway.token);
    expect(JSON.stringify([env, argv, files])).not.toContain(gateway.token);
  });

  it('name the model as its provider does, by the gateway or without', () => {
    const modelOf = (request: Parameters<typeof requestFor>[0]) => {
      const { argv, env } = cli.settings(requestFor(request));
      return [argv[argv.indexOf('--model') + 1], env.ANTHROPIC_SMALL_FAST_MODEL];
    };
    expect(modelOf({ model: 'anthropic/smart-1' })).toEqual(['smart-1', 'smart-1']);
    expect(modelOf({ model: 'acme/org/smart-1' })).toEqual(['org/smart-1', 'org/smart-1']);
    expect(modelOf({ gateway: messages, model: 'acme/x' })).toEqual(['org/smart-1', 'org/smart-1']);
    expect(cli.settings(requestFor()).argv).not.toContain('--model');
  });

  it('leave out what the project sets, and whatever is not allowed', () => {
    const { argv } = cli.settings(requestFor());
    expect(argv.slice(argv.indexOf('--setting-sources'))).toEqual(
      expect.arrayContaining(['user', '--strict-mcp-config', '--permission-mode', 'dontAsk']),
    );
    const settings = argv.find((one) => one.startsWith('--settings='))?.slice('--settings='.length) ?? '';
    expect(JSON.parse(settings).permissions.allow).toEqual([
      'Bash',
      'Read',
      'Edit(//x/worktree/**)',
      'Edit(//x/exchange/**)',
    ]);
    expect(cli.settings(requestFor({ access: 'read' })).argv).toContain('--tools=Glob,Grep,Read');
  });
});
