import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appId, createWorld, fullName, keys, type TestWorld } from './world.ts';

const repo = `/repos/${fullName}`;
let world: TestWorld;
let number: number;

beforeAll(async () => {
  world = await createWorld({ limits: { primary: 200, contentPerMinute: 5, contentPerHour: 8 } });
  number = world.github.openIssueAs('writeer', { repository: fullName, title: 'Bug', body: '' }).number;
  for (let at = 0; at < 65; at += 1)
    world.github.commentAs('reader', { repository: fullName, number, body: `No. ${at}` });
});
afterAll(() => world.stop());

test('only this machine can reach it', () => {
  expect(new URL(world.github.url).hostname).toBe('127.0.0.1');
});

describe('lists', () => {
  test('come in pages that link to each other', async () => {
    const path = `${repo}/issues/${number}/comments`;
    const first = await world.send(`GET ${path}?per_page=30`, { token: world.token });
    expect(first.body).toHaveLength(30);
    expect(first.headers.get('link')).toContain(
      `<${world.github.url}${path}?per_page=30&page=2>; rel="next"`,
    );
    expect(first.headers.get('link')).toContain('page=3>; rel="last"');
    const last = await world.send(`GET ${path}?per_page=30&page=3`, { token: world.token });
    expect(last.body).toHaveLength(5);
    expect(last.headers.get('link')).not.toContain('rel="next"');
    expect((await world.send(`GET ${path}?per_page=500`, { token: world.token })).body).toHaveLength(65);
  });
});

describe('conditional requests', () => {
  test('are answered 304 while nothing changed, at no cost', async () => {
    const path = `GET ${repo}/contents/README.md`;
    const first = await world.send(path, { token: world.token });
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const again = await world.send(path, { token: world.token, headers });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(again.headers.get('x-ratelimit-used')).toBe(first.headers.get('x-ratelimit-used'));
    const other = await world.send(`GET ${repo}/contents/docs/guide.md`, { token: world.token, headers });
    expect(other.status).toBe(200);
  });
});

describe('limits', () => {
  test('hold back who creates too much content, and only that', async () => {
    const token = world.github.createUserToken('writeer');
    const comment = () =>
      world.send(`POST ${repo}/issues/${number}/comments`, { token, body: { body: 'x' } });
    for (let at = 0; at < 5; at += 1) expect((await comment()).status).toBe(201);
    const refused = await comment();
    expect(refused.status).toBe(403);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.body.message).toMatch(/secondary rate limit/);
    expect((await world.send(`GET ${repo}`, { token })).status).toBe(200);
    world.clock.advance(60_001);
    for (let at = 0; at < 3; at += 1) expect((await comment()).status).toBe(201);
    expect((await comment()).status).toBe(403);
    world.clock.advance(60 * 60_000);
    expect((await comment()).status).toBe(201);
  });

  test('of the hour end with the hour', async () => {
    const token = world.github.createUserToken('maintainer');
    const ask = () => world.send(`GET ${repo}`, { token });
    let answer = await ask();
    expect(answer.headers.get('x-ratelimit-limit')).toBe('200');
    while (answer.status === 200) answer = await ask();
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
    world.clock.advance(60 * 60_000);
    expect((await ask()).status).toBe(200);
  });
});

describe('contents', () => {
  test('as text, raw, and as a folder', async () => {
    const token = world.github.createUserToken('admin'.concat('er'));
    const file = await world.send(`GET ${repo}/contents/docs%2Fguide.md?ref=main`, { token });
    expect(Buffer.from(file.body.content, 'base64').toString()).toBe('Guide\n');
    const raw = await world.send(`GET ${repo}/contents/docs/guide.md`, {
      token,
      headers: { accept: 'application/vnd.github.raw+json' },
    });
    expect(raw.text).toBe('Guide\n');
    const folder = await world.send(`GET ${repo}/contents/docs`, { token });
    expect(folder.body).toMatchObject([{ name: 'guide.md', path: 'docs/guide.md', type: 'file' }]);
    const top = await world.send(`GET ${repo}/contents/`, { token });
    expect(top.body.map(({ name }: { name: string }) => name)).toEqual(['.github', 'README.md', 'docs']);
  });
});

describe('people', () => {
  test.each([
    ['adminer', 'admin', 'admin'],
    ['maintainer', 'write', 'maintain'],
    ['writeer', 'write', 'write'],
    ['triageer', 'read', 'triage'],
    ['reader', 'read', 'read'],
    ['stranger', 'none', 'none'],
    ['app-101[bot]', 'none', 'none'],
  ])('%s has %s, that is %s', async (login, permission, role) => {
    const token = await world.tokenWith({ contents: 'read' });
    const path = `${repo}/collaborators/${encodeURIComponent(login)}/permission`;
    const answer = await world.send(`GET ${path}`, { token });
    expect(answer.body).toMatchObject({ permission, role_name: role, user: { login } });
  });
});

test('a page is told of every change, until it stops listening', () => {
  const changes: unknown[] = [];
  const stop = world.github.onChange((change) => changes.push(change));
  world.github.commentAs('reader', { repository: fullName, number, body: 'Hello' });
  stop();
  world.github.commentAs('reader', { repository: fullName, number, body: 'Hello?' });
  expect(changes).toEqual([{ repository: fullName, kind: 'comment', number }]);
  expect(world.github.thread(fullName, number).comments.at(-1)?.body).toBe('Hello?');
});

test('requests are counted by the kind of token', async () => {
  const before = world.github.requests();
  await world.send('GET /app', { token: world.appToken() });
  await world.send(`GET ${repo}`, { token: null });
  const after = world.github.requests();
  expect(after.total - before.total).toBe(2);
  expect(after.byToken.app - before.byToken.app).toBe(1);
  expect(after.byToken.anonymous - before.byToken.anonymous).toBe(1);
});

test('GitHub’s own client signs in as the App and works', async () => {
  const local = await createWorld({ clock: { now: () => new Date() } });
  try {
    const octokit = new Octokit({
      baseUrl: local.github.url,
      authStrategy: createAppAuth,
      auth: {
        appId,
        privateKey: keys.privateKey,
        installationId: local.github.installApp({ appId, repositories: [fullName] }).id,
      },
    });
    const place = { owner: 'acme', repo: 'widgets' };
    const { data: ref } = await octokit.rest.git.getRef({ ...place, ref: 'heads/main' });
    await octokit.rest.git.createRef({ ...place, ref: 'refs/heads/feat/octo', sha: ref.object.sha });
    const { data: issue } = await octokit.rest.issues.create({ ...place, title: 'From a client' });
    await octokit.rest.issues.addLabels({ ...place, issue_number: issue.number, labels: ['a b/c'] });
    await octokit.rest.issues.removeLabel({ ...place, issue_number: issue.number, name: 'a b/c' });
    for (let at = 0; at < 3; at += 1) {
      await octokit.rest.issues.createComment({ ...place, issue_number: issue.number, body: 'x' });
    }
    const all = await octokit.paginate(octokit.rest.issues.listComments, {
      ...place,
      issue_number: issue.number,
      per_page: 2,
    });
    expect(all).toHaveLength(3);
    const { data: app } = await octokit.rest.apps.getAuthenticated();
    expect(app?.slug).toBe('app-101');
  } finally {
    await local.stop();
  }
});
