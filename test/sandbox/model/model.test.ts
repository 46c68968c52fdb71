import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireApi } from '../../../src/contracts/models.ts';
import { callFor } from '../../../src/sandbox/model/calls.ts';
import { type ModelOptions, type ScriptedModel, startModel } from '../../../src/sandbox/model/model.ts';
import { recordedScript } from '../../../src/sandbox/model/recorded-script.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { apis, paths, question } from '../../runner/gateway/support.ts';
import { gitIn } from '../../runner/world.ts';

let model: ScriptedModel;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-model-'));
});
afterEach(async () => {
  await model.close();
  rmSync(folder, { recursive: true, force: true });
});
const start = async (options: ModelOptions = {}): Promise<void> => {
  model = await startModel(options);
};

const post = async (api: WireApi, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${model.url}${paths[api]}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};

/** The conversation of an agent that called one tool so often, offering these tools. */
const conversation = (api: WireApi, options: { tools: string[]; results: number; prompt: string }) => {
  const { tools, results, prompt } = options;
  const rounds = Array.from({ length: results });
  const user = { role: 'user', content: prompt };
  if (api === 'openai-chat')
    return {
      model: 'm',
      messages: [user, ...rounds.map(() => ({ role: 'tool', tool_call_id: 'c', content: 'done' }))],
      tools: tools.map((name) => ({ type: 'function', function: { name } })),
    };
  if (api === 'openai-responses')
    return {
      model: 'm',
      input: [user, ...rounds.map(() => ({ type: 'function_call_output', call_id: 'c', output: 'done' }))],
      tools: tools.map((name) => ({ type: 'function', name })),
    };
  const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: 'done' }] };
  return {
    model: 'm',
    messages: [user, ...rounds.map(() => result)],
    tools: tools.map((name) => ({ name })),
  };
};

interface Played {
  say: string;
  call: { tool: string; input: Record<string, unknown> } | null;
}

/** What a whole answer of any protocol says and calls. */
const playedIn = (api: WireApi, text: string): Played => {
  const body = JSON.parse(text);
  if (api === 'openai-chat') {
    const { content, tool_calls: calls = [] } = body.choices[0].message;
    const called = calls[0]?.function;
    return { say: content ?? '', call: called && { tool: called.name, input: JSON.parse(called.arguments) } };
  }
  if (api === 'openai-responses') {
    const said = body.output.find(({ type }: { type: string }) => type === 'message');
    const called = body.output.find(({ type }: { type: string }) => type === 'function_call');
    return {
      say: said?.content[0].text ?? '',
      call: called && { tool: called.name, input: JSON.parse(called.arguments) },
    };
  }
  const said = body.content.find(({ type }: { type: string }) => type === 'text');
  const called = body.content.find(({ type }: { type: string }) => type === 'tool_use');
  return { say: said?.text ?? '', call: called && { tool: called.name, input: called.input } };
};

const agents: [string, WireApi, string[]][] = [
  ['OpenCode', 'openai-chat', ['bash', 'edit', 'read', 'write']],
  ['Codex', 'openai-responses', ['exec_command', 'write_stdin']],
  ['Claude Code', 'anthropic-messages', ['Bash', 'Edit', 'Read', 'Write']],
];

