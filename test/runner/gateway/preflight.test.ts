import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedModel } from '../../../src/contracts/models.ts';
import { addressProblem } from '../../../src/runner/gateway/address.ts';
import { createLedger } from '../../../src/runner/gateway/ledger.ts';
import type { ModelOptions } from '../../../src/runner/gateway/options.ts';
import { preflightModels } from '../../../src/runner/gateway/preflight.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import type { Mode } from '../../../src/sandbox/model/modes.ts';
import { keySecret } from '../../../src/text/caller-workflow.ts';
import { apis, createScene, key, quickClock, served, until } from './support.ts';

let scene: ReturnType<typeof createScene>;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.close());

const budget = { requests: 100, tokens: 1e6, cost: null };

const preflight = (chain: ServedModel[], rest: Partial<ModelOptions> = {}) =>
  preflightModels({
    chain,
    keys: new Map([['acme', key]]),
    budget,
    redact: knownSecrets([key]).redact,
    log: (line) => scene.lines.push(line),
    onSign: () => {},
    clock: quickClock({ holdsFrom: 60_000 }).clock,
    ...rest,
  });

describe('preflight', () => {
  it.each(apis)('%s: asks the first model for a word, and counts it', async (api) => {
    const model = await scene.model();
    const ledger = createLedger(budget);
    expect(await preflight([served(model.url, { api })], { ledger })).toEqual({ problems: [], remarks: [] });
    expect(model.requests()).toHaveLength(1);
    expect(ledger.usage()).toMatchObject({ requests: 1, failed: 0, inputTokens: 100, outputTokens: 20 });
  });

  const rows: [Mode | '404' | '403' | 'refused', RegExp, RegExp][] = [
    [
      '400',
      /refuses even a minimal request.*\(HTTP 400\).*The request makes no sense/,
      /model's name.*\.api` \(openai-chat\)/,
    ],
    ['401', /`acme` refuses the key \(HTTP 401\)/, /model-keys/],
    ['403', /refuses the key for acme\/smart-1 \(HTTP 403\)/, /access to this model/],
    ['404', /no model `smart-1`.*404/, /models\.providers\.acme\.url/],
    ['429', /answered HTTP 429/, /limits, credit.*fallback/],
    ['500', /answered HTTP 500/, /fallback/],
    ['html', /answered with a web page/, /`models\.providers\.acme\.url`.*sign-in page/],
    ['garbage', /no answer of \/chat\/completions/, /`models\.providers\.acme\.api`/],
    ['hang', /sent nothing for 0\.2 s/, /provider is up/],
    ['refused', /refused the connection/, /runner may reach it/],
  ];
  it.each(rows)('%s: one problem, with a remedy', async (mode, what, remedy) => {
    const bare = await scene.raw((_, response) => {
      response.writeHead(Number(mode), { 'content-type': 'application/json' });
      response.end('{}');
    });
    const scripted =
      mode === '404' || mode === '403' || mode === 'refused' ? null : await scene.model({ mode });
    const url = mode === 'refused' ? 'http://127.0.0.1:9/v1' : (scripted?.url ?? bare);
    const { problems } = await preflight([served(url, { silenceSeconds: mode === 'hang' ? 0.2 : 777 })]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.what).toMatch(what);
    expect(problems[0]?.remedy).toMatch(remedy);
    expect(JSON.stringify([problems, scene.lines])).not.toContain(key);
  });

  it('goes on to the next model on an outage, and remarks it', async () => {
    const first = await scene.model({ mode: '500' });
    const second = await scene.model();
    const found = await preflight([served(first.url), served(second.url, { model: 'spare-1' })], {
      clock: quickClock().clock,
    });
    expect(found.problems).toEqual([]);
    expect(found.remarks).toEqual([expect.stringMatching(/acme\/smart-1 answered HTTP 500/)]);
    expect(second.requests()).toHaveLength(1);
  });

  it('has as much patience as the model may be silent, and ends at once when it is aborted', async () => {
    const model = await scene.model({ mode: 'hang' });
    const limits: number[] = [];
    const { clock } = quickClock();
    const noting = {
      ...clock,
      sleep: (ms: number, signal: AbortSignal) => {
        limits.push(ms);
        return clock.sleep(Math.max(ms, 60_001), signal);
      },
    };
    const over = new AbortController();
    const reason = new Error('the run is over');
    const chain = [served(model.url, { silenceSeconds: 120 }), served(model.url, { model: 'spare-1' })];
    const found = preflight(chain, { signal: over.signal, clock: noting });
    await until(() => model.requests().length === 1);
    expect(limits[0]).toBe(120_000);
    over.abort(reason);
    await expect(found).rejects.toBe(reason);
    expect(model.requests()).toHaveLength(1);
    await expect(preflight(chain, { signal: over.signal })).rejects.toBe(reason);
  });

  const html = { 'content-type': 'text/html' };
  const json = { 'content-type': 'application/json' };
  it.each([
    [
      'a page under 403',
      403,
      html,
      '<html>no</html>',
      /web page instead of an answer \(HTTP 403\)/,
      /sign-in page/,
    ],
    [
      'a page under 401',
      401,
      html,
      '<html>no</html>',
      /web page instead of an answer \(HTTP 401\)/,
      /sign-in page/,
    ],
    ['407', 407, json, '', /runner's proxy wants credentials/, /HTTPS_PROXY/],
    ['402', 402, json, '{}', /out of credit \(HTTP 402\)/, /billing settings/],
    [
      'an empty account at Anthropic',
      400,
      json,
      '{"type":"error","error":{"message":"Your credit balance is too low to access the Anthropic API."}}',
      /out of credit \(HTTP 400\)/,
      /billing settings/,
    ],
    [
      'an empty account at OpenAI',
      429,
      json,
      '{"error":{"code":"insufficient_quota"}}',
      /out of credit \(HTTP 429\)/,
      /billing settings/,
    ],
  ])('tells %s as what it is', async (name, status, headers, body, what, remedy) => {
    let asked = 0;
    const url = await scene.raw((request, response) => {
      asked += 1;
      request.resume();
      response.writeHead(status, headers);
      response.end(body);
    });
    const { problems } = await preflight([served(url)]);
    expect(problems).toEqual([{ what: expect.stringMatching(what), remedy: expect.stringMatching(remedy) }]);
    expect(asked).toBe(name.startsWith('a page') ? 3 : 1);
  });

  it('is over after its limit, however a provider drags on', async () => {
    const url = await scene.raw((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(drip));
    });
    // the limit of a minute is the only sleep this clock cuts short
    const real = quickClock({ holdsFrom: 60_001 }).clock;
    const found = await preflight([served(url)], {
      clock: {
        ...real,
        sleep: (ms, signal) =>
          real.sleep(ms === 180_000 && !signal.aborted ? 300 : Math.max(ms, 60_001), signal),
      },
    });
    expect(found.problems[0]?.what).toBe('Model acme/smart-1 did not answer within 180 s.');
  });

  it('asks a model that refuses the limit of length again without it', async () => {
    const bodies: string[] = [];
    const url = await scene.raw(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      bodies.push(body);
      response.writeHead(body.includes('max_tokens') ? 400 : 200, { 'content-type': 'application/json' });
      response.end('{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":1}}');
    });
    expect(await preflight([served(url)])).toEqual({ problems: [], remarks: [] });
    expect(bodies).toHaveLength(2);
  });
});

