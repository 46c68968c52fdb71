import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStage, failure, now, ref, type Stage } from './stage.ts';

const minutes = (count: number): number => count * 60_000;

let stage: Stage;
let passed: number;
beforeEach(() => {
  passed = 0;
  stage = createStage({ now: () => new Date(now.getTime() + passed) });
});
afterEach(() => expect(stage.leftovers()).toEqual([]));

/** Answers one request with a token that lives for an hour. */
const gives = (token: string, installation = ref.installationId): void =>
  stage.on('POST', `/app/installations/${installation}/access_tokens`, {
    status: 201,
    body: { token, expires_at: new Date(now.getTime() + passed + minutes(60)).toISOString() },
  });
const ask = (refused?: string, of = ref): Promise<string> => stage.github.repository(of).readToken(refused);

test('a token is kept until ten minutes before its end', async () => {
  gives('ghs_first');
  expect([await ask(), await ask()]).toEqual(['ghs_first', 'ghs_first']);
  passed = minutes(50);
  expect(await ask()).toBe('ghs_first');
  passed = minutes(50) + 1;
  gives('ghs_second');
  expect([await ask(), await ask()]).toEqual(['ghs_second', 'ghs_second']);
  expect(stage.sent).toHaveLength(2);
});

test('those who ask at once share one request', async () => {
  gives('ghs_first');
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['ghs_first', 'ghs_first', 'ghs_first']);
});

test('each repository has its own, and an App that was installed anew has others', async () => {
  gives('ghs_hello');
  gives('ghs_world');
  gives('ghs_anew', 8);
  expect(await ask()).toBe('ghs_hello');
  expect(await ask(undefined, { ...ref, fullName: 'octo/world' })).toBe('ghs_world');
  expect(await ask(undefined, { ...ref, installationId: 8 })).toBe('ghs_anew');
  expect(stage.sent.map(({ body }) => body)).toMatchObject([
    { repositories: ['hello'] },
    { repositories: ['world'] },
    { repositories: ['hello'] },
  ]);
});

test('one that git was refused with is not given again', async () => {
  gives('ghs_first');
  await ask();
  gives('ghs_second');
  expect(await Promise.all([ask('ghs_first'), ask('ghs_first')])).toEqual(['ghs_second', 'ghs_second']);
  // who noticed late gets what is there
  expect([await ask('ghs_first'), await ask()]).toEqual(['ghs_second', 'ghs_second']);
});

test('a failure is not kept', async () => {
  stage.on('POST', '/app/installations/7/access_tokens', { status: 404 });
  const [one, other] = await Promise.all([failure(ask()), failure(ask())]);
  expect(one).toMatchObject({ name: 'Refused', status: 404 });
  expect(other).toBe(one);
  gives('ghs_first');
  expect(await ask()).toBe('ghs_first');
});
