import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { steerRun } from '../../src/sandbox/page/hands.ts';
import { type Clone, cloneFor, notice, pullOf, reply, wait } from './support.ts';
import type { Act, Script } from './tally/script.ts';
import { found, reviewed } from './tally/words.ts';
import { type Reviewed, startTally, type Tally } from './tally/world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let tally: Tally;
let silent: Promise<Reviewed>;
beforeAll(async () => {
  tally = await startTally({
    changes: ['alpha', 'silent', 'manual', 'moved'],
    more: { caps: { minutes: 1 }, rounds: { quiet: 0 } },
  });
  // its reviewer is never heard of: the minute passes while the others are played
  silent = tally.reviewed('silent', ({ next }) =>
    next(
      'rounds',
      () => null,
      () => null,
    ),
  );
});
afterAll(() => tally?.stop());

const check = (ticket: Reviewed, title: string) =>
  wait(tally.local, `the check of ${ticket.key} to say ${title}`, () => {
    const one = ticket.check();
    return one?.title.includes(title) ? one : null;
  });

/** Nobody can take it for reviewed: not the status, not the check, not the comment of the round, not the stage. */
const neverGreen = async (ticket: Reviewed, { cause, remedy }: { cause: string; remedy: string }) => {
  const status = await ticket.shows('Stage: **blocked**');
  expect(status).toContain('/retry');
  const one = await check(ticket, `did not run — ${cause}`);
  expect(one.conclusion).toBe('failure');
  expect(one.summary).toContain('Nobody has reviewed this commit.');
  const block = await ticket.round(1, cause);
  expect(block).toContain('NOBODY has reviewed this head');
  expect(block).toContain('This is not a clean review.');
  expect(block).toContain(remedy);
  expect(reply(tally.local, ticket.pull, 'notice:')).not.toContain('handed over');
  return status;
};

describe('a reviewer that gives no word', () => {
  let ticket: Reviewed;

  const wrong: [string, { acts: (Act | Script)[]; cause: string; says?: string }][] = [
    ['dies', { acts: [{ exit: 3 }, { exit: 3 }], cause: 'the run of the review died', says: 'exit code 3' }],
    [
      'answers nothing',
      { acts: [{}, {}], cause: 'what it answered cannot be read', says: 'There is no answer' },
    ],
    [
      'answers in a broken form',
      {
        acts: Array(2).fill({ answer: { status: 'REVIEWED', findings: [] } }),
        cause: 'what it answered cannot be read',
        says: 'breaks its contract',
      },
    ],
    [
      'names a file that is not there',
      {
        acts: Array(2).fill(reviewed([found('alpha', { path: 'lib/Tally/Omega.pm' })])),
        cause: 'what it answered cannot be read',
        says: 'lib/Tally/Omega.pm',
      },
    ],
    [
      'says of another tree that it is clean',
      {
        acts: Array(2).fill({
          answer: { ...(reviewed([]).answer as object), head: 'f'.repeat(40) },
        }),
        cause: 'what it answered cannot be read',
        says: 'breaks its contract',
      },
    ],
    [
      'judges fixes of another round',
      {
        acts: Array(2).fill(reviewed([], [{ finding: 'F7', verdict: 'fixed', why: 'Seen.' }])),
        cause: 'what it answered cannot be read',
        says: 'F7 was not answered with a commit',
      },
    ],
    [
      'says itself that it could not',
      {
        acts: [{ answer: { status: 'BLOCKED', why: 'The diff is not there.' } }],
        cause: 'it says itself that it did not review',
        says: 'The diff is not there.',
      },
    ],
  ];

  it.each(wrong)(
    'is never green where it %s, and /retry asks again',
    async (_what, { acts, cause, says }) => {
      const before = ticket ? ticket.told('rounds').length : 0;
      if (ticket) {
        ticket.next('rounds', ...acts);
        await ticket.say('/retry');
      } else ticket = await tally.reviewed('alpha', ({ next }) => next('rounds', ...acts));
      await ticket.asked('rounds', before + acts.length);
      const status = await neverGreen(ticket, { cause, remedy: '`/retry`' });
      if (says) expect(await ticket.shows(says)).toContain(says);
      expect(status).not.toContain('handed over');
    },
  );

  it('is never green where a person cancels its run', async () => {
    const before = ticket.told('rounds').length;
    ticket.next('rounds', () => null);
    await ticket.say('/retry');
    await ticket.asked('rounds', before + 1);
    const run = await wait(tally.local, 'the run', () =>
      tally.local.github
        .runs(tally.local.repository)
        .find(
          ({ status, inputs }) => status === 'in_progress' && inputs.assignment?.includes(`"${ticket.key}"`),
        ),
    );
    await steerRun(tally.local, { as: 'ada', id: run.id, action: 'cancel' });
    await neverGreen(ticket, {
      cause: 'the review was cancelled',
      remedy: '`/retry` starts the review afresh.',
    });
  });

  it('is green on a good word, in the same round and the same comment', async () => {
    await ticket.say('/retry');
    const end = await ticket.shows('Stage: **handed over**');
    expect(end).not.toContain('no reviewer is configured');
    expect(await check(ticket, 'clean')).toMatchObject({ conclusion: 'success' });
    expect(await ticket.round(1, 'clean')).toContain('no findings');
    expect(await notice(tally.local, { number: ticket.pull, kind: 'handed-over' })).toBeDefined();
    expect(ticket.said().filter((body) => body.includes('### Round'))).toHaveLength(1);
    expect(ticket.runs().filter((phase) => phase === 'rounds')).toHaveLength(wrong.length + 2);
  });
});

