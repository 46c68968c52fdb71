import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { REVIEW_THREADS, restLogin, THREAD_COMMENTS } from '../../../src/adapters/github/talk-threads.ts';
import { Refused, Unavailable } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const time = '2026-01-01T00:00:00Z';
const rabbit = user('coderabbitai[bot]', 8, 'Bot');
const commentsAt = (page = 1) => `${repo}/issues/12/comments?per_page=100&page=${page}`;
const reviewsAt = (page = 1) => `${repo}/pulls/12/reviews?per_page=100&page=${page}`;
const checksAt = (page = 1) => `${repo}/commits/h1/check-runs?filter=all&per_page=100&page=${page}`;
const annotationsAt = (id: number, page = 1) =>
  `${repo}/check-runs/${id}/annotations?per_page=100&page=${page}`;
const next = (path: string) => ({ link: `<https://api.github.com${path}>; rel="next"` });

const comment = (id: number, fields: object = {}) => ({
  ...{ id, body: `comment ${id}`, user: rabbit, html_url: `https://github.com/c/${id}` },
  ...{ created_at: time, updated_at: time },
  ...fields,
});
const review = (id: number, fields: object = {}) => ({
  ...{ id, body: `review ${id}`, user: rabbit, html_url: `https://github.com/r/${id}` },
  ...{ state: 'COMMENTED', commit_id: 'h1', submitted_at: time },
  ...fields,
});
const check = (id: number, fields: object = {}) => ({
  ...{ id, name: 'CodeRabbit', head_sha: 'h1', html_url: `https://github.com/k/${id}` },
  ...{ status: 'completed', conclusion: 'success', app: { id: 4, slug: 'coderabbitai' } },
  output: { title: null, summary: 's', text: null, annotations_count: 0, annotations_url: 'https://x.test/' },
  ...fields,
});
const counted = (annotations_count: number) => ({
  output: { title: null, summary: 's', text: null, annotations_count, annotations_url: 'https://x.test/' },
});

const line = (id: number, fields: object = {}) => ({
  ...{ fullDatabaseId: String(id), body: `line ${id}`, url: `https://github.com/l/${id}` },
  ...{ createdAt: time, updatedAt: time, author: { __typename: 'Bot', login: 'coderabbitai' } },
  ...{ pullRequestReview: { fullDatabaseId: '70' }, commit: { oid: 'h1' }, originalCommit: { oid: 'h0' } },
  ...fields,
});
const over = { hasNextPage: false, endCursor: null };
const more = (endCursor: string | null) => ({ hasNextPage: true, endCursor });
const thread = (id: string, nodes: unknown[], fields: object = {}) => ({
  ...{ id, isResolved: false, isOutdated: false, path: 'a.ts', line: 3 },
  comments: { nodes, pageInfo: over },
  ...fields,
});
const threadPage = (nodes: unknown[], pageInfo: object = over) => ({
  body: { data: { node: { reviewThreads: { nodes, pageInfo } } } },
});

interface Played {
  comments?: object[];
  reviews?: object[];
  threads?: unknown[];
  checks?: object[];
}
function begin({ comments = [], reviews = [], threads = [], checks = [] }: Played): void {
  stage = createStage();
  stage.on('GET', `${repo}/pulls/12`, {
    body: { number: 12, node_id: 'PR_1', head: { ref: 'feat/x', sha: 'h1' } },
  });
  stage.on('GET', commentsAt(), { body: comments });
  stage.on('GET', reviewsAt(), { body: reviews });
  stage.on('POST', '/graphql', threadPage(threads));
  stage.on('GET', checksAt(), { body: { total_count: checks.length, check_runs: checks } });
}
const talk = () => stage.github.repository(ref).talk(12);

test('the documents hold against GitHub’s schema', () => {
  stage = createStage();
  const schema = buildSchema(
    readFileSync(new URL('../../contracts/github.graphql', import.meta.url), 'utf8'),
  );
  for (const document of [REVIEW_THREADS, THREAD_COMMENTS])
    expect(validate(schema, parse(document))).toEqual([]);
  expect(validate(schema, parse(REVIEW_THREADS.replace('isResolved', 'isSettled')))).not.toEqual([]);
});

