import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as timer } from 'node:timers/promises';
import type { ServedModel, WireApi } from '../../../src/contracts/models.ts';
import type { Clock } from '../../../src/runner/gateway/clock.ts';
import { type Gateway, type GatewayOptions, openGateway } from '../../../src/runner/gateway/gateway.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import { type ModelOptions, type ScriptedModel, startModel } from '../../../src/sandbox/model/model.ts';

export const key = 'sk-canary-6f1f7c1d2b';

export const apis: WireApi[] = ['openai-chat', 'openai-responses', 'anthropic-messages'];

export const paths: Record<WireApi, string> = {
  'openai-chat': '/chat/completions',
  'openai-responses': '/responses',
  'anthropic-messages': '/messages',
};

export const served = (url: string, rest: Partial<ServedModel> = {}): ServedModel => ({
  provider: 'acme',
  model: 'smart-1',
  api: 'openai-chat',
  url,
  header: 'authorization',
  headers: {},
  silenceSeconds: 777,
  price: { input: 1, cached: 0.1, output: 10 },
  ...rest,
});

/**
 * A clock on which back-off takes no time: it is noted, and time moves on by it. Shorter sleeps are real, longer ones
 * (silence, limits) last until they are aborted.
 */
export const quickClock = ({ holdsFrom = 60_001 } = {}) => {
  const slept: number[] = [];
  let ahead = 0;
  const clock: Clock = {
    now: () => performance.timeOrigin + performance.now() + ahead,
    random: () => 0,
    sleep: async (ms, signal) => {
      if (ms < 500) return timer(ms, undefined, { signal }).catch(() => undefined);
      if (ms >= holdsFrom)
        return new Promise((resolve) => {
          if (signal.aborted) resolve(undefined);
          signal.addEventListener('abort', () => resolve(undefined), { once: true });
        });
      slept.push(ms);
      ahead += ms;
    },
  };
  return {
    clock,
    slept,
    pass: (ms: number): void => {
      ahead += ms;
    },
  };
};

/** What a test opened, closed together. */
export const createScene = () => {
  const closing: (() => Promise<void>)[] = [];
  const lines: string[] = [];
  let signs = 0;
  const model = async (options: ModelOptions = {}): Promise<ScriptedModel> => {
    const started = await startModel({ expectKey: key, ...options });
    closing.push(started.close);
    return started;
  };
  const raw = async (
    handle: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> => {
    const server = createServer(handle);
    closing.push(() => closeServer(server));
    return listen(server);
  };
  const gateway = async (options: Partial<GatewayOptions> & { chain: ServedModel[] }): Promise<Gateway> => {
    const opened = await openGateway({
      keys: new Map([['acme', key]]),
      budget: { requests: 1000, tokens: 1e9, cost: null },
      paths: [],
      redact: knownSecrets([key]).redact,
      log: (line) => lines.push(line),
      onSign: () => {
        signs += 1;
      },
      clock: quickClock().clock,
      ...options,
    });
    closing.unshift(opened.close);
    return opened;
  };
  const close = async (): Promise<void> => {
    for (const end of closing) await end();
  };
  return { model, raw, gateway, close, lines, signs: () => signs };
};

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}/v1`);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

export const question = (api: WireApi, rest: Record<string, unknown> = {}) => {
  const said = [{ role: 'user', content: 'Hello?' }];
  return {
    model: 'as-you-like',
    ...(api === 'openai-responses' ? { input: said } : { messages: said }),
    ...(api === 'anthropic-messages' ? { max_tokens: 100 } : {}),
    ...rest,
  };
};

/** Asks a gateway; resolves with all that came, also when the connection was torn. */
export const ask = async (
  gateway: Gateway,
  options: {
    path: string;
    body?: unknown;
    method?: string;
    headers?: Record<string, string>;
    signal?: AbortSignal;
  },
): Promise<{ status: number; text: string; torn: boolean; headers: Headers }> => {
  const { path, body, method = 'POST', headers = {}, signal } = options;
  const response = await fetch(`${gateway.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  const chunks: Uint8Array[] = [];
  let torn = false;
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk);
  } catch {
    torn = true;
  }
  const text = Buffer.concat(chunks).toString();
  return { status: response.status, text, torn, headers: response.headers };
};

export const askModel = (gateway: Gateway, api: WireApi, rest: Record<string, unknown> = {}) =>
  ask(gateway, { path: `/v1${paths[api]}`, body: question(api, rest) });

export const deferred = () => {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

/** Waits for something to be so; the limit of the test is the limit of the waiting. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
