import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalLinear, startLinear } from '../../../src/sandbox/linear/start.ts';

let linear: LocalLinear;
beforeEach(async () => {
  linear = await startLinear();
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  linear.createTeam({ key: 'PER', name: 'Person' });
  linear.addUser({ name: 'Ada', email: 'ada@example.com' });
  linear.createLabel({ name: 'phase:delegate' });
  linear.createIssue({ team: 'PER', by: 'Ada', number: 206, title: 'Gate', state: 'Todo' });
});
afterEach(() => linear.close());

describe('people in the local Linear', () => {
  it('label, move, edit and comment, and a ticket shows it', () => {
    linear.labelAs({ user: 'Ada', issue: 'PER-206', label: 'phase:delegate' });
    linear.moveAs({ user: 'ada@example.com', issue: 'PER-206', state: 'In Review' });
    linear.editAs({ user: 'Ada', issue: 'PER-206', title: 'Gate links', description: 'All of them.' });
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'Go.' });
    expect(linear.issue('PER-206')).toMatchObject({
      title: 'Gate links',
      description: 'All of them.',
      state: { name: 'In Review', type: 'started' },
      history: ['Todo', 'In Review'],
      labels: ['phase:delegate'],
      comments: [{ author: 'Ada', app: false, body: 'Go.' }],
    });
    linear.unlabelAs({ user: 'Ada', issue: 'PER-206', label: 'phase:delegate' });
    expect(linear.issue('PER-206')?.labels).toEqual([]);
    expect(linear.issue('PER-999')).toBeNull();
  });

  it.each([
    ['an unknown user', () => linear.commentAs({ user: 'Bob', issue: 'PER-206', body: 'x' }), 'User'],
    ['an unknown ticket', () => linear.commentAs({ user: 'Ada', issue: 'PER-1', body: 'x' }), 'Issue'],
    [
      'an unknown state',
      () => linear.moveAs({ user: 'Ada', issue: 'PER-206', state: 'Shipped' }),
      'WorkflowState',
    ],
    ['an unknown label', () => linear.labelAs({ user: 'Ada', issue: 'PER-206', label: 'x' }), 'IssueLabel'],
    ['an unknown team', () => linear.createIssue({ team: 'OPS', by: 'Ada', title: 'x' }), 'Team'],
  ])('cannot name %s', (_what, act, entity) => {
    expect(act).toThrow(`Entity not found: ${entity}`);
  });

  it('nest tickets, but none below itself', () => {
    linear.createIssue({ team: 'PER', by: 'Ada', number: 207, title: 'Part', state: 'Todo' });
    linear.nestAs({ user: 'Ada', issue: 'PER-207', under: 'PER-206' });
    expect(() => linear.nestAs({ user: 'Ada', issue: 'PER-206', under: 'PER-207' })).toThrow(
      'Argument Validation Error',
    );
    expect(() => linear.nestAs({ user: 'Ada', issue: 'PER-206', under: 'PER-206' })).toThrow();
  });

  it('mark duplicates, which Linear closes by itself, and link addresses', () => {
    linear.createIssue({ team: 'PER', by: 'Ada', number: 207, title: 'Same', state: 'Todo' });
    linear.relateAs({ user: 'Ada', issue: 'PER-207', to: 'PER-206', type: 'duplicate' });
    expect(linear.issue('PER-207')?.state.name).toBe('Duplicate');
    linear.relateAs({ user: 'Ada', issue: 'PER-206', to: 'PER-207', type: 'related' });
    expect(linear.issue('PER-206')?.state.name).toBe('Todo');
    linear.attachAs({ user: 'Ada', issue: 'PER-206', url: 'https://example.com/1', title: 'One' });
    expect(linear.issue('PER-206')?.attachments).toEqual([{ url: 'https://example.com/1', title: 'One' }]);
  });

  it('are assigned tickets; apps are delegated them and have no personal keys', () => {
    linear.addUser({ name: 'App', email: 'app@example.com', app: true });
    const give = { user: 'Ada', issue: 'PER-206' };
    linear.assignAs({ ...give, to: 'Ada' });
    linear.delegateAs({ ...give, to: 'App' });
    expect(linear.issue('PER-206')).toMatchObject({ assignee: 'Ada', delegate: 'App' });
    expect(() => linear.delegateAs({ ...give, to: 'Ada' })).toThrow('Argument Validation Error');
    expect(() => linear.createApiKey({ user: 'App' })).toThrow('access token');
    expect(linear.createApiKey({ user: 'Ada' })).toMatch(/^lin_api_/);
  });

  it('cannot take a number or a team key twice', () => {
    const again = () => linear.createIssue({ team: 'PER', by: 'Ada', number: 206, title: 'Again' });
    expect(again).toThrow('conflict on insert of Issue');
    expect(() => linear.createTeam({ key: 'PER', name: 'Again' })).toThrow('conflict on insert of Team');
    expect(() => linear.createTeam({ key: 'per', name: 'Small' })).toThrow();
    expect(linear.createIssue({ team: 'PER', by: 'Ada', title: 'Next' }).key).toBe('PER-207');
  });

  it('cause one call per change that can be seen, and none for a change that changes nothing', () => {
    let calls = 0;
    const stop = linear.onChange(() => {
      calls += 1;
    });
    linear.moveAs({ user: 'Ada', issue: 'PER-206', state: 'Done' });
    linear.moveAs({ user: 'Ada', issue: 'PER-206', state: 'Done' });
    expect(calls).toBe(1);
    stop();
    linear.moveAs({ user: 'Ada', issue: 'PER-206', state: 'Todo' });
    expect(calls).toBe(1);
  });

  it('always leave a later updatedAt behind', () => {
    const times = ['In Progress', 'Done', 'Todo', 'Done'].map((state) => {
      linear.moveAs({ user: 'Ada', issue: 'PER-206', state });
      return linear.issue('PER-206')?.updatedAt ?? '';
    });
    expect([...new Set(times)].sort()).toEqual(times);
  });

  it('find everything again in a snapshot', async () => {
    linear.commentAs({ user: 'Ada', issue: 'PER-206', body: 'Remember.' });
    const snapshot = JSON.parse(JSON.stringify(linear.snapshot()));
    const again = await startLinear({ snapshot, siteUrl: 'http://127.0.0.1:1' });
    const { url: _url, ...kept } = linear.issue('PER-206') ?? {};
    expect(again.issue('PER-206')).toMatchObject({ ...kept, url: 'http://127.0.0.1:1/acme/issue/PER-206' });
    await again.close();
  });
});
