/**
 * Makes test/contracts/github.json and, when given a schema, test/contracts/github.graphql: the parts of
 * GitHub's published descriptions that the product and its sandbox speak, without their prose.
 *
 *   npm install --prefix /tmp/github-openapi @octokit/openapi @octokit/graphql-schema
 *   npx tsx test/contracts/scripts/make-github.ts \
 *     /tmp/github-openapi/node_modules/@octokit/openapi/generated/api.github.com.json \
 *     /tmp/github-openapi/node_modules/@octokit/graphql-schema/schema.graphql
 *
 * The sources weigh 385 MB installed and are never a dependency of the project.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { restOperations } from '../../../src/adapters/github/permissions.ts';
import { extractOpenApi } from './extract-openapi.ts';
import { extractGraphql } from './extract-graphql.ts';

/** What only the people and tools of the sandbox do. */
const sandboxOperations = [
  'GET /app/hook/deliveries/{delivery_id}',
  'GET /app/installations/{installation_id}',
  'GET /repos/{owner}/{repo}/installation',
  'POST /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/issues',
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'GET /repos/{owner}/{repo}/labels',
  'POST /repos/{owner}/{repo}/labels',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/merge',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/branches/{branch}',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
  'POST /repos/{owner}/{repo}/statuses/{sha}',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs',
  'GET /repos/{owner}/{repo}/actions/jobs/{job_id}',
];

const mutations = [
  'markPullRequestReadyForReview',
  'convertPullRequestToDraft',
  'resolveReviewThread',
  'unresolveReviewThread',
];

const beside = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

const [openapiPath, graphqlPath] = process.argv.slice(2);
if (openapiPath === undefined) {
  console.error('usage: make-github.ts <api.github.com.json> [<schema.graphql>]');
  process.exit(2);
}
const operations = [...new Set([...Object.keys(restOperations), ...sandboxOperations])].sort();
const extract = extractOpenApi(JSON.parse(readFileSync(openapiPath, 'utf8')), operations);
writeFileSync(beside('github.json'), `${JSON.stringify(extract, null, 1)}\n`);
if (graphqlPath !== undefined) {
  writeFileSync(beside('github.graphql'), extractGraphql(readFileSync(graphqlPath, 'utf8'), mutations));
}
