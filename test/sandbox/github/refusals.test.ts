import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { restOperations } from '../../../src/adapters/github/permissions.ts';
import { createFixtures, type Fixtures } from './fixtures.ts';
import { type Operation, operations, pathOf, permissionsShortOf } from './operations.ts';
import type { Control } from './rows.ts';
import * as gitRows from './rows-git.ts';
import * as runs from './rows-runs.ts';
import * as threads from './rows-threads.ts';
import {
  type Answer,
  appOptions,
  createReceiver,
  createWorld,
  foreignAppId,
  fullName,
  jwt,
  otherKeys,
  permissions,
  type TestWorld,
} from './world.ts';

let world: TestWorld;
let fixtures: Fixtures;
let expired: string;
let foreign: string;
let receiver: Awaited<ReturnType<typeof createReceiver>>;

const seconds = (): number => Math.floor(world.clock.now().getTime() / 1000);

async function foreignToken(): Promise<string> {
  const appToken = jwt(
    { iss: foreignAppId, iat: seconds(), exp: seconds() + 300 },
    { key: otherKeys.privateKey },
  );
  const [installation] = (await world.send('GET /app/installations', { token: appToken })).body;
  const path = `/app/installations/${installation.id}/access_tokens`;
  return (await world.send(`POST ${path}`, { token: appToken })).body.token;
}

beforeAll(async () => {
  receiver = await createReceiver();
  world = await createWorld({
    runners: 4,
    limits: { contentPerMinute: 10_000, contentPerHour: 10_000, primary: 100_000, anonymous: 1_000 },
  });
  world.github.subscribe({ appId: 101, url: receiver.url, secret: 'a webhook secret' });
  expired = await world.tokenWith(permissions);
  world.clock.advance(61 * 60 * 1000);
  world.token = await world.tokenWith(permissions);
  foreign = await foreignToken();
  fixtures = await createFixtures(world);
});

afterAll(async () => {
  await world.stop();
  await receiver.close();
});

function ask(name: string, operation: Operation, token: string | null): Promise<Answer> {
  const method = name.split(' ')[0] ?? '';
  const body = operation.body?.(fixtures);
  return world.send(`${method} ${pathOf(operation, fixtures)}`, {
    token,
    ...(body === undefined ? {} : { body }),
  });
}

const ofRepository = (operation: Operation): boolean => operation.path.startsWith('/repos/');

function expectProblem(answer: Answer, status: number): void {
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status });
  expect(answer.body).toMatchObject({ message: expect.any(String), status: String(status) });
  expect(answer.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/);
}

test('the table knows every operation that the adapter sends', () => {
  expect(Object.keys(operations)).toEqual(expect.arrayContaining(Object.keys(restOperations)));
});

const named = Object.entries(operations).map(([name, operation]) => ({ name, operation }));
const ofKind = (keep: (operation: Operation) => boolean) => named.filter(({ operation }) => keep(operation));

test.each(ofKind(({ need }) => need === 'public'))('$name is for everybody', async ({ name, operation }) => {
  expect((await ask(name, operation, null)).status).toBe(operation.ok);
  expect((await ask(name, operation, world.token)).status).toBe(operation.ok);
  expectProblem(await ask(name, operation, expired), 401);
});

describe('no token, an unknown one, an expired one and one of the wrong kind', () => {
  test.each(ofKind(({ need }) => need !== 'public'))('$name', async ({ name, operation }) => {
    // What is private is not even there for a reader without a name.
    const hidden = name.startsWith('GET') && ofRepository(operation) && operation.need !== 'jwt';
    expectProblem(await ask(name, operation, null), hidden ? 404 : 401);
    expectProblem(await ask(name, operation, 'ghs_nonsense'), 401);
    expectProblem(await ask(name, operation, expired), 401);
    expectProblem(await ask(name, operation, operation.need === 'jwt' ? world.token : world.appToken()), 401);
  });
});

