import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, fullName, permissions, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
let number: number;
let node: string;
let first: number;

beforeAll(async () => {
  world = await createWorld();
  await branchWithCommit(world, { branch: 'feat/x', file: 'x.txt', text: 'a\nb\nc\n' });
  const body = { title: 't', head: 'feat/x', base: 'main' };
  const made = await world.send(`POST ${repo}/pulls`, { token: world.token, body });
  ({ number, node_id: node } = made.body);
  const ann = world.github.reviewerOn('triageer', fullName);
  first = (await ann.commentOnLine({ number, path: 'x.txt', line: 1, body: 'one' })).id;
  const rabbit = world.github.otherApp('coderabbitai', fullName);
  rabbit.reply({ number, to: first, body: 'indeed' });
  for (const line of [2, 3]) await rabbit.commentOnLine({ number, path: 'x.txt', line, body: String(line) });
});
afterAll(() => world.stop());

const ask = async (query: string, variables: object, token = world.token) =>
  (await world.send('POST /graphql', { token, body: { query, variables } })).body;

const threads = `query($id: ID!, $first: Int, $after: String) { node(id: $id) { ... on PullRequest {
  reviewThreads(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id isResolved isOutdated path line comments(first: 10) { nodes {
      databaseId fullDatabaseId body url createdAt author { __typename login }
      pullRequestReview { databaseId } commit { oid } originalCommit { oid } } } } } } } }`;

const page = async (variables: object) =>
  (await ask(threads, { id: node, ...variables })).data.node.reviewThreads;

test('threads carry their comments, and bots without their `[bot]`', async () => {
  const { totalCount, nodes } = await page({ first: 10 });
  expect(totalCount).toBe(3);
  const { head } = await world.github.pull(fullName, number);
  expect(nodes[0]).toMatchObject({
    ...{ path: 'x.txt', line: 1, isResolved: false, isOutdated: false },
    comments: {
      nodes: [
        {
          ...{ databaseId: first, fullDatabaseId: String(first), body: 'one' },
          url: expect.stringContaining(`#discussion_r${first}`),
          author: { __typename: 'User', login: 'triageer' },
          commit: { oid: head.sha },
          originalCommit: { oid: head.sha },
        },
        { author: { __typename: 'Bot', login: 'coderabbitai' }, body: 'indeed' },
      ],
    },
  });
});

test('they come in pages, and only in pages', async () => {
  const one = await page({ first: 2 });
  const two = await page({ first: 2, after: one.pageInfo.endCursor });
  expect([...one.nodes, ...two.nodes].map(({ line }: { line: number }) => line)).toEqual([1, 2, 3]);
  expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage]).toEqual([true, false]);
  const error = async (variables: object) => (await ask(threads, { id: node, ...variables })).errors[0].type;
  expect(await error({})).toBe('MISSING_PAGINATION_BOUNDARIES');
  expect(await error({ first: 101 })).toBe('EXCESSIVE_PAGINATION');
  expect(await error({ first: 1, after: 'nonsense' })).toBe('INVALID_CURSOR_ARGUMENTS');
});

describe('resolving', () => {
  const mutate = (verb: 'resolve' | 'unresolve', token?: string, id = thread()) =>
    ask(
      `mutation($id: ID!) { ${verb}ReviewThread(input: { threadId: $id }) { thread { id isResolved } } }`,
      { id },
      token,
    );
  const thread = (): string => world.github.conversations(fullName, number)[0]?.id ?? '';
  const as = (login: string) => world.github.createUserToken(login);
  const type = async (answer: ReturnType<typeof ask>) => (await answer).errors?.[0].type;

  test('and back, by the App and by who may write', async () => {
    expect((await mutate('resolve')).data.resolveReviewThread.thread.isResolved).toBe(true);
    expect(world.github.conversations(fullName, number)[0]?.resolvedBy).toBe('app-101[bot]');
    expect((await mutate('unresolve', as('writeer'))).data.unresolveReviewThread.thread.isResolved).toBe(
      false,
    );
  });

  test('is refused to others, and of what is not there', async () => {
    expect(await type(mutate('resolve', as('reader')))).toBe('FORBIDDEN');
    expect(await type(mutate('resolve', as('stranger')))).toBe('NOT_FOUND');
    expect(await type(mutate('resolve', world.token, 'PRRT_none'))).toBe('NOT_FOUND');
    for (const permission of ['pull_requests', 'contents']) {
      const narrow = await world.tokenWith({ ...permissions, [permission]: 'read' });
      expect(await type(mutate('resolve', narrow))).toBe('FORBIDDEN');
    }
    expect(world.github.conversations(fullName, number)[0]?.resolvedBy).toBeNull();
  });
});
