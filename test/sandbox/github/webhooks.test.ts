import { verify } from '@octokit/webhooks-methods';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { appId, createReceiver, createWorld, fullName, type TestWorld } from './world.ts';

const secret = 'a webhook secret';
const repo = `/repos/${fullName}`;
let world: TestWorld;
let receiver: Awaited<ReturnType<typeof createReceiver>>;
const answers: number[] = [];

beforeAll(async () => {
  receiver = await createReceiver(answers);
  world = await createWorld();
  world.github.subscribe({ appId, url: receiver.url, secret });
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(async () => {
  await world.stop();
  await receiver.close();
});

const issue = (): number =>
  world.github.openIssueAs('writeer', { repository: fullName, title: 'Bug', body: 'It fails' }).number;

describe('a webhook', () => {
  test('is signed over its very bytes, named and addressed', async () => {
    issue();
    await world.github.settled();
    const [hook] = receiver.received;
    expect(hook?.headers).toMatchObject({
      'x-github-event': 'issues',
      'content-type': 'application/json',
      'x-github-hook-installation-target-id': String(appId),
      'x-github-hook-installation-target-type': 'integration',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/),
    });
    const signature = String(hook?.headers['x-hub-signature-256']);
    expect(await verify(secret, hook?.body ?? '', signature)).toBe(true);
    expect(await verify('another secret', hook?.body ?? '', signature)).toBe(false);
    expect(hook?.payload).toMatchObject({
      action: 'opened',
      issue: { title: 'Bug' },
      repository: { full_name: fullName },
      sender: { login: 'writeer', type: 'User' },
      installation: { id: world.installationId },
    });
  });

  test('tells what the App itself did, as its bot and through it', async () => {
    const number = issue();
    const body = { body: 'Working on it' };
    const made = await world.send(`POST ${repo}/issues/${number}/comments`, { token: world.token, body });
    world.github.editCommentAs('writeer', { repository: fullName, id: made.body.id, body: 'Working on it!' });
    world.github.deleteCommentAs('writeer', { repository: fullName, id: made.body.id });
    await world.github.settled();
    expect(receiver.names()).toEqual([
      'issues.opened',
      'issue_comment.created',
      'issue_comment.edited',
      'issue_comment.deleted',
    ]);
    const [, created, edited] = receiver.received.map(({ payload }) => payload);
    expect(created).toMatchObject({
      sender: { login: 'app-101[bot]', type: 'Bot' },
      comment: { performed_via_github_app: { id: appId } },
    });
    expect(edited).toMatchObject({
      sender: { login: 'writeer', type: 'User' },
      comment: { user: { login: 'app-101[bot]' } },
      changes: { body: { from: 'Working on it' } },
    });
  });

  test('comes for labels, pull requests, pushes and checks in the order things happened', async () => {
    const number = issue();
    world.github.labelAs('triageer', { repository: fullName, number, label: 'phase:delegate' });
    world.github.unlabelAs('triageer', { repository: fullName, number, label: 'phase:delegate' });
    const sha = await branchWithCommit(world, { branch: 'feat/hooks' });
    const request = { title: 'Hooks', head: 'feat/hooks', base: 'main', draft: true };
    const pull = (await world.send(`POST ${repo}/pulls`, { token: world.token, body: request })).body;
    const next = await world.send(`POST ${repo}/git/commits`, {
      token: world.token,
      body: {
        message: 'More',
        tree: (await world.send(`GET ${repo}/git/commits/${sha}`, { token: world.token })).body.tree.sha,
        parents: [sha],
      },
    });
    await world.send(`PATCH ${repo}/git/refs/heads/feat/hooks`, {
      token: world.token,
      body: { sha: next.body.sha },
    });
    await world.send(`POST ${repo}/check-runs`, {
      token: world.token,
      body: { name: 'review', head_sha: sha, conclusion: 'failure' },
    });
    await world.github.setPullStateAs('writeer', {
      repository: fullName,
      number: pull.number,
      state: 'closed',
    });
    await world.github.setPullStateAs('writeer', {
      repository: fullName,
      number: pull.number,
      state: 'open',
    });
    await world.github.settled();
    expect(receiver.names()).toEqual([
      'issues.opened',
      'issues.labeled',
      'issues.unlabeled',
      'push',
      'pull_request.opened',
      'push',
      'pull_request.synchronize',
      'check_run.created',
      'check_run.completed',
      'pull_request.closed',
      'pull_request.reopened',
    ]);
    const payloads = receiver.received.map(({ payload }) => payload);
    expect(payloads[1].label.name).toBe('phase:delegate');
    expect(payloads[3]).toMatchObject({
      ref: 'refs/heads/feat/hooks',
      created: true,
      forced: false,
      after: sha,
    });
    expect(payloads[3].commits).toMatchObject([{ id: sha, added: ['feat-hooks.txt'] }]);
    expect(payloads[5]).toMatchObject({ before: sha, after: next.body.sha, created: false });
    expect(payloads[6]).toMatchObject({ before: sha, after: next.body.sha, number: pull.number });
    expect(payloads[9].pull_request.merged_at).toBeNull();
  });

  test('does not come for custom refs, nor for events the App has not asked for', async () => {
    const { body } = await world.send(`GET ${repo}/git/ref/heads/main`, { token: world.token });
    const ref = { ref: 'refs/throughline/assignments/x', sha: body.object.sha };
    expect((await world.send(`POST ${repo}/git/refs`, { token: world.token, body: ref })).status).toBe(201);
    await world.github.settled();
    expect(receiver.received).toEqual([]);
  });

  test('about an installation comes unasked, and once the target is gone nothing comes', async () => {
    world.github.installApp({ appId, repositories: ['other/secret'], events: [] });
    world.github.openIssueAs('stranger', { repository: await publicRepository(), title: 'x', body: '' });
    await world.github.settled();
    expect(receiver.names()).toEqual(['installation.created']);
    world.github.unsubscribe(appId);
    issue();
    await world.github.settled();
    world.github.subscribe({ appId, url: receiver.url, secret });
    expect(receiver.names()).toEqual(['installation.created']);
  });
});

async function publicRepository(): Promise<string> {
  const from = { git: world.github.gitDir(fullName) };
  await world.github.createRepository({ fullName: 'acme/public', from, private: false });
  return 'acme/public';
}

describe('a delivery that failed', () => {
  test('is kept, is not retried, and can be sent again under its own id', async () => {
    answers.push(503);
    issue();
    await world.github.settled();
    expect(receiver.received).toHaveLength(1);
    const list = await world.send('GET /app/hook/deliveries?status=failure', { token: world.appToken() });
    const [failed] = list.body;
    expect(failed).toMatchObject({ status_code: 503, event: 'issues', action: 'opened', redelivery: false });
    const one = await world.send(`GET /app/hook/deliveries/${failed.id}`, { token: world.appToken() });
    expect(one.body.request.payload.issue.title).toBe('Bug');
    await world.send(`POST /app/hook/deliveries/${failed.id}/attempts`, { token: world.appToken() });
    await world.github.settled();
    const [first, second] = receiver.received;
    expect(second?.headers['x-github-delivery']).toBe(first?.headers['x-github-delivery']);
    expect(second?.body).toBe(first?.body);
    const again = (await world.send('GET /app/hook/deliveries', { token: world.appToken() })).body[0];
    expect(again).toMatchObject({ guid: failed.guid, redelivery: true, status_code: 200 });
  });

  test('is too old to be sent again after three days', async () => {
    issue();
    await world.github.settled();
    const [newest] = (await world.send('GET /app/hook/deliveries', { token: world.appToken() })).body;
    world.clock.advance(3 * 24 * 60 * 60 * 1000 + 1);
    const answer = await world.send(`POST /app/hook/deliveries/${newest.id}/attempts`, {
      token: world.appToken(),
    });
    expect(answer.status).toBe(422);
  });

  test('because nobody listens has status code 0', async () => {
    world.github.subscribe({ appId, url: 'http://127.0.0.1:9/none', secret });
    issue();
    await world.github.settled();
    world.github.subscribe({ appId, url: receiver.url, secret });
    expect(world.github.deliveries(appId).at(-1)).toMatchObject({ statusCode: 0 });
  });

  test('is found by walking the pages', async () => {
    world.token = await world.tokenWith({ issues: 'write' });
    const seen: number[] = [];
    let path: string | undefined = '/app/hook/deliveries?per_page=3';
    while (path) {
      const answer = await world.send(`GET ${path}`, { token: world.appToken() });
      seen.push(...answer.body.map(({ id }: { id: number }) => id));
      path = /<http:\/\/[^/]+([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(
      world.github
        .deliveries(appId)
        .map(({ id }) => id)
        .reverse(),
    );
  });
});
