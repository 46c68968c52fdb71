import { ProbotOctokit } from 'probot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/github.ts';
import type { GithubRepository } from '../../../src/ports/github.ts';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, foreignAppId, fullName, jwt, otherKeys, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
let ours: GithubRepository;
let foreign: string;

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const client = (token: string) =>
  new ProbotOctokit({
    auth: { token },
    baseUrl: world.github.url,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: silent,
  });

async function foreignToken(): Promise<string> {
  const { id } = world.github.installApp({ appId: foreignAppId, repositories: [fullName] });
  const at = Math.floor(world.clock.now().getTime() / 1000);
  const token = jwt({ iss: foreignAppId, iat: at, exp: at + 300 }, { key: otherKeys.privateKey });
  return (await world.send(`POST /app/installations/${id}/access_tokens`, { token })).body.token;
}

beforeAll(async () => {
  world = await createWorld();
  const github = createGithub({
    app: async () => client(world.appToken()),
    installation: async () => client(world.token),
    log: { debug: () => {}, warn: () => {} },
    now: () => world.clock.now(),
  });
  ours = github.repository({ fullName, installationId: world.installationId });
  foreign = await foreignToken();
});
afterAll(() => world.stop());

const red = async (sha: string): Promise<string[]> => (await ours.ci(sha)).failing.map(({ name }) => name);
const check = (token: string, sha: string, conclusion: string) =>
  world.send(`POST ${repo}/check-runs`, {
    token,
    body: { name: 'lint', head_sha: sha, status: 'completed', conclusion },
  });

/** A run whose job fails. */
async function failsOn(branch: string, assignment: string): Promise<void> {
  await world.release(assignment, 1);
  const body = { ref: branch, inputs: { assignment, note: 'wait' } };
  await world.send(`POST ${repo}/actions/workflows/throughline.yml/dispatches`, { token: world.token, body });
  await world.github.actions.settled();
}

test('another App’s check is red until its next one is not; ours never is', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/checked' });
  await check(world.token, sha, 'failure');
  expect(await red(sha)).toEqual([]);
  await check(foreign, sha, 'failure');
  expect(await red(sha)).toEqual(['lint']);
  await check(foreign, sha, 'cancelled');
  expect(await red(sha)).toEqual(['lint']);
  await check(foreign, sha, 'success');
  expect(await red(sha)).toEqual([]);
});

test('a status is red until its context has a better one', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/told' });
  const tell = (state: string) =>
    world.send(`POST ${repo}/statuses/${sha}`, { token: foreign, body: { state, context: 'ci/jenkins' } });
  await tell('pending');
  expect(await red(sha)).toEqual([]);
  await tell('error');
  expect(await red(sha)).toEqual(['ci/jenkins']);
  await tell('success');
  expect(await red(sha)).toEqual([]);
});

test('an assignment that failed on the same commit is not the repository’s own CI', async () => {
  const sha = await branchWithCommit(world, { branch: 'feat/same' });
  await ours.createRef('heads/throughline/dispatch', sha);
  await failsOn('throughline/dispatch', 'one');
  expect(world.github.checks(fullName, sha)).toMatchObject([{ name: 'publish', conclusion: 'failure' }]);
  expect(await red(sha)).toEqual([]);
  await failsOn('feat/same', 'two');
  expect(await red(sha)).toEqual(['Throughline / publish (workflow_dispatch)']);
});
