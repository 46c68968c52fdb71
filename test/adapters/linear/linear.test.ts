import { inspect } from 'node:util';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { documents } from '../../../src/adapters/linear/documents.ts';
import { createLinear } from '../../../src/adapters/linear/linear.ts';
import { RateLimited, Refused, Unavailable } from '../../../src/ports/errors.ts';
import type { Tracker } from '../../../src/ports/tracker.ts';

const apiKey = 'lin_api_secretsecretsecret';
const now = new Date('2026-03-01T12:00:00.000Z');
const id = '3f0d9c1e-8a52-4c8e-9a51-0c9a4a8f7d10';

const ticketNode = {
  id: 'ticket-uuid',
  identifier: 'PER-206',
  title: 'Gate artifact reference paths',
  description: null,
  url: 'https://linear.app/acme/issue/PER-206',
  updatedAt: '2026-03-01T10:00:00.000Z',
  team: { id: 'team-uuid', key: 'PER' },
  state: { id: 'todo', name: 'Todo', type: 'unstarted' },
  labels: { nodes: [{ id: 'l1', name: 'phase:delegate' }] },
  attachments: { nodes: [{ url: 'https://github.com/o/r/pull/1', title: '#1' }] },
};
const ticket = {
  id: 'ticket-uuid',
  key: 'PER-206',
  title: 'Gate artifact reference paths',
  description: '',
  url: 'https://linear.app/acme/issue/PER-206',
  updatedAt: '2026-03-01T10:00:00.000Z',
  team: { id: 'team-uuid', key: 'PER' },
  state: { id: 'todo', name: 'Todo', type: 'unstarted' as const },
  labels: [{ id: 'l1', name: 'phase:delegate' }],
  attachments: [{ url: 'https://github.com/o/r/pull/1', title: '#1' }],
};

interface Sent {
  query: string;
  variables: Record<string, unknown>;
}

/** Linear answers the requests that come with these, in turn; what was sent is recorded. */
const answers = (...bodies: unknown[]): Sent[] => {
  const sent: Sent[] = [];
  for (const body of bodies)
    nock('https://api.linear.app', { reqheaders: { authorization: apiKey } })
      .post('/graphql', (request: Sent) => sent.push(request) > 0)
      .reply(200, body as nock.Body, { 'content-type': 'application/json' });
  return sent;
};

const linear = (): Tracker =>
  createLinear({ apiKey, apiUrl: 'https://api.linear.app/graphql', now: () => now });

const failure = (message: string, extensions: Record<string, unknown> = {}) => ({
  data: null,
  errors: [{ message, extensions }],
});
const notFound = (entity: string) => failure(`Entity not found: ${entity}`, { code: 'INPUT_ERROR' });
const conflict = (entity: string) =>
  failure(`conflict on insert of ${entity}`, {
    code: 'INPUT_ERROR',
    userPresentableMessage: `Entity ${entity} with id ${id} already exists.`,
  });

const caught = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => {
      throw new Error('it should have been refused');
    },
    (error: unknown) => error,
  );

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
afterAll(() => {
  nock.cleanAll();
  nock.restore();
});

