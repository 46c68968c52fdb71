import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appId, createReceiver, createWorld, fullName, type TestWorld } from './world.ts';

let world: TestWorld;
let receiver: Awaited<ReturnType<typeof createReceiver>>;
let folder: string;
let runToken = '';
const repo = `/repos/${fullName}`;

const env = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@localhost',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@localhost',
};
const git = (cwd: string, ...args: string[]) => execa('git', args, { cwd, env, reject: false });
const url = (token: string | null, name = fullName): string => {
  const { host } = new URL(world.github.url);
  return `http://${token === null ? '' : `x-access-token:${token}@`}${host}/${name}.git`;
};

beforeAll(async () => {
  receiver = await createReceiver();
  folder = await mkdtemp(join(tmpdir(), 'local-github-git-'));
  world = await createWorld();
  world.github.subscribe({ appId, url: receiver.url, secret: 's' });
  const body = { ref: 'main', inputs: { assignment: 'x', note: 'wait' } };
  await world.send(`POST ${repo}/actions/workflows/throughline.yml/dispatches`, { token: world.token, body });
  runToken = await world.began('x');
  await world.github.settledHooks();
});
beforeEach(() => {
  receiver.received.length = 0;
});
afterAll(async () => {
  await world.stop();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

let clones = 0;
async function clone(token: string, ...args: string[]): Promise<string> {
  clones += 1;
  const to = join(folder, `clone-${clones}`);
  const result = await git(folder, 'clone', '--quiet', ...args, url(token), to);
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return to;
}

async function commit(at: string, files: Record<string, string>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(at, path, '..'), { recursive: true });
    await writeFile(join(at, path), text);
  }
  await git(at, 'add', '--all');
  await git(at, 'commit', '--quiet', '--message', 'A change');
  return (await git(at, 'rev-parse', 'HEAD')).stdout;
}

describe('git over HTTP', () => {
  test('clones, whole, shallow and without blobs, and fetches any commit by its SHA', async () => {
    const whole = await clone(world.token);
    expect((await git(whole, 'ls-files')).stdout.split('\n')).toContain('docs/guide.md');
    const sha = (await git(whole, 'rev-parse', 'HEAD')).stdout;
    const partial = await clone(world.token, '--bare', '--filter=blob:none', '--depth=1');
    expect((await git(partial, 'fetch', '--quiet', 'origin', sha)).exitCode).toBe(0);
  });

  test.each([
    ['nobody', () => null, fullName],
    ['an unknown token', () => 'ghs_nonsense', fullName],
    ['a stranger', () => world.github.createUserToken('stranger'), fullName],
    ['another repository', () => world.token, 'other/secret'],
    ['a repository that is not there', () => world.token, 'acme/none'],
    ['the App’s own token', () => world.appToken(), fullName],
  ])('refuses %s', async (_, token, name) => {
    expect((await git(folder, 'ls-remote', url(token(), name))).exitCode).not.toBe(0);
    expect((await git(folder, 'ls-remote', url(world.token))).exitCode).toBe(0);
  });

  test('takes a push, announces branches and tags, and keeps a reflog', async () => {
    const at = await clone(world.token);
    const sha = await commit(at, { 'src/a.js': 'export const a = 1;\n' });
    const pushed = await git(
      at,
      'push',
      '--quiet',
      'origin',
      'HEAD:refs/heads/feat/pushed',
      'HEAD:refs/tags/v1',
      'HEAD:refs/throughline/assignments/1',
    );
    expect(pushed.stderr).toBe('');
    await world.github.settledHooks();
    expect(receiver.received.map(({ payload }) => payload.ref)).toEqual([
      'refs/heads/feat/pushed',
      'refs/tags/v1',
    ]);
    expect(receiver.received[0]?.payload).toMatchObject({
      after: sha,
      created: true,
      sender: { login: 'app-101[bot]' },
    });
    const reflog = await git(
      world.github.gitDir(fullName),
      'reflog',
      'show',
      'refs/throughline/assignments/1',
    );
    expect(reflog.stdout).toContain('push');
  });

  test('a reader or a token to read cannot push, a writer can', async () => {
    const at = await clone(world.token);
    await commit(at, { 'src/b.js': 'b\n' });
    const push = (token: string) => git(at, 'push', '--quiet', url(token), 'HEAD:refs/heads/feat/people');
    expect((await push(world.github.createUserToken('reader'))).exitCode).not.toBe(0);
    expect((await push(await world.tokenWith({ contents: 'read' }))).exitCode).not.toBe(0);
    expect((await push(await world.tokenWith({ issues: 'write' }))).exitCode).not.toBe(0);
    expect((await push(world.github.createUserToken('writeer'))).exitCode).toBe(0);
  });

  test('a push that is no fast-forward needs force, and says so in its webhook', async () => {
    const at = await clone(world.token);
    await commit(at, { 'src/c.js': 'one\n' });
    await git(at, 'push', '--quiet', 'origin', 'HEAD:refs/heads/feat/forced');
    await git(at, 'commit', '--quiet', '--amend', '--message', 'Another');
    expect((await git(at, 'push', '--quiet', 'origin', 'HEAD:refs/heads/feat/forced')).exitCode).not.toBe(0);
    expect(
      (await git(at, 'push', '--quiet', '--force', 'origin', 'HEAD:refs/heads/feat/forced')).exitCode,
    ).toBe(0);
    await world.github.settledHooks();
    expect(receiver.received.map(({ payload }) => payload.forced)).toEqual([false, true]);
  });

  test('the default branch cannot be deleted, nor refs/pull written', async () => {
    const at = await clone(world.token);
    expect((await git(at, 'push', '--quiet', 'origin', ':refs/heads/main')).exitCode).not.toBe(0);
    expect((await git(at, 'push', '--quiet', 'origin', 'HEAD:refs/pull/9/head')).exitCode).not.toBe(0);
    expect((await git(at, 'ls-remote', 'origin', 'refs/heads/main')).stdout).toContain('refs/heads/main');
  });

  test('many pushes at once all arrive', async () => {
    const at = await clone(world.token);
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => git(at, 'push', '--quiet', 'origin', `HEAD:refs/heads/many/${n}`)),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0, 0]);
    await world.github.settledHooks();
    expect(receiver.received).toHaveLength(6);
  });
});

