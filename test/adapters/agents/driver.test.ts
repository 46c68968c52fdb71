import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codex } from '../../../src/adapters/agents/codex.ts';
import { driveCli } from '../../../src/adapters/agents/drive-cli.ts';
import { createAgent } from '../../../src/adapters/agents/registry.ts';
import type { AgentRequest } from '../../../src/ports/agent.ts';
import { runProgram } from '../../../src/runner/run-program.ts';
import { assignmentFor } from '../../runner/world.ts';
import { gateway, requestFor } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-driver-'));
  writeFileSync(join(folder, 'prompt.md'), 'Do it.\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stop = `echo '{"type":"step_finish","part":{"reason":"stop"}}'`;

/** A CLI that speaks OpenCode's language. */
const drive = (script: string, rest: Partial<AgentRequest> = {}) => {
  const path = join(folder, 'fake cli');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const agent = createAgent({
    assignment: assignmentFor({ base: 'a'.repeat(40) }, { agent: { name: 'oc', kind: 'opencode' } }),
    program: { path, version: '1.0.0' },
    replay: null,
    confined: false,
    run: runProgram,
  });
  const place = { worktree: folder, home: join(folder, 'home'), promptPath: join(folder, 'prompt.md') };
  return agent.run(requestFor({ ...place, answerPath: join(folder, 'answer.json'), ...rest }));
};

describe('an agent of a CLI', () => {
  it('is given its prompt, its files and its surroundings, and reports what it did', async () => {
    const lines: string[] = [];
    const ended = await drive(
      [
        'cat > said.txt; echo "$ACCESS $ANSWER_FILE $(env | grep -c CLI_SECRET)" >> said.txt',
        `printf '%s\\n' '{"type":"text","part":{"text":"Done.\\n{\\"a\\":1}"}}'`,
        'echo "a warning" >&2',
        stop,
      ].join('\n'),
      { gateway, instructions: `it's "quoted" \\n${'x'.repeat(40_000)}`, onLine: (line) => lines.push(line) },
    );
    expect(ended).toMatchObject({ exitCode: 0, stopped: null, ended: 'completed', lastWords: '{"a":1}' });
    expect(ended.entries).toEqual([
      { kind: 'said', text: 'Done.\n{"a":1}' },
      { kind: 'printed', text: 'a warning' },
      { kind: 'step' },
      { kind: 'ended', how: 'completed', detail: '' },
    ]);
    expect(lines).toEqual(['Done.\n{"a":1}', 'a warning', 'completed']);
    expect(ended.transcript.split('\n')).toHaveLength(4);
    expect(readFileSync(join(folder, 'said.txt'), 'utf8')).toBe(`Do it.\nedit ${folder}/answer.json 0\n`);
    const config = join(folder, 'home', '.config', 'opencode');
    expect(readFileSync(join(config, 'AGENTS.md'), 'utf8')).toBe(`it's "quoted" \\n${'x'.repeat(40_000)}`);
    expect(readFileSync(join(config, 'opencode.json'), 'utf8')).toContain(gateway.token);
  });

  it('that says nothing of its end has not succeeded, whatever its exit code', async () => {
    expect(await drive('exit 0')).toMatchObject({
      exitCode: 0,
      ended: 'none',
      problem: expect.stringMatching(/before/),
    });
    expect(await drive('exit 7')).toMatchObject({ exitCode: 7, ended: 'none' });
  });

  it('is ended at its wall clock, and what it had said is kept', async () => {
    const limits = { seconds: 0.5, stallSeconds: 20, steps: 10 };
    const ended = await drive(`${stop}\nsleep 30`, { limits });
    expect(ended).toMatchObject({ exitCode: null, ended: 'none', stopped: { limit: 'time' } });
    expect(ended.entries).toEqual([{ kind: 'step' }]);
  });

  it('is ended when nothing is heard of it or its model', async () => {
    const limits = { seconds: 20, stallSeconds: 0.5, steps: 10 };
    const ended = await drive(`${stop}\nsleep 30`, { limits });
    expect(ended).toMatchObject({ ended: 'none', stopped: { limit: 'stall' } });
    expect(ended.transcript).toContain('step_finish');
  });

  it('is not ended while its model shows signs of life', async () => {
    const limits = { seconds: 20, stallSeconds: 0.5, steps: 10 };
    const signs = { last: () => performance.now() };
    expect(await drive(`sleep 1.2\n${stop}`, { limits, signs })).toMatchObject({ ended: 'completed' });
  });

  it('is ended when its model has answered too often', async () => {
    const limits = { seconds: 20, stallSeconds: 20, steps: 3 };
    const ended = await drive(`while :; do ${stop}; sleep 0.02; done`, { limits });
    expect(ended).toMatchObject({ ended: 'none', stopped: { limit: 'requests' } });
  });

  it('whose things are not answers is counted by the gateway alone, where there is one', async () => {
    const path = join(folder, 'many things');
    const thing = `echo '{"type":"item.completed","item":{"type":"agent_message","text":"Hm."}}'`;
    const end = `echo '{"type":"turn.completed"}'`;
    const script = `for i in 1 2 3 4 5 6 7 8; do ${thing}; done\n[ -z "$MODEL_TOKEN" ] && exec sleep 30\n${end}`;
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const place = { worktree: folder, home: join(folder, 'home'), promptPath: join(folder, 'prompt.md') };
    const limits = { seconds: 20, stallSeconds: 20, steps: 3 };
    const run = (given: AgentRequest['gateway']) =>
      driveCli(codex(path, { sandbox: 'read-only' }), {
        run: runProgram,
        request: requestFor({ ...place, limits, gateway: given }),
      });
    expect(await run({ ...gateway, api: 'openai-responses' })).toMatchObject({
      ended: 'completed',
      stopped: null,
    });
    expect(await run(null)).toMatchObject({
      ended: 'none',
      stopped: { limit: 'requests', detail: 'It went on after 3 things it did.' },
    });
  });

  it('is ended by a limit that its caller sees, and cancelled by anything else', async () => {
    const reason = { limit: 'cost', detail: 'That was all.' };
    expect(await drive('sleep 30', { signal: AbortSignal.abort(reason) })).toMatchObject({ stopped: reason });
    const late = new AbortController();
    const onLine = () => late.abort(reason);
    expect(await drive('echo on; sleep 30', { signal: late.signal, onLine })).toMatchObject({
      stopped: reason,
      transcript: 'on\n',
    });
    await expect(drive('sleep 30', { signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow(
      'cancelled',
    );
  });

  it('keeps the beginning and the end of what is too much', async () => {
    const ended = await drive(`seq 1 5000\n${stop}`);
    expect(ended.entries.length).toBeLessThan(2100);
    expect(ended.entries[0]).toEqual({ kind: 'printed', text: '1' });
    expect(ended.entries.some((entry) => entry.kind === 'printed' && /entries cut/.test(entry.text))).toBe(
      true,
    );
    expect(ended.entries.at(-1)).toMatchObject({ kind: 'ended' });
  });

  it('is not started with a model that it cannot speak to', async () => {
    const assignment = assignmentFor(
      { base: 'a'.repeat(40) },
      { agent: { name: 'cc', kind: 'claude-code' } },
    );
    const run = () => Promise.reject(new Error('not to be run'));
    const program = { path: '/cli/claude', version: '1.0.0' };
    const agent = createAgent({ assignment, program, replay: null, confined: true, run });
    expect(await agent.run(requestFor({ gateway }))).toMatchObject({
      exitCode: 127,
      ended: 'none',
      problem: expect.stringMatching(/needs a provider that speaks `anthropic-messages`/),
    });
    expect(() => createAgent({ assignment, program: null, replay: null, confined: true, run })).toThrow(
      /not installed/,
    );
  });
});

describe('a program of the repository', () => {
  it('prints what it likes, and finds the model where most programs look for it', async () => {
    const assignment = assignmentFor(
      { base: 'a'.repeat(40) },
      {
        agent: {
          name: 'own',
          kind: 'command',
          command: 'echo "$MODEL at $OPENAI_BASE_URL"; echo \'{"a":1}\'; exit 3',
        },
      },
    );
    const agent = createAgent({ assignment, program: null, replay: null, confined: false, run: runProgram });
    const lines: string[] = [];
    const ended = await agent.run(
      requestFor({ worktree: folder, gateway, onLine: (line) => lines.push(line) }),
    );
    expect(ended).toEqual({
      exitCode: 3,
      stopped: null,
      ended: 'untold',
      problem: null,
      transcript: 'org/smart-1 at http://127.0.0.1:4711/v1\n{"a":1}\n',
      entries: [],
      lastWords: null,
    });
    expect(lines).toEqual(['org/smart-1 at http://127.0.0.1:4711/v1', '{"a":1}']);
  });
});