test('nothing said is nothing', async () => {
  begin({});
  expect(await talk()).toEqual({ comments: [], reviews: [], threads: [], checks: [] });
});

test('comments come oldest first; who is gone is ghost', async () => {
  begin({ comments: [comment(2, { user: null }), comment(1)] });
  expect((await talk()).comments).toEqual([
    {
      ...{ id: 1, by: 'coderabbitai[bot]', body: 'comment 1', url: 'https://github.com/c/1' },
      ...{ createdAt: time, updatedAt: time },
    },
    expect.objectContaining({ id: 2, by: 'ghost' }),
  ]);
});

test('reviews come in the order of submission, without what is not submitted', async () => {
  begin({
    reviews: [
      review(1, { state: 'APPROVED', submitted_at: '2026-01-03T00:00:00Z' }),
      review(2, { state: 'CHANGES_REQUESTED', user: user('ann', 2) }),
      review(3, { state: 'DISMISSED', commit_id: null, submitted_at: '2026-01-02T00:00:00Z' }),
      review(4, { state: 'PENDING', submitted_at: undefined }),
    ],
  });
  expect((await talk()).reviews).toEqual([
    {
      ...{ id: 2, by: 'ann', body: 'review 2', url: 'https://github.com/r/2' },
      ...{ state: 'changes-requested', commit: 'h1', submittedAt: time },
    },
    expect.objectContaining({ id: 3, state: 'dismissed', commit: '' }),
    expect.objectContaining({ id: 1, state: 'approved' }),
  ]);
});