describe('reading', () => {
  it('takes a ticket by key or UUID in one lean request', async () => {
    const sent = answers({ data: { issue: ticketNode } });
    expect(await linear().ticket('PER-206')).toEqual(ticket);
    expect(sent).toEqual([{ query: documents.ticket, variables: { id: 'PER-206' } }]);
  });

  it('gives null for a ticket or person that is not there', async () => {
    answers(notFound('Issue'), notFound('User'));
    expect(await linear().ticket('PER-999')).toBeNull();
    expect(await linear().person('nobody')).toBeNull();
  });

  it('reads a person with the GitHub account they linked', async () => {
    const user = { id: 'u1', name: 'Ada', email: 'ada@example.com', guest: false, active: true, app: false };
    answers({ data: { user: { ...user, gitHubUserId: '1234' } } });
    expect(await linear().person('u1')).toEqual({ ...user, githubUserId: '1234' });
  });

  it('asks once who it is', async () => {
    const sent = answers({ data: { viewer: { id: 'me' } } });
    const tracker = linear();
    expect([await tracker.self(), await tracker.self()]).toEqual([{ id: 'me' }, { id: 'me' }]);
    expect(sent).toHaveLength(1);
  });

  it('asks again who it is after a failure', async () => {
    answers(failure('Internal server error', { code: 'INTERNAL_SERVER_ERROR' }), {
      data: { viewer: { id: 'me' } },
    });
    const tracker = linear();
    expect(await caught(tracker.self())).toBeInstanceOf(Unavailable);
    expect(await tracker.self()).toEqual({ id: 'me' });
  });

  it('pages comments and gives them oldest first with their author', async () => {
    const page = (commentId: string, createdAt: string, more: string | null) => ({
      data: {
        comments: {
          nodes: [{ id: commentId, body: commentId, createdAt, user: more ? { id: 'u1' } : null }],
          pageInfo: { hasNextPage: more !== null, endCursor: more },
        },
      },
    });
    const sent = answers(
      page('new', '2026-03-01T11:00:00.000Z', 'new'),
      page('old', '2026-03-01T10:00:00.000Z', null),
    );
    const comments = await linear().commentsSince('ticket-uuid', '2026-03-01T09:00:00.000Z');
    expect(comments.map((comment) => [comment.id, comment.authorId])).toEqual([
      ['old', null],
      ['new', 'u1'],
    ]);
    expect(sent.map((each) => each.variables.after)).toEqual([undefined, 'new']);
  });
});

describe('the updatedAt cursor', () => {
  const changed = (updatedAts: string[], before: string | null) => ({
    data: {
      issues: {
        nodes: updatedAts.map((updatedAt) => ({ ...ticketNode, id: `t${updatedAt}`, updatedAt })),
        pageInfo: { hasPreviousPage: before !== null, startCursor: before },
      },
    },
  });
  const at = (minute: number): string => `2026-03-01T10:0${minute}:00.000Z`;

  it('reads the oldest change first and moves to the last ticket it gives', async () => {
    const sent = answers(changed([at(2), at(1)], 'more'));
    const result = await linear().changedSince({ cursor: at(0), teamKeys: ['PER'], limit: 2 });
    expect(result.tickets.map((each) => each.updatedAt)).toEqual([at(1), at(2)]);
    expect(result.cursor).toBe(at(2));
    expect(sent[0]?.variables).toEqual({ teamKeys: ['PER'], since: at(0), last: 2 });
  });

  it('reads on while everything it has seen stands at the cursor', async () => {
    const tied = changed([at(0)], 'more');
    const sent = answers(tied, changed([at(1)], null));
    const result = await linear().changedSince({ cursor: at(0), teamKeys: ['PER'], limit: 1 });
    expect(result.tickets.map((each) => each.updatedAt)).toEqual([at(0), at(1)]);
    expect(result.cursor).toBe(at(1));
    expect(sent[1]?.variables.before).toBe('more');
  });

  it('stays where it is when nothing changed', async () => {
    answers(changed([], null));
    const result = await linear().changedSince({ cursor: at(0), teamKeys: ['PER'], limit: 50 });
    expect(result).toEqual({ tickets: [], cursor: at(0) });
  });
});

