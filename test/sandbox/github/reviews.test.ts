import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, fullName, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

let branches = 0;
const ten = (changed: Record<number, string> = {}): string =>
  `${Array.from({ length: 30 }, (_, at) => changed[at + 1] ?? `line ${at + 1}`).join('\n')}\n`;

/** A pull request of the App's that adds or changes one file; by a person when told. */
async function open(options: { text?: string; from?: string; file?: string; by?: string } = {}) {
  branches += 1;
  const branch = `review/${branches}`;
  const { by, file = 'code.txt', text = ten(), ...rest } = options;
  const sha = await branchWithCommit(world, { branch, file, text, ...rest });
  const token = by === undefined ? world.token : world.github.createUserToken(by);
  const body = { title: branch, head: branch, base: 'main' };
  const { number } = (await world.send(`POST ${repo}/pulls`, { token, body })).body;
  const push = async (next: string, from = sha): Promise<string> => {
    branches += 1;
    const spare = `spare/${branches}`;
    const after = await branchWithCommit(world, { branch: spare, file, text: next, from });
    await world.github.forcePushAs('writeer', { repository: fullName, number, sha: after });
    return after;
  };
  return { number: Number(number), sha, branch, push };
}

const as = (login: string) => ({ token: world.github.createUserToken(login) });
const review = (number: number, login: string, body: object) =>
  world.send(`POST ${repo}/pulls/${number}/reviews`, { ...as(login), body });
const comment = (number: number, body: object, login = 'writeer') =>
  world.send(`POST ${repo}/pulls/${number}/comments`, { ...as(login), body });
const list = async (number: number, what: 'reviews' | 'comments', query = '', login = 'reader') =>
  (await world.send(`GET ${repo}/pulls/${number}/${what}${query}`, as(login))).body;

