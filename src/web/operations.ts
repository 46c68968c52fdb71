import type { IncomingMessage, ServerResponse } from 'node:http';
import { Gauge, Registry } from 'prom-client';
import type { Store } from '../ports/store.ts';

const answer = (response: ServerResponse, status: number, options: { type?: string; body: string }): true => {
  response.writeHead(status, {
    'content-type': options.type ?? 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(options.body);
  return true;
};

const gauges = {
  deliveriesPending: 'Webhook deliveries stored and not yet routed.',
  deliveriesFailed: 'Webhook deliveries given up after many tries; they are kept.',
  eventsPending: 'Events waiting for their decision.',
  oneShotsPending: 'Effects waiting to be performed.',
  oneShotsRetrying: 'Effects that failed at least once and are tried again.',
} as const;

const createMetrics = (store: Store): (() => Promise<{ type: string; body: string }>) => {
  const registry = new Registry();
  const byName = Object.entries(gauges).map(
    ([name, help]) =>
      [
        name,
        new Gauge({
          name: `throughline_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
          help,
          registers: [registry],
        }),
      ] as const,
  );
  return async () => {
    const counts: Record<string, number> = { ...(await store.counts()) };
    for (const [name, gauge] of byName) gauge.set(counts[name] ?? 0);
    return { type: registry.contentType, body: await registry.metrics() };
  };
};

/** `/healthz` (the process answers), `/readyz` (the store answers and we are not stopping), `/metrics` (Prometheus). */
export const createOperations = (options: { store: Store; isStopping: () => boolean }) => {
  const metrics = createMetrics(options.store);
  const ready = async (response: ServerResponse): Promise<true> => {
    if (options.isStopping()) return answer(response, 503, { body: 'stopping\n' });
    try {
      await options.store.ping();
      return answer(response, 200, { body: 'ready\n' });
    } catch {
      return answer(response, 503, { body: 'the database does not answer\n' });
    }
  };
  const pages: Record<string, (response: ServerResponse) => Promise<true>> = {
    '/healthz': async (response) => answer(response, 200, { body: 'ok\n' }),
    '/readyz': ready,
    '/metrics': async (response) => answer(response, 200, await metrics()),
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const page = pages[(request.url ?? '').split('?')[0] ?? ''];
    if (!page) return false;
    if (request.method === 'GET' || request.method === 'HEAD') return page(response);
    response.setHeader('allow', 'GET, HEAD');
    return answer(response, 405, { body: 'read this with GET\n' });
  };
};
