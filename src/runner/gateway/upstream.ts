import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopback } from '../../contracts/addresses.ts';
import type { ServedModel } from '../../contracts/models.ts';
import { createUnread, neverPaused } from './unread.ts';

export interface UpstreamCall {
  model: ServedModel;
  method: 'GET' | 'POST';
  /** Follows the base address; begins with a slash. */
  path: string;
  /** Without the question mark; empty for none. */
  query: string;
  headers: IncomingHttpHeaders;
  body: string | Buffer | null;
}

/** The providers' side of the gateway; the only place that holds keys. */
export interface Upstream {
  /** Rejects when there is no answer; follows no redirect. Silence is the caller's business. */
  request(call: UpstreamCall, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

/** Of the agent's headers only these go on: never its authorization, its cookies or its choice of an account. */
const passedOn = [
  'accept',
  'anthropic-version',
  'anthropic-beta',
  'content-type',
  'openai-beta',
  'user-agent',
];

/** These belong to the connection, not to the provider's configuration. */
const ofConnection = [
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'accept-encoding',
  'expect',
];

export const createUpstream = (keys: ReadonlyMap<string, string>): Upstream => {
  const limits = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 10_000 } };
  const unread = createUnread();
  const near = new Agent(limits);
  const far = new EnvHttpProxyAgent(limits);
  return {
    request: async (call, signal) => {
      const address = addressOf(call);
      const dispatcher = isLoopback(address.hostname) ? near : far;
      const response = await dispatcher.request({
        ...neverPaused,
        origin: address.origin,
        path: `${address.pathname}${address.search}`,
        method: call.method,
        headers: headersFor(call, keys.get(call.model.provider)),
        body: call.body,
        signal,
      });
      unread.watch(response.body);
      return response;
    },
    close: async () => {
      await Promise.all([near.destroy(), far.destroy()]);
    },
  };
};

/** A base address may carry a query of its own (`?api-version=…`). */
const addressOf = ({ model, path, query }: UpstreamCall): URL => {
  const address = new URL(model.url);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}${path}`;
  for (const [name, value] of new URLSearchParams(query)) address.searchParams.append(name, value);
  return address;
};

const headersFor = (call: UpstreamCall, key: string | undefined): Record<string, string> => {
  const headers: Record<string, string> = {};
  for (const name of passedOn) {
    const value = call.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  // what is counted and redacted must be readable
  headers['accept-encoding'] = 'identity';
  if (call.model.api === 'anthropic-messages') headers['anthropic-version'] ??= '2023-06-01';
  for (const [name, value] of Object.entries(call.model.headers))
    if (!ofConnection.includes(name.toLowerCase())) headers[name.toLowerCase()] = value;
  if (key !== undefined)
    headers[call.model.header] = call.model.header === 'authorization' ? `Bearer ${key}` : key;
  return headers;
};
