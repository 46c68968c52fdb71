import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  begin,
  box,
  converse,
  firstAccepted,
  type Journey,
  pullOf,
  reply,
  shown,
  startJourney,
  tickBox,
  wait,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({
    tickets: ['finishing', 'continuing', 'some'],
  });
});
afterAll(() => journey?.stop());

const merge = (number: number) =>
  journey.local.github.mergePullAs('ada', { repository: journey.local.repository, number });

/** GitHub merges no draft: somebody who merges early says first that it is ready. */
const mergeEarly = async (number: number): Promise<string> => {
  const { github } = journey.local;
  const octokit = new Octokit({ baseUrl: github.url, auth: github.createUserToken('ada') });
  await octokit.graphql(
    'mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }',
    { id: pullOf(journey.local, number).node_id },
  );
  return merge(number);
};

describe('a merge with sections open', () => {
  it('makes the ticket wait until somebody lets them go', async () => {
    const { local } = journey;
    const ticket = journey.ticket('finishing');
    journey.order('finishing', 'wait');
    const pull = await begin(journey, 'finishing');
    await ticket.shows('running');
    const sha = await mergeEarly(pull);
    const asked = await box(local, { number: pull, command: 'drop-rest' });
    expect(asked.comment.body).toContain('the pull request was merged while sections are open');
    expect(asked.comment.body).toContain('- 1. First note\n- 2. Second note\n- 3. Third note');
    await wait(local, 'the run to be cancelled', () =>
      local.github.runs(local.repository)[0]?.conclusion === 'cancelled' ? true : null,
    );
    expect(await ticket.shows('merged with sections open')).toContain('Stage: **planned**');
    expect((await converse(local, { number: pull, body: '/confirm' })).said).toContain(
      'Asked now: what becomes of the open sections after the merge.',
    );
    expect(ticket.history()).toEqual(['Todo', 'In Progress']);
    await tickBox(local, { number: pull, command: 'drop-rest' });
    expect(await ticket.shows('Stage: **done**')).toContain('dropped by ada: the pull request was merged');
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    await wait(local, 'the last word on the ticket', () => ticket.told().find((said) => said.includes(sha)));
  });

  it('goes on in a second pull request', async () => {
    const { local } = journey;
    const ticket = journey.ticket('continuing');
    const first = await firstAccepted(journey, 'continuing');
    await mergeEarly(first);
    journey.order('continuing', 'wait');
    await tickBox(local, { number: first, command: 'continue' });
    // asked where people are, until there is another pull request
    await tickBox(local, { number: first, command: 'confirm', decision: 'd3' });
    const second = await wait(local, 'the second pull request', () =>
      local.github
        .pulls(local.repository)
        .find((one) => one.number > first && one.title.startsWith(`${ticket.key}: `)),
    );
    expect(second.head.ref).toBe(`${pullOf(local, first).head.ref}-2`);
    await ticket.shows('running');
    await wait(local, 'the way to it', () =>
      reply(local, first, 'status')?.includes(`is said in [pull request #${second.number}]`) ? true : null,
    );
    await converse(local, { number: second.number, body: '/cancel' });
    expect(ticket.history()).toEqual(['Todo', 'In Progress']);
  });

  it('goes on with what is left when some are dropped', async () => {
    const { local } = journey;
    const ticket = journey.ticket('some');
    const first = await firstAccepted(journey, 'some');
    await mergeEarly(first);
    await box(local, { number: first, command: 'drop-rest' });
    await converse(local, { number: first, body: '/drop 3 Moved to another ticket.' });
    await tickBox(local, { number: first, command: 'confirm', decision: 'd3' });
    const second = await wait(local, 'the second pull request', () =>
      local.github
        .pulls(local.repository)
        .find((one) => one.number > first && one.title.startsWith(`${ticket.key}: `)),
    );
    // the question is answered and cannot be ticked any more
    expect(await shown(local, first, 'unfinished-merge')).toBe(
      'The pull request was merged while sections were open. ada has what is left go on in a second pull request.',
    );
    await tickBox(local, { number: second.number, command: 'accept', decision: 'd3a1' });
    await ticket.shows('handed over');
    await merge(second.number);
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
  });
});
