import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { readLinearDelivery } from '../../../src/adapters/linear/read-delivery.ts';
import { verifyLinear } from '../../../src/adapters/linear/verify.ts';
import { schema } from '../../../src/sandbox/linear/schema.ts';
import { type LinearStart, type LocalLinear, startLinear } from '../../../src/sandbox/linear/start.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Ear {
  url: string;
  received: Received[];
  /** Status of each answer in turn; the last one goes on. `hang` never answers. */
  statuses: (number | 'hang')[];
}

const servers: Server[] = [];
const open: LocalLinear[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((linear) => linear.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const listen = async (): Promise<Ear> => {
  const ear: Ear = { url: '', received: [], statuses: [200] };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      ear.received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      const status = ear.statuses.length > 1 ? ear.statuses.shift() : ear.statuses[0];
      if (status !== 'hang') response.writeHead(status ?? 500).end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ear.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/linear`;
  return ear;
};

const start = async (options: LinearStart = {}): Promise<LocalLinear> => {
  const linear = await startLinear({ retryDelaysMs: [], ...options });
  open.push(linear);
  return linear;
};

const secret = 'lin_wh_secret';

const stage = async (options: LinearStart = {}): Promise<{ linear: LocalLinear; ear: Ear }> => {
  const linear = await start(options);
  const ear = await listen();
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  linear.createTeam({ key: 'PER', name: 'Person' });
  linear.addUser({ name: 'Ada', email: 'ada@example.com' });
  linear.addUser({ name: 'App', email: 'app@example.com', app: true });
  linear.createLabel({ name: 'phase:delegate' });
  linear.createIssue({ team: 'PER', by: 'Ada', number: 206, title: 'Gate', state: 'Todo' });
  linear.createWebhook({ url: ear.url, secret });
  return { linear, ear };
};

const payloadOf = (received: Received | undefined): Record<string, unknown> =>
  JSON.parse(received?.body.toString() ?? '{}');

/** Where a value is not what Linear's schema says of its type. */
const misfits = (type: GraphQLOutputType, value: unknown, where: string): string[] => {
  if (isNonNullType(type))
    return value === null || value === undefined
      ? [`${where} is missing`]
      : misfits(type.ofType, value, where);
  if (value === null || value === undefined) return [];
  if (isListType(type))
    return Array.isArray(value)
      ? value.flatMap((each, index) => misfits(type.ofType, each, `${where}[${index}]`))
      : [`${where} is no list`];
  const named = getNamedType(type);
  if (isUnionType(named)) {
    const tries = named.getTypes().map((each) => misfits(each, value, where));
    return tries.find((each) => each.length === 0) ?? tries.flat();
  }
  if (!isObjectType(named))
    return typeof value === 'object' && named.name === 'String' ? [`${where} is no text`] : [];
  const fields = (named as GraphQLObjectType).getFields();
  const unknown = Object.keys(value).filter((name) => !(name in fields));
  return [
    ...unknown.map((name) => `${where}.${name} is not a field of ${named.name}`),
    ...Object.values(fields).flatMap((field) =>
      misfits(field.type, Reflect.get(value as object, field.name), `${where}.${field.name}`),
    ),
  ];
};

const envelope = schema.getType('EntityWebhookPayload') as GraphQLObjectType;

describe('webhooks of the local Linear', () => {
  it('are signed as the SDK verifies them, and named in the headers', async () => {
    const { linear, ear } = await stage();
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: '/delegate' });
    await linear.idle();
    const received = ear.received[0];
    const signature = String(received?.headers['linear-signature']);
    const body = received?.body ?? Buffer.alloc(0);
    expect(new LinearWebhookClient(secret).verify(body, signature)).toBe(true);
    expect(() => new LinearWebhookClient('lin_wh_other').verify(body, signature)).toThrow('signature');
    expect(verifyLinear({ body, signature, secrets: [secret] }).state).toBe('verified');
    expect(received?.headers).toMatchObject({
      'linear-event': 'Comment',
      'linear-delivery': linear.deliveries()[0]?.id,
    });
  });

  it('have the form of Linear’s schema', async () => {
    const { linear, ear } = await stage();
    linear.createIssue({ team: 'PER', by: 'Ada', title: 'New' });
    linear.labelAs({ user: 'Ada', issue: 'PER-206', label: 'phase:delegate' });
    linear.moveAs({ user: 'App', issue: 'PER-206', state: 'In Progress' });
    linear.commentAs({ user: 'App', issue: 'PER-206', body: 'Hello' });
    await linear.idle();
    const found = ear.received.map((each) => misfits(envelope, payloadOf(each), 'payload'));
    expect(found).toEqual([[], [], [], []]);
    const spoiled = { ...payloadOf(ear.received[0]), webhookTimestamp: null, colour: 'red' };
    expect(misfits(envelope, spoiled, 'payload')).toEqual([
      'payload.colour is not a field of EntityWebhookPayload',
      'payload.webhookTimestamp is missing',
    ]);
  });

  it('are heard by the adapter as what happened', async () => {
    const { linear, ear } = await stage();
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: '/confirm' });
    linear.labelAs({ user: 'Ada', issue: 'PER-206', label: 'phase:delegate' });
    linear.delegateAs({ user: 'Ada', issue: 'PER-206', to: 'App' });
    linear.moveAs({ user: 'App', issue: 'PER-206', state: 'Done' });
    await linear.idle();
    const app = linear.snapshot().users.find((user) => user.app);
    const heard = ear.received
      .map((each) => readLinearDelivery(String(each.headers['linear-event']), payloadOf(each)))
      .sort((a, b) => ('at' in a && 'at' in b ? a.at.localeCompare(b.at) : 0));
    expect(heard).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'linear-comment', body: '/confirm', human: true }),
        expect.objectContaining({ addedLabels: ['phase:delegate'], changed: ['labelIds'] }),
        expect.objectContaining({ delegatedTo: app?.id, changed: ['delegateId'] }),
        expect.objectContaining({ changed: ['stateId'], human: false, teamKey: 'PER' }),
      ]),
    );
    expect(new Set(heard.map((each) => (each.kind === 'nothing' ? each.reason : each.key))).size).toBe(4);
  });

  it('come again byte for byte when they were not answered with 200', async () => {
    const { linear, ear } = await stage({ retryDelaysMs: [60_000, 3_600_000] });
    ear.statuses = [500, 202, 200];
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'once' });
    await linear.idle();
    expect(linear.deliveries()[0]).toMatchObject({ state: 'waiting', attempts: [{ status: 500 }] });
    await linear.retryNow();
    await linear.retryNow();
    expect(linear.deliveries()[0]).toMatchObject({
      state: 'delivered',
      attempts: [{ status: 500 }, { status: 202 }, { status: 200 }],
    });
    await linear.retryNow();
    expect(ear.received).toHaveLength(3);
    expect(new Set(ear.received.map((each) => each.body.toString())).size).toBe(1);
    expect(new Set(ear.received.map((each) => each.headers['linear-delivery'])).size).toBe(1);
    expect(new Set(ear.received.map((each) => each.headers['linear-signature'])).size).toBe(1);
  });

  it('are given up after the last retry, and can be sent again by hand', async () => {
    const { linear, ear } = await stage({ retryDelaysMs: [60_000] });
    ear.statuses = [500, 500, 200];
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'lost' });
    await linear.idle();
    await linear.retryNow();
    const lost = linear.deliveries()[0];
    expect(lost?.state).toBe('given-up');
    expect(await linear.redeliver(lost?.id ?? '')).toBe(200);
    expect(linear.deliveries()[0]?.state).toBe('delivered');
    await expect(linear.redeliver('nothing')).rejects.toThrow('no delivery nothing');
  });

  it('count no answer in time as none', async () => {
    const { linear, ear } = await stage({ answerWithinMs: 30 });
    ear.statuses = ['hang'];
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'slow' });
    await linear.idle();
    expect(linear.deliveries()[0]).toMatchObject({ state: 'given-up', attempts: [{ status: null }] });
  });

  it('go where they were asked for only', async () => {
    const { linear, ear } = await stage();
    const comments = await listen();
    linear.createTeam({ key: 'OPS', name: 'Operations' });
    linear.createWebhook({ url: comments.url, team: 'OPS', resourceTypes: ['Comment'] });
    linear.createIssue({ team: 'OPS', by: 'Ada', title: 'Ops' });
    linear.commentAs({ user: 'Ada', issue: 'OPS-1', body: 'here' });
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'elsewhere' });
    await linear.idle();
    expect(comments.received.map((each) => each.headers['linear-event'])).toEqual(['Comment']);
    expect(ear.received).toHaveLength(3);
  });

  it('never leave this machine', async () => {
    const { linear } = await stage();
    expect(() => linear.createWebhook({ url: 'https://example.com/hook' })).toThrow('this machine only');
  });

  it('that wait in a snapshot are sent by the Linear that goes on with it', async () => {
    const { linear, ear } = await stage({ retryDelaysMs: [60_000] });
    ear.statuses = [503, 200];
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'later' });
    await linear.idle();
    const snapshot = linear.snapshot();
    await linear.close();
    const next = await start({ snapshot });
    await next.idle();
    expect(next.deliveries()[0]?.state).toBe('delivered');
    expect(ear.received[1]?.body.equals(ear.received[0]?.body ?? Buffer.alloc(0))).toBe(true);
  });
});
