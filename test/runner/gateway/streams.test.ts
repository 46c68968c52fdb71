import { once } from 'node:events';
import { request as httpRequest, type ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WireApi } from '../../../src/contracts/models.ts';
import { chat } from '../../../src/sandbox/model/wires/chat.ts';
import { messages } from '../../../src/sandbox/model/wires/messages.ts';
import { responses } from '../../../src/sandbox/model/wires/responses.ts';
import type { Wire } from '../../../src/sandbox/model/wires/wire.ts';
import { apis, askModel, createScene, deferred, key, paths, question, served, until } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

const wires: Record<WireApi, Wire> = {
  'openai-chat': chat,
  'openai-responses': responses,
  'anthropic-messages': messages,
};

const bytesOf = (api: WireApi, options: { say: string; told: boolean; newline: string }): Buffer => {
  const events = wires[api].events({
    id: '1',
    model: 'smart-1',
    say: options.say,
    call: null,
    usage: options.told ? { input: 300, cached: 120, output: 40 } : null,
    deltaLength: 7,
  });
  const text = [...events].map(({ event, data }) => {
    const said = typeof data === 'string' ? data : JSON.stringify(data);
    return `${event === undefined ? '' : `event: ${event}\n`}data: ${said}\n\n`;
  });
  return Buffer.from([': keep-alive\n\n', ...text].join('').replaceAll('\n', options.newline));
};

/** Cuts at these places, each part in a write of its own. */
const writeParts = async (response: ServerResponse, parts: Buffer[]): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const part of parts) {
    await new Promise<void>((resolve) => response.write(part, () => resolve()));
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
};

const cut = (bytes: Buffer, places: number[]): Buffer[] => {
  const sorted = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...sorted].map((start, index) => bytes.subarray(start, sorted[index] ?? bytes.length));
};

describe.each(apis)('a stream of %s', (api) => {
  it('comes out the same and counts the same however it is cut', async () => {
    let parts: Buffer[] = [];
    const url = await scene.raw((request, response) => {
      request.resume();
      void writeParts(response, parts);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          say: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constant(`a ${key} b €`)),
          told: fc.boolean(),
          newline: fc.constantFrom('\n', '\r\n'),
        }),
        fc.array(fc.nat(20_000), { maxLength: 25 }),
        async (stream, places) => {
          const bytes = bytesOf(api, stream);
          const outcomes = [];
          for (parts of [[bytes], cut(bytes, places)]) {
            const gateway = await scene.gateway({ chain: [served(url, { api })] });
            const { text, torn } = await askModel(gateway, api, { stream: true });
            outcomes.push({ text, torn, usage: gateway.usage() });
            await gateway.close();
          }
          expect(outcomes[1]).toEqual(outcomes[0]);
          expect(outcomes[0]).toMatchObject({ torn: false, usage: { failed: 0 } });
          if (!bytes.includes(key)) expect(outcomes[0]?.text).toBe(bytes.toString());
          if (stream.told)
            expect(outcomes[0]?.usage).toMatchObject({
              inputTokens: 300,
              cachedTokens: 120,
              outputTokens: 40,
            });
        },
      ),
      {
        numRuns: 40,
        // nothing but an opening, its tokens and an end
        examples: [[{ say: '', told: true, newline: '\n' }, []]],
      },
    );
  });
});

describe('an answer on its way', () => {
  const first = 'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n';

  it('is passed on as it comes', async () => {
    let upstream: ServerResponse | null = null;
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(first);
      upstream = response;
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'x-api-key': gateway.token },
      body: JSON.stringify(question('openai-chat', { stream: true })),
    });
    const reader = response.body?.getReader();
    // the provider is still in the middle of it
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(first);
    (upstream as ServerResponse | null)?.end('data: [DONE]\n\n');
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: [DONE]\n\n');
    expect((await reader?.read())?.done).toBe(true);
    expect(scene.signs()).toBeGreaterThanOrEqual(3);
  });

  it('is ended at the provider when the agent hangs up, and counted', async () => {
    const left = deferred();
    const url = await scene.raw((request, response) => {
      request.resume();
      response.on('close', () => left.resolve());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(first);
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const asked = httpRequest(`${gateway.url}${`/v1${paths['openai-chat']}`}`, {
      method: 'POST',
      headers: { 'x-api-key': gateway.token },
    });
    asked.on('error', () => {});
    asked.end(JSON.stringify(question('openai-chat', { stream: true })));
    const [response] = await once(asked, 'response');
    await once(response, 'data');
    asked.destroy();
    await left.promise;
    await gateway.close();
    expect(gateway.usage()).toMatchObject({ requests: 1, failed: 0, estimated: true });
    expect(scene.lines[0]).toContain('the agent hung up');
  });

  it('comes whole to an agent that reads slowly, also when its end is the end of the connection', async () => {
    const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(60_000)}"}}]}\n\n`;
    const end = 'data: [DONE]\n\n';
    const events = 500;
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' });
      response.useChunkedEncodingByDefault = false;
      response.end(event.repeat(events) + end);
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const asked = httpRequest(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'x-api-key': gateway.token },
    });
    asked.end(JSON.stringify(question('openai-chat', { stream: true })));
    const [response] = await once(asked, 'response');
    let read = 0;
    for await (const chunk of response) {
      read += chunk.length;
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(events * event.length + end.length);
  });

  it('ends with the gateway, as does all else', async () => {
    const model = await scene.model({ mode: 'hang' });
    const gateway = await scene.gateway({ chain: [served(model.url)] });
    const asked = askModel(gateway, 'openai-chat').catch(() => 'ended');
    await until(() => model.requests().length > 0);
    await Promise.all([gateway.close(), gateway.close()]);
    expect(await asked).toBe('ended');
    await expect(fetch(gateway.url)).rejects.toThrow();
    expect(gateway.usage()).toMatchObject({ requests: 1 });
  });
});
