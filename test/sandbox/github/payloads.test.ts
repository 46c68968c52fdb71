import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { branchWithCommit } from './fixtures.ts';
import {
  appId,
  appOptions,
  createReceiver,
  createWorld,
  fullName,
  otherKeys,
  type Received,
  type TestWorld,
} from './world.ts';

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

test('so do those about reviews, branches and new bases', async () => {
  const { github } = world;
  const hooks = await createReceiver();
  const events = ['pull_request_review', 'pull_request_review_comment', 'pull_request_review_thread'];
  const app = {
    ...appOptions(404, otherKeys.publicKey),
    events: [...events, 'create', 'delete', 'pull_request'],
  };
  github.registerApp(app);
  github.installApp({ appId: 404, repositories: [fullName] });
  github.subscribe({ appId: 404, url: hooks.url, secret: 's' });
  await branchWithCommit(world, { branch: 'next' });
  await branchWithCommit(world, { branch: 'feat/reviewed' });
  const body = { title: 't', head: 'feat/reviewed', base: 'main' };
  const { number } = (await world.send(`POST ${repo}/pulls`, { token: world.token, body })).body;
  const ann = github.reviewerOn('writeer', fullName);
  const comments = [{ path: 'feat-reviewed.txt', line: 1, body: 'Here' }];
  const { id } = await ann.review({ number, event: 'REQUEST_CHANGES', body: 'No', comments });
  ann.editReview({ number, id, body: 'No!' });
  ann.dismiss({ number, id, message: 'Well' });
  const [first] = github.conversations(fullName, number)[0]?.comments ?? [];
  const said = ann.reply({ number, to: first?.id ?? 0, body: 'And' });
  ann.editLineComment({ id: said.id, body: 'And so' });
  ann.resolve({ comment: said.id });
  ann.resolve({ comment: said.id, resolved: false });
  ann.deleteLineComment({ id: said.id });
  await github.retargetAs('writeer', { repository: fullName, number, base: 'next' });
  await github.deleteBranchAs('writeer', { repository: fullName, number });
  await github.settled();
  const names = hooks.names();
  expect(names).toEqual([
    ...['create', 'create', 'pull_request.opened'],
    ...['pull_request_review.submitted', 'pull_request_review_comment.created'],
    ...['pull_request_review.edited', 'pull_request_review.dismissed'],
    ...['pull_request_review.submitted', 'pull_request_review_comment.created'],
    'pull_request_review_comment.edited',
    ...['pull_request_review_thread.resolved', 'pull_request_review_thread.unresolved'],
    ...['pull_request_review_comment.deleted', 'pull_request.edited', 'delete', 'pull_request.closed'],
  ]);
  expect(hooks.received.map((hook, at) => [names[at], missingEverywhere(hook)])).toEqual(
    names.map((name) => [name, []]),
  );
  const of = (name: string) => hooks.received[names.indexOf(name)]?.payload;
  expect(of('pull_request_review.submitted').review).toMatchObject({
    state: 'changes_requested',
    body: 'No',
  });
  expect(of('pull_request_review.edited').changes).toEqual({ body: { from: 'No' } });
  expect(of('pull_request_review.dismissed').review.state).toBe('dismissed');
  expect(hooks.received[7]?.payload.review).toMatchObject({ state: 'commented', body: null });
  expect(of('pull_request_review_thread.resolved').thread.comments).toHaveLength(2);
  expect(of('pull_request.edited')).toMatchObject({
    changes: { base: { ref: { from: 'main' }, sha: { from: expect.stringMatching(/^[0-9a-f]{40}$/) } } },
    pull_request: { base: { ref: 'next' } },
  });
  expect(of('delete')).toMatchObject({ ref: 'feat/reviewed', ref_type: 'branch', pusher_type: 'user' });
  // Who did not ask for them is told of the pull request only.
  expect(receiver.names().filter((name) => /^pull_request_review|^create|^delete/.test(name))).toEqual([]);
  await hooks.close();
});