describe('moving a ticket', () => {
  const states = [
    { id: 'review', name: 'In Review', type: 'started', position: 3 },
    { id: 'progress', name: 'Doing', type: 'started', position: 2 },
    { id: 'todo', name: 'Todo', type: 'unstarted', position: 1 },
  ];
  const standing = (stateId: string) => ({
    data: {
      issue: {
        state: { id: stateId, name: 'Todo', type: 'unstarted' },
        team: { key: 'PER', states: { nodes: states } },
      },
    },
  });
  const moved = (stateId: string) => ({
    data: {
      issueUpdate: {
        success: true,
        issue: { state: { id: stateId, name: 'Somewhere', type: 'started' } },
      },
    },
  });

  it.each([
    ['in review', 'review'],
    ['In Progress', 'progress'],
  ])('to “%s” takes the state %s', async (name, stateId) => {
    const sent = answers(standing('todo'), moved(stateId));
    expect(await linear().transition(ticket, { type: 'started', name })).toEqual({
      id: stateId,
      name: 'Somewhere',
      type: 'started',
    });
    expect(sent[1]?.variables).toEqual({ id: 'ticket-uuid', stateId });
  });

  it('leaves one alone that is there already', async () => {
    const sent = answers(standing('todo'));
    await linear().transition(ticket, { type: 'unstarted', name: 'TODO' });
    expect(sent).toHaveLength(1);
  });

  it('names the states there are when neither name nor type is one', async () => {
    answers(standing('todo'));
    const error = await caught(linear().transition(ticket, { type: 'completed', name: 'Shipped' }));
    expect(error).toBeInstanceOf(Refused);
    expect(error).toMatchObject({ remedy: expect.stringContaining('“In Review”, “Doing”, “Todo”') });
  });

  it('does not believe in a move that Linear shows otherwise', async () => {
    answers(standing('todo'), moved('elsewhere'));
    expect(await caught(linear().transition(ticket, { type: 'started', name: 'Doing' }))).toBeInstanceOf(
      Unavailable,
    );
  });
});

describe('writing under our own ids', () => {
  const comment = { id, ticketId: 'ticket-uuid', body: 'Scope confirmed.' };
  const stored = (body: string, issueId = 'ticket-uuid') => ({
    data: { comment: { id, body, issue: { id: issueId } } },
  });

  it('creates a comment in one request', async () => {
    const sent = answers({ data: { commentCreate: { success: true } } });
    expect(await linear().upsertComment(comment)).toEqual({ id, change: 'created' });
    expect(sent[0]?.variables).toEqual({ id, issueId: 'ticket-uuid', body: 'Scope confirmed.' });
  });

  it('updates the comment that an earlier try had made', async () => {
    answers(conflict('Comment'), stored('Older.'), { data: { commentUpdate: { success: true } } });
    expect(await linear().upsertComment(comment)).toEqual({ id, change: 'updated' });
  });

  it('however the refusal is worded', async () => {
    answers(failure('That id was seen before', { code: 'INVALID_INPUT' }), stored('Scope confirmed.\n'));
    expect(await linear().upsertComment(comment)).toEqual({ id, change: 'same' });
  });

  it('hands on a refusal that had another cause', async () => {
    answers(failure('Argument Validation Error', { code: 'INVALID_INPUT' }), notFound('Comment'));
    expect(await caught(linear().upsertComment(comment))).toMatchObject({
      name: 'Refused',
      message: expect.stringContaining('Argument Validation Error'),
    });
  });

  it('never writes over a comment of another ticket', async () => {
    answers(conflict('Comment'), stored('Not ours', 'another-ticket'));
    expect(await caught(linear().upsertComment(comment))).toMatchObject({ name: 'Refused', status: 409 });
  });

  it('does not look anything up when the key is the trouble', async () => {
    const sent = answers(failure('Invalid scope: `write` required', { code: 'FORBIDDEN' }));
    expect(await caught(linear().upsertComment(comment))).toMatchObject({ status: 403 });
    expect(sent).toHaveLength(1);
  });

  const draft = { id, teamId: 'team-uuid', title: 'Follow up', description: 'Why', priority: 3 } as const;

  it('creates a ticket, or finds the one it had made', async () => {
    const sent = answers({ data: { issueCreate: { success: true, issue: ticketNode } } }, conflict('Issue'), {
      data: { issue: ticketNode },
    });
    expect(await linear().createTicket({ ...draft, parentId: 'parent' })).toEqual(ticket);
    expect(await linear().createTicket(draft)).toEqual(ticket);
    expect(sent[0]?.variables).toEqual({ ...draft, parentId: 'parent' });
    expect(sent[2]?.variables).toEqual({ id });
  });

  it('relates, once', async () => {
    const relation = { id, ticketId: 'a', relatedTicketId: 'b', type: 'blocks' } as const;
    const sent = answers({ data: { issueRelationCreate: { success: true } } }, conflict('IssueRelation'), {
      data: { issueRelation: { id } },
    });
    await linear().relate(relation);
    await linear().relate(relation);
    expect(sent[0]?.variables).toEqual({ id, issueId: 'a', relatedIssueId: 'b', type: 'blocks' });
  });

  it('attaches, once, and says so when the id holds something else', async () => {
    const url = 'https://github.com/o/r/pull/1';
    const attachment = { id, ticketId: 'a', url, title: '#1' };
    answers(
      { data: { attachmentCreate: { success: true } } },
      conflict('Attachment'),
      { data: { attachment: { url, issue: { id: 'a' } } } },
      conflict('Attachment'),
      { data: { attachment: { url: 'https://example.com', issue: { id: 'a' } } } },
    );
    await linear().attach(attachment);
    await linear().attach(attachment);
    expect(await caught(linear().attach(attachment))).toMatchObject({ status: 409 });
  });

  it('is content when a label is gone already', async () => {
    const refused = notFound('IssueLabel');
    answers(refused, { data: { issue: ticketNode } }, refused, { data: { issue: ticketNode } });
    await linear().removeLabel('ticket-uuid', 'l9');
    expect(await caught(linear().removeLabel('ticket-uuid', 'l1'))).toMatchObject({ status: 404 });
  });
});