describe('threads', () => {
  test('say where, whether settled, and about which commit', async () => {
    const gone = { isResolved: true, isOutdated: true, line: null };
    begin({
      threads: [
        thread('T2', [line(20, { pullRequestReview: null, author: null })], gone),
        null,
        thread('T1', [line(11, { author: { __typename: 'User', login: 'ann' } }), null, line(10)]),
        thread('T3', []),
      ],
    });
    const { threads } = await talk();
    expect(threads).toEqual([
      {
        ...{ id: 'T1', path: 'a.ts', line: 3, resolved: false, outdated: false },
        comments: [
          {
            ...{ id: 10, by: 'coderabbitai[bot]', body: 'line 10', url: 'https://github.com/l/10' },
            ...{ createdAt: time, updatedAt: time, review: 70, commit: 'h0' },
          },
          expect.objectContaining({ id: 11, by: 'ann' }),
        ],
      },
      {
        ...{ id: 'T2', path: 'a.ts', line: null, resolved: true, outdated: true },
        comments: [expect.objectContaining({ id: 20, by: 'ghost', review: null })],
      },
    ]);
  });

  test('are read to their last page, and each to its last comment', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/pulls/12`, { body: { number: 12, node_id: 'PR_1', head: { sha: 'h1' } } });
    stage.on('GET', commentsAt(), { body: [] });
    stage.on('GET', reviewsAt(), { body: [] });
    stage.on('GET', checksAt(), { body: { total_count: 0, check_runs: [] } });
    const long = thread('T1', [line(1)], { comments: { nodes: [line(1)], pageInfo: more('c1') } });
    stage.on('POST', '/graphql', threadPage([long], more('t1')));
    stage.on('POST', '/graphql', threadPage([thread('T2', [line(3)])]));
    stage.on('POST', '/graphql', {
      body: { data: { node: { comments: { nodes: [line(2)], pageInfo: over } } } },
    });
    const { threads } = await talk();
    expect(threads.map(({ comments }) => comments.map(({ id }) => id))).toEqual([[1, 2], [3]]);
    const asked = stage.sent
      .filter(({ path }) => path === '/graphql')
      .map(({ body }) => Object(body).variables);
    expect(asked).toEqual([
      { id: 'PR_1', after: null },
      { id: 'PR_1', after: 't1' },
      { id: 'T1', after: 'c1' },
    ]);
  });

  test.each([
    ['no node', { body: { data: { node: null } } }],
    ['another node', { body: { data: { node: {} } } }],
    ['a next page that begins nowhere', threadPage([], more(null))],
  ])('%s is not an empty list', async (_, answer) => {
    stage = createStage();
    stage.on('GET', `${repo}/pulls/12`, { body: { number: 12, node_id: 'PR_1', head: { sha: 'h1' } } });
    stage.on('GET', commentsAt(), { body: [] });
    stage.on('GET', reviewsAt(), { body: [] });
    stage.on('GET', checksAt(), { body: { total_count: 0, check_runs: [] } });
    stage.on('POST', '/graphql', answer);
    expect(await failure(talk())).toBeInstanceOf(Unavailable);
  });

  test.each([
    ['Bot', 'copilot-pull-request-reviewer', 'copilot-pull-request-reviewer[bot]'],
    ['Bot', 'x[bot]', 'x[bot]'],
    ['User', 'ann', 'ann'],
    ['Mannequin', 'old', 'old'],
  ])('a %s called %s is %s', (__typename, login, expected) => {
    stage = createStage();
    expect(restLogin({ __typename, login })).toBe(expected);
  });
});

describe('check runs', () => {
  test('come with every page of annotations, and are asked for none where there are none', async () => {
    begin({
      checks: [
        check(3, { status: 'waiting', conclusion: null, app: null, html_url: null, details_url: null }),
        check(2, counted(2)),
        check(1),
      ],
    });
    const annotation = (fields: object) => ({
      path: 'a.ts',
      start_line: 4,
      end_line: 5,
      message: 'm',
      ...fields,
    });
    stage.on('GET', annotationsAt(2), {
      body: [annotation({ annotation_level: 'failure', title: 'T' })],
      headers: next(annotationsAt(2, 2)),
    });
    stage.on('GET', annotationsAt(2, 2), {
      body: [annotation({ annotation_level: null, title: '', message: null })],
    });
    const { checks } = await talk();
    expect(checks).toEqual([
      expect.objectContaining({ id: 1, annotations: [] }),
      {
        ...{ id: 2, name: 'CodeRabbit', app: 'coderabbitai', commit: 'h1', url: 'https://github.com/k/2' },
        ...{ status: 'completed', conclusion: 'success', summary: 's' },
        annotations: [
          { path: 'a.ts', line: 4, level: 'failure', title: 'T', message: 'm' },
          { path: 'a.ts', line: 4, level: 'notice', title: null, message: '' },
        ],
      },
      expect.objectContaining({ id: 3, app: '', status: 'queued', conclusion: null, url: null }),
    ]);
  });
});

test('every page is read', async () => {
  stage = createStage();
  stage.on('GET', `${repo}/pulls/12`, { body: { number: 12, node_id: 'PR_1', head: { sha: 'h1' } } });
  stage.on('POST', '/graphql', threadPage([]));
  for (const page of [1, 2]) {
    const headers = (path: string) => (page === 1 ? { headers: next(path) } : {});
    stage.on('GET', commentsAt(page), { body: [comment(page)], ...headers(commentsAt(2)) });
    stage.on('GET', reviewsAt(page), { body: [review(page)], ...headers(reviewsAt(2)) });
    const body = { total_count: 2, check_runs: [check(page)] };
    stage.on('GET', checksAt(page), { body, ...headers(checksAt(2)) });
  }
  const said = await talk();
  for (const list of [said.comments, said.reviews, said.checks])
    expect(list.map(({ id }) => id)).toEqual([1, 2]);
});

describe('more than can be read', () => {
  test('is refused with the next step, not cut', async () => {
    begin({ comments: Array.from({ length: 100 }, (_, id) => comment(id, { body: 'x'.repeat(250_000) })) });
    const refused = await failure(talk());
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({
      message: expect.stringContaining('#12'),
      remedy: expect.stringContaining('/retry'),
    });
  });

  test('a fifth of it is read', async () => {
    begin({ comments: Array.from({ length: 20 }, (_, id) => comment(id, { body: 'x'.repeat(250_000) })) });
    expect((await talk()).comments).toHaveLength(20);
  });
});

test('a pull request that is not there is refused', async () => {
  stage = createStage();
  stage.on('GET', `${repo}/pulls/12`, { status: 404 });
  expect(await failure(talk())).toMatchObject({ name: 'Refused', status: 404 });
});
