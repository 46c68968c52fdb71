import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { callFor } from './calls.ts';
import { folderIn } from './folder.ts';
import { actionsOf, type Mode } from './modes.ts';
import { type Script, turnsOf } from './script.ts';
import { misbehave, sendEvents, sendJson } from './send.ts';
import { chat } from './wires/chat.ts';
import { messages } from './wires/messages.ts';
import { responses } from './wires/responses.ts';
import type { Asked, Reply, TokenCounts, Wire } from './wires/wire.ts';

export interface ModelOptions {
  /** How it behaves; of several the n-th request meets the n-th, and all further ones the last. */
  mode?: Mode | [Mode, ...Mode[]];
  /** What it does when it behaves; writes one file when left out. */
  script?: Script;
  /** Answers 401 to requests that do not show this key. */
  expectKey?: string;
  /** What each answer tells of its tokens; null: nothing. */
  usage?: TokenCounts | null;
  /** Seconds in the `retry-after` of mode `429`. */
  retryAfter?: number;
  /** File that mode `outside-write` writes. */
  outside?: string;
  /** Characters of one delta of a stream. */
  deltaLength?: number;
}

export interface ModelRequest {
  /** With its query. */
  path: string;
  model: string;
  streaming: boolean;
  /** Names of the tools it offered. */
  tools: string[];
  /** Without credentials. */
  headers: Record<string, string>;
  /** Milliseconds since 1970. */
  at: number;
}

export interface ScriptedModel {
  /** Base address, ends in `/v1`. */
  url: string;
  /** Everything it was asked over HTTP, models and anything else. */
  requests(): ModelRequest[];
  /** All user and system texts it was sent. */
  texts(): string[];
  close(): Promise<void>;
}

const wires: Wire[] = [chat, responses, messages];

const writesAFile: Script = () => [
  { do: 'write', path: 'hello.txt', content: 'hello from the scripted model\n' },
  { do: 'say', text: 'Done: wrote the file.' },
];

/** A model server on loopback that plays a script in all three protocols. Which turn it is follows from the request alone. */
export const startModel = async (options: ModelOptions = {}): Promise<ScriptedModel> => {
  const requests: ModelRequest[] = [];
  const texts: string[] = [];
  const state = { options, requests, texts, url: '', asked: 0 };
  const server = createServer((request, response) => {
    response.on('error', () => {});
    answer({ request, response }, state).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, problem(error instanceof Error ? error.message : String(error)));
    });
  });
  state.url = await listen(server);
  return {
    url: state.url,
    requests: () => requests,
    texts: () => texts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

interface State {
  options: ModelOptions;
  requests: ModelRequest[];
  texts: string[];
  url: string;
  /** Requests to a model so far. */
  asked: number;
}

const problem = (message: string, type = 'invalid_request_error') => ({
  type: 'error',
  error: { type, message },
});

const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}/v1`);
    });
  });

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

const answer = async ({ request, response }: Exchange, state: State): Promise<void> => {
  const body = await readBody(request);
  const [path = ''] = (request.url ?? '').split('?');
  const wire = wires.find((candidate) => `/v1${candidate.path}` === path);
  const asked = request.method === 'POST' && wire ? wire.read(JSON.parse(body)) : null;
  state.requests.push(noted(request, asked));
  if (!showsKey(request, state.options.expectKey))
    return sendJson(response, 401, problem('The key is not valid.', 'authentication_error'));
  if (asked === null || wire === undefined) return answerElse(path, response);
  state.texts.push(...asked.texts);
  const mode = modeOf(state);
  state.asked += 1;
  if (misbehave(mode, { response, retryAfter: state.options.retryAfter ?? 1 })) return;
  const reply = replyTo(asked, mode, state);
  if (!asked.streaming && mode !== 'drop') return sendJson(response, 200, wire.whole(reply));
  await sendEvents(response, { events: wire.events(reply), mode });
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const credentials = ['authorization', 'x-api-key', 'api-key', 'cookie'];

const noted = (request: IncomingMessage, asked: Asked | null): ModelRequest => ({
  path: request.url ?? '',
  model: asked?.model ?? '',
  streaming: asked?.streaming ?? false,
  tools: asked?.tools ?? [],
  headers: Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !credentials.includes(name) ? [[name, value]] : [],
    ),
  ),
  at: Date.now(),
});

const showsKey = ({ headers }: IncomingMessage, key: string | undefined): boolean =>
  key === undefined ||
  headers.authorization === `Bearer ${key}` ||
  headers['x-api-key'] === key ||
  headers['api-key'] === key;

const elsewhere: Record<string, unknown> = {
  '/v1/models': { object: 'list', data: [{ id: 'scripted', object: 'model' }] },
  '/v1/messages/count_tokens': { input_tokens: 100 },
  '/v1/embeddings': { object: 'list', data: [] },
  '/v1/page': { page: 'of the scripted model' },
};

const answerElse = (path: string, response: ServerResponse): void => {
  const body = elsewhere[path];
  if (body === undefined) sendJson(response, 404, problem(`There is nothing at ${path}.`, 'not_found_error'));
  else sendJson(response, 200, body);
};

const modeOf = ({ options: { mode = 'ok' }, asked }: State): Mode => {
  const list = typeof mode === 'string' ? [mode] : mode;
  return list[Math.min(asked, list.length - 1)] ?? 'ok';
};

const replyTo = (asked: Asked, mode: Mode, { options, url }: State): Reply => {
  const { script = writesAFile, outside = '../outside.txt', deltaLength = 24 } = options;
  const usage = options.usage === undefined ? { input: 100, cached: 0, output: 20 } : options.usage;
  const about = {
    id: randomUUID(),
    model: asked.model,
    usage: asked.streaming && !asked.wantsUsage ? null : usage,
    deltaLength,
  };
  const { results, tools } = asked;
  const turns = turnsOf(actionsOf(mode, { played: script(asked.texts), results, url, outside }));
  const turn = turns[Math.min(results, turns.length - 1)];
  if (turn === undefined || (turn.call !== null && tools.length === 0))
    // agents ask for a title without offering tools
    return { ...about, say: 'A scripted title', call: null };
  const call = turn.call && callFor(turn.call, { tools, folder: folderIn(asked.texts) });
  return { ...about, say: turn.say, call };
};
