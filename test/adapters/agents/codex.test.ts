import { describe, expect, it } from 'vitest';
import { codex } from '../../../src/adapters/agents/codex.ts';
import { boundsFor } from '../../../src/adapters/agents/codex-sandbox.ts';
import { gateway, readAll, requestFor } from './support.ts';

const cli = codex('/cli/codex', { sandbox: 'workspace-write' });
const item = (one: object) => ({ type: 'item.completed', item: { id: 'item_1', ...one } });

describe('events of Codex', () => {
  it.each([
    [
      'the beginning',
      [{ type: 'thread.started', thread_id: 't-1' }, { type: 'turn.started' }],
      [{ kind: 'started', session: 't-1', model: null }],
    ],
    [
      'a command',
      [
        item({
          type: 'command_execution',
          command: 'ls',
          aggregated_output: 'a\n',
          exit_code: 0,
          status: 'completed',
        }),
      ],
      [{ kind: 'called', tool: 'shell', input: 'ls', output: 'a\n', ok: true }],
    ],
    [
      'a command that failed',
      [
        item({
          type: 'command_execution',
          command: 'false',
          aggregated_output: '',
          exit_code: 1,
          status: 'failed',
        }),
      ],
      [{ kind: 'called', tool: 'shell', input: 'false', output: '', ok: false }],
    ],
    [
      'a command that was declined',
      [item({ type: 'command_execution', command: 'rm x', aggregated_output: '', status: 'declined' })],
      [{ kind: 'denied', tool: 'shell', detail: 'rm x' }],
    ],
    [
      'a patch',
      [item({ type: 'file_change', changes: [{ path: 'a', kind: 'add' }], status: 'completed' })],
      [{ kind: 'called', tool: 'apply_patch', input: 'add a', output: '', ok: true }],
    ],
    ['a message', [item({ type: 'agent_message', text: 'Done.' })], [{ kind: 'said', text: 'Done.' }]],
    [
      'a model that it does not know by name, which is no problem',
      [item({ type: 'error', message: 'Model metadata for `x` not found.' })],
      [{ kind: 'printed', text: 'Model metadata for `x` not found.' }],
    ],
    ['an error', [{ type: 'error', message: 'Reconnecting' }], [{ kind: 'problem', detail: 'Reconnecting' }]],
    ['what it does not know', [{ type: 'turn.paused' }, item({ type: 'reasoning', text: 'x' })], []],
  ])('%s', (_name, events, entries) => {
    expect(readAll(cli, events).entries).toEqual(entries);
  });

  it.each([
    [
      '2026-11-22T18:01:13.912925Z ERROR codex_core::tools::router: error=unsupported call: nope',
      { kind: 'invalid', tool: 'nope', detail: 'unsupported call: nope' },
    ],
    [
      '2026-11-22T18:01:13.928707Z ERROR codex_core::tools::router: error=failed to parse function arguments: EOF',
      { kind: 'invalid', tool: '?', detail: 'failed to parse function arguments: EOF' },
    ],
    ['warning: something', { kind: 'printed', text: 'warning: something' }],
  ])('a line of its log: %s', (line, entry) => {
    expect(cli.readText?.(line)).toEqual([entry]);
  });

  const done = { type: 'turn.completed', usage: {} };
  const failed = { type: 'turn.failed', error: { message: 'stream closed' } };
  it.each([
    ['a complete turn', [done], 0, { ended: 'completed', problem: null }],
    ['a complete turn and a bad code', [done], 1, { ended: 'failed' }],
    ['a failed turn', [failed], 1, { ended: 'failed', problem: 'stream closed' }],
    ['a turn that did not end', [{ type: 'error', message: 'no' }], 1, { ended: 'none', problem: 'no' }],
    ['nothing', [], 0, { ended: 'none' }],
  ])('%s: its last word', (_name, events, exitCode, word) => {
    expect(cli.lastWord(readAll(cli, events).state, exitCode)).toMatchObject(word);
  });
});

describe('settings of Codex', () => {
  it('lead to the gateway, keep the token from its tools and the project from itself', () => {
    const responses = { ...gateway, api: 'openai-responses' as const };
    const { env, files } = cli.settings(requestFor({ gateway: responses, worktree: '/x/a "b"' }));
    const config = files['/x/home/.codex/config.toml'] ?? '';
    expect(env.MODEL_TOKEN).toBe(gateway.token);
    expect(config).not.toContain(gateway.token);
    // It prints a problem for each feature that is deprecated.
    expect(config).not.toContain('multi_agent');
    expect(config).toContain('[agents]\nenabled = false\n');
    for (const line of [
      'sandbox_mode = "workspace-write"',
      'base_url = "http://127.0.0.1:4711/v1"',
      'inherit = "core"',
      'project_doc_max_bytes = 0',
      '[projects."/x/a \\"b\\""]',
      'writable_roots = ["/x/exchange"]',
    ])
      expect(config.split('\n')).toContain(line);
  });
});

describe('the sandbox of Codex', () => {
  const tried = (output: string, { confined, access }: { confined: boolean; access: 'read' | 'edit' }) => {
    const run = () => Promise.resolve({ exitCode: 0, timedOut: false, durationMs: 1, output });
    const context = { program: { path: '/cli/codex', version: '1.0.0' }, confined, run };
    return boundsFor(context, requestFor({ access }));
  };

  it.each([
    ['works: it is used', 'own\nwritable\n', true, 'edit', { sandbox: 'workspace-write' }],
    ['works: it is used to read', 'own\nwritable\n', false, 'read', { sandbox: 'read-only' }],
    [
      "does not work, within the runner's own boundary",
      'writable\n',
      true,
      'edit',
      { sandbox: 'danger-full-access' },
    ],
    ['does not work, and nothing can be written', '', true, 'read', { sandbox: 'danger-full-access' }],
  ] as const)('%s', async (_name, output, confined, access, bounds) => {
    expect(await tried(output, { confined, access })).toEqual(bounds);
  });

  it.each([
    ['there is no other boundary', false, 'edit', /no boundary/],
    ['it is to read what it could write', true, 'read', /another agent/],
  ] as const)('does not work, and %s: it is not started', async (_name, confined, access, problem) => {
    expect(await tried('writable\n', { confined, access })).toEqual({
      problem: expect.stringMatching(problem),
    });
  });
});
