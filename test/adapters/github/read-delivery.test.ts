import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handledEvents, readGithubDelivery } from '../../../src/adapters/github/read-delivery.ts';

const sender = { id: 2, login: 'ann', type: 'User' };
const about = {
  sender,
  repository: { full_name: 'octo/hello', default_branch: 'main', pushed_at: 1_767_323_045 },
  installation: { id: 7 },
};
const told = {
  actor: { surface: 'github', id: '2', login: 'ann' },
  human: true,
  repository: { fullName: 'octo/hello', installationId: 7 },
};
const issue = { number: 5, title: 'T', body: null, updated_at: '2026-01-02T03:04:05Z' };
const comment = {
  id: 9,
  body: '/status',
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  user: { id: 99, login: 'throughline[bot]' },
};
const pull = {
  number: 12,
  title: 'P',
  body: 'B',
  updated_at: '2026-01-02T03:04:05Z',
  closed_at: null,
  merged: false,
  merged_at: null,
  head: { ref: 'feat/x', repo: { full_name: 'Octo/Hello' } },
};
const zeros = '0'.repeat(40);
const run = {
  id: 55,
  run_attempt: 2,
  name: 'Throughline',
  display_title: 'assignment a1',
  path: '.github/workflows/x.yml@main',
  updated_at: '2026-01-02T00:00:00Z',
};

describe('what is heard', () => {
  test.each<[string, object, object]>([
    [
      'issue_comment',
      { action: 'created', issue, comment },
      {
        kind: 'github-comment',
        key: 'comment:9',
        at: '2026-01-01T00:00:00Z',
        issue: 5,
        isPull: false,
        commentId: 9,
        body: '/status',
        title: 'T',
        issueBody: '',
      },
    ],
    [
      'issue_comment',
      { action: 'created', issue: { ...issue, pull_request: { url: 'x' } }, comment },
      { isPull: true },
    ],
    [
      'issue_comment',
      { action: 'edited', issue, comment, changes: { body: { from: 'old' } } },
      {
        kind: 'github-comment-edited',
        key: 'comment-edit:9:2026-01-02T00:00:00Z',
        at: '2026-01-02T00:00:00Z',
        issue: 5,
        commentId: 9,
        authorLogin: 'throughline[bot]',
        before: 'old',
        after: '/status',
      },
    ],
    [
      'pull_request_review_comment',
      { action: 'created', pull_request: { number: 12 }, comment: { ...comment, in_reply_to_id: 4 } },
      {
        kind: 'github-review-comment',
        key: 'review-comment:9',
        at: '2026-01-01T00:00:00Z',
        pull: 12,
        commentId: 9,
        body: '/status',
      },
    ],
    [
      'issues',
      { action: 'labeled', issue, label: { name: 'phase:delegate' } },
      {
        kind: 'github-labelled',
        issue: 5,
        isPull: false,
        label: 'phase:delegate',
        title: 'T',
        issueBody: '',
        at: '2026-01-02T03:04:05Z',
      },
    ],
    [
      'pull_request',
      { action: 'labeled', pull_request: pull, label: { name: 'phase:delegate' } },
      { kind: 'github-labelled', issue: 12, isPull: true, title: 'P', issueBody: 'B' },
    ],
    [
      'pull_request',
      { action: 'closed', pull_request: { ...pull, merged: true, merged_at: '2026-01-01T00:00:00Z' } },
      {
        kind: 'pull',
        action: 'merged',
        key: 'pull:12:merged',
        at: '2026-01-01T00:00:00Z',
        number: 12,
        headBranch: 'feat/x',
      },
    ],
    [
      'pull_request',
      { action: 'closed', pull_request: { ...pull, closed_at: '2026-01-01T00:00:00Z' } },
      { kind: 'pull', action: 'closed', key: 'pull:12:closed:2026-01-01T00:00:00Z' },
    ],
    [
      'pull_request',
      { action: 'reopened', pull_request: pull },
      { kind: 'pull', action: 'reopened', at: '2026-01-02T03:04:05Z' },
    ],
    [
      'pull_request',
      { action: 'edited', pull_request: pull, changes: { base: { ref: { from: 'main' } } } },
      { kind: 'pull', action: 'retargeted', key: 'pull:12:retargeted:2026-01-02T03:04:05Z' },
    ],
    [
      'pull_request',
      { action: 'converted_to_draft', pull_request: pull },
      { kind: 'pull', action: 'drafted', key: 'pull:12:drafted:2026-01-02T03:04:05Z' },
    ],
    [
      'pull_request',
      { action: 'ready_for_review', pull_request: pull },
      { kind: 'pull', action: 'ready', at: '2026-01-02T03:04:05Z' },
    ],
    [
      'push',
      { ref: 'refs/heads/main', before: 'a', after: 'b' },
      {
        kind: 'push',
        key: 'push:refs/heads/main:a:b:2026-01-02T03:04:05.000Z',
        at: '2026-01-02T03:04:05.000Z',
        ref: 'refs/heads/main',
        before: 'a',
        after: 'b',
        toDefaultBranch: true,
      },
    ],
    [
      'push',
      { ref: 'refs/heads/feat/x', before: 'a', after: zeros },
      { kind: 'push', toDefaultBranch: false, after: zeros },
    ],
    [
      'workflow_run',
      { action: 'completed', workflow_run: run },
      {
        kind: 'run-completed',
        key: 'run:55:2',
        at: '2026-01-02T00:00:00Z',
        runId: 55,
        runAttempt: 2,
        name: 'assignment a1',
        path: '.github/workflows/x.yml',
      },
    ],
    [
      'workflow_run',
      { action: 'completed', workflow_run: { ...run, conclusion: 'action_required' } },
      { kind: 'run-completed', key: 'run:55:2:needs-approval' },
    ],
  ])('%s %j', (name, payload, heard) => {
    expect(readGithubDelivery(name, { ...about, ...payload })).toMatchObject({ ...told, ...heard });
  });

  test('the actor is who did it, never whose comment it is', () => {
    const edited = { ...about, action: 'edited', issue, comment, changes: { body: { from: 'old' } } };
    expect(readGithubDelivery('issue_comment', edited)).toMatchObject({
      actor: { login: 'ann' },
      human: true,
    });
  });

  test.each(['Bot', 'Organization', 'Mannequin', 'Something new'])('a %s is no human', (type) => {
    const payload = { ...about, sender: { ...sender, type }, action: 'created', issue, comment };
    expect(readGithubDelivery('issue_comment', payload)).toMatchObject({
      kind: 'github-comment',
      human: false,
    });
  });
});