describe('a head that is being reviewed', () => {
  let ticket: Reviewed;
  let clone: Clone;
  const push = async (text: string): Promise<string> => {
    const { ref } = pullOf(tally.local, ticket.pull).head;
    clone.write('lib/Tally/More.pm', `package Tally::More;\n# ${text}\n1;\n`);
    return clone.push(ref, `${ticket.key}: ${text}`);
  };

  it('is left where somebody pushes, which its check says', async () => {
    const { local } = tally;
    ticket = await tally.reviewed('moved', ({ next }) => next('rounds', () => null));
    await ticket.asked('rounds', 1);
    clone = await cloneFor(local, join(local.folder, 'clone'));
    await clone.git('checkout', '--quiet', pullOf(local, ticket.pull).head.ref);
    const first = ticket.head();
    const second = await push('one more');
    await ticket.shows('Stage: **handed over**');
    expect(ticket.head()).toBe(second);
    expect(await check(ticket, 'Round 1: clean')).toMatchObject({ conclusion: 'success' });
    const checks = local.github.checks(local.repository, first).filter(({ name }) => name.includes('bot'));
    expect(checks).toMatchObject([{ status: 'completed', conclusion: 'cancelled' }]);
    expect(checks[0]?.output.summary).toContain('Nobody has reviewed this commit.');
  });

  it('is reviewed anew where its pull request was closed meanwhile, and opened again', async () => {
    const { local } = tally;
    const at = { repository: local.repository, number: ticket.pull };
    const before = ticket.told('rounds').length;
    ticket.next('rounds', () => null);
    await push('and more of it');
    await ticket.asked('rounds', before + 1);
    await local.github.setPullStateAs('ada', { ...at, state: 'closed' });
    await ticket.shows('Reopen it to go on');
    expect(ticket.check()?.conclusion).not.toBe('success');
    await local.github.setPullStateAs('ada', { ...at, state: 'open' });
    await ticket.shows('Stage: **handed over**');
    expect(ticket.told('rounds')).toHaveLength(before + 2);
    expect(await check(ticket, 'clean')).toMatchObject({ conclusion: 'success' });
  });

  it('is stopped by /cancel, and nothing looks reviewed', async () => {
    const { local } = tally;
    const before = ticket.told('rounds').length;
    ticket.next('rounds', () => null);
    await push('and another one');
    await ticket.asked('rounds', before + 1);
    await ticket.say('/cancel');
    const status = await ticket.shows('Stage: **cancelled**');
    expect(status).not.toContain('being reviewed');
    expect(await check(ticket, 'did not run — the review was cancelled')).toMatchObject({
      conclusion: 'failure',
    });
    const own = () =>
      local.github.runs(local.repository).filter(({ inputs }) => inputs.assignment?.includes(ticket.key));
    await wait(local, 'the run to end', () => own().every((run) => run.status === 'completed') || null);
    expect(local.linear.issue(ticket.key)?.state.type).toBe('started');
  });
});

describe('a change of documentation alone', () => {
  it('is left out by rule, which is clean, said once, and handed over', async () => {
    const ticket = await tally.reviewed('manual');
    await ticket.shows('Stage: **handed over**');
    expect(await check(ticket, 'skipped: documentation only')).toMatchObject({ conclusion: 'success' });
    const block = await ticket.round(1, 'skipped by rule');
    expect(block).toContain('documentation only');
    expect(ticket.told('rounds')).toEqual([]);
    expect(ticket.said().filter((body) => body.includes('### Round'))).toHaveLength(1);
  });
});

describe('a reviewer that is never heard of', () => {
  it('runs into its time limit', async () => {
    const ticket = await silent;
    await neverGreen(ticket, { cause: 'the review ran into its time limit', remedy: '`caps.minutes`' });
  });
});
