import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createLinear } from '../../../src/adapters/linear/linear.ts';
import { RateLimited, Refused, Unavailable } from '../../../src/ports/errors.ts';
import type { Ticket, Tracker } from '../../../src/ports/tracker.ts';
import { type LinearStart, type LocalLinear, startLinear } from '../../../src/sandbox/linear/start.ts';

/** The adapter against the local Linear, over real HTTP. */
interface Stage {
  linear: LocalLinear;
  tracker: Tracker;
  key: string;
  teamId: string;
  self: string;
}

const open: LocalLinear[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((linear) => linear.close()));
});

const stage = async (options: LinearStart = {}): Promise<Stage> => {
  const linear = await startLinear(options);
  open.push(linear);
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  const team = linear.createTeam({ key: 'PER', name: 'Person' });
  linear.addUser({ name: 'Ada', email: 'ada@example.com', gitHubUserId: '1234', admin: true });
  const app = linear.addUser({ name: 'Throughline', email: 'app@example.com' });
  linear.createLabel({ name: 'phase:delegate' });
  linear.createIssue({
    team: 'PER',
    by: 'Ada',
    number: 206,
    title: 'Gate artifact reference paths',
    description: 'Links rot.',
    state: 'Todo',
    labels: ['phase:delegate'],
  });
  const key = linear.createApiKey({ user: 'Throughline' });
  const tracker = createLinear({ apiKey: key, apiUrl: linear.apiUrl, now: () => new Date() });
  return { linear, tracker, key, teamId: team.id, self: app.id };
};

const ticketOf = async (tracker: Tracker, key = 'PER-206'): Promise<Ticket> => {
  const ticket = await tracker.ticket(key);
  if (!ticket) throw new Error(`no ${key}`);
  return ticket;
};

