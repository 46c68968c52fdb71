import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { type AppProcess, startApp } from './app-process.ts';
import { teamKey } from './configuration.ts';
import { type LocalGithub, startGithub } from './github/github.ts';
import { makeKeys } from './keys.ts';
import { type LocalLinear, startLinear } from './linear/start.ts';
import type { Stage } from './repository.ts';
import { localActions } from './runners.ts';
import { story } from './story/index.ts';

const APP_ID = 206;

const manifestSchema = z.object({
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

const readManifest = async (): Promise<z.infer<typeof manifestSchema>> => {
  const path = fileURLToPath(new URL('../../app.yml', import.meta.url));
  return manifestSchema.parse(parse(await readFile(path, 'utf8')));
};

/** People of the sandbox: Ada may write, Grace only reads, Linus is in Linear alone. */
export const people = { writer: 'ada', reader: 'grace', unmapped: 'Linus' } as const;

export type StartLabel = 'phase:explore' | 'phase:delegate';

interface Ticket {
  title: string;
  description: string;
}

export interface Local {
  /** Where everything lies. */
  folder: string;
  github: LocalGithub;
  linear: LocalLinear;
  /** `owner/name` on the local GitHub. */
  repository: string;
  ticketKey: string;
  change: string;
  /** Label that hands the ticket over: what comes next of it. */
  startLabel: StartLabel;
  appId: number;
  /** The App's own data folder; readable once it is stopped. */
  dataDir: string;
  app: () => AppProcess;
  /** Starts the App again, after it was stopped or killed. */
  restartApp: () => Promise<void>;
  stop: () => Promise<void>;
}

export interface LocalOptions {
  folder: string;
  stage: Stage;
  ticket: Ticket & { related?: Ticket & { key: string }; later?: Ticket & { key: string } };
  /** Address of the sandbox's page, for links. */
  webUrl: () => string;
  /** Entry the App is started by, relative to `src/`; tests of recovery give another. */
  appEntry?: string;
  appExtra?: Record<string, string>;
  githubPort?: number;
  /** Secrets of the repository, by name. */
  secrets?: Record<string, string> | undefined;
  /** Folder with the agents' CLIs. */
  agents?: string | undefined;
  /** What agents of kind `replay` play; the story's own recordings when left out. */
  recordings?: string;
}

const seedLinear = (linear: LocalLinear, options: { ada: number; ticket: LocalOptions['ticket'] }) => {
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  linear.createTeam({ key: teamKey, name: 'Personal' });
  linear.addUser({ name: 'Ada', email: 'ada@acme.test', gitHubUserId: String(options.ada) });
  linear.addUser({ name: people.unmapped, email: 'linus@acme.test' });
  const app = linear.addUser({ name: 'Throughline', email: 'throughline@acme.test' });
  for (const phase of ['explore', 'grill', 'propose', 'enhance', 'delegate'])
    linear.createLabel({ name: `phase:${phase}` });
  const add = (key: string, { title, description }: Ticket) =>
    linear.createIssue({
      team: teamKey,
      by: 'Ada',
      number: Number(key.split('-')[1]),
      state: 'Todo',
      title,
      description,
    });
  const { ticket } = options;
  const { key } = add(story.ticket.key, ticket);
  for (const other of [ticket.related, ticket.later]) if (other) add(other.key, other);
  return { key, apiKey: linear.createApiKey({ user: app.id }) };
};

const startLocalGithub = async (options: LocalOptions & { publicKey: string }): Promise<LocalGithub> => {
  const manifest = await readManifest();
  const github: LocalGithub = await startGithub({
    root: join(options.folder, 'git'),
    app: {
      id: APP_ID,
      slug: 'throughline',
      name: 'Throughline',
      owner: 'throughline',
      publicKey: options.publicKey,
      permissions: manifest.default_permissions,
      events: manifest.default_events,
    },
    actions: await localActions({
      folder: join(options.folder, 'actions'),
      recordings: options.recordings ?? story.recordingsPath,
      agents: options.agents,
      path: process.env.PATH ?? '',
    }),
    webUrl: options.webUrl,
    ...(options.githubPort === undefined ? {} : { port: options.githubPort }),
  });
  return github;
};

/** A GitHub, a Linear and the App between them, all on this machine. */
export const startLocal = async (options: LocalOptions): Promise<Local> => {
  const { folder, stage } = options;
  await mkdir(folder, { recursive: true });
  const keys = makeKeys();
  const github = await startLocalGithub({ ...options, publicKey: keys.publicKey });
  const linear = await startLinear({ siteUrl: options.webUrl() });
  const repository = 'acme/agentic-beacon';
  await github.createRepository({ fullName: repository, from: stage.source });
  for (const [name, value] of Object.entries(options.secrets ?? {}))
    github.setSecret({ repository, name, value });
  const ada = github.addUser({ login: people.writer, roles: { [repository]: 'admin' } });
  github.addUser({ login: people.reader, roles: { [repository]: 'read' } });
  const { key, apiKey } = seedLinear(linear, { ada: ada.id, ticket: options.ticket });
  const dataDir = join(folder, 'data');
  const start = (): Promise<AppProcess> =>
    startApp({
      folder,
      ...(options.appEntry ? { entry: options.appEntry } : {}),
      ...(options.appExtra ? { extra: options.appExtra } : {}),
      settings: {
        APP_ID: String(APP_ID),
        PRIVATE_KEY: keys.privateKey,
        WEBHOOK_SECRET: keys.githubSecret,
        GITHUB_API_URL: github.url,
        LINEAR_API_KEY: apiKey,
        LINEAR_WEBHOOK_SECRET: keys.linearSecret,
        LINEAR_API_URL: linear.apiUrl,
        DATA_DIR: dataDir,
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'debug',
      },
    });
  let port = 0;
  let app = await start();
  // a restart comes back where the webhooks go
  port = Number(new URL(app.url).port);
  github.subscribe({ appId: APP_ID, url: `${app.url}/api/github/webhooks`, secret: keys.githubSecret });
  linear.createWebhook({ url: `${app.url}/api/linear/webhooks`, secret: keys.linearSecret });
  github.installApp({ appId: APP_ID, repositories: [repository] });
  return {
    folder,
    github,
    linear,
    repository,
    ticketKey: key,
    change: stage.change,
    startLabel: stage.bare ? 'phase:explore' : 'phase:delegate',
    appId: APP_ID,
    dataDir,
    app: () => app,
    restartApp: async () => {
      app = await start();
    },
    stop: async () => {
      await app.stop();
      await github.stop();
      await linear.close();
    },
  };
};