describe('a scripted model', () => {
  it.each(agents)(
    'plays its turns with the tools of %s, by what the conversation holds',
    async (_, api, tools) => {
      await start({
        script: () => [
          { do: 'say', text: 'First.' },
          { do: 'run', command: 'echo 1' },
          { do: 'write', path: 'a/b.txt', content: 'b\n' },
          { do: 'say', text: 'All done.' },
        ],
      });
      const turn = async (results: number): Promise<Played> =>
        playedIn(api, (await post(api, conversation(api, { tools, results, prompt: 'Go.' }))).text);
      const first = await turn(0);
      expect(first.say).toBe('First.');
      expect(Object.values(first.call?.input ?? {})).toContain('echo 1');
      expect((await turn(1)).call).not.toBeNull();
      for (const results of [2, 3]) {
        const last = await turn(results);
        expect(last.say).toBe('All done.');
        expect(last.call ?? null).toBeNull();
      }
      // the same question has the same answer: nothing is remembered
      expect((await turn(0)).call).toEqual(first.call);
    },
  );

  it.each(apis)('%s: gives agents that offer no tools a title', async (api) => {
    await start();
    expect(playedIn(api, (await post(api, question(api))).text)).toMatchObject({ say: 'A scripted title' });
  });

  it.each(apis)('%s: tells the same whole and streamed', async (api) => {
    await start({ script: () => [{ do: 'say', text: 'some words of an answer' }] });
    const streamed = await post(api, question(api, { stream: true }));
    const parts = [...streamed.text.matchAll(/"(?:content|delta|text)":"([^"]*)"/g)].map(([, part]) => part);
    expect(parts.join('')).toContain('some words of an answer');
    expect(playedIn(api, (await post(api, question(api))).text).say).toBe('some words of an answer');
  });

  it('knows its key, what it was asked and what it was told', async () => {
    await start({ expectKey: 'sk-right' });
    const body = { ...question('anthropic-messages'), system: [{ type: 'text', text: 'Be brief.' }] };
    expect((await post('anthropic-messages', body)).status).toBe(401);
    expect((await post('anthropic-messages', body, { 'x-api-key': 'sk-wrong' })).status).toBe(401);
    expect(model.texts()).toEqual([]);
    expect((await post('anthropic-messages', body, { 'x-api-key': 'sk-right' })).status).toBe(200);
    expect(model.texts()).toEqual(['Be brief.', 'Hello?']);
    expect(model.requests()).toHaveLength(3);
    expect(model.requests()[2]).toMatchObject({
      path: '/v1/messages',
      model: 'as-you-like',
      streaming: false,
    });
    expect(JSON.stringify(model.requests())).not.toContain('sk-');
  });

  it.each(agents)('has turns for %s that go wrong', async (_, api, tools) => {
    const first = async (mode: ModelOptions['mode'], results = 0) => {
      await start({ mode: mode ?? 'ok' });
      const said = await post(
        api,
        conversation(api, { tools, results, prompt: 'Working directory: /w/tree\nGo.' }),
      );
      await model.close();
      return said.text;
    };
    expect(playedIn(api, await first('loop', 7)).call?.input).toEqual(
      expect.objectContaining({ [api === 'openai-responses' ? 'cmd' : 'command']: 'echo loop 7' }),
    );
    expect(JSON.stringify(playedIn(api, await first('outside-write')).call)).toContain('outside.txt');
    expect(JSON.stringify(playedIn(api, await first('denied')).call)).toContain('/v1/page');
    const call = callFor({ do: 'mumble' }, { tools, folder: null });
    expect(() => JSON.parse(call.input)).toThrow();
    await start();
  });
});

describe('a recording', () => {
  const shellOf = (played: Played): string => String(played.call?.input.command ?? played.call?.input.cmd);

  it.each(agents)('is played through the shell of %s to the same tree', async (_, api, tools) => {
    await start({ script: recordedScript(story.recordingsPath) });
    const tree = join(folder, 'tree');
    cpSync(story.repositoryPath, tree, { recursive: true });
    cpSync(story.changePath, tree, { recursive: true });
    gitIn(folder, 'init', '--quiet', tree);
    const answerFile = join(folder, 'answer.json');
    for (const { recording, attempt } of story.attempts) {
      const prompt = `Commit on the branch you are on, \`throughline/${story.change}/${recording}-${attempt}\`.`;
      let results = 0;
      let played: Played;
      do {
        played = playedIn(api, (await post(api, conversation(api, { tools, results, prompt }))).text);
        if (played.call)
          execFileSync('/bin/sh', ['-c', shellOf(played)], {
            cwd: tree,
            env: { PATH: process.env.PATH, HOME: folder, ANSWER_FILE: answerFile },
          });
        results += 1;
      } while (played.call);
      const expected = JSON.parse(
        readFileSync(join(story.recordingsPath, recording, String(attempt), 'recording.json'), 'utf8'),
      ).answer;
      expect(JSON.parse(readFileSync(answerFile, 'utf8'))).toEqual(expected);
      const last = /```json\n([\s\S]*)```/.exec(played.say)?.[1] ?? '';
      expect(JSON.parse(last)).toEqual(expected);
    }
    expect(gitIn(tree, 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(tree, 'src/gate.js'), 'utf8')).toBe(
      readFileSync(join(story.recordingsPath, '5-7/1/files/src/gate.js'), 'utf8'),
    );
  });

  it('of a fix-up is played by the name of its branch', async () => {
    await start({ script: recordedScript(story.recordingsPath) });
    const prompt = `Commit on \`throughline/${story.change}/fix-up-2-1\`.`;
    const recording = join(story.recordingsPath, 'fix-up-2/1/recording.json');
    const { steps, answer } = JSON.parse(readFileSync(recording, 'utf8'));
    const body = conversation('openai-chat', { tools: ['bash'], results: steps.length + 1, prompt });
    const played = playedIn('openai-chat', (await post('openai-chat', body)).text);
    expect(JSON.parse(/```json\n([\s\S]*)```/.exec(played.say)?.[1] ?? '')).toEqual(answer);
  });

  it('that is not there is said to be missing', async () => {
    await start({ script: recordedScript(story.recordingsPath) });
    const body = conversation('openai-chat', { tools: ['bash'], results: 0, prompt: 'throughline/x/99-1' });
    const played = playedIn('openai-chat', (await post('openai-chat', body)).text);
    expect(played.say).toContain('Nothing is recorded');
  });
});
