import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import { appId, createReceiver, createWorld, fullName, type Received, type TestWorld } from './world.ts';

type Shape = Record<string, unknown>;
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const path = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
const examples: { name: string; examples: Shape[] }[] = JSON.parse(readFileSync(path, 'utf8'));

const repo = `/repos/${fullName}`;
let world: TestWorld;
let receiver: Awaited<ReturnType<typeof createReceiver>>;

beforeAll(async () => {
  receiver = await createReceiver();
  world = await createWorld();
  world.github.subscribe({ appId, url: receiver.url, secret: 's' });
});
afterAll(async () => {
  await world.stop();
  await receiver.close();
});

/** Paths, three deep, that `example` has and `payload` has not. */
function missing(example: Shape, payload: Shape, at = ''): string[] {
  return Object.entries(example).flatMap(([name, value]) => {
    const given = payload[name];
    if (!(name in payload)) return [`${at}${name}`];
    const deeper = at.split('.').length < 3 && isShape(value) && isShape(given);
    return deeper ? missing(value, given, `${at}${name}.`) : [];
  });
}

/** What no App here looks at, and what an installation has only when it was granted it. */
const leftOut = /^(organization\.|repository\.custom_properties|installation\.permissions\.|issue\.draft)/;

function missingEverywhere({ headers, payload }: Received): string[] {
  const all = examples.find(({ name }) => name === headers['x-github-event'])?.examples ?? [];
  const same = all.filter(({ action }) => action === payload.action);
  const lists = (same.length > 0 ? same : all).map((example) => missing(example, payload));
  expect(lists.length).toBeGreaterThan(0);
  return (lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)) && !leftOut.test(name));
}

test('webhooks carry what all of GitHub’s own examples of them carry', async () => {
  const { token, send, github } = world;
  const { number } = github.openIssueAs('writeer', {
    repository: fullName,
    title: 'a',
    body: 'b',
    labels: ['x'],
  });
  const comment = github.commentAs('writeer', { repository: fullName, number, body: 'x' });
  github.editCommentAs('writeer', { repository: fullName, id: comment.id, body: 'y' });
  const sha = await branchWithCommit(world, { branch: 'feat/x' });
  const pull = { title: 't', head: 'feat/x', base: 'main', draft: true };
  const opened = (await send(`POST ${repo}/pulls`, { token, body: pull })).body;
  const query = `mutation { markPullRequestReadyForReview(input: { pullRequestId: "${opened.node_id}" }) { clientMutationId } }`;
  await send('POST /graphql', { token, body: { query } });
  const check = { name: 'review', head_sha: sha, conclusion: 'failure' };
  await send(`POST ${repo}/check-runs`, { token, body: check });
  const body = { ref: 'main', inputs: { assignment: 'x' } };
  await send(`POST ${repo}/actions/workflows/throughline.yml/dispatches`, { token, body });
  await github.mergePullAs('writeer', { repository: fullName, number: opened.number });
  github.installApp({ appId, repositories: ['acme/plain'] });
  await github.settled();
  const names = receiver.names();
  expect(new Set(names)).toEqual(
    new Set([
      'issues.opened',
      'issues.labeled',
      'issue_comment.created',
      'issue_comment.edited',
      'push',
      'pull_request.opened',
      'pull_request.ready_for_review',
      'pull_request.closed',
      'check_run.created',
      'check_run.completed',
      'installation.created',
      'workflow_run.requested',
      'workflow_run.in_progress',
      'workflow_run.completed',
    ]),
  );
  expect(receiver.received.map((hook, at) => [names[at], missingEverywhere(hook)])).toEqual(
    names.map((name) => [name, []]),
  );
  const closed = receiver.received[names.indexOf('pull_request.closed')]?.payload.pull_request;
  expect(closed).toMatchObject({
    merged: true,
    merged_by: { login: 'writeer' },
    commits: 1,
    additions: 1,
    changed_files: 1,
  });
});
