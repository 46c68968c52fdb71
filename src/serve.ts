import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createNodeMiddleware } from 'probot';
import { compose, createProbotFor } from './compose.ts';
import { throughline } from './index.ts';
import type { Settings } from './settings.ts';
import type { World } from './shell/world.ts';

const DRAIN_MS = 20_000;

export interface Running {
  url: string;
  stop: () => Promise<void>;
}

const listen = (server: Server, options: { port: number; host: string }): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });

/** No new connection; those under way get their answer, then are closed. */
const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });

/** Runs the App until stopped. */
export const serve = async (options: {
  settings: Settings;
  log: Logger;
  failpoint?: World['failpoint'];
  clock?: World['clock'];
}): Promise<Running> => {
  const { settings, log } = options;
  const probot = createProbotFor(settings, log);
  const services = await compose({ ...options, probot });
  const middleware = await createNodeMiddleware(throughline(services), { probot });
  const server = createServer((request, response) => {
    middleware(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('not found\n');
      return true;
    });
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 15_000;
  await listen(server, settings).catch(async (error: unknown) => {
    await services.stop();
    throw error;
  });
  services.start();
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      log.info('draining');
      await closeServer(server);
      await services.stop();
      log.info('stopped');
    },
  };
};