describe('a review', () => {
  test.each([
    ['APPROVE', 'APPROVED'],
    ['REQUEST_CHANGES', 'CHANGES_REQUESTED'],
    ['COMMENT', 'COMMENTED'],
  ])('%s is %s, of the head', async (event, state) => {
    const { number, sha } = await open();
    const { status, body } = await review(number, 'writeer', { event, body: 'So it is' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ state, body: 'So it is', commit_id: sha, user: { login: 'writeer' } });
    expect(await list(number, 'reviews')).toMatchObject([{ id: body.id, state }]);
  });

  test('reviews come oldest first, in pages', async () => {
    const { number } = await open();
    for (const body of ['one', 'two', 'three']) await review(number, 'writeer', { event: 'COMMENT', body });
    expect(await list(number, 'reviews', '?per_page=2&page=1')).toMatchObject([
      { body: 'one' },
      { body: 'two' },
    ]);
    expect(await list(number, 'reviews', '?per_page=2&page=2')).toMatchObject([{ body: 'three' }]);
  });

  test('carries its comments, or is not made at all', async () => {
    const { number } = await open();
    const good = { path: 'code.txt', line: 3, body: 'Good' };
    const refused = await review(number, 'writeer', {
      event: 'COMMENT',
      comments: [good, { path: 'code.txt', line: 31, body: 'Nowhere' }],
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual(['Line could not be resolved']);
    expect(await list(number, 'reviews')).toEqual([]);
    expect(await list(number, 'comments')).toEqual([]);
    const made = await review(number, 'writeer', {
      event: 'COMMENT',
      comments: [good, { path: 'code.txt', position: 5, body: 'By position' }],
    });
    expect(made.status).toBe(200);
    expect(await list(number, 'comments')).toMatchObject([
      { line: 3, position: 3, side: 'RIGHT', pull_request_review_id: made.body.id },
      { line: 5, position: 5, original_line: 5 },
    ]);
  });

  test.each([
    ['approve', 'APPROVE'],
    ['request changes on', 'REQUEST_CHANGES'],
  ])('of one’s own pull request cannot %s it', async (verb, event) => {
    const { number } = await open({ by: 'writeer' });
    const refused = await review(number, 'writeer', { event, body: 'Mine' });
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [`Review Can not ${verb} your own pull request`] },
    });
    expect((await review(number, 'writeer', { event: 'COMMENT', body: 'Mine' })).status).toBe(200);
    expect((await review(number, 'adminer', { event, body: 'Yours' })).status).toBe(200);
  });

  test.each([
    ['nothing said', { event: 'COMMENT' }],
    ['changes asked for without a word', { event: 'REQUEST_CHANGES', body: ' ' }],
    ['a commit of something else', { event: 'APPROVE', commit_id: 'a'.repeat(40) }],
    [
      'a file that does not differ',
      { event: 'COMMENT', comments: [{ path: 'README.md', line: 1, body: 'x' }] },
    ],
    ['a text too long', { event: 'COMMENT', body: 'x'.repeat(65_537) }],
    ['an event that is none', { event: 'PRAISE', body: 'x' }],
  ])('with %s is refused', async (_, body) => {
    const { number } = await open();
    expect((await review(number, 'writeer', body)).status).toBe(422);
    expect((await review(number, 'writeer', { event: 'APPROVE' })).status).toBe(200);
  });

  test('that is pending is its author’s alone until it is submitted', async () => {
    const { number } = await open();
    const comments = [{ path: 'code.txt', line: 1, body: 'Hm' }];
    const { body } = await review(number, 'writeer', { comments });
    expect(body.state).toBe('PENDING');
    expect(await list(number, 'reviews')).toEqual([]);
    expect(await list(number, 'comments')).toEqual([]);
    expect(await list(number, 'reviews', '', 'writeer')).toMatchObject([{ state: 'PENDING' }]);
    expect((await review(number, 'writeer', { event: 'APPROVE' })).status).toBe(422);
    const events = `POST ${repo}/pulls/${number}/reviews/${body.id}/events`;
    const submit = (login: string) => world.send(events, { ...as(login), body: { event: 'COMMENT' } });
    expect((await submit('adminer')).status).toBe(404);
    expect(await submit('writeer')).toMatchObject({ status: 200, body: { state: 'COMMENTED' } });
    expect(await list(number, 'comments')).toMatchObject([{ body: 'Hm' }]);
  });

  test('is dismissed by who may write, and only when it decided something', async () => {
    const { number } = await open();
    const dismiss = (id: number, login: string, message = 'Settled') =>
      world.send(`PUT ${repo}/pulls/${number}/reviews/${id}/dismissals`, { ...as(login), body: { message } });
    const said = (await review(number, 'writeer', { event: 'COMMENT', body: 'x' })).body.id;
    const asked = (await review(number, 'triageer', { event: 'REQUEST_CHANGES', body: 'x' })).body.id;
    expect((await dismiss(asked, 'triageer')).status).toBe(403);
    expect((await dismiss(said, 'writeer')).status).toBe(422);
    expect((await dismiss(asked, 'writeer', '')).status).toBe(422);
    expect(await dismiss(asked, 'writeer')).toMatchObject({
      status: 200,
      body: { state: 'DISMISSED', body: 'x' },
    });
    expect((await dismiss(asked, 'writeer')).status).toBe(422);
  });
});