describe('the configuration', () => {
  it('needs a model', async () => {
    expect((await preflight([])).problems).toHaveLength(1);
  });

  it('needs the keys of providers that answer nobody without, and nothing is asked before they are there', async () => {
    const model = await scene.model();
    const chain = [served(model.url, { provider: 'anthropic' }), served(model.url, { provider: 'openai' })];
    const { problems } = await preflight(chain);
    expect(problems.map(({ what }) => what)).toEqual([
      'There is no key for provider `anthropic`.',
      'There is no key for provider `openai`.',
    ]);
    expect(problems[0]?.remedy).toMatch(/anthropic=\$\{\{ secrets\.ANTHROPIC_API_KEY \}\}/);
    expect(model.requests()).toEqual([]);
  });

  it('needs keys that a header may carry', async () => {
    const model = await scene.model();
    const { problems } = await preflight([served(model.url)], { keys: new Map([['acme', 'sk-“quoted”']]) });
    expect(problems).toEqual([
      {
        what: 'The key of provider `acme` holds a character that no header may carry.',
        remedy: expect.stringContaining('Set the secret ACME_API_KEY anew'),
      },
    ]);
    expect(model.requests()).toEqual([]);
  });

  it('names the secret of a provider called github as GitHub allows it', async () => {
    const model = await scene.model();
    const { problems } = await preflight([served(model.url, { provider: 'github-models' })], {
      keys: new Map(),
    });
    expect(problems[0]?.remedy).toContain(`secrets.${keySecret('github-models')} `);
    expect(problems[0]?.remedy).not.toContain('secrets.GITHUB_');
  });

  it('remarks a missing key of others, and says what to do when they want one', async () => {
    const open = await scene.raw((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"choices":[]}');
    });
    expect(await preflight([served(open)], { keys: new Map() })).toEqual({
      problems: [],
      remarks: ['No key is given for provider `acme`; it is asked without one.'],
    });
    const strict = await scene.model();
    const { problems } = await preflight([served(strict.url)], { keys: new Map() });
    expect(problems).toEqual([
      {
        what: 'Provider `acme` wants a key (HTTP 401), and none is given.',
        remedy: expect.stringMatching(/acme=\$\{\{ secrets\.ACME_API_KEY \}\}/),
      },
    ]);
  });

  it.each([
    ['http://models.example.com/v1', false],
    ['http://8.8.8.8/v1', false],
    ['ftp://127.0.0.1/v1', false],
    ['http://127.0.0.1:9/v1', true],
    ['http://10.1.2.3:9/v1', true],
    ['http://[::1]:9/v1', true],
  ])('%s may be sent a key: %s', (url, allowed) => {
    expect(addressProblem(served(url)) === null).toBe(allowed);
  });
});
