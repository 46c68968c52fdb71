import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireApi } from '../../../src/contracts/models.ts';
import type { GatewayStop } from '../../../src/runner/gateway/gateway.ts';
import type { Mode } from '../../../src/sandbox/model/modes.ts';
import { apis, ask, askModel, createScene, key, question, served, until } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

interface Expected {
  status: number;
  /** Requests that reached the provider, of which failed. */
  requests: number;
  failed: number;
  torn?: boolean;
  stopped?: RegExp;
}

const noModel = /No model is in order: acme\/smart-1/;

const usual: [Mode, Expected][] = [
  ['ok', { status: 200, requests: 1, failed: 0 }],
  ['slow', { status: 200, requests: 1, failed: 0 }],
  ['400', { status: 400, requests: 1, failed: 1 }],
  [
    '401',
    { status: 401, requests: 1, failed: 1, stopped: /`acme` refuses the key \(HTTP 401\).*model-keys/ },
  ],
  ['429', { status: 503, requests: 10, failed: 10, stopped: noModel }],
  ['500', { status: 503, requests: 10, failed: 10, stopped: noModel }],
  ['garbage', { status: 503, requests: 3, failed: 3 }],
  ['html', { status: 503, requests: 3, failed: 3 }],
  ['hang', { status: 503, requests: 2, failed: 2 }],
];

const rows = apis.flatMap((api) =>
  [true, false].flatMap((stream) => [
    ...usual.map(([mode, expected]): [WireApi, boolean, Mode, Expected] => [api, stream, mode, expected]),
    // the first event of the two others says only that an answer begins
    [
      api,
      stream,
      'drop',
      stream && api === 'openai-chat'
        ? { status: 200, requests: 1, failed: 1, torn: true }
        : { status: 503, requests: 10, failed: 10, stopped: noModel },
    ] as [WireApi, boolean, Mode, Expected],
  ]),
);

describe('a request through the gateway', () => {
  it.each(rows)('%s, streaming %s, provider %s', async (api, stream, mode, expected) => {
    const model = await scene.model({ mode, retryAfter: 2 });
    const chain = [served(model.url, { api, silenceSeconds: mode === 'hang' ? 0.2 : 777 })];
    const gateway = await scene.gateway({ chain });
    const answer = await askModel(gateway, api, stream ? { stream } : {});

    expect(answer.status).toBe(expected.status);
    expect(answer.torn).toBe(expected.torn ?? false);
    const usage = gateway.usage();
    expect(usage).toMatchObject({ requests: expected.requests, failed: expected.failed });
    expect(model.requests()).toHaveLength(expected.requests);
    expect(gateway.stopped.aborted).toBe(expected.stopped !== undefined);
    if (expected.stopped) expect((gateway.stopped.reason as GatewayStop).detail).toMatch(expected.stopped);
    if (expected.status === 503) expect(JSON.parse(answer.text).error.message).toContain('acme/smart-1');
    if (expected.failed === 0) {
      expect(usage).toMatchObject({ inputTokens: 100, outputTokens: 20, estimated: false });
      expect(answer.text).toContain('scripted');
    }
    expect(scene.lines).toHaveLength(1);
    expect(`${answer.text}${scene.lines.join()}`).not.toContain(key);
  });

  it.each(apis)('%s: an answer that breaks off is estimated, never free', async (api) => {
    const model = await scene.model({ mode: 'drop' });
    const gateway = await scene.gateway({ chain: [served(model.url, { api })] });
    await askModel(gateway, api, { stream: true });
    expect(gateway.usage()).toMatchObject({ estimated: true });
    expect(gateway.usage().inputTokens).toBeGreaterThan(0);
    expect(gateway.usage().outputTokens).toBeGreaterThan(0);
  });

  it.each(apis)('%s: a provider that is silent about tokens is estimated', async (api) => {
    const say = 'word '.repeat(100);
    const model = await scene.model({ usage: null, script: () => [{ do: 'say', text: say }] });
    const gateway = await scene.gateway({ chain: [served(model.url, { api })] });
    for (const stream of [true, false]) await askModel(gateway, api, stream ? { stream } : {});
    const { estimated, inputTokens, outputTokens } = gateway.usage();
    expect(estimated).toBe(true);
    expect(inputTokens).toBeGreaterThan(20);
    expect(outputTokens).toBeGreaterThanOrEqual(250);
    expect(outputTokens).toBeLessThan(300);
  });

  it.each(apis)('%s: cached tokens are input at a price of their own', async (api) => {
    const model = await scene.model({ usage: { input: 1000, cached: 400, output: 50 } });
    const gateway = await scene.gateway({ chain: [served(model.url, { api })] });
    await askModel(gateway, api, { stream: true });
    await askModel(gateway, api);
    expect(gateway.usage()).toMatchObject({ inputTokens: 2000, cachedTokens: 800, outputTokens: 100 });
    expect(gateway.usage().cost).toBeCloseTo((1200 * 1 + 800 * 0.1 + 100 * 10) / 1e6, 12);
  });

  it('an agent cannot choose the model, and what it sends besides arrives as it was', async () => {
    const bodies: unknown[] = [];
    const url = await scene.raw(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(JSON.parse(body));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ message: { content: 'hi' } }], usage: {} }));
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const said = { messages: [{ role: 'user', content: 'ü "quoted" \u2028' }], temperature: 0.2, tools: [] };
    await askModel(gateway, 'openai-chat', { ...said, model: 'dear-9', stream: 0 });
    expect(bodies).toEqual([{ model: 'smart-1', ...said, stream: false }]);
  });

  it('asks a streaming chat for its tokens, keeping what else the agent asked', async () => {
    const bodies: { stream_options: unknown }[] = [];
    const url = await scene.raw(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(JSON.parse(body));
      response.end();
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    await askModel(gateway, 'openai-chat', {
      stream: true,
      stream_options: { include_obfuscation: false, include_usage: false },
    });
    expect(bodies[0]?.stream_options).toEqual({ include_obfuscation: false, include_usage: true });
  });
});