describe('a comment on a line', () => {
  const at = (sha: string, line: number, more: object = {}) => ({
    ...{ body: 'Why?', commit_id: sha, path: 'code.txt', line, ...more },
  });

  test('shows the hunk down to it, and belongs to a review of its own', async () => {
    const { number, sha } = await open({ text: 'a\nb\nc\n' });
    const { body } = await comment(number, at(sha, 2));
    expect(body).toMatchObject({
      ...{ line: 2, original_line: 2, position: 2, side: 'RIGHT', commit_id: sha, original_commit_id: sha },
      diff_hunk: '@@ -0,0 +1,3 @@\n+a\n+b',
      subject_type: 'line',
    });
    expect(await list(number, 'reviews')).toMatchObject([
      { id: body.pull_request_review_id, state: 'COMMENTED', body: '' },
    ]);
  });

  test('is answered in its thread, however the answer is sent', async () => {
    const { number, sha } = await open();
    const first = (await comment(number, at(sha, 1))).body.id;
    const replies = `POST ${repo}/pulls/${number}/comments/${first}/replies`;
    const one = await world.send(replies, { ...as('reader'), body: { body: 'Because' } });
    expect(one).toMatchObject({ status: 201, body: { in_reply_to_id: first, line: 1 } });
    const two = await comment(number, { body: 'I see', in_reply_to: one.body.id });
    expect(two.body.in_reply_to_id).toBe(first);
    expect(world.github.conversations(fullName, number)).toHaveLength(1);
    const other = await open();
    const elsewhere = `POST ${repo}/pulls/${other.number}/comments/${first}/replies`;
    expect((await world.send(elsewhere, { ...as('reader'), body: { body: 'x' } })).status).toBe(404);
  });

  test.each([
    ['a line outside the diff', { line: 31 }, 'line'],
    ['no line at all', { line: undefined }, 'line'],
    ['the other side of an added line', { side: 'LEFT' }, 'line'],
    ['a file that does not differ', { path: 'README.md' }, 'path'],
    ['a beginning behind its end', { start_line: 9 }, 'start_line'],
    ['a position behind the diff', { line: undefined, position: 99 }, 'position'],
  ])('is refused on %s', async (_, wrong, field) => {
    const { number, sha } = await open();
    const refused = await comment(number, at(sha, 5, wrong));
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ field: `pull_request_review_thread.${field}` }] },
    });
    expect((await comment(number, at(sha, 5))).status).toBe(201);
  });

  test('needs the commit it is about', async () => {
    const { number, sha } = await open();
    expect((await comment(number, at('b'.repeat(40), 1))).status).toBe(422);
    const without = await comment(number, { body: 'x', path: 'code.txt', line: 1 });
    expect(without).toMatchObject({ status: 422, body: { message: expect.stringContaining('commit_id') } });
    expect((await comment(number, at(sha, 1, { body: ' ' }))).status).toBe(422);
  });

  test('can be about what was removed, and about a whole file', async () => {
    const base = await branchWithCommit(world, { branch: 'ground', file: 'old.txt', text: ten() });
    await world.send(`PATCH ${repo}/git/refs/heads/main`, { token: world.token, body: { sha: base } });
    const { number, sha } = await open({ from: base, file: 'old.txt', text: ten({ 10: 'ten' }) });
    const on = (more: object) => comment(number, { body: 'x', commit_id: sha, path: 'old.txt', ...more });
    expect((await on({ line: 10, side: 'LEFT' })).body).toMatchObject({
      side: 'LEFT',
      line: 10,
      position: 4,
    });
    expect((await on({ line: 10 })).body).toMatchObject({ side: 'RIGHT', line: 10, position: 5 });
    expect((await on({ line: 13 })).status).toBe(201);
    expect((await on({ line: 14 })).status).toBe(422);
    expect((await on({ subject_type: 'file' })).body).toMatchObject({ subject_type: 'file', line: null });
    expect((await on({ line: 11, start_line: 9 })).body).toMatchObject({
      start_line: 9,
      start_side: 'RIGHT',
    });
  });

  test('is changed and deleted by who wrote it or may write', async () => {
    const { number, sha } = await open();
    const { id } = (await comment(number, at(sha, 1), 'reader')).body;
    const change = (login: string, body = 'Other') =>
      world.send(`PATCH ${repo}/pulls/comments/${id}`, { ...as(login), body: { body } });
    expect((await change('triageer')).status).toBe(403);
    expect((await change('reader')).body.body).toBe('Other');
    expect((await change('writeer', 'Mine')).body.body).toBe('Mine');
    expect((await world.send(`DELETE ${repo}/pulls/comments/${id}`, as('reader'))).status).toBe(204);
    expect((await world.send(`GET ${repo}/pulls/comments/${id}`, as('reader'))).status).toBe(404);
    // With its only comment the review that nobody wrote goes too.
    expect(await list(number, 'reviews')).toEqual([]);
  });
});

