import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { ProbotOctokit } from 'probot';
import { afterEach, describe, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/github.ts';
import { redact } from '../../../src/adapters/github/redact.ts';
import { RateLimited, Refused, Unavailable } from '../../../src/ports/errors.ts';
import { createStage, failure, now, ref, repo, type Stage, token } from './stage.ts';

let stage: Stage;
afterEach(() => {
  expect(stage.leftovers()).toEqual([]);
  nock.cleanAll();
});

const file = `${repo}/contents/a.md?ref=main`;
const read = () => stage.github.repository(ref).readFile({ path: 'a.md', ref: 'main' });

async function answered(
  status: number,
  options: { message?: string; headers?: Record<string, string> } = {},
) {
  stage = createStage();
  const { message = 'x', headers = {} } = options;
  stage.on('GET', file, { status, body: { message }, headers });
  return failure(read());
}

const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const resetIn = (seconds: number) => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(now.getTime() / 1000 + seconds),
});
const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

describe('a limit', () => {
  test.each<[string, number, { message?: string; headers?: Record<string, string> }, number]>([
    ['retry-after', 403, { headers: { 'retry-after': '17' } }, 17],
    ['retry-after on 429', 429, { headers: { 'retry-after': '90' } }, 90],
    ['retry-after before the reset', 403, { headers: { 'retry-after': '17', ...resetIn(600) } }, 17],
    ['the reset, and a second', 403, { message: 'API rate limit exceeded', headers: resetIn(600) }, 601],
    ['a reset in the past is clocks apart', 403, { headers: resetIn(-5) }, 1],
    ['secondary without a time: a minute', 403, { message: secondary }, 60],
    ['429 without a time: a minute', 429, {}, 60],
  ])('%s', async (_, status, options, seconds) => {
    const error = await answered(status, options);
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ until: inSeconds(seconds) });
  });

  test('is not seen in a plain refusal', async () => {
    const error = await answered(403, {
      message: 'Resource not accessible by integration',
      headers: { 'x-ratelimit-remaining': '4000' },
    });
    expect(error).toBeInstanceOf(Refused);
  });
});

describe('a refusal tells what to do', () => {
  test.each<[number, string, RegExp]>([
    [401, 'Bad credentials', /APP_ID and PRIVATE_KEY/],
    [403, 'Resource not accessible by integration', /permission "contents: read".*accept/],
    [403, 'This installation has been suspended', /Unsuspend/],
    [403, 'Repository was archived so is read-only.', /Unarchive/],
    [
      403,
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission',
      /a person has to push/,
    ],
    [451, 'Repository access blocked', /blocked/],
    [400, 'Problems parsing JSON', /report/],
  ])('%i %s', async (status, message, remedy) => {
    stage = createStage();
    const noted: unknown[] = [];
    nock('https://api.github.com').get(`${repo}/contents/a.md`).query(true).reply(status, { message });
    noted.push(await failure(read()));
    expect(noted[0]).toMatchObject({ name: 'Refused', status, remedy: expect.stringMatching(remedy) });
    expect(String(noted[0])).toContain('octo/hello');
  });

  test('in the words of GitHub, where it names the permission', async () => {
    const error = await answered(403, {
      message: 'Resource not accessible by integration',
      headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
    });
    expect(error).toMatchObject({
      remedy: expect.stringContaining('"issues: write" or "pull_requests: write"'),
    });
  });
});

