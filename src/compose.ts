import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { createGit } from './adapters/git/git.ts';
import { createGithub } from './adapters/github/github.ts';
import { readGithubDelivery } from './adapters/github/read-delivery.ts';
import { createLinear } from './adapters/linear/linear.ts';
import { readLinearDelivery } from './adapters/linear/read-delivery.ts';
import { openStore } from './adapters/postgres/open.ts';
import type { Settings } from './settings.ts';
import { createConfigurationReader } from './shell/configuration.ts';
import { sweep } from './shell/sweep/sweep.ts';
import { startWorker, type Worker } from './shell/worker.ts';
import type { World } from './shell/world.ts';

const SWEEP_EVERY_MS = 3 * 60_000;
const WORKERS = 4;

/** Probot gives App auth and its octokit; waiting and repeating are decided by our own shared budget, so its plugins for that are off. */
export const createProbotFor = (settings: Settings, log: Logger): Probot =>
  new Probot({
    appId: settings.appId,
    privateKey: settings.privateKey,
    secret: settings.webhookSecrets[0],
    baseUrl: settings.githubApiUrl,
    log,
    // a function, because Probot sets its own throttle options over an object's
    Octokit: ProbotOctokit.defaults((options: object) => ({
      ...options,
      throttle: { enabled: false },
      retry: { enabled: false },
    })),
  });

export interface Services {
  settings: Settings;
  probot: Probot;
  world: World;
  wake: () => void;
  isStopping: () => boolean;
  /** Starts routing, handling, performing and the sweep. */
  start: () => void;
  /** Drains: what is under way ends, nothing new starts, the store is closed. */
  stop: () => Promise<void>;
}

const createWorld = async (options: {
  settings: Settings;
  probot: Probot;
  log: Logger;
  failpoint?: World['failpoint'];
  clock?: World['clock'];
}): Promise<World> => {
  const { settings, probot, log } = options;
  const store = await openStore(settings.database, { log });
  await store.migrate();
  const clock = options.clock ?? { now: () => new Date() };
  const cache =
    'dataDir' in settings.database
      ? join(settings.database.dataDir, 'git')
      : join('.throughline', `git-${process.pid}`);
  return {
    store,
    clock,
    log,
    freshId: randomUUID,
    github: createGithub({
      app: () => probot.auth(),
      installation: (id) => probot.auth(id),
      log,
      now: () => clock.now(),
    }),
    tracker: createLinear({
      apiKey: settings.linear.apiKey,
      apiUrl: settings.linear.apiUrl,
      now: () => clock.now(),
    }),
    git: createGit({ cacheDir: cache, log: (line) => log.debug(line) }),
    readConfiguration: createConfigurationReader(),
    readers: {
      github: (name, payload) => readGithubDelivery(name, payload),
      linear: (name, payload) => readLinearDelivery(name, payload),
    },
    failpoint: options.failpoint ?? (() => undefined),
  };
};

/** Builds everything a running App consists of. */
export const compose = async (options: {
  settings: Settings;
  probot: Probot;
  log: Logger;
  failpoint?: World['failpoint'];
  clock?: World['clock'];
}): Promise<Services> => {
  const world = await createWorld(options);
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let sweeping: Promise<void> = Promise.resolve();
  let stopping = false;
  const wake = (): void => worker?.wake();
  const sweepNow = (): void => {
    sweeping = sweeping.then(() => sweep(world)).then(wake, wake);
  };
  return {
    settings: options.settings,
    probot: options.probot,
    world,
    wake,
    isStopping: () => stopping,
    start: () => {
      worker = startWorker({
        world,
        owner: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
        concurrency: WORKERS,
      });
      sweepNow();
      timer = setInterval(sweepNow, SWEEP_EVERY_MS);
    },
    stop: async () => {
      stopping = true;
      if (timer) clearInterval(timer);
      await worker?.stop();
      await sweeping.catch(() => undefined);
      await world.store.close();
    },
  };
};
