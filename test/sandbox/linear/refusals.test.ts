import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalLinear, startLinear } from '../../../src/sandbox/linear/start.ts';

/** What the local Linear refuses, each beside the nearest thing it accepts. */

interface Answer {
  status: number;
  code: string | null;
  text: string;
  headers: Headers;
}

let linear: LocalLinear;
let ids: { issue: string; foreign: string; team: string; done: string; foreignState: string; label: string };
const keys = { bot: '', ada: '', reader: '', guest: '', opsOnly: '', expired: '', token: '', suspended: '' };
const post = async (
  body: unknown,
  headers: Record<string, string> = { authorization: keys.bot },
): Promise<Answer> => {
  const answer = await fetch(linear.apiUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? null;
  return { status: answer.status, code, text, headers: answer.headers };
};
const ask = (query: string, variables: Record<string, unknown> = {}, authorization = keys.bot) =>
  post({ query, variables }, { authorization });

const whoAmI = '{ viewer { id } }';
const read = 'query($id: String!) { issue(id: $id) { identifier } }';
const comment = 'mutation($input: CommentCreateInput!) { commentCreate(input: $input) { success } }';
const create = 'mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success } }';
const move =
  'mutation($id: String!, $stateId: String!) { issueUpdate(id: $id, input: { stateId: $stateId }) { success } }';
const relate =
  'mutation($input: IssueRelationCreateInput!) { issueRelationCreate(input: $input) { success } }';
const attach = 'mutation($input: AttachmentCreateInput!) { attachmentCreate(input: $input) { success } }';

beforeAll(async () => {
  linear = await startLinear();
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  linear.createOrganization({ name: 'Other', urlKey: 'other' });
  const team = linear.createTeam({ key: 'PER', name: 'Person' });
  linear.createTeam({ key: 'OPS', name: 'Operations' });
  linear.createTeam({ key: 'SEC', name: 'Secret', private: true });
  linear.createTeam({ key: 'FAR', name: 'Far', organization: 'other' });
  linear.addUser({ name: 'Ada', email: 'ada@example.com', admin: true });
  linear.addUser({ name: 'Bot', email: 'bot@example.com' });
  linear.addUser({ name: 'App', email: 'app@example.com', app: true });
  linear.addUser({ name: 'Guest', email: 'guest@example.com', guest: true });
  linear.addUser({ name: 'Gone', email: 'gone@example.com', active: false });
  linear.addUser({ name: 'Stranger', email: 's@example.com', organization: 'other' });
  linear.addMember('OPS', 'Guest');
  linear.createLabel({ name: 'phase:delegate' });
  const issue = linear.createIssue({ team: 'PER', by: 'Ada', title: 'Here', labels: ['phase:delegate'] });
  linear.createIssue({ team: 'OPS', by: 'Ada', title: 'Operations' });
  linear.createIssue({ team: 'SEC', by: 'Ada', title: 'Secret' });
  const foreign = linear.createIssue({ team: 'FAR', by: 'Stranger', title: 'Far' });
  const state = linear.snapshot();
  const stateOf = (teamKey: string, name: string): string => {
    const owner = state.teams.find((each) => each.key === teamKey);
    return state.states.find((each) => each.teamId === owner?.id && each.name === name)?.id ?? '';
  };
  ids = {
    issue: issue.id,
    foreign: foreign.id,
    team: team.id,
    done: stateOf('PER', 'Done'),
    foreignState: stateOf('OPS', 'Done'),
    label: state.labels[0]?.id ?? '',
  };
  keys.bot = linear.createApiKey({ user: 'Bot' });
  keys.ada = linear.createApiKey({ user: 'Ada' });
  keys.reader = linear.createApiKey({ user: 'Bot', access: 'read' });
  keys.guest = linear.createApiKey({ user: 'Guest' });
  keys.opsOnly = linear.createApiKey({ user: 'Bot', teams: ['OPS'] });
  keys.suspended = linear.createApiKey({ user: 'Gone' });
  keys.token = linear.createAccessToken({ user: 'App' });
  keys.expired = linear.createAccessToken({ user: 'App', expiresInMs: 0 });
});
afterAll(() => linear.close());

describe('keys', () => {
  it('accepts a personal key bare and an access token as a Bearer', async () => {
    expect((await ask(whoAmI)).status).toBe(200);
    expect((await ask(whoAmI, {}, `Bearer ${keys.token}`)).status).toBe(200);
  });

  it.each([
    ['an unknown key', () => 'lin_api_unknown', 401, 'AUTHENTICATION_ERROR'],
    ['an empty key', () => '', 401, 'AUTHENTICATION_ERROR'],
    ['an unknown token', () => 'Bearer lin_oauth_unknown', 401, 'AUTHENTICATION_ERROR'],
    ['an expired token', () => `Bearer ${keys.expired}`, 401, 'AUTHENTICATION_ERROR'],
    ['a token without Bearer', () => keys.token, 401, 'AUTHENTICATION_ERROR'],
    ['the key of a suspended user', () => keys.suspended, 401, 'AUTHENTICATION_ERROR'],
    ['a personal key as a Bearer', () => `Bearer ${keys.bot}`, 400, 'INPUT_ERROR'],
  ])('refuses %s', async (_what, header, status, code) => {
    expect(await ask(whoAmI, {}, header())).toMatchObject({ status, code });
  });

  it('refuses a request without a key', async () => {
    expect(await post({ query: whoAmI }, {})).toMatchObject({ status: 401, code: 'AUTHENTICATION_ERROR' });
  });

  it('refuses a key that was revoked', async () => {
    const key = linear.createApiKey({ user: 'Bot' });
    expect((await ask(whoAmI, {}, key)).status).toBe(200);
    linear.revokeKey(key);
    expect((await ask(whoAmI, {}, key)).status).toBe(401);
  });
});

describe('what a key may see', () => {
  it.each([
    ['a ticket that is not there', () => keys.bot, 'PER-999'],
    ['a ticket of another workspace', () => keys.bot, 'FAR-1'],
    ['a ticket of a private team', () => keys.bot, 'SEC-1'],
    ['a ticket of a team the key is not for', () => keys.opsOnly, 'PER-1'],
    ['a ticket of a team the guest is not in', () => keys.guest, 'PER-1'],
    ['a key in another case', () => keys.bot, 'per-1'],
  ])('does not show %s', async (_what, key, id) => {
    const answer = await ask(read, { id }, key());
    expect(answer).toMatchObject({ status: 200, code: 'INPUT_ERROR' });
    expect(answer.text).toContain('Entity not found: Issue');
  });

  it('shows the same to those who may', async () => {
    linear.addMember('SEC', 'Ada');
    const shown = await Promise.all([
      ask(read, { id: 'PER-1' }, keys.bot),
      ask(read, { id: 'SEC-1' }, keys.ada),
      ask(read, { id: 'OPS-1' }, keys.opsOnly),
      ask(read, { id: 'OPS-1' }, keys.guest),
    ]);
    expect(shown.map((answer) => answer.code)).toEqual([null, null, null, null]);
  });

  it('lists only what may be seen', async () => {
    const { text } = await ask('{ issues { nodes { identifier } } teams { nodes { key } } }');
    expect(text).toContain('PER-1');
    expect(text).not.toMatch(/SEC|FAR/);
  });

  it.each([
    ['user', 'query($id: String!) { user(id: $id) { id } }', 'User'],
    ['comment', 'query($id: String!) { comment(id: $id) { id } }', 'Comment'],
    ['relation', 'query($id: String!) { issueRelation(id: $id) { id } }', 'IssueRelation'],
    ['attachment', 'query($id: String!) { attachment(id: $id) { url } }', 'Attachment'],
  ])('says which kind was not found: %s', async (_what, query, entity) => {
    const answer = await ask(query, { id: randomUUID() });
    expect(answer.text).toContain(`Entity not found: ${entity}`);
  });

  it('shows each workspace its own ticket of the same key', async () => {
    const two = await startLinear();
    const titles: (string | undefined)[] = [];
    for (const urlKey of ['acme', 'other']) {
      two.createOrganization({ name: urlKey, urlKey });
      const { id: team } = two.createTeam({ key: 'PER', name: 'Person', organization: urlKey });
      const { id: by } = two.addUser({ name: 'Bot', email: `bot@${urlKey}.example`, organization: urlKey });
      two.createIssue({ team, by, title: `of ${urlKey}` });
      const answer = await fetch(two.apiUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: two.createApiKey({ user: by }) },
        body: JSON.stringify({ query: '{ issue(id: "PER-1") { title } }' }),
      });
      titles.push(/of \w+/.exec(await answer.text())?.[0]);
    }
    await two.close();
    expect(titles).toEqual(['of acme', 'of other']);
  });

  it('does not show a user of another workspace', async () => {
    const stranger = linear.snapshot().users.find((user) => user.name === 'Stranger');
    const query = 'query($id: String!) { user(id: $id) { id } }';
    expect((await ask(query, { id: stranger?.id })).text).toContain('Entity not found: User');
  });
});

