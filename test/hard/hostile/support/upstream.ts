import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider of models that tells whoever asks all it was sent, the key included: no gateway may trust it not to. */
export interface Upstream {
  /** What stands before `/chat/completions`. */
  url: string;
  /** `Authorization` and path of every request. */
  asked: { path: string; authorization: string }[];
  close: () => Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<{ stream?: boolean; messages?: unknown }> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return {};
  }
};

const usage = { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 };

const streamed = (text: string): string => {
  const chunk = (delta: object, rest: object = {}): string =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'echo', choices: [{ index: 0, delta, finish_reason: null }], ...rest })}\n\n`;
  const end = `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'echo', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage })}\n\n`;
  return `${chunk({ role: 'assistant', content: '' })}${chunk({ content: text })}${end}data: [DONE]\n\n`;
};

const whole = (text: string): string =>
  JSON.stringify({
    ...{ id: 'c', object: 'chat.completion', created: 1, model: 'echo', usage },
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  });

export const startUpstream = async (): Promise<Upstream> => {
  const asked: Upstream['asked'] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '' });
    const echo = JSON.stringify(request.headers);
    const said = JSON.stringify(body.messages ?? '');
    const headers = { 'x-echo': request.headers.authorization ?? '', 'set-cookie': `key=${echo.length}` };
    if (said.includes('refuse me')) {
      response.writeHead(400, { 'content-type': 'application/json', ...headers });
      response.end(
        JSON.stringify({ error: { message: `Bad request with ${echo}`, type: 'invalid_request_error' } }),
      );
      return;
    }
    const type = body.stream === true ? 'text/event-stream' : 'application/json';
    response.writeHead(200, { 'content-type': type, ...headers });
    response.end(body.stream === true ? streamed(echo) : whole(echo));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
