import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Gateway } from '../../../src/runner/gateway/gateway.ts';
import { apis, ask, askModel, createScene, key, paths, question, served } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

const open = async (options: Parameters<ReturnType<typeof createScene>['gateway']>[0] | null = null) => {
  const model = await scene.model();
  const gateway = await scene.gateway({ chain: [served(model.url)], ...options });
  return { model, gateway };
};

/** `fetch` sets Host by itself. */
const statusAt = (gateway: Gateway, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const asked = httpRequest(`${gateway.url}/v1/models`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject);
    asked.end();
  });

describe('the door', () => {
  it('opens to the token in any header that agents use', async () => {
    const { gateway } = await open();
    const { token } = gateway;
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { 'x-api-key': token },
      { 'api-key': token },
    ])
      expect(await statusAt(gateway, headers)).toBe(200);
  });

  it('stays shut without it, with another one, and under another name', async () => {
    const { gateway, model } = await open();
    const { token } = gateway;
    const right = { authorization: `Bearer ${token}` };
    expect(await statusAt(gateway, {})).toBe(401);
    expect(await statusAt(gateway, { authorization: `Bearer ${token}x` })).toBe(401);
    expect(await statusAt(gateway, { 'x-api-key': key })).toBe(401);
    expect(await statusAt(gateway, { ...right, host: 'evil.example' })).toBe(401);
    expect(await statusAt(gateway, { ...right, host: new URL(gateway.url).host })).toBe(200);
    expect((await ask(gateway, { path: '/', method: 'GET', headers: { authorization: '' } })).status).toBe(
      401,
    );
    expect(model.requests()).toEqual([]);
  });

  it('lists the one model, and says hello', async () => {
    const { gateway, model } = await open();
    const list = await ask(gateway, { path: '/v1/models', method: 'GET' });
    expect(JSON.parse(list.text).data).toMatchObject([{ id: 'smart-1' }]);
    for (const method of ['GET', 'HEAD'])
      expect((await ask(gateway, { path: '/', method })).status).toBe(200);
    expect(model.requests()).toEqual([]);
  });
});

describe('what is sent on', () => {
  it('has the key of the provider and none of the credentials of the agent', async () => {
    const seen: Record<string, unknown>[] = [];
    const url = await scene.raw((request, response) => {
      seen.push({ ...request.headers, url: request.url });
      response.writeHead(400);
      response.end();
    });
    const chain = [
      served(`${url}?api-version=7`, {
        api: 'anthropic-messages',
        header: 'x-api-key',
        headers: { 'X-Team': 'blue', Host: 'other.example' },
      }),
    ];
    const { gateway } = await open({ chain });
    await ask(gateway, {
      path: '/v1/messages?beta=true',
      body: question('anthropic-messages'),
      headers: {
        cookie: 'a=b',
        'anthropic-beta': 'tools',
        'openai-organization': 'mine',
        'x-forwarded-for': '1.2.3.4',
        'accept-encoding': 'br',
      },
    });
    expect(seen[0]).toMatchObject({
      url: '/v1/messages?api-version=7&beta=true',
      host: new URL(url).host,
      'x-api-key': key,
      'x-team': 'blue',
      'anthropic-beta': 'tools',
      'anthropic-version': '2023-06-01',
      'accept-encoding': 'identity',
    });
    for (const name of ['cookie', 'authorization', 'openai-organization', 'x-forwarded-for'])
      expect(seen[0]).not.toHaveProperty(name);
    expect(JSON.stringify(seen)).not.toContain(gateway.token);
  });
});

describe('paths', () => {
  it('are refused unless they are allowed by name', async () => {
    const { gateway, model } = await open();
    for (const path of [
      '/v1/embeddings',
      '/v1/files',
      '/v1/chat/completions/',
      '/v1/../v1/embeddings?secret=1',
    ])
      expect((await ask(gateway, { path, body: {} })).status).toBe(404);
    const refused = await ask(gateway, { path: '/v1/embeddings', body: {} });
    expect(refused.text).toContain(
      'not allowed by the gateway; `models.providers.acme.paths` allows a path by name',
    );
    expect(gateway.usage().refused[0]).toEqual({ path: '/v1/embeddings', requests: 3 });
    expect(model.requests()).toEqual([]);
    expect(scene.lines.join()).not.toContain('secret');

    const other = await open({ chain: [served(model.url)], paths: ['/embeddings'] });
    const passed = await ask(other.gateway, { path: '/v1/embeddings', body: { input: 'x' } });
    expect(passed).toMatchObject({ status: 200, text: '{"object":"list","data":[]}' });
    expect((await ask(other.gateway, { path: '/v1/embeddings/1', body: {} })).status).toBe(404);
    expect(other.gateway.usage()).toMatchObject({
      requests: 0,
      passed: [{ path: '/embeddings', requests: 1 }],
      refused: [{ path: '/v1/embeddings/1', requests: 1 }],
    });
  });

  it('of another protocol than the model speaks are a mistake with a name', async () => {
    const { model } = await open();
    for (const api of apis) {
      const { gateway } = await open({ chain: [served(model.url, { api })] });
      for (const other of apis.filter((candidate) => candidate !== api)) {
        const answer = await askModel(gateway, other);
        expect(answer.status).toBe(400);
        expect(answer.text).toContain(`the agent speaks ${other} (${paths[other]})`);
        expect(answer.text).toContain(`speaks ${api}`);
      }
    }
    expect(model.requests()).toEqual([]);
  });

  it('of token counting pass to Anthropic, and are no requests', async () => {
    const { model } = await open();
    const { gateway } = await open({ chain: [served(model.url, { api: 'anthropic-messages' })] });
    const counted = await ask(gateway, {
      path: '/v1/messages/count_tokens',
      body: question('anthropic-messages'),
    });
    expect(counted).toMatchObject({ status: 200, text: '{"input_tokens":100}' });
    expect(gateway.usage()).toMatchObject({
      requests: 0,
      passed: [{ path: '/messages/count_tokens', requests: 1 }],
      refused: [],
    });
    expect(scene.lines.join()).toContain('/v1/messages/count_tokens: 200');
  });

  it('take no more than 32 MiB, and no body that is no object', async () => {
    const { gateway, model } = await open();
    const large = await ask(gateway, {
      path: '/v1/chat/completions',
      body: { a: 'x'.repeat(33 * 1024 * 1024) },
    });
    expect(large.status).toBe(413);
    for (const body of [[], 'text', null])
      expect((await ask(gateway, { path: '/v1/chat/completions', body })).status).toBe(400);
    expect((await askModel(gateway, 'openai-responses', { background: true })).status).toBe(400);
    expect(model.requests()).toEqual([]);
  });
});
