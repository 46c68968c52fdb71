import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, jwt, keys, otherKeys, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const seconds = (): number => Math.floor(world.clock.now().getTime() / 1000);
const send = (token: string) => world.send('GET /app', { token });

describe('an App’s JSON web token', () => {
  test.each([
    ['ten minutes from now', 0, 600, {}],
    ['issued a minute ahead of us', 60, 600, {}],
    ['a number as issuer', 0, 300, { iss: 101 }],
    ['a text as issuer', 0, 300, { iss: '101' }],
  ])('%s is fine', async (_, iat, exp, more) => {
    const answer = await send(jwt({ iss: 101, iat: seconds() + iat, exp: seconds() + exp, ...more }));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: 101, slug: 'app-101' });
  });

  test.each([
    ['too long a life', 0, 601, {}, 401, /too far in the future/],
    ['no life left', -600, 0, {}, 401, /'exp'/],
    ['no end', 0, undefined, {}, 401, /'exp'/],
    ['no beginning', undefined, 300, {}, 401, /'iat'/],
    ['issued in the future', 61, 300, {}, 401, /'iat'/],
    ['an unknown App', 0, 300, { iss: 999 }, 404, /Integration not found/],
    ['GitHub’s own Actions', 0, 300, { iss: 15_368 }, 404, /Integration not found/],
    ['no issuer', 0, 300, { iss: undefined }, 401, /could not be decoded/],
  ])('%s is refused', async (_, iat, exp, more, status, says) => {
    const at = (offset: number | undefined) => (offset === undefined ? undefined : seconds() + offset);
    const answer = await send(jwt({ iss: 101, iat: at(iat), exp: at(exp), ...more }));
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(says);
  });

  test('another key, another algorithm, a changed claim or a cut signature are refused', async () => {
    const claims = { iss: 101, iat: seconds(), exp: seconds() + 300 };
    const good = jwt(claims);
    expect((await send(good)).status).toBe(200);
    const [header, , signature] = good.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString('base64url');
    const bad = [
      jwt(claims, { key: otherKeys.privateKey }),
      jwt(claims, { alg: 'none' }),
      jwt(claims, { alg: 'HS256', key: keys.privateKey }),
      `${header}.${forged}.${signature}`,
      good.slice(0, -8),
      `${header}.${forged}.`,
      'a.b.c',
    ];
    for (const token of bad) {
      const answer = await send(token);
      expect([token, answer.status]).toEqual([token, 401]);
    }
  });
});

test('an installation token dies after an hour', async () => {
  const token = await world.tokenWith({ contents: 'read' });
  world.clock.advance(59 * 60 * 1000);
  expect((await world.send('GET /repos/acme/widgets', { token })).status).toBe(200);
  world.clock.advance(60 * 1000);
  expect((await world.send('GET /repos/acme/widgets', { token })).status).toBe(401);
});
