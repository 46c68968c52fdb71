import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { createLimiter, defaultLimits, type Limits } from './limits.ts';
import { type IssueLook, lookAt } from './look.ts';
import { createPeople, type People } from './people.ts';
import { createSeed, type Seed } from './seed.ts';
import { type DeliveryRecord, emptyState, type LinearState } from './state.ts';
import { createWebhookSender, linearRetryDelaysMs, type WebhookSender } from './webhooks.ts';
import { createWorld, type World } from './world.ts';

export interface LinearStart {
  /** Default: any free port of 127.0.0.1, the only address it listens on. */
  port?: number;
  now?: () => Date;
  limits?: Partial<Limits>;
  /** After each failed webhook attempt; default 1 minute, 1 hour, 6 hours. */
  retryDelaysMs?: readonly number[];
  /** Default 5000. */
  answerWithinMs?: number;
  /** Where links to tickets point; default: this server. */
  siteUrl?: string;
  /** A world to go on with; deliveries still waiting in it are sent again. */
  snapshot?: LinearState;
}

/** A Linear on this machine: GraphQL over real HTTP, signed webhooks, and people who act by function calls. */
export interface LocalLinear extends Seed, People, Pick<WebhookSender, 'redeliver' | 'retryNow' | 'idle'> {
  readonly url: string;
  /** What LINEAR_API_URL is set to. */
  readonly apiUrl: string;
  issue(idOrKey: string): IssueLook | null;
  /** Every ticket, oldest first. */
  issues(): IssueLook[];
  deliveries(): DeliveryRecord[];
  /** API requests since the start, refused ones too. */
  requests(): number;
  /** Calls back after every change a person could see. Returns the way to stop that. */
  onChange(listener: () => void): () => void;
  /** A copy of everything, plain JSON, for `snapshot`. */
  snapshot(): LinearState;
  close(): Promise<void>;
}

const listen = (
  fetchApp: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<{ port: number; close: () => Promise<void> }> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: fetchApp, hostname: '127.0.0.1', port }, (address) =>
      resolve({
        port: address.port,
        close: () =>
          new Promise<void>((closed) => {
            server.close(() => closed());
            // The SDK's connections are kept alive and would hold the server open.
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
    server.once('error', reject);
  });

export const startLinear = async (options: LinearStart = {}): Promise<LocalLinear> => {
  const now = options.now ?? (() => new Date());
  const state: LinearState = structuredClone(options.snapshot ?? emptyState());
  const listeners = new Set<() => void>();
  let requests = 0;
  let url = '';
  const siteUrl = (): string => options.siteUrl ?? url;

  const sender: WebhookSender = createWebhookSender({
    world: () => world,
    siteUrl,
    retryDelaysMs: options.retryDelaysMs ?? linearRetryDelaysMs,
    answerWithinMs: options.answerWithinMs ?? 5000,
  });
  const world: World = createWorld({
    state,
    now,
    onHappening: sender.publish,
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  const app = createApp({
    world,
    limiter: createLimiter({ ...defaultLimits, ...options.limits }, now),
    siteUrl,
    onRequest: () => {
      requests += 1;
    },
  });
  const server = await listen(app.fetch, options.port ?? 0);
  url = `http://127.0.0.1:${server.port}`;
  sender.resume();

  const look = () => ({ world, siteUrl: siteUrl() });
  return {
    ...createSeed(world),
    ...createPeople(world),
    url,
    apiUrl: `${url}/graphql`,
    redeliver: sender.redeliver,
    retryNow: sender.retryNow,
    idle: sender.idle,
    issue: (idOrKey) => {
      const found = world.findIssue(idOrKey);
      return found && lookAt(look(), found);
    },
    issues: () => state.issues.map((issue) => lookAt(look(), issue)),
    deliveries: () => structuredClone(state.deliveries),
    requests: () => requests,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => structuredClone(state),
    close: async () => {
      await sender.close();
      await server.close();
    },
  };
};
