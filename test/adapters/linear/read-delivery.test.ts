import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLinearDelivery } from '../../../src/adapters/linear/read-delivery.ts';

const actor = { id: 'u1', type: 'user', name: 'Ada', email: 'ada@example.com' };
const comment = {
  action: 'create',
  type: 'Comment',
  actor,
  createdAt: '2026-03-01T10:00:01.000Z',
  data: {
    id: 'c1',
    body: '/confirm',
    issueId: 't1',
    createdAt: '2026-03-01T10:00:00.000Z',
    updatedAt: '2026-03-01T10:00:00.000Z',
  },
  webhookTimestamp: 1,
};
const issue = {
  action: 'update',
  type: 'Issue',
  actor,
  data: {
    id: 't1',
    identifier: 'PER-206',
    team: { id: 'team', key: 'PER', name: 'Person' },
    updatedAt: '2026-03-01T10:00:00.000Z',
    labelIds: ['l1', 'l2'],
    labels: [
      { id: 'l1', name: 'bug' },
      { id: 'l2', name: 'phase:delegate' },
    ],
    delegateId: 'app',
    assigneeId: 'u1',
  },
  updatedFrom: { labelIds: ['l1'], updatedAt: '2026-03-01T09:00:00.000Z' },
};
const change = (updatedFrom: Record<string, unknown>, data: Record<string, unknown> = {}) => ({
  ...issue,
  data: { ...issue.data, ...data },
  updatedFrom,
});
const hear = (payload: unknown, labelNames?: ReadonlyMap<string, string>) =>
  readLinearDelivery('Issue', payload, labelNames ? { labelNames } : {});

describe('a comment in Linear', () => {
  it('is heard with its ticket and author', () => {
    expect(readLinearDelivery('Comment', comment)).toEqual({
      kind: 'linear-comment',
      key: 'linear-comment:c1',
      at: '2026-03-01T10:00:00.000Z',
      actor: { surface: 'linear', id: 'u1', login: 'Ada' },
      human: true,
      ticketId: 't1',
      commentId: 'c1',
      body: '/confirm',
    });
  });

  it.each([
    ['an app', { ...comment, actor: { id: 'a', type: 'oauthClient', name: 'Bot' } }],
    ['an integration', { ...comment, actor: { id: 'a', type: 'integration', service: 'slack' } }],
    ['nobody', { ...comment, actor: null }],
    ['a bot behind a person', { ...comment, data: { ...comment.data, botActor: '{"type":"github"}' } }],
  ])('by %s is not human', (_who, payload) => {
    expect(readLinearDelivery('Comment', payload)).toMatchObject({ kind: 'linear-comment', human: false });
  });

  it.each([
    ['edited', { ...comment, action: 'update' }, 'Linear comment update'],
    ['removed', { ...comment, action: 'remove' }, 'Linear comment remove'],
    ['on a project', { ...comment, data: { ...comment.data, issueId: null } }, 'not a ticket'],
    ['without a body', { ...comment, data: { id: 'c1' } }, 'do not know'],
  ])('that is %s is of no consequence', (_what, payload, reason) => {
    const heard = readLinearDelivery('Comment', payload);
    expect(heard).toMatchObject({ kind: 'nothing', reason: expect.stringContaining(reason) });
  });
});

describe('a ticket in Linear', () => {
  it('is heard with the labels that were added', () => {
    expect(hear(issue)).toEqual({
      kind: 'linear-ticket',
      key: 'linear-ticket:t1:update:2026-03-01T10:00:00.000Z:labelIds',
      at: '2026-03-01T10:00:00.000Z',
      actor: { surface: 'linear', id: 'u1', login: 'Ada' },
      human: true,
      ticketId: 't1',
      ticketKey: 'PER-206',
      teamKey: 'PER',
      addedLabels: ['phase:delegate'],
      parentId: null,
      setAside: false,
      delegatedTo: null,
      changed: ['labelIds'],
    });
  });

  it.each([
    ['a label taken away', change({ labelIds: ['l1', 'l2', 'l3'] }), [], null],
    ['another field', change({ title: 'Old' }), [], null],
    ['a delegate', change({ delegateId: null }), [], 'app'],
    ['a delegate taken away', change({ delegateId: 'app' }, { delegateId: null }), [], null],
    ['an assignee', change({ assigneeId: null }), [], 'u1'],
    ['both: the delegate', change({ assigneeId: null, delegateId: null }), [], 'app'],
    ['creation', { ...issue, action: 'create', updatedFrom: undefined }, ['bug', 'phase:delegate'], 'app'],
  ])('by %s', (_what, payload, addedLabels, delegatedTo) => {
    expect(hear(payload)).toMatchObject({ kind: 'linear-ticket', addedLabels, delegatedTo });
  });

  it('names labels that the payload lists by id only', () => {
    const bare = change({ labelIds: [] }, { labels: [], labelIds: ['l7', 'l8'] });
    expect(hear(bare, new Map([['l7', 'phase:explore']]))).toMatchObject({ addedLabels: ['phase:explore'] });
    expect(hear(bare)).toMatchObject({ addedLabels: [] });
  });

  it('reads the team from the key where it is left out', () => {
    expect(hear(change({ title: 'x' }, { team: null }))).toMatchObject({ teamKey: 'PER' });
  });

  it('is another happening at another time, and the same for the same bytes', () => {
    const later = change(issue.updatedFrom, { updatedAt: '2026-03-01T10:00:00.001Z' });
    const keys = [hear(issue), hear(structuredClone(issue)), hear(later)].map((heard) =>
      heard.kind === 'nothing' ? heard.reason : heard.key,
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('removed is of no consequence', () => {
    expect(hear({ ...issue, action: 'remove' })).toEqual({ kind: 'nothing', reason: 'Linear ticket remove' });
  });
});

describe('anything else', () => {
  it.each(['Project', 'Reaction', 'AgentSessionEvent'])('%s is of no consequence', (type) => {
    expect(hear({ type, action: 'create', data: {} })).toEqual({
      kind: 'nothing',
      reason: `Linear ${type} create`,
    });
  });

  it('never throws', () => {
    const nested = fc.anything({ maxDepth: 4 });
    const near = fc.record({
      action: fc.constantFrom('create', 'update', 'remove'),
      type: fc.constantFrom('Issue', 'Comment', 'Project'),
      actor: nested,
      data: fc.oneof(nested, fc.record({ id: nested, identifier: nested, labelIds: nested, labels: nested })),
      updatedFrom: nested,
    });
    fc.assert(
      fc.property(fc.string(), fc.oneof(nested, near), (name, payload) => {
        expect(readLinearDelivery(name, payload).kind).toBeTypeOf('string');
      }),
    );
  });
});