describe('no answer', () => {
  test.each([500, 502, 503])('%i', async (status) => {
    expect(await answered(status)).toBeInstanceOf(Unavailable);
  });

  test('a broken connection', async () => {
    stage = createStage();
    stage.breaksOn('GET', file);
    expect(await failure(read())).toBeInstanceOf(Unavailable);
  });

  test('a page of HTML where JSON was to come', async () => {
    stage = createStage();
    stage.on('GET', file, { raw: '<html>', headers: { 'content-type': 'text/html' } });
    expect(await failure(read())).toBeInstanceOf(Unavailable);
  });

  test('in time', async () => {
    stage = createStage({ timeoutMs: 20 });
    nock('https://api.github.com').get(`${repo}/contents/a.md`).query(true).delay(10_000).reply(200, {});
    expect(await failure(read())).toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('0.02 s'),
    });
    nock.abortPendingRequests();
  });

  test('in time from the one who gives out clients', async () => {
    stage = createStage();
    const never = new Promise<never>(() => {});
    const log = { debug: () => {}, warn: () => {} };
    const github = createGithub({
      app: () => never,
      installation: () => never,
      log,
      now: () => now,
      timeoutMs: 20,
    });
    expect(await failure(github.repository(ref).info())).toBeInstanceOf(Unavailable);
  });
});

describe('the token of an installation', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const logged: string[] = [];
  const log = (fields: object, message: string) => void logged.push(JSON.stringify({ fields, message }));
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const client = async (installationId: number) =>
    new ProbotOctokit({
      auth: { appId: 3, privateKey, installationId },
      throttle: { enabled: false },
      retry: { enabled: false },
      log: quiet,
    });
  const github = createGithub({
    app: () => client(0),
    installation: client,
    log: { debug: log, warn: log },
    now: () => now,
  });
  const tokens = '/app/installations/7/access_tokens';
  const ask = () => github.repository(ref).readFile({ path: 'a.md', ref: 'main' });

  test('is got first; then a missing file is a missing file', async () => {
    stage = createStage();
    const expiry = new Date(Date.now() + 3_600_000).toISOString();
    nock('https://api.github.com').post(tokens).reply(201, { token, expires_at: expiry, permissions: {} });
    nock('https://api.github.com', { reqheaders: { authorization: `token ${token}` } })
      .get(`${repo}/contents/a.md`)
      .query(true)
      .reply(404, { message: 'Not Found' });
    expect(await ask()).toEqual({ state: 'missing' });
    expect(logged.join()).not.toContain(token);
  });

  test.each([404, 403])(
    'refused with %i says that the App has no access, not that the file is missing',
    async (status) => {
      stage = createStage();
      const other = { ...ref, installationId: status };
      nock('https://api.github.com')
        .post(`/app/installations/${status}/access_tokens`)
        .reply(status, { message: 'Not Found' });
      const error = await failure(github.repository(other).readFile({ path: 'a.md', ref: 'main' }));
      expect(error).toMatchObject({
        name: 'Refused',
        status: 401,
        remedy: expect.stringContaining('Install the App'),
      });
    },
  );
});

test('the version of the API is named with every request', async () => {
  await answered(404).catch(() => null);
  expect(stage.sent[0]?.headers['x-github-api-version']).toBe('2022-11-28');
});

describe('secrets', () => {
  test('are neither in errors nor in logs', async () => {
    stage = createStage();
    stage.on('GET', file, {
      status: 403,
      body: { message: `bad token ${token} in Bearer eyJhbGciOi.eyJpc3MiOiIz.abc-DEF` },
    });
    const error = await failure(read());
    const told = `${String(error)} ${JSON.stringify(error)} ${stage.logged.join()} ${Object(error).stack} ${String(Object(error).cause)}`;
    expect(told).not.toContain(token);
    expect(told).not.toContain('eyJhbGciOi');
    expect(told).toContain('[redacted]');
    expect(stage.sent[0]?.headers.authorization).toContain(token);
  });

  test.each([
    ['ghp_abcdefghij1234567890', '[redacted]'],
    ['github_pat_11ABCDE_abcdefghijk', '[redacted]'],
    ['https://x-access-token:secret123@github.com/o/r.git', 'https://[redacted]@github.com/o/r.git'],
    ['authorization: Bearer abcdefghijklmnopqrstu', 'authorization: Bearer [redacted]'],
    ['?client_secret=abc&x=1', '?client_secret=[redacted]&x=1'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----', '[redacted]'],
    ['the token is missing', 'the token is missing'],
    ['ghs is a prefix', 'ghs is a prefix'],
  ])('%s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});
