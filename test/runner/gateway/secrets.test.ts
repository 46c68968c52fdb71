import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, askModel, createScene, key, served } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

/** A provider that tells whatever it was sent. */
const echo = (status: number, shape: (headers: string) => { type: string; text: string }) =>
  scene.raw((request, response) => {
    request.resume();
    const { type, text } = shape(JSON.stringify(JSON.stringify(request.headers)).slice(1, -1));
    response.writeHead(status, {
      'content-type': type,
      'x-request-id': `id-${key}`,
      'set-cookie': `k=${key}`,
      'x-debug': key,
    });
    // cut within the key, as a network may
    const at = text.indexOf(key) + 5;
    response.write(text.slice(0, at));
    setImmediate(() => response.end(text.slice(at)));
  });

const json = 'application/json';
const answer = (said: string): string =>
  JSON.stringify({ choices: [{ message: { content: '%' } }], usage: {} }).replace('%', said);
const event = (said: string): string =>
  `data: {"choices":[{"index":0,"delta":{"content":"${said}"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;

describe('a provider that echoes the key', () => {
  it.each([
    ['in an answer', 200, false, (said: string) => ({ type: json, text: answer(said) })],
    ['in a stream', 200, true, (said: string) => ({ type: 'text/event-stream', text: event(said) })],
    ['in an error', 400, true, (said: string) => ({ type: json, text: `{"error":{"message":"${said}"}}` })],
    ['in a refusal', 401, false, (said: string) => ({ type: json, text: `{"error":{"message":"${said}"}}` })],
  ])('%s, does not hand it to the agent', async (_, status, stream, shape) => {
    const url = await echo(status, shape);
    const gateway = await scene.gateway({ chain: [served(url)] });
    const got = await askModel(gateway, 'openai-chat', stream ? { stream } : {});
    expect(got.status).toBe(status);
    // it did come as far as the gateway
    expect(got.text).toContain('Bearer ***');
    expect(got.headers.get('x-request-id')).toBe('id-***');
    expect(got.headers.get('set-cookie')).toBeNull();
    const all = [got.text, ...got.headers.values(), ...scene.lines, JSON.stringify(gateway.usage())].join(
      '\n',
    );
    expect(all).not.toContain(key);
    expect(JSON.stringify(gateway.stopped.reason ?? '')).not.toContain(key);
  });

  it('on a path allowed by name does not either, and bytes stay bytes', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 200]);
    const url = await scene.raw((request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      response.end(request.url === '/v1/bytes' ? bytes : Buffer.concat([bytes, Buffer.from(key)]));
    });
    const gateway = await scene.gateway({ chain: [served(url)], paths: ['/bytes', '/echo'] });
    const load = async (path: string) => {
      const response = await fetch(`${gateway.url}${path}`, { headers: { 'x-api-key': gateway.token } });
      return Buffer.from(await response.arrayBuffer());
    };
    expect(await load('/v1/bytes')).toEqual(bytes);
    expect(await load('/v1/echo')).toEqual(Buffer.concat([bytes, Buffer.from('***')]));
  });
});

describe('the log', () => {
  it('has one line per request, without body, header, query or key', async () => {
    const model = await scene.model();
    const gateway = await scene.gateway({ chain: [served(model.url)] });
    await askModel(gateway, 'openai-chat', { messages: [{ role: 'user', content: 'my-secret-word' }] });
    await ask(gateway, { path: `/v1/${key}?q=my-query`, body: {}, headers: { 'x-note': 'my-header' } });
    expect(scene.lines).toHaveLength(2);
    expect(scene.lines[0]).toMatch(
      /^POST \/v1\/chat\/completions: 200 from acme\/smart-1, 100 in, 20 out, \d+ ms$/,
    );
    expect(scene.lines[1]).toMatch(/^POST \/v1\/\*\*\*: 404, refused, \d+ ms$/);
    expect(JSON.stringify(gateway.usage())).not.toContain(key);
    expect(scene.lines.join()).not.toMatch(/my-(secret-word|query|header)/);
  });
});
