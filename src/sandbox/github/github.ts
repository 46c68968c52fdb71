import { mkdir } from 'node:fs/promises';
import type { Clock } from '../../ports/clock.ts';
import { type Actions, createActions } from '../actions/actions.ts';
import type { ActionsOptions } from '../actions/run.ts';
import { requireGit } from './git/plumbing.ts';
import type { RateLimitOptions } from './http/rate-limits.ts';
import type { Hook } from './model.ts';
import { createPeople, type People } from './people.ts';
import { createPullPeople, type PullPeople } from './pull-people.ts';
import { createReviewers, type Reviewers } from './reviewers.ts';
import { type AppOptions, addApp, createSeeds, type Seeds } from './seed.ts';
import { createServer, listen, type RequestCounts } from './server.ts';
import { createState, type State } from './state.ts';
import type { Change, World } from './world.ts';

export interface LocalGithubOptions {
  /** Folder for the bare repositories: `<root>/<owner>/<name>.git`. */
  root: string;
  /** The first App; `registerApp` adds others. */
  app: AppOptions;
  actions: ActionsOptions;
  /** 0, the default, takes a free port. Only 127.0.0.1 is listened on. */
  port?: number;
  clock?: Clock;
  /** Address of the pages people open, without a slash at its end; the local GitHub's own when absent. */
  webUrl?: () => string;
  limits?: RateLimitOptions;
}

export interface LocalGithub extends People, PullPeople, Reviewers, State, Seeds {
  /** Address of the API, taken verbatim; GraphQL is at `/graphql`, git at `/{owner}/{repo}.git`. */
  readonly url: string;
  readonly actions: Actions;
  /** Sends the App's webhooks there from now on. */
  subscribe(options: { appId: number; url: string; secret: string }): void;
  unsubscribe(appId: number): void;
  /** Tells the App nothing until what it gives is called: webhooks that are missed for good. */
  mute(appId: number): () => void;
  requests(): RequestCounts;
  /** Called after everything that changes; gives the way to stop listening. */
  onChange(listener: (change: Change) => void): () => void;
  /** Resolves when every webhook has been answered. */
  settledHooks(): Promise<void>;
  /** Resolves when no run is going and every webhook has been answered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const realClock: Clock = { now: () => new Date() };

type WorldBase = Omit<World, 'actionsApp'>;

function createWorld(options: LocalGithubOptions, hooks: Pick<World, 'changed' | 'closing'>): World {
  let lastId = 100_000;
  const base: WorldBase = {
    clock: options.clock ?? realClock,
    root: options.root,
    baseUrl: '',
    webUrl: options.webUrl ?? (() => world.baseUrl),
    accounts: new Map(),
    apps: new Map(),
    installations: new Map(),
    repositories: new Map(),
    tokens: new Map(),
    nextId: () => {
      lastId += 1;
      return lastId;
    },
    ...hooks,
  };
  const actionsApp = addApp(base, {
    id: 15_368,
    slug: 'github-actions',
    name: 'GitHub Actions',
    owner: 'github',
    publicKey: null,
    permissions: {},
    events: [],
  });
  const world: World = { ...base, actionsApp };
  return world;
}

function findHook(world: World, appId: number): Hook {
  const app = world.apps.get(appId);
  if (!app) throw new Error(`No App ${appId} in the local GitHub`);
  return app.hook;
}

async function hooksSettled(world: World): Promise<void> {
  const hooks = [...world.apps.values()].map(({ hook }) => hook);
  for (;;) {
    const tails = hooks.map(({ tail }) => tail);
    await Promise.all(tails);
    if (hooks.every(({ tail }, at) => tail === tails[at])) return;
  }
}

/** A GitHub of one's own: real HTTP on 127.0.0.1, real git, state in memory, and GitHub's refusals. */
export async function startGithub(options: LocalGithubOptions): Promise<LocalGithub> {
  const { execPath } = await requireGit();
  await mkdir(options.root, { recursive: true });
  const listeners = new Set<(change: Change) => void>();
  const closing = new AbortController();
  const changed = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const world = createWorld(options, { changed, closing: closing.signal });
  const actions = createActions(world, options.actions);
  addApp(world, options.app);
  const counts: RequestCounts = {
    total: 0,
    byToken: { anonymous: 0, app: 0, installation: 0, run: 0, user: 0 },
    git: 0,
  };
  const server = createServer({ world, actions, limits: options.limits ?? {}, execPath, counts });
  const { url, close } = await listen(server, options.port ?? 0);
  world.baseUrl = url;

  return {
    ...createPeople(world),
    ...createPullPeople(world),
    ...createReviewers(world),
    ...createState(world, actions),
    ...createSeeds(world),
    url,
    actions,
    subscribe({ appId, ...target }) {
      findHook(world, appId).target = target;
    },
    unsubscribe(appId) {
      findHook(world, appId).target = null;
    },
    mute(appId) {
      const hook = findHook(world, appId);
      const { target } = hook;
      hook.target = null;
      return () => {
        hook.target = target;
      };
    },
    requests: () => structuredClone(counts),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settledHooks: () => hooksSettled(world),
    async settled() {
      await actions.settled();
      await hooksSettled(world);
    },
    async stop() {
      await actions.stop();
      for (const { hook } of world.apps.values()) hook.target = null;
      closing.abort();
      await hooksSettled(world);
      await close();
    },
  };
}
