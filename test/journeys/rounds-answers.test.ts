import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { people } from '../../src/sandbox/local.ts';
import { box, notice, wait } from './support.ts';
import { acknowledge, file, fix, found, reviewed, triaged, untested, work } from './tally/words.ts';
import { type Reviewed, startTally, type Tally } from './tally/world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let tally: Tally;
beforeAll(async () => {
  tally = await startTally({ changes: ['beta', 'gamma', 'delta', 'epsilon'] });
});
afterAll(() => tally?.stop());

const legacy = (change: string) =>
  found(change, {
    ...{ severity: 'high', title: 'Old files are read as bytes', path: 'lib/Tally/Legacy.pm', line: 7 },
    why: '`lib/Tally/Legacy.pm` opens without a layer: counts of old files are of bytes.',
  });
const missing = (change: string) =>
  found(change, {
    ...{ severity: 'low', title: 'A text that is not given warns', line: 6 },
    why: '`$text` may be undefined, which is split all the same.',
  });

describe('a round with findings', () => {
  let ticket: Reviewed;

  it('takes the words of people with permission, and says why it does not take others', async () => {
    ticket = await tally.reviewed('beta', ({ next }) => {
      next('rounds', reviewed([found('beta'), legacy('beta'), missing('beta')]));
      next('triage', () => null);
      next('delegate', work('beta'), untested('beta'));
    });
    await ticket.round(1, 'being triaged');
    // worst first: F1 High in the old module, F2 Medium, F3 Low
    expect(await ticket.say('/triage F9 fix')).toContain(
      'F9 is no finding of this pull request. There are F1, F2, F3.',
    );
    expect(await ticket.say('/triage F1')).toContain('`/triage` needs a finding and what becomes of it');
    expect(await ticket.say('/triage F3 ack')).toContain('Say why');
    expect(await ticket.say('/triage F1 fix', people.reader)).toContain('write');
    expect(await ticket.round(1, 'being triaged')).not.toContain('decided by grace');
    await ticket.say('/triage F3 ack It is decided: nothing given is no line.');
    await ticket.say('/pause');
    await ticket.release('triage', triaged(file('F1'), fix('F2'), fix('F3')));
    await ticket.round(1, 'acknowledged, no action');
    expect(await ticket.round(1, 'filed as')).toContain('(decided by ada)');
    await ticket.shows('**paused**');
    expect(ticket.runs().filter((phase) => phase === 'delegate')).toHaveLength(1);
  });

  it('files what is out of scope once, related, with the priority of its severity, and no word undoes it', async () => {
    const filed = await wait(tally.local, 'the follow-up', () =>
      tally.local.linear.issues().find(({ title }) => title === 'Old files are read as bytes'),
    );
    expect(filed).toMatchObject({ priority: 3 });
    expect(filed.relations).toContainEqual({ type: 'related', key: ticket.key });
    expect(filed.description).toContain('High');
    expect(await ticket.say('/triage F1 file high')).toContain(
      `F1 is filed as ${filed.key}. Change that ticket`,
    );
  });

  it('has one fix-up, and asks a person where a check does not pass', async () => {
    await ticket.say('/resume');
    await box(tally.local, { number: ticket.pull, command: 'iterate', decision: 'd2a1' });
    await ticket.say('/reject Not without a test.');
    const status = await ticket.shows('Stage: **rejected**');
    expect(status).toContain('`/triage F2 ack <why>`');
    expect(status).toContain('push the fix');
  });

  it('goes on once a person has said what becomes of what was not fixed', async () => {
    await ticket.say('/triage F2 file high');
    const filed = await wait(tally.local, 'the second follow-up', () =>
      tally.local.linear.issues().find(({ title }) => title.startsWith('Empty lines at the end')),
    );
    expect(filed).toMatchObject({ priority: 2 });
    await ticket.shows('Stage: **handed over**');
    await ticket.round(1, 'clean');
    expect(ticket.check()).toMatchObject({ conclusion: 'success' });
    expect(ticket.said().filter((body) => body.includes('### Round'))).toHaveLength(1);
  });
});

describe('a fix-up with a check that does not pass', () => {
  it('is merged where a person accepts it all the same, who is named, and its round is closed', async () => {
    const ticket = await tally.reviewed('epsilon', ({ next }) => {
      next('rounds', reviewed([found('epsilon')]));
      next('delegate', work('epsilon'), untested('epsilon'));
    });
    await box(tally.local, { number: ticket.pull, command: 'accept', decision: 'd2a1' });
    const before = ticket.head();
    expect(await ticket.say('/accept', people.reader)).toContain('write');
    expect(ticket.head()).toBe(before);
    await ticket.say('/accept');
    expect(await ticket.round(1, /fixed in \[/)).toContain('every finding has its answer');
    expect(ticket.head()).not.toBe(before);
    await ticket.shows('Stage: **handed over**');
    expect(await notice(tally.local, { number: ticket.pull, kind: 'handed-over' })).toContain(
      '**Accepted without passing:** the findings of round 1 (`test-integrity`, by ada)',
    );
    expect(await ticket.round(2, 'clean')).not.toContain('F2');
  });
});

describe('a triage that answers wrongly', () => {
  it('is told so in its turn, and after its last one people answer without it', async () => {
    const ticket = await tally.reviewed('gamma', ({ next }) => {
      next('rounds', reviewed([found('gamma'), missing('gamma')]));
      const wrong = triaged(
        file('F1', { cites: { of: 'task', id: '1.1', quote: 'Create `lib/Tally/Gamma.pm`, which counts' } }),
      );
      next('triage', wrong, wrong, wrong);
    });
    const status = await ticket.shows('Stage: **blocked**');
    const turns = ticket.told('triage');
    expect(turns.length).toBeGreaterThan(1);
    expect(turns[1]).toContain('F2 has no answer: give it exactly one.');
    expect(turns[1]).toContain('does not say that anything is left out');
    expect(status).toContain('F2 has no answer');
    expect(ticket.check()?.conclusion).not.toBe('success');
    await ticket.say('/triage F1 ack Nobody ends a text with empty lines.');
    expect(ticket.status()).toContain('Stage: **blocked**');
    await ticket.say('/triage F2 ack It is decided.');
    await ticket.shows('Stage: **handed over**');
    expect(ticket.told('triage')).toHaveLength(turns.length);
    expect(await notice(tally.local, { number: ticket.pull, kind: 'handed-over' })).toBeDefined();
  });
});

describe('an answer of an earlier round', () => {
  it('is honoured whatever words come next', async () => {
    const other = {
      title: 'Undefined text triggers a warning when nothing is given',
      why: 'An undefined `$text` is split.',
    };
    const ticket = await tally.reviewed('delta', ({ next }) => {
      next('rounds', reviewed([found('delta'), missing('delta')]));
      next('triage', triaged(fix('F1', false), acknowledge('F2')));
      // its first turn raises again what was answered, and is sent back; the second leaves it out
      next(
        'rounds',
        reviewed(
          [{ ...missing('delta'), ...other, repeats: 'F2' }],
          [{ finding: 'F1', verdict: 'fixed', why: 'Seen.' }],
        ),
        reviewed([{ ...missing('delta'), ...other }], [{ finding: 'F1', verdict: 'fixed', why: 'Seen.' }]),
      );
    });
    await ticket.round(1, 'every finding has its answer');
    await ticket.shows('Stage: **handed over**');
    expect(ticket.told('rounds')[2]).toContain('honour that answer');
    expect(await ticket.round(2, 'clean')).not.toContain('F3');
    expect(await ticket.round(1, /fixed in \[/)).toContain('acknowledged, no action');
  });
});
