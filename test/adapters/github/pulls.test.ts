import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { DRAFT_STATE, MARK_READY } from '../../../src/adapters/github/graphql.ts';
import { RateLimited, Refused } from '../../../src/ports/errors.ts';
import { createStage, failure, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const repository = (fullName: string) => ({ full_name: fullName });
const base = { ref: 'main', sha: 'b1', repo: repository('octo/hello') };
const head = { ...base, ref: 'feat/x', sha: 'h1' };
const pull = (fields: object = {}) => ({
  number: 12,
  node_id: 'PR_1',
  html_url: 'https://github.com/octo/hello/pull/12',
  state: 'open',
  draft: true,
  merged: false,
  merge_commit_sha: 'trial',
  merged_at: null,
  merged_by: null,
  title: 'T',
  body: null,
  user: user('octo', 1),
  head,
  base,
  ...fields,
});
const listed = (fields: object = {}) => {
  const { merged: _, merged_by: __, ...rest } = pull(fields);
  return rest;
};
const found = '?head=octo%3Afeat%2Fx&state=all&sort=created&direction=desc&per_page=100';

describe('reading', () => {
  test('an open one has no merge commit, though GitHub shows the one it tried', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/pulls/12`, { body: pull() });
    expect(await stage.github.repository(ref).pull(12)).toEqual({
      number: 12,
      nodeId: 'PR_1',
      url: 'https://github.com/octo/hello/pull/12',
      state: 'open',
      draft: true,
      merged: false,
      mergeSha: null,
      mergedAt: null,
      mergedBy: null,
      head: { branch: 'feat/x', sha: 'h1' },
      base: { branch: 'main', sha: 'b1' },
      title: 'T',
      body: '',
    });
  });

  test('a merged one says by whom and as what', async () => {
    stage = createStage();
    const merged = {
      state: 'closed',
      merged: true,
      merged_at: '2026-01-02T00:00:00Z',
      merge_commit_sha: 'm1',
      merged_by: user('ann', 2),
    };
    stage.on('GET', `${repo}/pulls/12`, { body: pull(merged) });
    expect(await stage.github.repository(ref).pull(12)).toMatchObject({
      merged: true,
      mergeSha: 'm1',
      mergedBy: 'ann',
    });
  });

  test('one from another repository says so', async () => {
    const from = repository('someone/hello');
    stage = createStage();
    stage.on('GET', `${repo}/pulls/12`, { body: pull({ head: { ...head, repo: from } }) });
    expect((await stage.github.repository(ref).pull(12))?.head).toEqual({
      branch: 'feat/x',
      sha: 'h1',
      fork: true,
    });
  });

  test('one that is not there is null', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/pulls/12`, { status: 404 });
    expect(await stage.github.repository(ref).pull(12)).toBeNull();
  });
});

describe('finding by branch', () => {
  test('an open one comes before a newer closed one', async () => {
    stage = createStage();
    stage.on('GET', `${repo}/pulls${found}`, { body: [listed({ number: 13, state: 'closed' }), listed()] });
    stage.on('GET', `${repo}/pulls/12`, { body: pull() });
    expect(await stage.github.repository(ref).findPull('feat/x')).toMatchObject({ number: 12 });
  });

  test('neither another branch nor a fork’s branch of the same name counts', async () => {
    stage = createStage();
    const fork = { head: { ...head, repo: repository('octo/hello-fork') } };
    stage.on('GET', `${repo}/pulls${found}`, {
      body: [listed({ head: { ...head, ref: 'feat/y' } }), listed(fork)],
    });
    expect(await stage.github.repository(ref).findPull('feat/x')).toBeNull();
  });
});