const caught = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('the adapter and the local Linear', () => {
  it('reads one ticket by key and by UUID, one request each', async () => {
    const { linear, tracker } = await stage();
    const byKey = await ticketOf(tracker);
    expect(linear.requests()).toBe(1);
    expect(await tracker.ticket(byKey.id)).toEqual(byKey);
    expect(byKey).toMatchObject({
      key: 'PER-206',
      description: 'Links rot.',
      team: { key: 'PER' },
      state: { name: 'Todo', type: 'unstarted' },
      labels: [{ name: 'phase:delegate' }],
      url: `${linear.url}/acme/issue/PER-206`,
    });
    expect(await tracker.ticket('PER-207')).toBeNull();
    expect(await tracker.ticket(randomUUID())).toBeNull();
  });

  it('carries a ticket from Todo to Done', async () => {
    const { linear, tracker } = await stage();
    const ticket = await ticketOf(tracker);
    await tracker.transition(ticket, { type: 'started', name: 'in progress' });
    await tracker.transition(ticket, { type: 'started', name: 'In Progress' });
    expect(await tracker.transition(ticket, { type: 'completed', name: 'Shipped' })).toMatchObject({
      name: 'Done',
    });
    expect(linear.issue('PER-206')?.history).toEqual(['Todo', 'In Progress', 'Done']);
  });

  it('knows people and itself', async () => {
    const { linear, tracker, self } = await stage();
    const ada = linear.addUser({ name: 'Grace', email: 'grace@example.com', guest: true });
    expect(await tracker.person(ada.id)).toMatchObject({ githubUserId: null, guest: true, active: true });
    expect(await tracker.person(randomUUID())).toBeNull();
    expect(await tracker.self()).toEqual({ id: self });
  });

  it('writes everything once under its own ids', async () => {
    const { linear, tracker, teamId } = await stage();
    const ticket = await ticketOf(tracker);
    const [commentId, ticketId, relationId, attachmentId] = [
      randomUUID(),
      randomUUID(),
      randomUUID(),
      randomUUID(),
    ];
    const comment = { id: commentId, ticketId: ticket.id, body: 'Scope: section 1' };
    const changes: string[] = [];
    for (const body of [comment.body, comment.body, 'Scope: sections 1-2'])
      changes.push((await tracker.upsertComment({ ...comment, body })).change);
    expect(changes).toEqual(['created', 'same', 'updated']);

    const draft = { id: ticketId, teamId, title: 'Follow up', description: 'Why', priority: 3 } as const;
    const created = await tracker.createTicket({ ...draft, parentId: ticket.id });
    expect(await tracker.createTicket(draft)).toEqual(created);
    expect(created).toMatchObject({ key: 'PER-207', state: { name: 'Backlog' } });

    const relation = {
      id: relationId,
      ticketId: ticket.id,
      relatedTicketId: ticketId,
      type: 'blocks',
    } as const;
    const attachment = {
      id: attachmentId,
      ticketId: ticket.id,
      url: 'https://example.com/pr/1',
      title: 'PR',
    };
    for (const _twice of [1, 2]) {
      await tracker.relate(relation);
      await tracker.attach(attachment);
    }
    await tracker.attach({ ...attachment, id: randomUUID(), title: 'PR, again' });
    expect(linear.issue('PER-206')).toMatchObject({
      comments: [{ id: commentId, body: 'Scope: sections 1-2', author: 'Throughline' }],
      relations: [{ type: 'blocks', key: 'PER-207' }],
      attachments: [{ url: 'https://example.com/pr/1', title: 'PR, again' }],
    });
    expect(linear.issues()).toHaveLength(2);
  });

  it('takes a label away, and is content when it is gone', async () => {
    const { linear, tracker } = await stage();
    const ticket = await ticketOf(tracker);
    const label = ticket.labels[0]?.id ?? '';
    await tracker.removeLabel(ticket.id, label);
    await tracker.removeLabel(ticket.id, label);
    expect(linear.issue('PER-206')?.labels).toEqual([]);
  });

  it('finds a team by its key, and none that is not there', async () => {
    const { tracker, teamId } = await stage();
    expect(await tracker.team('per')).toEqual({ id: teamId, key: 'PER' });
    expect(await tracker.team('OPS')).toBeNull();
  });

  it('finds the tickets that link to an address', async () => {
    const { linear, tracker } = await stage();
    const url = 'https://github.com/acme/beacon/issues/3';
    expect(await tracker.attachedTo(url)).toEqual([]);
    const ticket = await ticketOf(tracker);
    await tracker.attach({ id: randomUUID(), ticketId: ticket.id, url, title: 'Links break' });
    linear.createIssue({ team: 'PER', by: 'Ada', title: 'Another', number: 207 });
    linear.attachAs({ user: 'Ada', issue: 'PER-207', url: `${url}0`, title: 'Elsewhere' });
    expect((await tracker.attachedTo(url)).map(({ key }) => key)).toEqual(['PER-206']);
  });

  it('files a ticket once, however many do at the same time', async () => {
    const { linear, tracker, key, teamId } = await stage();
    const other = createLinear({ apiKey: key, apiUrl: linear.apiUrl, now: () => new Date() });
    const made = { id: randomUUID(), teamId, title: 'Links break', description: '', priority: 0 as const };
    const filed = await Promise.all([tracker, other, tracker].map((one) => one.createTicket(made)));
    expect(new Set(filed.map((ticket) => ticket.key))).toEqual(new Set(['PER-207']));
    expect(linear.issues()).toHaveLength(2);
  });

  it('reads what stands beside a ticket: parent, sub-issues, duplicates', async () => {
    const { linear, tracker } = await stage();
    for (const number of [1, 2, 3, 4, 5])
      linear.createIssue({ team: 'PER', by: 'Ada', title: `T${number}`, number, state: 'Todo' });
    const by = { user: 'Ada' };
    linear.nestAs({ ...by, issue: 'PER-206', under: 'PER-1' });
    linear.nestAs({ ...by, issue: 'PER-2', under: 'PER-206' });
    linear.relateAs({ ...by, issue: 'PER-3', to: 'PER-206', type: 'duplicate' });
    linear.relateAs({ ...by, issue: 'PER-206', to: 'PER-4', type: 'duplicate' });
    linear.relateAs({ ...by, issue: 'PER-5', to: 'PER-206', type: 'related' });
    // a sub-issue and a duplicate at once
    linear.relateAs({ ...by, issue: 'PER-2', to: 'PER-206', type: 'duplicate' });
    const { id } = await ticketOf(tracker);
    const beside = (await tracker.relatives(id)).map(({ how, key, state }) => `${how} ${key} ${state.name}`);
    expect(beside.sort()).toEqual([
      'duplicate PER-2 Duplicate',
      'duplicate PER-3 Duplicate',
      'duplicate-of PER-4 Todo',
      'parent PER-1 Todo',
    ]);
    expect(await tracker.relatives(randomUUID())).toEqual([]);
  });

  it('walks changes by their time and loses none that share it', async () => {
    const time = new Date('2026-03-01T10:00:00.000Z');
    const { linear, tracker } = await stage({ now: () => time });
    for (let index = 0; index < 5; index += 1)
      linear.createIssue({ team: 'PER', by: 'Ada', title: `Together ${index}` });
    time.setTime(time.getTime() + 1000);
    linear.createIssue({ team: 'PER', by: 'Ada', title: 'Later' });
    linear.createTeam({ key: 'OPS', name: 'Operations' });
    linear.createIssue({ team: 'OPS', by: 'Ada', title: 'Of another team' });

    const seen: string[][] = [];
    let cursor = '2026-03-01T00:00:00.000Z';
    for (const _walk of [1, 2, 3]) {
      const page = await tracker.changedSince({ cursor, teamKeys: ['PER'], limit: 2 });
      seen.push(page.tickets.map((ticket) => ticket.title));
      cursor = page.cursor;
    }
    expect(new Set(seen.flat()).size).toBe(7);
    expect(seen[2]).toEqual(['Later']);
    expect(cursor).toBe(time.toISOString());
  });

  it('reads comments from a time on, over every page', async () => {
    const time = new Date('2026-03-01T10:00:00.000Z');
    const { linear, tracker } = await stage({ now: () => time });
    for (let index = 0; index < 60; index += 1) {
      time.setTime(time.getTime() + 1000);
      linear.commentAs({ user: 'Ada', issue: 'PER-206', body: `note ${index}` });
    }
    const ticket = await ticketOf(tracker);
    const all = await tracker.commentsSince(ticket.id, '2026-03-01T00:00:00.000Z');
    expect(all.map((comment) => comment.body)).toEqual(
      Array.from({ length: 60 }, (_, index) => `note ${index}`),
    );
    const last = await tracker.commentsSince(ticket.id, all.at(-1)?.createdAt ?? '');
    expect(last).toHaveLength(1);
    expect(last[0]?.authorId).toEqual(expect.any(String));
  });

  it('sees limits, keys that are revoked and a Linear that is gone as what they are', async () => {
    const { linear, tracker, key } = await stage({ limits: { requests: 2 } });
    await tracker.self();
    await tracker.ticket('PER-206');
    const limited = await caught(tracker.ticket('PER-206'));
    expect(limited).toBeInstanceOf(RateLimited);
    linear.revokeKey(key);
    const refused = await caught(tracker.ticket('PER-206'));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 401, remedy: expect.stringContaining('LINEAR_API_KEY') });
    await linear.close();
    expect(await caught(tracker.ticket('PER-206'))).toBeInstanceOf(Unavailable);
  });

  it('sends an access token as Linear wants it', async () => {
    const { linear } = await stage();
    const app = linear.addUser({ name: 'App', email: 'oauth@example.com', app: true });
    const apiKey = linear.createAccessToken({ user: 'App' });
    const tracker = createLinear({ apiKey, apiUrl: linear.apiUrl, now: () => new Date() });
    expect(await tracker.self()).toEqual({ id: app.id });
  });
});