describe('a request that ends before its answer begins', () => {
  const long = { messages: [{ role: 'user', content: 'y'.repeat(40_000) }] };

  it('is counted when the agent hangs up', async () => {
    const model = await scene.model({ mode: 'hang' });
    const gateway = await scene.gateway({
      chain: [served(model.url)],
      budget: { requests: 9, tokens: 10_000, cost: null },
    });
    const leaving = new AbortController();
    const left = ask(gateway, {
      path: '/v1/chat/completions',
      body: question('openai-chat', long),
      signal: leaving.signal,
    }).catch(() => 'left');
    await until(() => model.requests().length === 1);
    leaving.abort();
    expect(await left).toBe('left');
    await until(() => scene.lines.length === 1);
    expect(gateway.usage().inputTokens).toBeGreaterThan(10_000);
    expect(gateway.usage().estimated).toBe(true);
    // and so it counts against the cap
    expect((await askModel(gateway, 'openai-chat')).status).toBe(400);
  });

  it.each([
    ['hang', 2],
    ['garbage', 3],
    ['html', 3],
    ['500', 0],
    ['400', 0],
  ] as const)('%s is counted %i times', async (mode, times) => {
    const model = await scene.model({ mode });
    const gateway = await scene.gateway({
      chain: [served(model.url, { silenceSeconds: mode === 'hang' ? 0.2 : 777 })],
    });
    await askModel(gateway, 'openai-chat', long);
    expect(Math.round(gateway.usage().inputTokens / 10_000)).toBe(times);
  });
});

