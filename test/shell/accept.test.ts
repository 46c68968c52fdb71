import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { githubIntake, linearIntake } from '../../src/intakes.ts';
import type { NewDelivery, Store } from '../../src/ports/store.ts';
import { readSettings } from '../../src/settings.ts';
import { createIntake } from '../../src/shell/accept.ts';
import { complete } from '../settings-samples.ts';
import { createStage, type Stage } from './support.ts';

const settings = (() => {
  const read = readSettings(complete);
  if ('problem' in read) throw new Error(read.problem);
  return read.settings;
})();

/** A store whose insert is under way until the test lets it end. */
const heldInsert = (store: Store) => {
  let asked: (delivery: NewDelivery) => void = () => undefined;
  let end: (outcome: 'stored' | 'broken') => void = () => undefined;
  const inserting = new Promise<NewDelivery>((resolve) => {
    asked = resolve;
  });
  const ended = new Promise<'stored' | 'broken'>((resolve) => {
    end = resolve;
  });
  const port: Store = {
    ...store,
    insertDelivery: async (delivery, now) => {
      asked(delivery);
      if ((await ended) === 'broken') throw new Error('the disk is full');
      return store.insertDelivery(delivery, now);
    },
  };
  return { port, inserting, end };
};

const platforms = {
  github: {
    intake: githubIntake(settings),
    accepted: 202,
    headers: (body: string) => ({
      'x-github-event': 'push',
      'x-github-delivery': 'guid-1',
      'x-hub-signature-256': `sha256=${createHmac('sha256', settings.webhookSecrets[0]).update(body).digest('hex')}`,
    }),
  },
  linear: {
    intake: linearIntake(settings),
    accepted: 200,
    headers: (body: string) => ({
      'linear-event': 'Comment',
      'linear-signature': createHmac('sha256', settings.linear.webhookSecrets[0]).update(body).digest('hex'),
    }),
  },
};
type Platform = keyof typeof platforms;

let stage: Stage;
let close = async (): Promise<void> => undefined;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(async () => {
  await close();
  await stage.store.close();
});

/** The intake alone behind HTTP; `woken` counts how often it rang for the worker. */
const listen = async (platform: Platform, store: Store) => {
  const { intake } = platforms[platform];
  let woken = 0;
  const take = createIntake({ world: { ...stage.world, store }, intake, wake: () => (woken += 1) });
  const server = createServer((request, response) => {
    void take(request, response).then((taken) => {
      if (!taken) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  close = () => new Promise((resolve) => server.close(() => resolve()));
  const send = (body: string, options: { headers?: Record<string, string>; method?: string } = {}) =>
    fetch(`http://127.0.0.1:${port}${intake.path}`, {
      method: options.method ?? 'POST',
      headers: {
        'content-type': 'application/json',
        ...(options.headers ?? platforms[platform].headers(body)),
      },
      ...(options.method === 'GET' ? {} : { body }),
    });
  return { send, woken: () => woken };
};

describe.each(['github', 'linear'] as const)('a webhook of %s', (platform) => {
  it('is answered only once it is stored, and rings for the worker then', async () => {
    const { port, inserting, end } = heldInsert(stage.store);
    const { send, woken } = await listen(platform, port);
    const happened: string[] = [];
    const answer = send('{"a":1}').then((response) => {
      happened.push(`answered ${response.status}`);
      return response;
    });
    expect((await inserting).body.toString()).toBe('{"a":1}');
    // a whole other request goes through while this one waits for its insert
    expect((await send('{}', { method: 'GET' })).status).toBe(405);
    expect(woken()).toBe(0);
    happened.push('stored');
    end('stored');
    await answer;
    expect(happened).toEqual(['stored', `answered ${platforms[platform].accepted}`]);
    expect(woken()).toBe(1);
    expect((await stage.store.counts()).deliveriesPending).toBe(1);
  });

  it('is not taken for stored when it could not be', async () => {
    const { port, end } = heldInsert(stage.store);
    const { send, woken } = await listen(platform, port);
    end('broken');
    expect((await send('{"a":1}')).status).toBe(503);
    expect(woken()).toBe(0);
  });

  it('is stored once, however often it comes', async () => {
    const { send } = await listen(platform, stage.store);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => send('{"a":1}')));
    expect(new Set(statuses.map((one) => one.status))).toEqual(new Set([platforms[platform].accepted]));
    expect((await stage.store.counts()).deliveriesPending).toBe(1);
  });

  it('is refused, and not stored, when forged or no JSON in UTF-8', async () => {
    const { send } = await listen(platform, stage.store);
    const forged = platforms[platform].headers('{"b":2}');
    expect((await send('{"a":1}', { headers: forged })).status).toBe(401);
    expect((await send('{"a":1}', { headers: {} })).status).toBe(401);
    expect((await send('{"a":')).status).toBe(400);
    expect((await stage.store.counts()).deliveriesPending).toBe(0);
  });
});
