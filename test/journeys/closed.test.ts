import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { begin, box, converse, type Journey, pullOf, shown, startJourney, tickBox, wait } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['closing', 'again'] });
});
afterAll(() => journey?.stop());

const merge = (number: number) =>
  journey.local.github.mergePullAs('ada', { repository: journey.local.repository, number });

const set = (number: number, state: 'open' | 'closed') =>
  journey.local.github.setPullStateAs('ada', { repository: journey.local.repository, number, state });

describe('a pull request that is closed', () => {
  it('gets a successor on the same branch when the work is to go on without it', async () => {
    const { local } = journey;
    const ticket = journey.ticket('again');
    const closed = await begin(journey, 'again', '1-3');
    await box(local, { number: closed, command: 'accept', decision: 'd1a1' });
    await set(closed, 'closed');
    await ticket.shows('Stage: **rejected**');
    await converse(local, { number: closed, body: '/iterate Say it in other words.' });
    const next = await wait(local, 'the second pull request', () =>
      local.github
        .pulls(local.repository)
        .find((one) => one.number > closed && one.title.startsWith(`${ticket.key}: `)),
    );
    expect(next.head.ref).toBe(pullOf(local, closed).head.ref);
    await box(local, { number: closed, command: 'accept', decision: 'd1a2' });
    const status = await ticket.shows('Stage: **deciding**');
    expect(status).toContain(`[#${next.number}]`);
    expect(status).toContain(`in the findings block in #${closed}, or by a command`);
  });

  it('is a rejection that deletes nothing, and reopening brings the question back', async () => {
    const { local } = journey;
    const ticket = journey.ticket('closing');
    const pull = await begin(journey, 'closing', '1-3');
    await box(local, { number: pull, command: 'accept', decision: 'd1a1' });
    const { head } = pullOf(local, pull);
    await set(pull, 'closed');
    expect(await ticket.shows('Stage: **rejected**')).toContain('Reopen it to go on');
    expect(await shown(local, pull, 'd1:findings')).toContain('Nothing is asked of you now.');
    expect((await converse(local, { number: pull, body: '/accept' })).said).toContain('did nothing');
    expect(pullOf(local, pull).head.sha).toBe(head.sha);
    await set(pull, 'open');
    await ticket.shows('Stage: **deciding**');
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
    await ticket.shows('handed over');

    // closed once more at the end: nothing is left but the merge
    await set(pull, 'closed');
    await ticket.shows('Stage: **rejected**');
    await set(pull, 'open');
    await ticket.shows('handed over');
    await merge(pull);
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
  });
});
