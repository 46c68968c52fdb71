import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mode } from './modes.ts';
import type { WireEvent } from './wires/wire.ts';

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

const failures: Partial<Record<Mode, { status: number; type: string; message: string }>> = {
  '400': { status: 400, type: 'invalid_request_error', message: 'The request makes no sense.' },
  '401': { status: 401, type: 'authentication_error', message: 'The key is not valid.' },
  '429': { status: 429, type: 'rate_limit_error', message: 'Too many requests.' },
  '500': { status: 500, type: 'api_error', message: 'Something went wrong.' },
};

/** Does what a mode is about where that is no answer of the protocol; tells whether it did. */
export const misbehave = (
  mode: Mode,
  { response, retryAfter }: { response: ServerResponse; retryAfter: number },
): boolean => {
  const failure = failures[mode];
  if (failure) {
    const { status, type, message } = failure;
    if (mode === '429') response.setHeader('retry-after', String(retryAfter));
    sendJson(response, status, { type: 'error', error: { type, message } });
    return true;
  }
  if (mode === 'garbage') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('<<<no event at all>>>\n\ndata: {"nope":\n\n');
  }
  if (mode === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<html><body>Please sign in</body></html>');
  }
  return mode === 'garbage' || mode === 'html' || mode === 'hang';
};

const slowMs = 50;

/** Sends a stream as fast as it is read. */
export const sendEvents = async (
  response: ServerResponse,
  { events, mode }: { events: Iterable<WireEvent>; mode: Mode },
): Promise<void> => {
  const left = new AbortController();
  response.once('close', () => left.abort());
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const event of events) {
    if (response.destroyed) return;
    const room = response.write(encoded(event));
    if (mode === 'drop') {
      // the first event is to arrive: otherwise this would be a connection that never answered
      await sleep(slowMs);
      response.destroy();
      return;
    }
    if (mode === 'slow') await sleep(slowMs);
    if (!room) await once(response, 'drain', { signal: left.signal }).catch(() => undefined);
  }
  response.end();
};

const encoded = ({ event, data }: WireEvent): string => {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`;
};