describe('writing', () => {
  const input = (fields: Record<string, unknown> = {}) => ({
    input: { issueId: ids.issue, body: 'hi', ...fields },
  });
  const draft = (fields: Record<string, unknown> = {}) => ({
    input: { teamId: ids.team, title: 'New', ...fields },
  });
  const relation = (fields: Record<string, unknown> = {}) => ({
    input: { issueId: ids.issue, relatedIssueId: 'OPS-1', type: 'related', ...fields },
  });
  const link = (fields: Record<string, unknown> = {}) => ({
    input: { issueId: ids.issue, url: 'https://example.com/1', title: 'PR', ...fields },
  });

  it('accepts what is in order', async () => {
    const done = await Promise.all([
      ask(comment, input({ id: randomUUID() })),
      ask(comment, input()),
      ask(create, draft({ id: randomUUID(), priority: 4, parentId: ids.issue })),
      ask(move, { id: 'PER-1', stateId: ids.done }),
      ask(relate, relation({ id: randomUUID() })),
      ask(attach, link({ id: randomUUID() })),
    ]);
    expect(done.map((answer) => [answer.status, answer.code])).toEqual(done.map(() => [200, null]));
  });

  it.each([
    [
      'a comment on a ticket of another workspace',
      () => [comment, input({ issueId: ids.foreign })],
      'INPUT_ERROR',
    ],
    ['a comment on nothing', () => [comment, { input: { body: 'hi' } }], 'INVALID_INPUT'],
    ['an empty comment', () => [comment, input({ body: ' ' })], 'INVALID_INPUT'],
    ['an id that is no UUID', () => [comment, input({ id: 'mine' })], 'INVALID_INPUT'],
    [
      'an id that is no v4 UUID',
      () => [comment, input({ id: 'c232ab00-9414-11ec-b3c8-9f6bdeced846' })],
      'INVALID_INPUT',
    ],
    ['a title that is too long', () => [create, draft({ title: 'x'.repeat(256) })], 'INVALID_INPUT'],
    ['an empty title', () => [create, draft({ title: '' })], 'INVALID_INPUT'],
    ['a priority that does not exist', () => [create, draft({ priority: 5 })], 'INVALID_INPUT'],
    ['a ticket in an unknown team', () => [create, draft({ teamId: randomUUID() })], 'INPUT_ERROR'],
    ['a ticket under an unknown parent', () => [create, draft({ parentId: 'PER-999' })], 'INPUT_ERROR'],
    ['an unknown state', () => [move, { id: 'PER-1', stateId: randomUUID() }], 'INPUT_ERROR'],
    ['a state of another team', () => [move, { id: 'PER-1', stateId: ids.foreignState }], 'INVALID_INPUT'],
    ['a relation to itself', () => [relate, relation({ relatedIssueId: ids.issue })], 'INVALID_INPUT'],
    [
      'a relation to an unknown ticket',
      () => [relate, relation({ relatedIssueId: 'PER-999' })],
      'INPUT_ERROR',
    ],
    ['an attachment that is no URL', () => [attach, link({ url: 'example' })], 'INVALID_INPUT'],
    [
      'an attachment that is no web address',
      () => [attach, link({ url: 'file:///etc/passwd' })],
      'INVALID_INPUT',
    ],
  ])('refuses %s', async (_what, request, code) => {
    const before = JSON.stringify(linear.issues());
    const [query, variables] = request();
    expect(await ask(String(query), variables as Record<string, unknown>)).toMatchObject({
      status: 200,
      code,
    });
    expect(JSON.stringify(linear.issues())).toBe(before);
  });

  it.each([
    ['Comment', () => [comment, input({ id: randomUUID() })]],
    ['Issue', () => [create, draft({ id: randomUUID() })]],
    ['IssueRelation', () => [relate, relation({ id: randomUUID() })]],
  ])('refuses a second %s with the same id', async (entity, request) => {
    const [query, variables] = request() as [string, Record<string, unknown>];
    expect((await ask(query, variables)).code).toBeNull();
    const again = await ask(query, variables);
    expect(again).toMatchObject({ status: 200, code: 'INPUT_ERROR' });
    expect(again.text).toContain(`conflict on insert of ${entity}`);
  });

  it('updates the attachment of the same URL, and refuses its id for another', async () => {
    const id = randomUUID();
    const url = 'https://example.com/once';
    expect((await ask(attach, link({ id, url }))).code).toBeNull();
    expect((await ask(attach, link({ id, url, title: 'Again' }))).code).toBeNull();
    const other = await ask(attach, link({ id, url: 'https://example.com/other' }));
    expect(other.text).toContain('conflict on insert of Attachment');
  });

  it('refuses every mutation to a key that may only read', async () => {
    const label =
      'mutation($id: String!, $labelId: String!) { issueRemoveLabel(id: $id, labelId: $labelId) { success } }';
    const edit = 'mutation($id: String!) { commentUpdate(id: $id, input: { body: "x" }) { success } }';
    const all: [string, Record<string, unknown>][] = [
      [comment, input()],
      [create, draft()],
      [move, { id: 'PER-1', stateId: ids.done }],
      [relate, relation()],
      [attach, link()],
      [label, { id: 'PER-1', labelId: ids.label }],
      [edit, { id: randomUUID() }],
    ];
    for (const [query, variables] of all)
      expect(await ask(query, variables, keys.reader)).toMatchObject({ code: 'FORBIDDEN' });
    expect((await ask(read, { id: 'PER-1' }, keys.reader)).code).toBeNull();
  });

  it('lets only the author edit a comment', async () => {
    const id = randomUUID();
    const edit = 'mutation($id: String!) { commentUpdate(id: $id, input: { body: "edited" }) { success } }';
    await ask(comment, input({ id }));
    expect(await ask(edit, { id }, keys.ada)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await ask(edit, { id })).toMatchObject({ code: null });
  });
});

