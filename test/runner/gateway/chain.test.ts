import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayStop } from '../../../src/runner/gateway/gateway.ts';
import { ask, askModel, createScene, question, quickClock, served, until } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

const nobody = 'http://127.0.0.1:9/v1';

describe('a chain of models', () => {
  it('goes on to the next while the first is out of order, and comes back to it after a minute', async () => {
    const first = await scene.model({ mode: ['500', '500', '500', 'ok'] });
    const second = await scene.model();
    const time = quickClock();
    const chain = [served(first.url), served(second.url, { model: 'spare-1' })];
    const gateway = await scene.gateway({ chain, clock: time.clock });

    expect((await askModel(gateway, 'openai-chat')).status).toBe(200);
    expect((await askModel(gateway, 'openai-chat')).status).toBe(200);
    expect([first.requests().length, second.requests().length]).toEqual([3, 2]);
    time.pass(60_000);
    expect((await askModel(gateway, 'openai-chat')).status).toBe(200);
    expect([first.requests().length, second.requests().length]).toEqual([4, 2]);
    expect(second.requests()[0]?.model).toBe('spare-1');
    expect(gateway.usage().models).toMatchObject([
      { model: 'acme/smart-1', requests: 4, failed: 3, inputTokens: 100 },
      { model: 'acme/spare-1', requests: 2, failed: 0, inputTokens: 200 },
    ]);
  });

  it.each(['400', '401'] as const)('does not go on when the provider answers %s', async (mode) => {
    const first = await scene.model({ mode });
    const second = await scene.model();
    const gateway = await scene.gateway({
      chain: [served(first.url), served(second.url, { model: 'spare-1' })],
    });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(Number(mode));
    expect(second.requests()).toEqual([]);
  });

  it('that is through for a minute and a half tells the agent to stop, and why', async () => {
    const html = await scene.model({ mode: 'html' });
    const time = quickClock();
    const gateway = await scene.gateway({ chain: [served(html.url)], clock: time.clock });
    // as many at once as one likes: what counts is the clock
    const answers = await Promise.all([1, 2, 3].map(() => askModel(gateway, 'openai-chat')));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(gateway.stopped.aborted).toBe(false);
    time.pass(90_000);
    await askModel(gateway, 'openai-chat');
    expect(gateway.stopped.reason as GatewayStop).toEqual({
      limit: 'model',
      detail: expect.stringMatching(/acme\/smart-1 answered with a web page/),
    });
    // from now on agents are told so in a way that they do not try again
    expect((await askModel(gateway, 'openai-chat')).status).toBe(400);
  });

  it('whose last model cannot be reached is waited for, a minute and a half and not longer', async () => {
    const html = await scene.model({ mode: 'html' });
    const time = quickClock();
    const began = time.clock.now();
    const chain = [served(html.url), served(nobody, { model: 'spare-1' })];
    const gateway = await scene.gateway({ chain, clock: time.clock });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(503);
    expect(time.clock.now() - began).toBeGreaterThanOrEqual(90_000);
    expect(time.clock.now() - began).toBeLessThan(120_000);
    expect(Math.max(...time.slept)).toBe(20_000);
    // the first one had a successor, so nobody waited for it
    expect(html.requests()).toHaveLength(3);
    expect((gateway.stopped.reason as GatewayStop).detail).toMatch(
      /acme\/smart-1 answered with a web page.*; acme\/spare-1 refused the connection/,
    );
  });

  it('that is through for a while is only waited for', async () => {
    const model = await scene.model({ mode: ['500', '500', '500', '500', '500', '500', 'ok'] });
    const gateway = await scene.gateway({ chain: [served(model.url)] });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(200);
    expect(gateway.stopped.aborted).toBe(false);
  });

  it('that worked in between does not tell the agent to stop', async () => {
    const html = ['html', 'html', 'html'] as const;
    const model = await scene.model({ mode: [...html, 'ok', ...html] });
    const time = quickClock();
    const gateway = await scene.gateway({ chain: [served(model.url)], clock: time.clock });
    const statuses = [];
    for (let asked = 0; asked < 3; asked += 1) {
      statuses.push((await askModel(gateway, 'openai-chat')).status);
      time.pass(80_000);
    }
    expect(statuses).toEqual([503, 200, 503]);
    expect(gateway.stopped.aborted).toBe(false);
  });

  it('whose answers break off tells the agent to stop when none came through for long', async () => {
    const model = await scene.model({ mode: 'drop' });
    const time = quickClock();
    const gateway = await scene.gateway({ chain: [served(model.url)], clock: time.clock });
    for (let asked = 0; asked < 5; asked += 1) {
      expect(gateway.stopped.aborted).toBe(false);
      await askModel(gateway, 'openai-chat', { stream: true });
      if (asked === 3) time.pass(90_000);
    }
    expect((gateway.stopped.reason as GatewayStop).detail).toMatch(/broke off 5 times/);
  });

  it('tells the agent to stop too when the agent gives up waiting each time', async () => {
    const model = await scene.model({ mode: 'hang' });
    const time = quickClock();
    const chain = [served(model.url, { silenceSeconds: 0.2 })];
    const gateway = await scene.gateway({ chain, clock: time.clock });
    for (const asked of [2, 4]) {
      expect(gateway.stopped.aborted).toBe(false);
      const leaving = new AbortController();
      const left = ask(gateway, {
        path: '/v1/chat/completions',
        body: question('openai-chat'),
        signal: leaving.signal,
      }).catch(() => 'left');
      await until(() => model.requests().length === asked);
      if (asked === 4) time.pass(90_000);
      leaving.abort();
      expect(await left).toBe('left');
      await until(() => scene.lines.length === asked / 2);
    }
    expect((gateway.stopped.reason as GatewayStop).detail).toMatch(/acme\/smart-1 sent nothing for 0.2 s/);
  });

  it('whose accounts are all empty tells the agent to stop at once', async () => {
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(429, { 'content-type': 'application/json' });
      response.end('{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}');
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(503);
    expect(gateway.usage().requests).toBe(1);
    expect((gateway.stopped.reason as GatewayStop).detail).toMatch(/is out of credit \(HTTP 429\)/);
  });

  it('follows no redirect, and names where it leads', async () => {
    const elsewhere = await scene.model();
    const url = await scene.raw((_, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/chat/completions` });
      response.end();
    });
    const gateway = await scene.gateway({ chain: [served(url)] });
    const answer = await askModel(gateway, 'openai-chat');
    expect(answer.status).toBe(503);
    expect(answer.text).toContain(new URL(elsewhere.url).host);
    expect(elsewhere.requests()).toEqual([]);
  });
});

describe('back-off', () => {
  const pauses = async (retryAfter: number) => {
    const model = await scene.model({ mode: ['429', '429', 'ok'], retryAfter });
    const { clock, slept } = quickClock();
    const gateway = await scene.gateway({ chain: [served(model.url)], clock });
    const { status } = await askModel(gateway, 'openai-chat');
    return { status, slept };
  };

  it('grows', async () => {
    expect(await pauses(0)).toEqual({ status: 200, slept: [500, 1000] });
  });

  it('is what the provider asks for', async () => {
    expect(await pauses(50)).toEqual({ status: 200, slept: [50_000, 50_000] });
  });

  it('is over at once when the provider asks for more than a minute', async () => {
    expect(await pauses(61)).toEqual({ status: 503, slept: [] });
  });

  it('understands a date', async () => {
    const { clock, slept } = quickClock();
    let asked = 0;
    const url = await scene.raw((_, response) => {
      asked += 1;
      if (asked === 1)
        response.writeHead(503, { 'retry-after': new Date(clock.now() + 30_000).toUTCString() });
      else response.writeHead(400);
      response.end();
    });
    const gateway = await scene.gateway({ chain: [served(url)], clock });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(400);
    expect(slept).toHaveLength(1);
    expect(slept[0]).toBeGreaterThan(20_000);
    expect(slept[0]).toBeLessThanOrEqual(30_000);
  });
});