describe('a failure that looks like an answer', () => {
  const failed = { type: 'response.failed', response: { status: 'failed', error: { code: 'overloaded' } } };
  const created = { type: 'response.created', response: { status: 'in_progress' } };
  const chunkError = { error: { code: 502 }, choices: [{ index: 0, delta: {}, finish_reason: 'error' }] };
  const started = { type: 'message_start', message: { usage: { input_tokens: 5 } } };
  const rows: [string, WireApi, boolean, object[]][] = [
    ['response.failed', 'openai-responses', true, [created, { type: 'response.in_progress' }, failed]],
    [
      'a body that failed',
      'openai-responses',
      false,
      [{ status: 'failed', error: { code: 'x' }, output: [] }],
    ],
    ['a chunk with an error', 'openai-chat', true, [chunkError]],
    ['a chunk that ended by error', 'openai-chat', true, [{ choices: [{ finish_reason: 'error' }] }]],
    ['a body with an error', 'openai-chat', false, [chunkError]],
    ['an error after the opening', 'anthropic-messages', true, [started, { type: 'error', error: {} }]],
  ];
  it.each(rows)('%s: the next model answers', async (_, api, stream, events) => {
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
      response.end(
        stream
          ? events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
          : JSON.stringify(events[0]),
      );
    });
    const spare = await scene.model();
    const gateway = await scene.gateway({
      chain: [served(url, { api }), served(spare.url, { api, model: 'spare-1' })],
    });
    const answer = await askModel(gateway, api, stream ? { stream } : {});
    expect(answer).toMatchObject({ status: 200, torn: false });
    expect(spare.requests()).toHaveLength(1);
    expect(gateway.usage().models[0]).toMatchObject({ model: 'acme/smart-1', requests: 3, failed: 3 });
  });

  it('`error: null` is none, and one after content is a failure within the answer', async () => {
    const content = { error: null, choices: [{ index: 0, delta: { content: 'hi' } }] };
    const bodies = [
      [content, { ...content, choices: [{ finish_reason: 'stop' }] }],
      [content, chunkError],
    ];
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end((bodies.shift() ?? []).map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const failures = [];
    for (let asked = 0; asked < 2; asked += 1) {
      expect((await askModel(gateway, 'openai-chat', { stream: true })).status).toBe(200);
      failures.push(gateway.usage().failed);
    }
    expect(failures).toEqual([0, 1]);
  });
});

describe('input written into the cache', () => {
  it.each([
    [undefined, 3.75],
    [5, 5],
  ])('costs what its price says (%s), else 1.25 × input', async (written, dollars) => {
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      const usage = { input_tokens: 10, cache_creation_input_tokens: 1_000_000, output_tokens: 0 };
      response.end(JSON.stringify({ content: [], usage }));
    });
    const price = { input: 3, cached: 0.3, output: 15, ...(written === undefined ? {} : { written }) };
    const gateway = await scene.gateway({ chain: [served(url, { api: 'anthropic-messages', price })] });
    await askModel(gateway, 'anthropic-messages');
    expect(gateway.usage()).toMatchObject({ inputTokens: 1_000_010, cachedTokens: 0 });
    expect(gateway.usage().cost).toBeCloseTo(dollars + 30 / 1e6, 9);
  });
});

describe('an error event', () => {
  const error = 'data: {"error":{"message":"overloaded"}}\n\n';
  const content = 'data: {"choices":[{"index":0,"delta":{"content":"hi"}}]}\n\n';

  it('before the answer is an outage, within it is passed on and counted failed', async () => {
    const bodies = [error, content + error];
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(bodies.length > 1 ? bodies.shift() : bodies[0]);
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const answer = await askModel(gateway, 'openai-chat', { stream: true });
    expect(answer).toMatchObject({ status: 200, torn: false, text: content + error });
    expect(gateway.usage()).toMatchObject({ requests: 2, failed: 2 });
  });

  it.each(apis)(
    '%s: an end before the last event tears the connection, the last event does not',
    async (api) => {
      const last = {
        'openai-chat': '[DONE]',
        'openai-responses': '{"type":"response.completed"}',
        'anthropic-messages': '{"type":"message_stop"}',
      };
      const begun = {
        'openai-chat': content,
        'openai-responses': 'data: {"type":"response.output_item.added"}\n\n',
        'anthropic-messages': 'data: {"type":"content_block_start"}\n\n',
      };
      const bodies = [begun[api], `${begun[api]}data: ${last[api]}`];
      const url = await scene.raw((request, response) => {
        request.resume();
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(bodies.shift());
      });
      const gateway = await scene.gateway({ chain: [served(url, { api })] });
      const torn = [];
      for (let asked = 0; asked < 2; asked += 1)
        torn.push((await askModel(gateway, api, { stream: true })).torn);
      expect(torn).toEqual([true, false]);
      expect(gateway.usage()).toMatchObject({ requests: 2, failed: 1 });
    },
  );

  it('and a silence within an answer tears the connection, so that the agent asks again', async () => {
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(content);
    });
    const gateway = await scene.gateway({ chain: [served(url, { silenceSeconds: 0.2 })] });
    const answer = await askModel(gateway, 'openai-chat', { stream: true });
    expect(answer).toMatchObject({ status: 200, torn: true, text: content });
    expect(gateway.usage()).toMatchObject({ requests: 1, failed: 1, estimated: true });
    expect(scene.lines[0]).toContain('sent nothing for 0.2 s');
  });
});
