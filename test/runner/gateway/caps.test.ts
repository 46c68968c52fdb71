import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Budget } from '../../../src/contracts/models.ts';
import { type Admission, createLedger } from '../../../src/runner/gateway/ledger.ts';
import type { Tokens } from '../../../src/runner/gateway/meter.ts';
import { apis, ask, askModel, createScene, served } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

const end =
  (tokens: Tokens | null) =>
  (admission: Admission): void => {
    if (admission.kind === 'admitted') admission.entry.end(tokens);
  };

const budget = (rest: Partial<Budget>): Budget => ({ requests: 1000, tokens: 1e9, cost: null, ...rest });

describe('a cap', () => {
  it.each(apis)('%s: is told as an error of the protocol that agents do not retry', async (api) => {
    const model = await scene.model();
    const gateway = await scene.gateway({
      chain: [served(model.url, { api })],
      budget: budget({ requests: 1 }),
    });
    expect((await askModel(gateway, api)).status).toBe(200);
    expect(gateway.stopped.aborted).toBe(false);
    const refused = await askModel(gateway, api);
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.text).error).toMatchObject({
      type: 'invalid_request_error',
      message: expect.stringMatching(/All 1 requests.*`caps.requests`/),
    });
    expect(gateway.stopped.reason).toMatchObject({ limit: 'requests' });
    expect(model.requests()).toHaveLength(1);
  });

  it('of tokens, and one of cost, hold from the request after', async () => {
    // one answer is 120 tokens and $0.0003
    const model = await scene.model();
    for (const [cap, limit] of [
      [{ tokens: 240 }, 'tokens'],
      [{ cost: 0.0006 }, 'cost'],
    ] as const) {
      const gateway = await scene.gateway({ chain: [served(model.url)], budget: budget(cap) });
      const statuses = [];
      for (let asked = 0; asked < 3; asked += 1)
        statuses.push((await askModel(gateway, 'openai-chat')).status);
      expect(statuses).toEqual([200, 200, 400]);
      expect(gateway.stopped.reason).toMatchObject({ limit });
    }
  });

  it('is not passed by requests at the same time, nor by tries', async () => {
    const model = await scene.model({ mode: 'slow' });
    const gateway = await scene.gateway({ chain: [served(model.url)], budget: budget({ requests: 5 }) });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => askModel(gateway, 'openai-chat', { stream: true })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(15);
    expect(model.requests()).toHaveLength(5);

    const broken = await scene.model({ mode: '500' });
    const other = await scene.gateway({ chain: [served(broken.url)], budget: budget({ requests: 2 }) });
    expect((await askModel(other, 'openai-chat')).status).toBe(400);
    expect(broken.requests()).toHaveLength(2);
    expect(other.stopped.reason).toMatchObject({ limit: 'requests' });
  });

  it('of cost needs a price, and without one the cost is not known', async () => {
    const model = await scene.model();
    const chain = [served(model.url, { price: null })];
    await expect(scene.gateway({ chain, budget: budget({ cost: 1 }) })).rejects.toThrow(
      /cannot be capped: set `models\.prices\."acme\/smart-1"`/,
    );
    const gateway = await scene.gateway({ chain });
    await askModel(gateway, 'openai-chat');
    expect(gateway.usage()).toMatchObject({ cost: null, inputTokens: 100 });
  });

  it('counts what a ledger holds already', async () => {
    const model = await scene.model();
    const ledger = createLedger(budget({ requests: 2 }));
    const signal = new AbortController().signal;
    await ledger.admit(served(model.url), { reservation: { input: 1, output: 1 }, signal }).then(end(null));
    const gateway = await scene.gateway({ chain: [served(model.url)], ledger });
    expect((await askModel(gateway, 'openai-chat')).status).toBe(200);
    expect((await askModel(gateway, 'openai-chat')).status).toBe(400);
  });
});

