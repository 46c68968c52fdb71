import { ProbotOctokit } from 'probot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGithub } from '../../../src/adapters/github/github.ts';
import type { GithubRepository } from '../../../src/ports/github.ts';
import { branchWithCommit } from './fixtures.ts';
import { createWorld, fullName, type TestWorld } from './world.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let world: TestWorld;
let repository: GithubRepository;
let number: number;

beforeAll(async () => {
  world = await createWorld({ limits: { contentPerMinute: 10_000, contentPerHour: 10_000 } });
  const client = (token: string) =>
    new ProbotOctokit({
      ...{ auth: { token }, baseUrl: world.github.url, log: silent },
      ...{ throttle: { enabled: false }, retry: { enabled: false } },
    });
  const github = createGithub({
    app: async () => client(world.appToken()),
    installation: async () => client(world.token),
    log: silent,
    now: () => world.clock.now(),
  });
  repository = github.repository({ fullName, installationId: world.installationId });
  await branchWithCommit(world, { branch: 'feat/x', file: 'x.txt', text: 'a\nb\nc\n' });
  const opened = await repository.openPull({
    head: 'feat/x',
    base: 'main',
    title: 't',
    body: 'b',
    draft: false,
  });
  number = opened.number;
});
afterAll(() => world.stop());

/** As REST writes times, and so our types do. */
const time = expect.stringMatching(/^\d{4}-.*Z$/);

test('the adapter reads all that reviewers and people said, and answers once', async () => {
  const { github } = world;
  const { head } = await github.pull(fullName, number);
  const rabbit = github.otherApp('coderabbitai', fullName);
  const ann = github.reviewerOn('writeer', fullName);
  rabbit.comment({ number, body: 'Walkthrough' });
  const comments = [{ path: 'x.txt', line: 2, body: '_⚠️ Potential issue_' }];
  const { id } = await rabbit.review({ number, event: 'COMMENT', body: 'Actionable: 1', comments });
  const demand = await ann.review({ number, event: 'REQUEST_CHANGES', body: 'No' });
  ann.dismiss({ number, id: demand.id, message: 'Well' });
  const [thread] = github.conversations(fullName, number);
  const first = thread?.comments[0]?.id ?? 0;
  ann.resolve({ comment: ann.reply({ number, to: first, body: 'True' }).id });
  const annotations = Array.from({ length: 120 }, (_, at) => ({
    ...{ path: 'x.txt', start_line: 1, end_line: 1, annotation_level: 'failure' as const, title: 'T' },
    message: `m ${at}`,
  }));
  const conclusion = 'failure' as const;
  const changes = { conclusion, output: { title: 't', summary: 's', annotations } };
  await rabbit.createCheck({ name: 'CodeRabbit', headSha: head.sha, changes });

  const talk = await repository.talk(number);
  expect(talk.comments).toMatchObject([{ by: 'coderabbitai[bot]', body: 'Walkthrough', createdAt: time }]);
  expect(talk.reviews).toMatchObject([
    { id, by: 'coderabbitai[bot]', state: 'commented', commit: head.sha, submittedAt: time },
    { id: demand.id, by: 'writeer', state: 'dismissed', body: 'No' },
    { by: 'writeer', state: 'commented', body: '' },
  ]);
  expect(talk.threads).toMatchObject([
    {
      ...{ id: thread?.id, path: 'x.txt', line: 2, resolved: true, outdated: false },
      comments: [
        { id: first, by: 'coderabbitai[bot]', review: id, commit: head.sha },
        { by: 'writeer', body: 'True', createdAt: time },
      ],
    },
  ]);
  expect(talk.checks).toMatchObject([{ app: 'coderabbitai', conclusion, summary: 's', commit: head.sha }]);
  expect(talk.checks[0]?.annotations.map(({ message }) => message)).toEqual(
    annotations.map(({ message }) => message),
  );

  const answer = { pull: number, comment: first, tag: 'F1' };
  expect(await repository.replyInThread({ ...answer, body: 'Fixed.' })).toMatchObject({ change: 'created' });
  expect(await repository.replyInThread({ ...answer, body: 'Fixed.' })).toMatchObject({ change: 'same' });
  expect(await repository.replyInThread({ ...answer, body: 'Filed.' })).toMatchObject({ change: 'updated' });
  const after = (await repository.talk(number)).threads[0]?.comments;
  expect(after?.map(({ by }) => by)).toEqual(['coderabbitai[bot]', 'writeer', 'app-101[bot]']);
});

test('every thread and every comment of it, over many pages', async () => {
  const rabbit = world.github.otherApp('copilot-pull-request-reviewer', fullName);
  const long = await rabbit.commentOnLine({ number, path: 'x.txt', line: 3, body: 'long' });
  for (let at = 0; at < 120; at += 1) rabbit.reply({ number, to: long.id, body: `reply ${at}` });
  for (let at = 0; at < 60; at += 1)
    await rabbit.commentOnLine({ number, path: 'x.txt', line: 1, body: `${at}` });
  const { threads } = await repository.talk(number);
  const [talked, ...others] = threads.filter(({ comments: [one] }) => one?.by === rabbit.login);
  expect(talked?.comments.map(({ body }) => body)).toEqual([
    'long',
    ...Array.from({ length: 120 }, (_, at) => `reply ${at}`),
  ]);
  expect(others.map(({ comments: [one] }) => one?.body)).toEqual(
    Array.from({ length: 60 }, (_, at) => `${at}`),
  );
});
