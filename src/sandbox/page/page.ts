import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Local } from '../local.ts';
import { addressRoutes } from './addresses.ts';
import { personOf, takeSaid } from './cookies.ts';
import { formRoutes } from './forms.ts';
import { headers, onlyFromHere } from './guard.ts';
import { ticks } from './live.ts';
import type { Sheet } from './views/code.ts';
import { frontView, startingView } from './views/front.ts';
import { layout } from './views/layout.ts';

/** GitHub's 65,536 characters of a comment, each at most twelve bytes in a form. */
const MOST_FORM_BYTES = 1024 * 1024;

const show = (c: Context, sheet: Sheet, status: 200 | 404 | 500 = 200) => {
  c.header('cache-control', 'no-store');
  // The page asks for itself after every change: what is to be read must not be used up by that.
  const said = c.req.header('x-live') ? null : takeSaid(c);
  const nonce = c.get('secureHeadersNonce') ?? '';
  return c.html(layout({ ...sheet, nonce, said }), status);
};

const createPage = (local: () => Local | null): Hono => {
  const app = new Hono();
  app.use(headers, onlyFromHere, bodyLimit({ maxSize: MOST_FORM_BYTES }));
  app.onError((error, c) => {
    console.error('sandbox page:', error);
    return c.text('Something in the sandbox broke; its terminal says what. Go back and reload.\n', 500);
  });
  app.get('/', (c) => {
    const world = local();
    return show(c, world ? frontView(world, personOf(c)) : startingView());
  });
  app.get('/events', (c) => ticks(c, local()));
  formRoutes(app, local);
  addressRoutes(app, { find: local, show });
  return app;
};

/**
 * The sandbox's one page, on 127.0.0.1: shows the local world and lets a person act in it. It keeps nothing itself; while
 * `local` gives null it says that the world is starting.
 */
export const startPage = (options: {
  local: () => Local | null;
  /** 0, the default, takes a free port. */
  port?: number;
}): Promise<{ url: string; close(): Promise<void> }> =>
  new Promise((resolve, reject) => {
    const app = createPage(options.local);
    const server = serve(
      { fetch: app.fetch, hostname: '127.0.0.1', port: options.port ?? 0, overrideGlobalObjects: false },
      ({ port }) => resolve({ url: `http://127.0.0.1:${port}`, close }),
    );
    const close = (): Promise<void> =>
      new Promise((closed) => {
        server.close(() => closed());
        // Browsers keep the stream of changes open and would hold the server.
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    server.once('error', reject);
  });