describe('requests side by side', () => {
  const used = (input: number, output: number): Tokens => ({
    input,
    output,
    cached: 0,
    written: 0,
    estimated: false,
  });

  it('pass a cap of tokens by one request at most, in whatever order they end', async () => {
    const requestArb = fc.record({
      reserved: fc.integer({ min: 1, max: 400 }),
      used: fc.integer({ min: 1, max: 400 }),
      turn: fc.nat(),
      leaves: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1500 }),
        fc.array(requestArb, { maxLength: 30 }),
        async (cap, requests) => {
          const ledger = createLedger(budget({ tokens: cap }));
          const running: { end: () => void; turn: number }[] = [];
          const kinds: string[] = [];
          const leaving: AbortController[] = [];
          for (const request of requests) {
            const gone = new AbortController();
            if (request.leaves) leaving.push(gone);
            // providers hold to the limit of a request's answer
            const spent = Math.min(request.reserved, request.used);
            void ledger
              .admit(served('http://127.0.0.1:9/v1'), {
                reservation: { input: request.reserved, output: 0 },
                signal: gone.signal,
              })
              .then((admission) => {
                kinds.push(admission.kind);
                running.push({ end: () => end(used(spent, 0))(admission), turn: request.turn });
              });
          }
          await Promise.resolve();
          for (const gone of leaving) gone.abort();
          for (let ended = 0; ended < requests.length; ended += 1) {
            await Promise.resolve();
            const next = running.sort((a, b) => a.turn - b.turn).shift();
            next?.end();
          }
          await Promise.resolve();
          // nobody waits for ever
          expect(kinds).toHaveLength(requests.length);
          const largest = Math.max(0, ...requests.map(({ reserved }) => reserved));
          expect(ledger.usage().inputTokens).toBeLessThan(cap + Math.max(1, largest));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('learn from one that used more than it could reserve', async () => {
    const body = JSON.stringify({
      choices: [],
      usage: { prompt_tokens: 90_000, completion_tokens: 10_000 },
    });
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      setImmediate(() => response.end(body));
    });
    const gateway = await scene.gateway({ chain: [served(url)], budget: budget({ tokens: 250_000 }) });
    const answers = await Promise.all(Array.from({ length: 12 }, () => askModel(gateway, 'openai-chat')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(gateway.usage()).toMatchObject({ inputTokens: 270_000, outputTokens: 30_000 });
  });

  it('run together while the caps have room, for tokens and for cost', async () => {
    const signal = new AbortController().signal;
    const model = served('http://127.0.0.1:9/v1', { price: { input: 1, cached: 0, written: 1, output: 1 } });
    for (const cap of [{ tokens: 1000 }, { cost: 0.001 }]) {
      const ledger = createLedger(budget(cap));
      const ask = { reservation: { input: 100, output: 200 }, signal };
      end(used(1, 0))(await ledger.admit(model, ask));
      const three = await Promise.all([1, 2, 3].map(() => ledger.admit(model, ask)));
      expect(three.map(({ kind }) => kind)).toEqual(['admitted', 'admitted', 'admitted']);
      let decided = false;
      const fourth = ledger.admit(model, ask).then((admission) => {
        decided = true;
        return admission.kind;
      });
      await Promise.resolve();
      expect(decided).toBe(false);
      three.map(end(used(10, 0)));
      expect(await fourth).toBe('admitted');
    }
  });
});

describe('requests that are none to a model', () => {
  it('are counted, and there are no more than four times as many', async () => {
    const model = await scene.model();
    const chain = [served(model.url, { api: 'anthropic-messages' })];
    const gateway = await scene.gateway({ chain, budget: budget({ requests: 2 }), paths: ['/embeddings'] });
    const statuses = [];
    for (let asked = 0; asked < 5; asked += 1)
      for (const path of ['/v1/messages/count_tokens', '/v1/embeddings'])
        statuses.push((await ask(gateway, { path, body: {} })).status);
    expect(statuses).toEqual([...Array(8).fill(200), 400, 400]);
    expect(model.requests()).toHaveLength(8);
    expect(gateway.usage().passed).toEqual([
      { path: '/messages/count_tokens', requests: 4 },
      { path: '/embeddings', requests: 4 },
    ]);
    expect(gateway.stopped.aborted).toBe(false);
  });
});

describe('a chain that cannot be served', () => {
  it.each([
    ['empty', [], /No model is configured/],
    ['in the clear', [served('http://models.example.com/v1')], /https:\/\//],
    [
      'of two protocols',
      [served('https://a.example/v1'), served('https://a.example/v1', { api: 'anthropic-messages' })],
      /cannot stand in/,
    ],
  ])('%s, is refused with a remedy', async (_, chain, message) => {
    await expect(scene.gateway({ chain })).rejects.toThrow(message);
  });
});