describe('documents and sizes', () => {
  it.each([
    ['no JSON', 'query', 400, 'BAD_REQUEST'],
    ['no query', { variables: {} }, 400, 'BAD_REQUEST'],
    ['a syntax error', { query: '{ viewer { id }' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field Linear does not have', { query: '{ viewer { shoeSize } }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an argument Linear does not have',
      { query: '{ issue(key: "PER-1") { id } }' },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a variable of the wrong type', { query: read, variables: { id: 7 } }, 400, 'BAD_USER_INPUT'],
    ['a variable left out', { query: read }, 400, 'BAD_USER_INPUT'],
    [
      'two operations and no name',
      { query: 'query A { viewer { id } } query B { viewer { id } }' },
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['a page that is too large', { query: '{ issues(first: 251) { nodes { id } } }' }, 200, 'INVALID_INPUT'],
    [
      'a page from both ends',
      { query: '{ issues(first: 1, last: 1) { nodes { id } } }' },
      200,
      'INVALID_INPUT',
    ],
    ['an unknown cursor', { query: '{ issues(after: "x") { nodes { id } } }' }, 200, 'INVALID_INPUT'],
    [
      'a time that is none',
      { query: '{ issues(filter: { updatedAt: { gte: "soon" } }) { nodes { id } } }' },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a query that is too complex',
      { query: '{ issues(first: 250) { nodes { labels(first: 250) { nodes { id } } } } }' },
      400,
      'INVALID_INPUT',
    ],
  ])('refuses %s', async (_what, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, code });
  });

  it('accepts the nearest that is in order', async () => {
    const query = `query A { issues(first: 250, filter: { updatedAt: { gte: "2026-01-01" } }) { nodes { id } } }
      query B { viewer { id } }`;
    expect(await post({ query, operationName: 'A' })).toMatchObject({ status: 200, code: null });
  });

  it('refuses a body over 1 MiB and takes one just under it', async () => {
    const padded = (length: number) => `${' '.repeat(length)}${JSON.stringify({ query: whoAmI })}`;
    expect((await post(padded(1024 * 1024))).status).toBe(413);
    expect((await post(padded(1024 * 1000))).status).toBe(200);
  });

  it('refuses other media types, methods and paths', async () => {
    const headers = { authorization: keys.bot, 'content-type': 'text/plain' };
    expect((await post({ query: whoAmI }, headers)).status).toBe(415);
    expect((await fetch(linear.apiUrl)).status).toBe(404);
    expect((await fetch(`${linear.url}/other`, { method: 'POST' })).status).toBe(404);
  });
});

describe('limits', () => {
  it('tells what is left, and refuses with HTTP 400 RATELIMITED until the window ends', async () => {
    const time = new Date('2026-03-01T10:00:00.000Z');
    const small = await startLinear({ now: () => time, limits: { requests: 2, windowMs: 60_000 } });
    small.createOrganization({ name: 'Acme', urlKey: 'acme' });
    small.addUser({ name: 'Bot', email: 'bot@example.com' });
    const authorization = small.createApiKey({ user: 'Bot' });
    const send = () =>
      fetch(small.apiUrl, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ query: whoAmI }),
      });
    const left = async () => {
      const answer = await send();
      return [answer.status, answer.headers.get('x-ratelimit-requests-remaining')];
    };
    expect([await left(), await left()]).toEqual([
      [200, '1'],
      [200, '0'],
    ]);
    const refused = await send();
    expect(refused.status).toBe(400);
    expect(refused.headers.get('x-ratelimit-requests-reset')).toBe(String(time.getTime() + 60_000));
    expect(refused.headers.get('x-complexity')).toBe('2');
    expect(await refused.text()).toContain('RATELIMITED');
    time.setTime(time.getTime() + 60_000);
    expect(await left()).toEqual([200, '1']);
    expect(small.requests()).toBe(4);
    await small.close();
  });
});