describe('when the head moves', () => {
  const only = async (number: number) => (await list(number, 'comments'))[0];
  const begin = async (line: number) => {
    const pull = await open();
    await comment(pull.number, { body: 'x', commit_id: pull.sha, path: 'code.txt', line });
    return pull;
  };

  test('a comment goes along with its line', async () => {
    const { number, push, sha } = await begin(10);
    const head = await push(`first\n${ten({ 20: 'twenty' })}`);
    expect(await only(number)).toMatchObject({
      ...{ line: 11, position: 11, original_line: 10, commit_id: head, original_commit_id: sha },
    });
    expect(world.github.conversations(fullName, number)[0]?.outdated).toBe(false);
  });

  test('it is out of date once the line changed, and found again when that is taken back', async () => {
    const { number, push, sha } = await begin(10);
    await push(ten({ 10: 'ten' }));
    expect(await only(number)).toMatchObject({
      line: null,
      position: null,
      original_line: 10,
      commit_id: sha,
    });
    expect(world.github.conversations(fullName, number)[0]?.outdated).toBe(true);
    const back = await push(ten({ 11: 'eleven' }));
    expect(await only(number)).toMatchObject({ line: 10, commit_id: back });
  });

  test('it is out of date when its file is no longer in the diff', async () => {
    const { number } = await begin(10);
    const main = (await world.send(`GET ${repo}/git/ref/heads/main`, { token: world.token })).body.object.sha;
    const other = await branchWithCommit(world, { branch: `other-${number}`, from: main });
    await world.github.forcePushAs('writeer', { repository: fullName, number, sha: other });
    expect(await only(number)).toMatchObject({ line: null });
  });
});

describe('other Apps', () => {
  test('comment, review and check under their own name', async () => {
    const { number, sha } = await open();
    const rabbit = world.github.otherApp('coderabbitai', fullName);
    const said = rabbit.comment({ number, body: 'Walkthrough' });
    rabbit.editComment({ id: said.id, body: 'Walkthrough, done' });
    await rabbit.review({
      ...{ number, event: 'COMMENT', body: '**Actionable comments posted: 1**' },
      comments: [{ path: 'code.txt', line: 2, body: 'Fix' }],
    });
    const check = await rabbit.createCheck({
      name: 'CodeRabbit',
      headSha: sha,
      changes: { status: 'in_progress' },
    });
    rabbit.updateCheck({
      id: check.id,
      changes: {
        conclusion: 'failure',
        output: {
          summary: 's',
          annotations: [
            {
              path: 'code.txt',
              start_line: 1,
              end_line: 1,
              annotation_level: 'warning',
              message: 'm',
              title: null,
            },
          ],
        },
      },
    });
    expect(rabbit.login).toBe('coderabbitai[bot]');
    expect(world.github.otherApp('coderabbitai', fullName).appId).toBe(rabbit.appId);
    expect(await list(number, 'reviews')).toMatchObject([{ user: { login: rabbit.login, type: 'Bot' } }]);
    expect(world.github.checks(fullName, sha)).toMatchObject([
      { app: { slug: 'coderabbitai' }, conclusion: 'failure', output: { annotations_count: 1 } },
    ]);
    const pull = (await world.send(`GET ${repo}/pulls/${number}`, as('reader'))).body;
    expect(pull).toMatchObject({ comments: 1, review_comments: 1 });
  });

  test('are not people', () => {
    expect(() => world.github.reviewerOn('coderabbitai[bot]', fullName)).toThrow(/No user/);
    expect(() => world.github.reviewerOn('stranger', fullName)).toThrow(/Not Found/);
  });
});
