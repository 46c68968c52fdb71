import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { tick, typeOnGithub } from '../../src/sandbox/person.ts';
import {
  begin,
  box,
  commentsOn,
  converse,
  firstAccepted,
  type Journey,
  pullOf,
  reactionsOn,
  reply,
  startJourney,
  wait,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['late', 'often', 'outside'] });
});
afterAll(() => journey?.stop());

describe('an answer older than the question', () => {
  it('accepts nothing, though the App was away when both came', async () => {
    const { local } = journey;
    const late = journey.ticket('late');
    journey.order('late', 'wait');
    const number = await begin(journey, 'late');
    await late.shows('running');
    // an app's words in Linear: the App will read them again when it comes back
    local.linear.addUser({ name: 'Robin', email: 'robin@apps.test', app: true });
    late.say('/cancel', 'Robin');
    await local.app().stop();
    const id = typeOnGithub(local, { number, body: '/accept' });
    const written = commentsOn(local, number).find((comment) => comment.id === id)?.created_at ?? '';
    // GitHub tells whole seconds: the run has to end in a later one
    await vi.waitUntil(() => Date.now() >= Date.parse(written) + 1000, { timeout: 5000 });
    journey.order('late', 'work');
    await local.github.settled();
    await local.restartApp();
    await box(local, { number, command: 'accept', decision: 'd1a1' });
    await wait(local, 'the answer to the old words', () =>
      reactionsOn(local, number, id).includes('confused') ? true : null,
    );
    expect(reply(local, number, `reply:comment:${id}:`)).toMatch(/nothing was done|did nothing/);
    await late.shows('Stage: **deciding**');
    expect(late.told().join('\n')).not.toContain('Robin');
    await converse(local, { number, body: '/accept' });
    await late.shows('confirm the scope');
  });
});

describe('one tick', () => {
  it('that is told a hundred times starts one delegation, and its one judgement', async () => {
    const { local } = journey;
    const issue = local.github.openIssueAs('ada', {
      repository: local.repository,
      title: 'Keep notes',
      body: 'For PER-207.',
    }).number;
    typeOnGithub(local, { number: issue, body: '/delegate 1' });
    const asked = await box(local, { number: issue, command: 'confirm' });
    const before = local.github.runs(local.repository).length;
    tick(local, asked);
    const told = await wait(local, 'the webhook of the tick', () =>
      local.github
        .deliveries(local.appId)
        .findLast((one) => one.event === 'issue_comment' && one.request.body.includes('- [x] **Confirm**')),
    );
    const again = Array.from({ length: 100 }, () =>
      fetch(`${local.app().url}/api/github/webhooks`, {
        method: 'POST',
        body: told.request.body,
        headers: { ...told.request.headers, 'x-github-delivery': randomUUID() },
      }),
    );
    expect([...new Set((await Promise.all(again)).map((answer) => answer.status))]).toEqual([202]);
    const number = await journey.ticket('often').pull();
    await box(local, { number, command: 'accept', decision: 'd1a1' });
    await converse(local, { number, body: '/status' });
    expect(local.github.runs(local.repository)).toHaveLength(before + 2);
    const ours = commentsOn(local, issue).filter((comment) => comment.user.login === 'throughline[bot]');
    expect(ours.map((comment) => comment.body.split('\n')[0]).sort()).toEqual([
      '<!-- throughline:d1:scope -->',
      '<!-- throughline:status -->',
    ]);
  });
});

describe('a merge that GitHub never told of', () => {
  it('is believed only when the repository shows it', async () => {
    const { local } = journey;
    const ticket = journey.ticket('outside');
    const pull = await firstAccepted(journey, 'outside');
    await converse(local, { number: pull, body: '/drop 2-3 Not needed.' });
    await ticket.shows('handed over');
    const head = pullOf(local, pull).head.sha;
    const early = await converse(local, { number: pull, body: `/merged ${head}` });
    expect(early.said).toContain(`GitHub shows #${pull} as not merged`);
    expect(early.reactions).toEqual(['eyes', 'confused']);
    const hear = local.github.mute(local.appId);
    const sha = await local.github.mergePullAs('ada', { repository: local.repository, number: pull });
    await local.github.settledHooks();
    hear();
    const wrong = await converse(local, { number: pull, body: `/merged ${head}` });
    expect(wrong.said).toContain(`as merged by ${sha}, not by ${head}`);
    expect(ticket.history()).toEqual(['Todo', 'In Progress']);
    await converse(local, { number: pull, body: `/merged ${sha.slice(0, 9)}` });
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    expect((await converse(local, { number: pull, body: `/merged ${sha}` })).said).toContain('done already');
  });
});