describe('errors', () => {
  const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    nock('https://api.linear.app')
      .post('/graphql')
      .reply(status, body as nock.Body, { 'content-type': 'application/json', ...headers });
  const limited = failure('Rate limit exceeded', { code: 'RATELIMITED', type: 'ratelimited' });
  const inMinutes = (minutes: number): number => now.getTime() + minutes * 60_000;

  it.each([
    ['the requests are used up', { requests: 0, complexity: 900 }, inMinutes(20)],
    ['the points are used up', { requests: 10, complexity: 0 }, inMinutes(40)],
    ['both are used up: the later one', { requests: 0, complexity: 0 }, inMinutes(40)],
    ['nothing says which: a minute', { requests: 10, complexity: 900 }, inMinutes(1)],
  ])('HTTP 400 RATELIMITED, %s', async (_when, left, until) => {
    reply(400, limited, {
      'x-ratelimit-requests-remaining': String(left.requests),
      'x-ratelimit-requests-reset': String(inMinutes(20)),
      'x-ratelimit-complexity-remaining': String(left.complexity),
      'x-ratelimit-complexity-reset': String(inMinutes(40)),
    });
    const error = await caught(linear().self());
    expect(error).toBeInstanceOf(RateLimited);
    expect(error).toMatchObject({ until: new Date(until) });
  });

  it('HTTP 429 with Retry-After, and a reset in seconds or in the far future', async () => {
    reply(429, 'slow down', { 'content-type': 'text/plain', 'retry-after': '90' });
    expect(await caught(linear().self())).toMatchObject({ until: new Date(now.getTime() + 90_000) });
    const usedUp = { 'x-ratelimit-requests-remaining': '0' };
    reply(400, limited, { ...usedUp, 'x-ratelimit-requests-reset': String(inMinutes(20) / 1000) });
    expect(await caught(linear().self())).toMatchObject({ until: new Date(inMinutes(20)) });
    reply(400, limited, { ...usedUp, 'x-ratelimit-requests-reset': String(inMinutes(60 * 24)) });
    expect(await caught(linear().self())).toMatchObject({ until: new Date(inMinutes(120)) });
  });

  it.each([
    ['401', 401, failure('Authentication required, not authenticated', { code: 'AUTHENTICATION_ERROR' })],
    ['a 200 that says so', 200, failure('not authenticated', { code: 'AUTHENTICATION_ERROR' })],
    [
      'a key sent as a Bearer',
      400,
      failure("It looks like you're trying to use an API key as a Bearer token."),
    ],
  ])('a bad key (%s) names the variable and where to make one', async (_name, status, body) => {
    reply(status, body);
    expect(await caught(linear().self())).toMatchObject({
      name: 'Refused',
      status: 401,
      remedy: expect.stringMatching(/LINEAR_API_KEY.*linear\.app\/settings/),
    });
  });

  it.each([
    ['403', 403, failure('Forbidden'), 'Refused', 403],
    [
      'an input error in a 200',
      200,
      failure('Argument Validation Error', { code: 'INVALID_INPUT' }),
      'Refused',
      422,
    ],
    [
      'an invalid document',
      400,
      failure('Cannot query field', { code: 'GRAPHQL_VALIDATION_FAILED' }),
      'Refused',
      400,
    ],
  ])('%s is final', async (_name, status, body, name, refused) => {
    reply(status, body);
    expect(await caught(linear().self())).toMatchObject({ name, status: refused });
  });

  it.each([
    ['502 with a page', 502, '<html>bad gateway</html>', 'text/html'],
    ['500 with JSON', 500, failure('Internal server error'), 'application/json'],
    [
      'a 200 with an internal error',
      200,
      failure('boom', { code: 'INTERNAL_SERVER_ERROR' }),
      'application/json',
    ],
    ['a 200 without data', 200, {}, 'application/json'],
    ['a 200 with broken JSON', 200, '{"data":', 'application/json'],
    ['data of another form', 200, { data: { viewer: null } }, 'application/json'],
  ])('%s is worth another try', async (_name, status, body, type) => {
    reply(status, body, { 'content-type': type });
    expect(await caught(linear().self())).toBeInstanceOf(Unavailable);
  });

  it('a lost connection and a timeout are worth another try', async () => {
    nock('https://api.linear.app').post('/graphql').replyWithError('socket hang up');
    expect(await caught(linear().self())).toBeInstanceOf(Unavailable);
    nock('https://api.linear.app').post('/graphql').delay(60_000).reply(200, {});
    const hasty = createLinear({
      apiKey,
      apiUrl: 'https://api.linear.app/graphql',
      now: () => now,
      timeoutMs: 20,
    });
    expect(await caught(hasty.self())).toBeInstanceOf(Unavailable);
    nock.abortPendingRequests();
  });

  it.each([
    ['a refusal', 400, failure(`bad header ${apiKey}`)],
    ['a failure', 500, failure(`bad header ${apiKey}`)],
    ['a limit', 429, failure(`limit of ${apiKey}`)],
  ])('%s never shows the key, the query or the variables', async (_name, status, body) => {
    reply(status, body);
    const shown = inspect(await caught(linear().ticket('PER-206')), { depth: 20, showHidden: true });
    expect(shown).toContain('[key]');
    expect(shown).not.toContain(apiKey);
    expect(shown).not.toContain('fragment TicketFields');
  });
});

describe('the connection', () => {
  it('sends an access token as a Bearer', async () => {
    nock('https://api.linear.app', { reqheaders: { authorization: 'Bearer lin_oauth_abc' } })
      .post('/graphql')
      .reply(200, { data: { viewer: { id: 'app' } } }, { 'content-type': 'application/json' });
    const tracker = createLinear({
      apiKey: 'lin_oauth_abc',
      apiUrl: 'https://api.linear.app/graphql',
      now: () => now,
    });
    expect(await tracker.self()).toEqual({ id: 'app' });
  });

  it('speaks plain http with this machine only', () => {
    const at = (apiUrl: string) => () => createLinear({ apiKey, apiUrl, now: () => now });
    expect(at('http://linear.test/graphql')).toThrow('HTTPS');
    expect(at('http://127.0.0.1:1/graphql')).not.toThrow();
  });
});