describe('nothing, with its reason', () => {
  test.each<[string, unknown, RegExp]>([
    ['installation', { ...about, action: 'created' }, /no consequence/],
    ['installation_repositories', { ...about, action: 'added' }, /no consequence/],
    ['star', { ...about, action: 'created' }, /not an event of ours/],
    ['issues', { ...about, action: 'opened', issue }, /issues opened is of no consequence/],
    ['issue_comment', { ...about, action: 'deleted', issue, comment }, /no consequence/],
    [
      'issue_comment',
      { ...about, action: 'edited', issue, comment, changes: {} },
      /says what it said before/,
    ],
    [
      'pull_request',
      { ...about, action: 'edited', pull_request: pull, changes: { title: { from: 'old' } } },
      /goes where it went before/,
    ],
    [
      'issue_comment',
      { ...about, action: 'created', issue, comment: { ...comment, body: 5 } },
      /comment\.body/,
    ],
    [
      'issue_comment',
      { ...about, installation: undefined, action: 'created', issue, comment },
      /installation/,
    ],
    ['issue_comment', { ...about, action: 'constructor', issue, comment }, /no consequence/],
    ['constructor', about, /not an event of ours/],
    [
      'pull_request',
      {
        ...about,
        action: 'closed',
        pull_request: { ...pull, head: { ref: 'feat/x', repo: { full_name: 'eve/hello' } } },
      },
      /fork/,
    ],
    [
      'pull_request',
      { ...about, action: 'closed', pull_request: { ...pull, head: { ref: 'feat/x', repo: null } } },
      /fork/,
    ],
    ['push', { ...about, ref: 'refs/tags/v1', before: 'a', after: 'b' }, /not a branch/],
    [
      'push',
      {
        ...about,
        repository: { ...about.repository, pushed_at: 'yesterday' },
        ref: 'refs/heads/x',
        before: 'a',
        after: 'b',
      },
      /unexpected push/,
    ],
    ['workflow_run', { ...about, action: 'completed', workflow_run: null }, /workflow_run/],
    ['push', null, /unexpected push/],
    ['push', 'text', /unexpected push/],
  ])('%s %j', (name, payload, reason) => {
    expect(readGithubDelivery(name, payload)).toEqual({
      kind: 'nothing',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('what is said about a pull request', () => {
  const time = '2026-01-03T00:00:00Z';
  const review = { id: 70, submitted_at: time };
  const check = {
    ...{ id: 8, completed_at: time, app: { slug: 'semgrep' }, pull_requests: [{ number: 12 }] },
    check_suite: { head_branch: 'feat/x' },
  };
  const none = { branch: null, check: null };
  test.each<[string, object, object]>([
    [
      'pull_request_review',
      { action: 'submitted', review, pull_request: pull },
      { key: 'review:70:submitted', at: time, pulls: [12], ...none },
    ],
    [
      'pull_request_review',
      { action: 'dismissed', review, pull_request: pull },
      { key: 'review:70:dismissed', at: pull.updated_at, pulls: [12], ...none },
    ],
    [
      'pull_request_review_thread',
      { action: 'resolved', thread: { node_id: 'T1' }, pull_request: pull },
      { key: 'thread:T1:resolved', at: pull.updated_at, pulls: [12], ...none },
    ],
    [
      'check_run',
      { action: 'completed', check_run: check },
      { key: 'check:8', at: time, pulls: [12], branch: 'feat/x', check: 'semgrep' },
    ],
  ])('%s %j is heard', (name, payload, heard) => {
    expect(readGithubDelivery(name, { ...about, ...payload })).toEqual({
      ...told,
      kind: 'reviewed',
      ...heard,
    });
  });

  test('every example of GitHub’s is read', () => {
    const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
    const examples: { name: string; examples: object[] }[] = JSON.parse(readFileSync(file, 'utf8'));
    const names = ['check_run', 'pull_request_review', 'pull_request_review_thread'];
    const heard = examples
      .filter(({ name }) => names.includes(name))
      .flatMap(({ name, examples: payloads }) =>
        payloads.map((payload) => readGithubDelivery(name, { ...payload, sender, installation: { id: 7 } })),
      );
    expect(heard.filter(({ kind }) => kind === 'reviewed').length).toBeGreaterThanOrEqual(6);
    const reasons = heard.flatMap((one) => (one.kind === 'nothing' ? [one.reason] : []));
    expect(reasons.filter((reason) => !reason.endsWith('is of no consequence'))).toEqual([]);
  });
});

test('the events handled are those with a reader', () => {
  expect(handledEvents).toEqual([
    'check_run',
    'issue_comment',
    'issues',
    'pull_request',
    'pull_request_review',
    'pull_request_review_comment',
    'pull_request_review_thread',
    'push',
    'workflow_run',
  ]);
});

describe('every example of GitHub’s', () => {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const examples: { name: string; examples: unknown[] }[] = JSON.parse(readFileSync(file, 'utf8'));
  const all = examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ name, payload })),
  );

  test('is read without a throw', () => {
    expect(all).toHaveLength(329);
    for (const { name, payload } of all) {
      const heard = readGithubDelivery(name, payload);
      expect(heard.kind === 'nothing' ? heard.reason : heard.key).not.toBe('');
    }
  });

  test('of the events handled, as sent to an App, is heard where it matters', () => {
    const kinds = new Set(
      all.map(
        ({ name, payload }) =>
          readGithubDelivery(name, { sender, ...Object(payload), installation: { id: 7 } }).kind,
      ),
    );
    expect([...kinds].sort()).toEqual([
      'github-comment',
      'github-comment-edited',
      'github-labelled',
      'github-review-comment',
      'nothing',
      'pull',
      'push',
      'reviewed',
      'run-completed',
    ]);
  });
});

test('nothing at all makes it throw', () => {
  const names = fc.oneof(fc.constantFrom(...handledEvents), fc.string());
  const payloads = fc.oneof(
    fc.anything(),
    fc
      .record({
        action: fc.constantFrom('created', 'edited', 'labeled', 'closed', 'completed', '__proto__'),
        issue: fc.anything(),
        comment: fc.anything(),
        pull_request: fc.anything(),
        workflow_run: fc.anything(),
      })
      .map((rest) => ({ ...about, ...rest })),
  );
  fc.assert(
    fc.property(
      names,
      payloads,
      (name, payload) => typeof readGithubDelivery(name, payload).kind === 'string',
    ),
  );
});