describe('a repository of others is not there', () => {
  test.each(ofKind((operation) => operation.need !== 'jwt' && ofRepository(operation)))(
    '$name',
    async ({ name, operation }) => {
      expectProblem(await ask(name, operation, foreign), 404);
      expectProblem(await ask(name, operation, world.github.createUserToken('stranger')), 404);
    },
  );
});

describe('a token without the permission', () => {
  test.each(ofKind((operation) => permissionsShortOf(operation) !== null))(
    '$name',
    async ({ name, operation }) => {
      const token = await world.tokenWith(permissionsShortOf(operation) ?? {});
      const answer = await ask(name, operation, token);
      expectProblem(answer, 403);
      expect(answer.body.message).toBe('Resource not accessible by integration');
    },
  );
});

/** No more than the operation asks for. */
function leastToken({ need }: Operation): string | Promise<string> {
  if (need === 'jwt') return world.appToken();
  const [permission] = need === 'public' ? [] : need.permissions;
  if (need === 'public' || !permission || permission === 'metadata') return world.token;
  return world.tokenWith({ [permission]: need.level });
}

describe('the right token with no more than is needed', () => {
  test.each(named)('$name', async ({ name, operation }) => {
    const answer = await ask(name, operation, await leastToken(operation));
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status: operation.ok });
    expect(answer.headers.get('x-ratelimit-remaining')).toMatch(/^\d+$/);
  });
});

const repo = `/repos/${fullName}`;

function tokenOf({ as }: Control): string {
  if (as === 'app') return world.appToken();
  return as === undefined ? world.token : world.github.createUserToken(as);
}

const send = (row: Control): Promise<Answer> => {
  const body = row.body?.(fixtures);
  const request = typeof row.request === 'string' ? row.request : row.request(fixtures);
  return world.send(request, { token: tokenOf(row), ...(body === undefined ? {} : { body }) });
};

describe('wrong state, wrong size', () => {
  test.each([...threads.refused, ...gitRows.refused, ...runs.refused])('$what is refused', async (row) => {
    const answer = await send(row);
    expectProblem(answer, row.status);
    expect(answer.text).toMatch(row.says);
  });

  test.each([...threads.fine, ...gitRows.fine, ...runs.fine])('$what is fine', async (row) => {
    const answer = await send(row);
    expect({ status: answer.status, text: answer.text.slice(0, 500) }).toMatchObject({ status: row.status });
  });
});

test('a token for some repositories or permissions goes no further', async () => {
  const path = `/app/installations/${fixtures.installation}/access_tokens`;
  const body = { repositories: ['widgets'], permissions: { contents: 'read' } };
  const { body: made } = await world.send(`POST ${path}`, { token: world.appToken(), body });
  expect((await world.send(`GET ${repo}/contents/README.md`, { token: made.token })).status).toBe(200);
  expect((await world.send('GET /repos/acme/plain', { token: made.token })).status).toBe(404);
  expect((await world.send(`GET ${repo}/issues`, { token: made.token })).status).toBe(403);
  expect(made.repositories.map(({ name }: { name: string }) => name)).toEqual(['widgets']);
});

test('a request without a user agent is refused', async () => {
  const answer = await fetch(`${world.github.url}/app`, { headers: { 'user-agent': '' } });
  expect(answer.status).toBe(403);
});

test('a suspended installation gets nothing', async () => {
  const { github, send: ask } = world;
  github.registerApp(appOptions(303, otherKeys.publicKey));
  const { id } = github.installApp({ appId: 303, repositories: [fullName] });
  const token = (): string =>
    jwt({ iss: 303, iat: seconds(), exp: seconds() + 300 }, { key: otherKeys.privateKey });
  const made = await ask(`POST /app/installations/${id}/access_tokens`, { token: token() });
  expect((await ask(`GET ${repo}`, { token: made.body.token })).status).toBe(200);
  github.suspend(id);
  expect((await ask(`GET ${repo}`, { token: made.body.token })).status).toBe(403);
  expect((await ask(`POST /app/installations/${id}/access_tokens`, { token: token() })).status).toBe(403);
});
