/** Names of App permissions as `app.yml` and access tokens spell them. */
export type PermissionName =
  | 'actions'
  | 'checks'
  | 'contents'
  | 'issues'
  | 'metadata'
  | 'pull_requests'
  | 'statuses';
export type Access = 'read' | 'write';

/**
 * What a request must carry. `jwt`: the App's own token, for which no permission is asked. Otherwise an
 * installation token holding `permission` at `access` or better; on an issue number that is a pull
 * request, `onPulls` serves as well as `permission` does.
 */
export type Need =
  | { token: 'jwt' }
  | { token: 'installation'; permission: PermissionName; access: Access; onPulls?: PermissionName };

const jwt = { token: 'jwt' } as const;

const read = (permission: PermissionName): Need => ({ token: 'installation', permission, access: 'read' });
const write = (permission: PermissionName): Need => ({ token: 'installation', permission, access: 'write' });
const onIssue = (access: Access): Need => ({
  token: 'installation',
  permission: 'issues',
  access,
  onPulls: 'pull_requests',
});

/**
 * Every REST operation the adapter sends and what GitHub asks for it. `app.yml` and the contract extract
 * are held to this table. Keys are GitHub's own: method, space, path template.
 */
export const restOperations = {
  'GET /app': jwt,
  'GET /app/hook/deliveries': jwt,
  'POST /app/hook/deliveries/{delivery_id}/attempts': jwt,
  'GET /app/installations': jwt,
  'POST /app/installations/{installation_id}/access_tokens': jwt,
  'GET /installation/repositories': read('metadata'),

  /** Public data of an account; any installation's token will do. */
  'GET /user/{account_id}': read('metadata'),

  'GET /repos/{owner}/{repo}': read('metadata'),
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': read('metadata'),

  'GET /repos/{owner}/{repo}/contents/{path}': read('contents'),
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': read('contents'),
  'GET /repos/{owner}/{repo}/git/ref/{ref}': read('contents'),
  'POST /repos/{owner}/{repo}/git/refs': write('contents'),
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': write('contents'),
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': read('contents'),
  'POST /repos/{owner}/{repo}/git/commits': write('contents'),
  'POST /repos/{owner}/{repo}/merges': write('contents'),

  'GET /repos/{owner}/{repo}/pulls': read('pull_requests'),
  'POST /repos/{owner}/{repo}/pulls': write('pull_requests'),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': read('pull_requests'),
  'PATCH /repos/{owner}/{repo}/pulls/{pull_number}': write('pull_requests'),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': read('pull_requests'),
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': read('pull_requests'),
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies': write('pull_requests'),
  'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}': read('pull_requests'),
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': write('pull_requests'),
  'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions': write('pull_requests'),

  'GET /repos/{owner}/{repo}/issues/{issue_number}': onIssue('read'),
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': onIssue('read'),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': onIssue('write'),
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': onIssue('read'),
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': onIssue('write'),
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': onIssue('write'),
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': onIssue('write'),
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': onIssue('write'),

  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': read('checks'),
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations': read('checks'),
  'POST /repos/{owner}/{repo}/check-runs': write('checks'),
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': write('checks'),
  'GET /repos/{owner}/{repo}/commits/{ref}/status': read('statuses'),

  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': write('actions'),
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': read('actions'),
  'GET /repos/{owner}/{repo}/actions/runs': read('actions'),
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': read('actions'),
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': read('actions'),
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel': write('actions'),
} as const satisfies Record<string, Need>;

export type RestOperation = keyof typeof restOperations;

/** The GraphQL fields the adapter asks for. */
export const graphqlOperations = {
  markPullRequestReadyForReview: write('pull_requests'),
  node: read('pull_requests'),
} as const satisfies Record<string, Need>;
