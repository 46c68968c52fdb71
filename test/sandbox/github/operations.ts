import type { Permissions } from '../../../src/sandbox/github/model.ts';
import type { Fixtures } from './fixtures.ts';
import { fullName } from './world.ts';

export interface Operation {
  path: string;
  body?: (fixtures: Fixtures) => unknown;
  /** Status of the positive control. */
  ok: number;
  /** `jwt`, nothing at all, or permissions of which each one alone suffices. */
  need: 'jwt' | 'public' | { permissions: string[]; level: 'read' | 'write' };
}

const read = (...permissions: string[]): Operation['need'] => ({ permissions, level: 'read' });
const write = (...permissions: string[]): Operation['need'] => ({ permissions, level: 'write' });
const repo = `/repos/${fullName}`;

/** Every operation served: how it is asked for, what it needs, how it answers when all is well. */
export const operations: Record<string, Operation> = {
  'GET /app': { path: '/app', ok: 200, need: 'jwt' },
  'GET /app/installations': { path: '/app/installations', ok: 200, need: 'jwt' },
  'GET /app/installations/{installation_id}': {
    path: '/app/installations/:installation',
    ok: 200,
    need: 'jwt',
  },
  'POST /app/installations/{installation_id}/access_tokens': {
    path: '/app/installations/:installation/access_tokens',
    body: () => ({}),
    ok: 201,
    need: 'jwt',
  },
  'GET /repos/{owner}/{repo}/installation': { path: `${repo}/installation`, ok: 200, need: 'jwt' },
  'GET /app/hook/deliveries': { path: '/app/hook/deliveries', ok: 200, need: 'jwt' },
  'GET /app/hook/deliveries/{delivery_id}': { path: '/app/hook/deliveries/:delivery', ok: 200, need: 'jwt' },
  'POST /app/hook/deliveries/{delivery_id}/attempts': {
    path: '/app/hook/deliveries/:delivery/attempts',
    ok: 202,
    need: 'jwt',
  },
  'GET /user/{account_id}': { path: '/user/:person', ok: 200, need: 'public' },
  'GET /installation/repositories': { path: '/installation/repositories', ok: 200, need: read('metadata') },
  'GET /repos/{owner}/{repo}': { path: repo, ok: 200, need: read('metadata') },
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': {
    path: `${repo}/collaborators/writeer/permission`,
    ok: 200,
    need: read('metadata'),
  },
  'GET /repos/{owner}/{repo}/contents/{path}': {
    path: `${repo}/contents/docs/guide.md`,
    ok: 200,
    need: read('contents'),
  },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': {
    path: `${repo}/git/ref/heads/main`,
    ok: 200,
    need: read('contents'),
  },
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': {
    path: `${repo}/git/matching-refs/heads/`,
    ok: 200,
    need: read('contents'),
  },
  'POST /repos/{owner}/{repo}/git/refs': {
    path: `${repo}/git/refs`,
    body: ({ main }) => ({ ref: 'refs/heads/made', sha: main }),
    ok: 201,
    need: write('contents'),
  },
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': {
    path: `${repo}/git/refs/heads/movable`,
    body: ({ main }) => ({ sha: main }),
    ok: 200,
    need: write('contents'),
  },
  'DELETE /repos/{owner}/{repo}/git/refs/{ref}': {
    path: `${repo}/git/refs/heads/deletable`,
    ok: 204,
    need: write('contents'),
  },
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': {
    path: `${repo}/git/commits/:main`,
    ok: 200,
    need: read('contents'),
  },
  'POST /repos/{owner}/{repo}/git/commits': {
    path: `${repo}/git/commits`,
    body: ({ tree, main }) => ({ message: 'A commit', tree, parents: [main] }),
    ok: 201,
    need: write('contents'),
  },
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': {
    path: `${repo}/git/trees/:tree`,
    ok: 200,
    need: read('contents'),
  },
  'POST /repos/{owner}/{repo}/git/trees': {
    path: `${repo}/git/trees`,
    body: ({ tree }) => ({
      base_tree: tree,
      tree: [{ path: 'a.txt', mode: '100644', type: 'blob', content: 'a' }],
    }),
    ok: 201,
    need: write('contents'),
  },
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': {
    path: `${repo}/git/blobs/:blob`,
    ok: 200,
    need: read('contents'),
  },
  'POST /repos/{owner}/{repo}/git/blobs': {
    path: `${repo}/git/blobs`,
    body: () => ({ content: 'hello' }),
    ok: 201,
    need: write('contents'),
  },
  'GET /repos/{owner}/{repo}/pulls': {
    path: `${repo}/pulls?state=all`,
    ok: 200,
    need: read('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls': {
    path: `${repo}/pulls`,
    body: () => ({ title: 'Third', head: 'feat/third', base: 'main', body: 'Third' }),
    ok: 201,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': {
    path: `${repo}/pulls/:pull`,
    ok: 200,
    need: read('pull_requests'),
  },
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': {
    path: `${repo}/pulls/:pull`,
    body: () => ({ title: 'Renamed' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/merges': {
    path: `${repo}/merges`,
    body: () => ({ base: 'behind', head: 'feat/third' }),
    ok: 201,
    need: write('contents'),
  },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge': {
    path: `${repo}/pulls/:mergeable/merge`,
    body: () => ({}),
    ok: 200,
    need: write('contents'),
  },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch': {
    path: `${repo}/pulls/:pull/update-branch`,
    body: () => ({}),
    ok: 202,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
    path: `${repo}/pulls/:pull/reviews`,
    ok: 200,
    need: read('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
    path: `${repo}/pulls/:pull/reviews`,
    body: () => ({ event: 'COMMENT', body: 'Read' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': {
    path: `${repo}/pulls/:pull/reviews/:review`,
    ok: 200,
    need: read('pull_requests'),
  },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': {
    path: `${repo}/pulls/:pull/reviews/:review`,
    body: () => ({ body: 'Read it twice' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events': {
    path: `${repo}/pulls/:conflicting/reviews/:pending/events`,
    body: () => ({ event: 'COMMENT' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': {
    path: `${repo}/pulls/:pull/reviews/:demanding/dismissals`,
    body: () => ({ message: 'Settled' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': {
    path: `${repo}/pulls/:pull/comments`,
    ok: 200,
    need: read('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments': {
    path: `${repo}/pulls/:pull/comments`,
    body: ({ head }) => ({ body: 'Here', commit_id: head, path: 'feat-first.txt', line: 1 }),
    ok: 201,
    need: write('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies': {
    path: `${repo}/pulls/:pull/comments/:said/replies`,
    body: () => ({ body: 'Because' }),
    ok: 201,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
    path: `${repo}/pulls/comments/:said`,
    ok: 200,
    need: read('pull_requests'),
  },
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
    path: `${repo}/pulls/comments/:said`,
    body: () => ({ body: 'Why so?' }),
    ok: 200,
    need: write('pull_requests'),
  },
  'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': {
    path: `${repo}/pulls/comments/:said/reactions`,
    body: () => ({ content: 'eyes' }),
    ok: 201,
    need: write('pull_requests'),
  },
  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
    path: `${repo}/pulls/comments/:gone`,
    ok: 204,
    need: write('pull_requests'),
  },
  'GET /repos/{owner}/{repo}/issues': { path: `${repo}/issues`, ok: 200, need: read('issues') },
  'POST /repos/{owner}/{repo}/issues': {
    path: `${repo}/issues`,
    body: () => ({ title: 'New', labels: ['bug'] }),
    ok: 201,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}': {
    path: `${repo}/issues/:issue`,
    ok: 200,
    need: read('issues'),
  },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': {
    path: `${repo}/issues/:issue`,
    body: () => ({ body: 'Changed' }),
    ok: 200,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    path: `${repo}/issues/:issue/comments`,
    ok: 200,
    need: read('issues'),
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
    path: `${repo}/issues/:issue/comments`,
    body: () => ({ body: 'Hello' }),
    ok: 201,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    path: `${repo}/issues/comments/:comment`,
    ok: 200,
    need: read('issues'),
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    path: `${repo}/issues/comments/:comment`,
    body: () => ({ body: 'Edited' }),
    ok: 200,
    need: write('issues'),
  },
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': {
    path: `${repo}/issues/comments/:doomed`,
    ok: 204,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
    path: `${repo}/issues/comments/:comment/reactions`,
    ok: 200,
    need: read('issues'),
  },
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {
    path: `${repo}/issues/comments/:comment/reactions`,
    body: () => ({ content: 'eyes' }),
    ok: 201,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/labels': {
    path: `${repo}/labels`,
    ok: 200,
    need: read('issues', 'pull_requests'),
  },
  'POST /repos/{owner}/{repo}/labels': {
    path: `${repo}/labels`,
    body: () => ({ name: 'fresh' }),
    ok: 201,
    need: write('issues', 'pull_requests'),
  },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels': {
    path: `${repo}/issues/:pull/labels`,
    ok: 200,
    need: read('issues', 'pull_requests'),
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': {
    path: `${repo}/issues/:pull/labels`,
    body: () => ({ labels: ['fine'] }),
    ok: 200,
    need: write('issues', 'pull_requests'),
  },
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': {
    path: `${repo}/issues/:issue/labels/phase%3Adelegate`,
    ok: 200,
    need: write('issues'),
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': {
    path: `${repo}/commits/:main/check-runs`,
    ok: 200,
    need: read('checks'),
  },
  'POST /repos/{owner}/{repo}/check-runs': {
    path: `${repo}/check-runs`,
    body: ({ main }) => ({ name: 'review', head_sha: main }),
    ok: 201,
    need: write('checks'),
  },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}': {
    path: `${repo}/check-runs/:check`,
    ok: 200,
    need: read('checks'),
  },
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': {
    path: `${repo}/check-runs/:check/annotations`,
    ok: 200,
    need: read('checks'),
  },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
    path: `${repo}/check-runs/:check`,
    body: () => ({ conclusion: 'success' }),
    ok: 200,
    need: write('checks'),
  },
  'GET /repos/{owner}/{repo}/commits/{ref}/status': {
    path: `${repo}/commits/:main/status`,
    ok: 200,
    need: read('statuses'),
  },
  'POST /repos/{owner}/{repo}/statuses/{sha}': {
    path: `${repo}/statuses/:main`,
    body: () => ({ state: 'success' }),
    ok: 201,
    need: write('statuses'),
  },
  'GET /repos/{owner}/{repo}/actions/workflows': {
    path: `${repo}/actions/workflows`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}': {
    path: `${repo}/actions/workflows/throughline.yml`,
    ok: 200,
    need: read('actions'),
  },
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': {
    path: `${repo}/actions/workflows/throughline.yml/dispatches`,
    body: () => ({ ref: 'main', inputs: { assignment: 'one' }, return_run_details: true }),
    ok: 200,
    need: write('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': {
    path: `${repo}/actions/workflows/throughline.yml/runs`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/runs': { path: `${repo}/actions/runs`, ok: 200, need: read('actions') },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': {
    path: `${repo}/actions/runs/:finished`,
    ok: 200,
    need: read('actions'),
  },
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': {
    path: `${repo}/actions/runs/:waiting/cancel`,
    ok: 202,
    need: write('actions'),
  },
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': {
    path: `${repo}/actions/runs/:again/rerun`,
    ok: 201,
    need: write('actions'),
  },
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs': {
    path: `${repo}/actions/runs/:failed/rerun-failed-jobs`,
    ok: 201,
    need: write('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': {
    path: `${repo}/actions/runs/:finished/jobs`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts': {
    path: `${repo}/actions/runs/:finished/artifacts`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}': {
    path: `${repo}/actions/runs/:finished/attempts/1`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs': {
    path: `${repo}/actions/runs/:finished/attempts/1/jobs`,
    ok: 200,
    need: read('actions'),
  },
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}': {
    path: `${repo}/actions/jobs/:job`,
    ok: 200,
    need: read('actions'),
  },
};

const all = ['actions', 'checks', 'contents', 'issues', 'pull_requests', 'statuses'];

/** Everything but what the operation needs; for writes, that only to read. Null where nothing is needed. */
export function permissionsShortOf({ need }: Operation): Permissions | null {
  if (typeof need === 'string' || need.permissions.includes('metadata')) return null;
  const rest = all.filter(
    (name) =>
      !need.permissions.includes(name) && !(name === 'pull_requests' && need.permissions.includes('issues')),
  );
  return {
    ...Object.fromEntries(rest.map((name) => [name, 'write' as const])),
    ...(need.level === 'write'
      ? Object.fromEntries(need.permissions.map((name) => [name, 'read' as const]))
      : {}),
  };
}

export const pathOf = ({ path }: Operation, fixtures: Fixtures): string =>
  path.replace(/:([a-z]+)/g, (_, name: keyof Fixtures) => String(fixtures[name]));
