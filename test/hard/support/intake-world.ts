import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderSql } from '../../../src/adapters/postgres/folder.ts';
import type { Sql } from '../../../src/adapters/postgres/sql.ts';
import { type Local, startLocal } from '../../../src/sandbox/local.ts';
import { ownProject } from '../../../src/sandbox/repository.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { idle } from './idle.ts';
import { hmac } from './post.ts';

export interface IntakeWorld {
  local: Local;
  github: { url: string; secret: string };
  linear: { url: string; secret: string };
  /** What GitHub sends with a body, under a GUID of its own unless one is given. */
  headersFor(body: Buffer | string, options?: { event?: string; guid?: string }): Record<string, string>;
  /** Resolves once every delivery that was taken is routed and every event decided. */
  idle(): Promise<void>;
  ready(): Promise<number>;
  /** Stops the App, reads its store and starts it again. */
  inStore<T>(read: (sql: Sql) => Promise<T>): Promise<T>;
  log(): Promise<string>;
  close(): Promise<void>;
}

/** The App as it ships, with secrets that the test knows. */
export const startIntakeWorld = async (): Promise<IntakeWorld> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-intake-'));
  const secrets = { github: 'the-secret-on-github', linear: 'the-secret-in-linear' };
  const local = await startLocal({
    folder,
    stage: await ownProject({ into: join(folder, 'project'), agent: null }),
    ticket: story.ticket,
    webUrl: () => 'http://127.0.0.1:1',
    appExtra: { WEBHOOK_SECRET: secrets.github },
  });
  const url = local.app().url;
  const github = { url: `${url}/api/github/webhooks`, secret: secrets.github };
  local.github.subscribe({ appId: local.appId, ...github });
  const linear = {
    url: `${url}/api/linear/webhooks`,
    secret: local.linear.snapshot().webhooks[0]?.secret ?? '',
  };
  return {
    local,
    github,
    linear,
    headersFor: (body, { event = 'ping', guid = randomUUID() } = {}) => ({
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-hub-signature-256': `sha256=${hmac(github.secret, body)}`,
    }),
    idle: () => idle(local),
    ready: async () => (await fetch(`${url}/readyz`)).status,
    inStore: async (read) => {
      await local.app().stop();
      const sql = await folderSql(local.dataDir);
      try {
        return await read(sql);
      } finally {
        await sql.close();
        await local.restartApp();
      }
    },
    log: () => readFile(join(folder, 'app.log'), 'utf8'),
    close: async () => {
      await local.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