describe('opening', () => {
  const wanted = { head: 'feat/x', base: 'main', title: 'PER-1: hello', body: 'text', draft: true };

  test('as a draft', async () => {
    stage = createStage();
    stage.on('POST', `${repo}/pulls`, { status: 201, body: pull() });
    expect(await stage.github.repository(ref).openPull(wanted)).toMatchObject({ number: 12, draft: true });
    expect(stage.sent[0]?.body).toEqual(wanted);
  });

  test('ready, where drafts are not to be had', async () => {
    stage = createStage();
    const message = 'Draft pull requests are not supported in this repository.';
    stage.on('POST', `${repo}/pulls`, { status: 422, body: { message } });
    stage.on('POST', `${repo}/pulls`, { status: 201, body: pull({ draft: false }) });
    expect(await stage.github.repository(ref).openPull(wanted)).toMatchObject({ draft: false });
    expect(stage.sent.map((each) => Object(each.body).draft)).toEqual([true, false]);
  });

  test('gives the open one when somebody was faster', async () => {
    stage = createStage();
    const message = 'Validation Failed';
    const errors = [
      { resource: 'PullRequest', code: 'custom', message: 'A pull request already exists for octo:feat/x.' },
    ];
    stage.on('POST', `${repo}/pulls`, { status: 422, body: { message, errors } });
    stage.on('GET', `${repo}/pulls${found}`, { body: [listed()] });
    stage.on('GET', `${repo}/pulls/12`, { body: pull() });
    expect(await stage.github.repository(ref).openPull(wanted)).toMatchObject({ number: 12 });
  });

  test('is refused without a difference, and says what to do', async () => {
    stage = createStage();
    stage.on('POST', `${repo}/pulls`, {
      status: 422,
      body: { message: 'No commits between main and feat/x' },
    });
    const error = await failure(stage.github.repository(ref).openPull(wanted));
    expect(error).toMatchObject({
      name: 'Refused',
      status: 422,
      remedy: expect.stringContaining('Push a commit'),
    });
    expect(stage.sent).toHaveLength(1);
  });
});

test('an update sends only what changes', async () => {
  stage = createStage();
  stage.on('PATCH', `${repo}/pulls/12`, { body: pull() });
  await stage.github.repository(ref).updatePull(12, { body: 'new' });
  expect(stage.sent[0]?.body).toEqual({ body: 'new' });
});

describe('marking ready', () => {
  const errors = (message: string, type?: string) => ({
    data: null,
    errors: [{ message, ...(type === undefined ? {} : { type }) }],
  });

  test('its documents hold against GitHub’s schema', () => {
    const schema = buildSchema(
      readFileSync(new URL('../../contracts/github.graphql', import.meta.url), 'utf8'),
    );
    expect(validate(schema, parse(MARK_READY))).toEqual([]);
    expect(validate(schema, parse(DRAFT_STATE))).toEqual([]);
    expect(validate(schema, parse('mutation { markPullRequestReady(input: {}) { id } }'))).not.toEqual([]);
  });

  test('sends the mutation', async () => {
    stage = createStage();
    stage.on('POST', '/graphql', {
      body: { data: { markPullRequestReadyForReview: { pullRequest: { id: 'PR_1', isDraft: false } } } },
    });
    await stage.github.repository(ref).markReady('PR_1');
    expect(stage.sent[0]?.body).toEqual({ query: MARK_READY, variables: { id: 'PR_1' } });
  });

  test('one that is ready already is left alone', async () => {
    stage = createStage();
    stage.on('POST', '/graphql', { body: errors('Pull request is not in draft state', 'UNPROCESSABLE') });
    stage.on('POST', '/graphql', { body: { data: { node: { isDraft: false } } } });
    await expect(stage.github.repository(ref).markReady('PR_1')).resolves.toBeUndefined();
  });

  test('an error inside a 200 answer is an error', async () => {
    stage = createStage();
    stage.on('POST', '/graphql', { body: errors('Resource not accessible by integration', 'FORBIDDEN') });
    stage.on('POST', '/graphql', { body: { data: { node: { isDraft: true } } } });
    const error = await failure(stage.github.repository(ref).markReady('PR_1'));
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ status: 403, remedy: expect.stringContaining('pull_requests: write') });
  });

  test('a limit inside a 200 answer is a limit', async () => {
    stage = createStage();
    stage.on('POST', '/graphql', { body: errors('API rate limit exceeded', 'RATE_LIMITED') });
    expect(await failure(stage.github.repository(ref).markReady('PR_1'))).toBeInstanceOf(RateLimited);
  });
});
