import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { people } from '../../src/sandbox/local.ts';
import { configurationText } from './project.ts';
import {
  begin,
  box,
  converse,
  type Journey,
  notice,
  pullOf,
  reply,
  startJourney,
  tickBox,
  wait,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({
    tickets: ['forced', 'early'],
    configuration: (control) =>
      configurationText(control, {
        agents: {
          default: 'scribe',
          allowed: {
            scribe: { kind: 'command', command: `node scripts/agent.mjs '${control}'` },
            slow: { kind: 'command', command: 'sleep 600' },
          },
          phases: { rounds: { agent: 'slow' } },
        },
        rounds: { reviewer: 'throughline' },
      }),
  });
});
afterAll(() => journey?.stop());

const at = (number: number) => ({ repository: journey.local.repository, number });

describe('a branch that is rewritten', () => {
  it('keeps what was made on the old head from being merged, and goes on once that is back', async () => {
    const { local } = journey;
    const ticket = journey.ticket('forced');
    const pull = await begin(journey, 'forced', '1');
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
    await tickBox(local, { number: pull, command: 'confirm', decision: 'd2' });
    await box(local, { number: pull, command: 'accept', decision: 'd2a1' });
    const { head } = pullOf(local, pull);
    const { git } = await journey.clone();
    await git('checkout', '--quiet', head.ref);
    const before = await git('rev-parse', `${head.sha}^1`);
    await local.github.forcePushAs(people.writer, { ...at(pull), sha: before });
    const said = await notice(local, { number: pull, kind: 'rewritten' });
    expect(said).toContain('was force-pushed by ada from');
    expect(said).toContain('- delegation 1 (');
    expect(said).toContain(`git push --force origin ${head.sha}:refs/heads/${head.ref}`);
    const refused = await converse(local, { number: pull, body: '/accept' });
    expect(refused.said).toContain('was force-pushed by ada');
    expect(await ticket.shows('Not in it any more: the merge of delegation 1')).toContain('**deciding**');
    expect(pullOf(local, pull).head.sha).toBe(before);

    // by the very command that was named
    await git('push', '--quiet', '--force', 'origin', `${head.sha}:refs/heads/${head.ref}`);
    await ticket.shows(/^(?![\s\S]*force-pushed)/);
    await converse(local, { number: pull, body: '/accept' });
    await box(local, { number: pull, command: 'confirm', decision: 'd3' });
  });
});

describe('a merge while a round of review is under way', () => {
  it('stops the review, says that nobody reviewed, and ends the ticket', async () => {
    const { local } = journey;
    const ticket = journey.ticket('early');
    const pull = await begin(journey, 'early', '1-3');
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
    await wait(local, 'the review to be under way', () =>
      /being reviewed.*run/.test(reply(local, pull, 'round-1') ?? '') ? true : null,
    );
    const { head } = pullOf(local, pull);
    const sha = await local.github.mergePullAs(people.writer, at(pull));
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    await wait(local, 'the run to be cancelled', () =>
      local.github.runs(local.repository)[0]?.conclusion === 'cancelled' ? true : null,
    );
    const said = await wait(local, 'the last word on the ticket', () =>
      ticket.told().find((text) => text.startsWith('### Done')),
    );
    expect(said).toContain(sha);
    expect(said).toContain('**Rounds:** 1 — 1: **not reviewed**');
    await wait(local, 'the round to be over', () =>
      reply(local, pull, 'round-1')?.includes('NOBODY has reviewed this head') ? true : null,
    );
    const check = await wait(local, 'the check to be over', () =>
      local.github
        .checks(local.repository, head.sha)
        .find((one) => one.name === 'throughline / bot review' && one.status === 'completed'),
    );
    expect(check.conclusion).toBe('failure');
    expect(await ticket.shows('Stage: **done**')).toContain('Nothing is left to do.');
  });
});
