import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const status = (sha: string, body: object) =>
  world.send(`POST ${repo}/statuses/${sha}`, { token: world.token, body });
const combined = async (ref: string, query = '') =>
  (await world.send(`GET ${repo}/commits/${ref}/status${query}`, { token: world.token })).body;

test('a commit nobody spoke of is pending', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/none' });
  expect(await combined('feat/none')).toMatchObject({ state: 'pending', statuses: [], total_count: 0, sha });
});

test.each([
  [['success', 'success'], 'success'],
  [['success', 'pending'], 'pending'],
  [['failure', 'pending'], 'failure'],
  [['error', 'success'], 'failure'],
])('%j together is %s', async (states, together) => {
  const sha = await branchWithCommit(world, { branch: `feat/${states.join('-')}` });
  for (const [at, state] of states.entries()) await status(sha, { state, context: `ci ${at}` });
  expect(await combined(sha)).toMatchObject({ state: together, total_count: states.length });
});

test('the newest of each context stands, whatever its case', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/again' });
  const page = 'https://ci.test/7';
  const first = await status(sha, { state: 'failure', context: 'ci/build', target_url: page });
  expect(first.body).toMatchObject({
    state: 'failure',
    target_url: page,
    creator: { login: 'app-101[bot]' },
  });
  expect(await combined(sha)).toMatchObject({ state: 'failure', statuses: [{ target_url: page }] });
  await status(sha, { state: 'success', context: 'CI/Build' });
  await status(sha, { state: 'success' });
  const { state, statuses } = await combined(sha);
  expect(state).toBe('success');
  expect(statuses.map((one: { context: string }) => one.context)).toEqual(['CI/Build', 'default']);
});

test('statuses come in pages', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/pages' });
  for (const context of ['a', 'b', 'c']) await status(sha, { state: 'success', context });
  expect((await combined(sha, '?per_page=2&page=2')).statuses).toMatchObject([{ context: 'c' }]);
});
