import type { Protocol } from './protocols/protocol.ts';
import { protocols } from './protocols/registry.ts';

/** What a request is for, by method and path alone. */
export type Route =
  | { kind: 'hello' }
  | { kind: 'models' }
  | { kind: 'ask'; protocol: Protocol; query: string }
  | { kind: 'count'; query: string }
  /** A path that the configuration allows by name. */
  | { kind: 'pass'; method: 'GET' | 'POST'; path: string; query: string }
  | { kind: 'unknown' };

const root = '/v1';
export const countPath = '/messages/count_tokens';

/** Of the agent's queries only this one is known to be meant, and harmless. */
const betaOnly = (query: string): string => (query === 'beta=true' ? query : '');

/** Compares paths as they were sent: whatever would have to be decoded or resolved first is none of ours. */
export const routeOf = (options: { method: string; url: string; paths: string[] }): Route => {
  const { method, url, paths } = options;
  const { path, query } = splitUrl(url);
  if (path === '/' && (method === 'GET' || method === 'HEAD')) return { kind: 'hello' };
  if (!path.startsWith(`${root}/`)) return { kind: 'unknown' };
  const rest = path.slice(root.length);
  if (rest === '/models' && method === 'GET') return { kind: 'models' };
  const protocol = Object.values(protocols).find((candidate) => candidate.path === rest);
  if (protocol && method === 'POST') return { kind: 'ask', protocol, query: betaOnly(query) };
  if (rest === countPath && method === 'POST') return { kind: 'count', query: betaOnly(query) };
  if (paths.includes(rest) && (method === 'GET' || method === 'POST'))
    return { kind: 'pass', method, path: rest, query };
  return { kind: 'unknown' };
};

export const splitUrl = (url: string): { path: string; query: string } => {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
};
