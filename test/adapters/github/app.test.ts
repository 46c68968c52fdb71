import { afterEach, expect, test } from 'vitest';
import { createStage, failure, ref, repo, type Stage, user } from './stage.ts';

let stage: Stage;
afterEach(() => expect(stage.leftovers()).toEqual([]));

const delivery = (id: number, at: string) => ({
  id,
  guid: `g${id}`,
  delivered_at: at,
  redelivery: false,
  duration: 0.1,
  status: 'OK',
  status_code: 500,
  event: 'push',
  action: null,
  installation_id: 7,
  repository_id: 1,
  throttled_at: null,
});
const deliveries = '/app/hook/deliveries?per_page=100';
const since = new Date('2026-01-01T12:00:00Z');
const installation = (id: number, suspended: string | null = null) => ({
  id,
  account: user('octo', 1),
  suspended_at: suspended,
});
const repository = (fullName: string) => ({ full_name: fullName });
const installations = '/app/installations?per_page=100&page=1';
const listed = (page: number) => `/installation/repositories?per_page=100&page=${page}`;

test('the App knows itself, and asks once', async () => {
  stage = createStage();
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
  const wanted = { slug: 'throughline', botLogin: 'throughline[bot]' };
  expect(await stage.github.identity()).toEqual(wanted);
  expect(await stage.github.identity()).toEqual(wanted);
});

test('a failure to learn it is not remembered', async () => {
  stage = createStage();
  stage.on('GET', '/app', { status: 503 });
  stage.on('GET', '/app', { body: { id: 3, slug: 'throughline' } });
  expect(await failure(stage.github.identity())).toMatchObject({ name: 'Unavailable' });
  expect(await stage.github.identity()).toMatchObject({ slug: 'throughline' });
});

test('deliveries are read page by page until the time asked for', async () => {
  stage = createStage();
  const link = `<https://api.github.com${deliveries}&cursor=v1_2>; rel="next"`;
  stage.on('GET', deliveries, { body: [delivery(3, '2026-01-02T00:00:00Z')], headers: { link } });
  stage.on('GET', `${deliveries}&cursor=v1_2`, {
    body: [delivery(2, '2026-01-01T13:00:00Z'), delivery(1, '2026-01-01T11:00:00Z')],
    headers: { link },
  });
  const found = await stage.github.deliveries(since);
  expect(found.map((each) => each.id)).toEqual(['3', '2']);
  expect(found[0]).toEqual({
    id: '3',
    guid: 'g3',
    deliveredAt: '2026-01-02T00:00:00Z',
    event: 'push',
    statusCode: 500,
    redelivery: false,
  });
});

test('a delivery whose id is too large for a number is still the one redelivered', async () => {
  stage = createStage();
  const large = JSON.stringify([delivery(77, '2026-01-02T00:00:00Z')]).replace(
    '"id":77',
    '"id":3804004623172239366',
  );
  stage.on('GET', deliveries, { raw: large });
  stage.on('POST', '/app/hook/deliveries/3804004623172239366/attempts', { status: 202 });
  const [found] = await stage.github.deliveries(since);
  await stage.github.redeliver(found?.id ?? '');
});

test('repositories come from every installation and page; one that is suspended is left out', async () => {
  stage = createStage();
  stage.on('GET', installations, {
    body: [installation(7), installation(8, '2026-01-01T00:00:00Z'), installation(9)],
  });
  const link = `<https://api.github.com${listed(2)}>; rel="next"`;
  stage.on('GET', listed(1), {
    body: { total_count: 2, repositories: [repository('octo/hello')] },
    headers: { link },
  });
  stage.on('GET', listed(2), { body: { total_count: 2, repositories: [repository('octo/other')] } });
  stage.on('GET', listed(1), { status: 403, body: { message: 'This installation has been suspended' } });
  expect(await stage.github.repositories()).toEqual([
    { fullName: 'octo/hello', installationId: 7 },
    { fullName: 'octo/other', installationId: 7 },
  ]);
  expect(stage.logged.join()).toContain('Installation left out');
});

test('a login by account id, or null', async () => {
  stage = createStage();
  for (const status of [200, 404]) {
    stage.on('GET', installations, { body: [installation(7)] });
    stage.on('GET', '/user/2', status === 200 ? { body: { login: 'ann', id: 2 } } : { status });
  }
  expect(await stage.github.login('2')).toBe('ann');
  expect(await stage.github.login('2')).toBeNull();
  expect(await stage.github.login('not-a-number')).toBeNull();
});

test('the token for git reads one repository and nothing else', async () => {
  stage = createStage();
  stage.on('POST', '/app/installations/7/access_tokens', {
    status: 201,
    body: { token: 'ghs_forgit', expires_at: '2026-01-02T04:00:00Z' },
  });
  expect(await stage.github.repository(ref).readToken()).toBe('ghs_forgit');
  expect(stage.sent[0]?.body).toEqual({ repositories: ['hello'], permissions: { contents: 'read' } });
  expect(stage.logged.join()).not.toContain('ghs_forgit');
});

test('a repository is described', async () => {
  stage = createStage();
  const body = {
    id: 1,
    full_name: 'octo/hello',
    default_branch: 'main',
    html_url: 'https://github.com/octo/hello',
    clone_url: 'https://github.com/octo/hello.git',
  };
  stage.on('GET', repo, { body });
  expect(await stage.github.repository(ref).info()).toEqual({
    id: 1,
    fullName: 'octo/hello',
    defaultBranch: 'main',
    url: 'https://github.com/octo/hello',
    cloneUrl: 'https://github.com/octo/hello.git',
  });
});

test('a name that is none is refused at once', async () => {
  stage = createStage();
  expect(() => stage.github.repository({ fullName: 'hello', installationId: 7 })).toThrow(
    /not the name of a repository/,
  );
});
