import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphqlSchema } from '../../../src/sandbox/github/graphql/schema.ts';
import { branchWithCommit } from './fixtures.ts';
import { appId, createReceiver, createWorld, fullName, permissions, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
let receiver: Awaited<ReturnType<typeof createReceiver>>;

beforeAll(async () => {
  receiver = await createReceiver();
  world = await createWorld();
  world.github.subscribe({ appId, url: receiver.url, secret: 's' });
});
afterAll(async () => {
  await world.stop();
  await receiver.close();
});

const git = async (...args: string[]): Promise<string> =>
  (await execa('git', ['--git-dir', world.github.gitDir(fullName), ...args])).stdout;

async function open(
  branch: string,
  options: { from?: string; draft?: boolean; text?: string; file?: string } = {},
) {
  const { draft = false, ...work } = options;
  const sha = await branchWithCommit(world, { branch, ...work });
  const body = { title: `Work on ${branch}`, head: branch, base: 'main', draft };
  const pull = (await world.send(`POST ${repo}/pulls`, { token: world.token, body })).body;
  return { sha, pull };
}

const get = async (number: number) =>
  (await world.send(`GET ${repo}/pulls/${number}`, { token: world.token })).body;
const merge = (number: number, method: string) =>
  world.send(`PUT ${repo}/pulls/${number}/merge`, {
    token: world.github.createUserToken('writeer'),
    body: { merge_method: method },
  });

describe('merging', () => {
  test('makes a commit with two parents', async () => {
    const before = await git('rev-parse', 'main');
    const { sha, pull } = await open('feat/merge');
    expect(await get(pull.number)).toMatchObject({
      mergeable: true,
      merged: false,
      commits: 1,
      additions: 1,
      changed_files: 1,
    });
    const answer = await merge(pull.number, 'merge');
    expect(await git('show', '-s', '--format=%P', 'main')).toBe(`${before} ${sha}`);
    expect(await git('show', '-s', '--format=%s', 'main')).toBe(
      `Merge pull request #${pull.number} from acme/feat/merge`,
    );
    expect(await get(pull.number)).toMatchObject({
      merged: true,
      state: 'closed',
      merge_commit_sha: answer.body.sha,
      merged_by: { login: 'writeer' },
    });
    expect((await world.send(`GET ${repo}/pulls/${pull.number}/merge`, { token: world.token })).status).toBe(
      204,
    );
    await world.github.settledHooks();
    const closed = receiver.received.find(({ payload }) => payload.action === 'closed')?.payload;
    expect(closed).toMatchObject({
      pull_request: { merge_commit_sha: answer.body.sha },
      sender: { login: 'writeer' },
    });
    expect(closed.pull_request.merged_at).toMatch(/Z$/);
  });

  test('squashes into one commit on the base', async () => {
    const before = await git('rev-parse', 'main');
    const { pull } = await open('feat/squash');
    await merge(pull.number, 'squash');
    expect(await git('show', '-s', '--format=%P|%s', 'main')).toBe(
      `${before}|Work on feat/squash (#${pull.number})`,
    );
  });

  test('rebases commit by commit onto a base that moved', async () => {
    const { sha, pull } = await open('feat/rebase');
    const { pull: other } = await open('feat/other');
    await merge(other.number, 'squash');
    const before = await git('rev-parse', 'main');
    await merge(pull.number, 'rebase');
    expect(await git('show', '-s', '--format=%P|%s', 'main')).toBe(`${before}|Work on feat/rebase`);
    expect(await git('rev-parse', 'main')).not.toBe(sha);
    expect(await git('ls-tree', '--name-only', 'main')).toContain('feat-other.txt\nfeat-rebase.txt');
  });

  test('of what conflicts is not offered', async () => {
    const { pull: one } = await open('feat/one', { file: 'same.txt', text: 'one\n' });
    const { pull: two } = await open('feat/two', { file: 'same.txt', text: 'two\n' });
    expect((await merge(one.number, 'merge')).status).toBe(200);
    expect(await get(two.number)).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    for (const method of ['merge', 'squash', 'rebase'])
      expect((await merge(two.number, method)).status).toBe(405);
  });

  test('happens by itself when the head is pushed to the base', async () => {
    const { sha, pull } = await open('feat/pushed');
    await world.send(`PATCH ${repo}/git/refs/heads/main`, { token: world.token, body: { sha } });
    expect(await get(pull.number)).toMatchObject({
      merged: true,
      merge_commit_sha: sha,
      merged_by: { login: 'app-101[bot]' },
    });
  });
});

test('a pull request whose branch is deleted closes and cannot be reopened without it', async () => {
  const { sha, pull } = await open('feat/gone');
  await world.send(`DELETE ${repo}/git/refs/heads/feat/gone`, { token: world.token });
  expect(await get(pull.number)).toMatchObject({ state: 'closed', merged: false });
  const reopen = () =>
    world.send(`PATCH ${repo}/pulls/${pull.number}`, { token: world.token, body: { state: 'open' } });
  expect((await reopen()).status).toBe(422);
  await world.send(`POST ${repo}/git/refs`, {
    token: world.token,
    body: { ref: 'refs/heads/feat/gone', sha },
  });
  expect((await reopen()).status).toBe(200);
  expect(await git('rev-parse', `refs/pull/${pull.number}/head`)).toBe(sha);
});

test('a list is filtered by head, base and state', async () => {
  const { pull } = await open('feat/listed');
  const list = async (query: string): Promise<number[]> =>
    (await world.send(`GET ${repo}/pulls?${query}`, { token: world.token })).body.map(
      ({ number }: { number: number }) => number,
    );
  expect(await list('head=acme:feat/listed')).toEqual([pull.number]);
  expect(await list('head=acme:feat/list')).toEqual([]);
  expect(await list('head=acme:feat/listed&base=other')).toEqual([]);
  expect(await list('head=acme:feat/listed&state=closed')).toEqual([]);
  expect((await list('state=all')).length).toBeGreaterThan(1);
});

describe('GraphQL', () => {
  const ready =
    'mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { number isDraft state url } } }';
  const ask = (token: string | null, query: string, id: string) =>
    world.send('POST /graphql', { token, body: { query, variables: { id } } });

  test('serves GitHub’s own definitions', () => {
    const extract = readFileSync(new URL('../../contracts/github.graphql', import.meta.url), 'utf8');
    const sorted = (text: string): string => printSchema(lexicographicSortSchema(buildSchema(text)));
    expect(sorted(graphqlSchema)).toBe(sorted(extract));
  });

  test('marks a draft ready and back', async () => {
    const { pull } = await open('feat/draft', { draft: true });
    receiver.received.length = 0;
    const answer = await ask(world.token, ready, pull.node_id);
    expect(answer.body.data.markPullRequestReadyForReview.pullRequest).toEqual({
      number: pull.number,
      isDraft: false,
      state: 'OPEN',
      url: pull.html_url,
    });
    await world.github.settledHooks();
    expect(receiver.names()).toEqual(['pull_request.ready_for_review']);
    const back = ready.replace('markPullRequestReadyForReview', 'convertPullRequestToDraft');
    await ask(world.token, back, pull.node_id);
    expect(await get(pull.number)).toMatchObject({ draft: true, mergeable_state: 'draft' });
  });

  test('refuses without a token, the permission, the node or the field', async () => {
    const { pull } = await open('feat/refused', { draft: true });
    expect((await ask(null, ready, pull.node_id)).status).toBe(401);
    expect((await ask(world.appToken(), ready, pull.node_id)).status).toBe(401);
    const narrow = await world.tokenWith({ ...permissions, pull_requests: 'read' });
    expect((await ask(narrow, ready, pull.node_id)).body.errors[0]).toMatchObject({ type: 'FORBIDDEN' });
    expect(
      (await ask(world.github.createUserToken('stranger'), ready, pull.node_id)).body.errors[0],
    ).toMatchObject({ type: 'NOT_FOUND' });
    expect((await ask(world.token, ready, 'PR_none')).body.errors[0]).toMatchObject({ type: 'NOT_FOUND' });
    expect(
      (await ask(world.token, ready.replace('isDraft', 'nonsense'), pull.node_id)).body.errors[0].message,
    ).toMatch(/nonsense/);
    expect(await get(pull.number)).toMatchObject({ draft: true });
  });
});