describe('workflow files', () => {
  const change = { '.github/workflows/new.yml': 'on: push\n' };

  test('are refused from the App without the permission and from runs, and taken from people', async () => {
    const at = await clone(world.token);
    await commit(at, change);
    const push = (token: string) => git(at, 'push', '--quiet', url(token), 'HEAD:refs/heads/feat/workflow');
    const refused = await push(world.token);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('without `workflows` permission');
    expect((await push(runToken)).exitCode).not.toBe(0);
    expect((await push(world.github.createUserToken('writeer'))).exitCode).toBe(0);
    // A branch holds it now: putting it on another one brings nothing new.
    const again = await git(at, 'push', '--quiet', url(runToken), 'HEAD:refs/heads/feat/workflow-2');
    expect(again.exitCode).toBe(0);
  });

  test('are refused from the App when it moves a ref to them', async () => {
    const at = await clone(world.token);
    await commit(at, { '.github/workflows/other.yml': 'on: push\n' });
    await git(
      at,
      'push',
      '--quiet',
      url(world.github.createUserToken('writeer')),
      'HEAD:refs/heads/feat/person',
    );
    const sha = (await git(at, 'rev-parse', 'HEAD')).stdout;
    await git(
      at,
      'push',
      '--quiet',
      url(world.github.createUserToken('writeer')),
      `${sha}:refs/keep/it`,
      ':refs/heads/feat/person',
    );
    const body = { ref: 'refs/heads/feat/app', sha };
    expect((await world.send(`POST ${repo}/git/refs`, { token: world.token, body })).status).toBe(403);
    const main = (await git(at, 'rev-parse', 'origin/main')).stdout;
    expect(
      (await world.send(`POST ${repo}/git/refs`, { token: world.token, body: { ...body, sha: main } }))
        .status,
    ).toBe(201);
  });
});

test('a run’s token reads and writes its repository until the run ends', async () => {
  const at = await clone(runToken);
  await commit(at, { 'src/run.js': 'run\n' });
  expect((await git(at, 'push', '--quiet', 'origin', 'HEAD:refs/heads/throughline/x/1-1')).exitCode).toBe(0);
  await world.github.settledHooks();
  expect(receiver.received[0]?.payload.sender.login).toBe('github-actions[bot]');
  expect((await world.send(`GET ${repo}/contents/README.md`, { token: runToken })).status).toBe(200);
  expect((await world.send(`GET ${repo}/issues`, { token: runToken })).status).toBe(403);
  expect((await world.send('GET /repos/acme/plain', { token: runToken })).status).toBe(404);
  await world.release('x');
  await world.github.actions.settled();
  expect((await world.send(`GET ${repo}/contents/README.md`, { token: runToken })).status).toBe(401);
  expect((await git(at, 'ls-remote', 'origin')).exitCode).not.toBe(0);
});
