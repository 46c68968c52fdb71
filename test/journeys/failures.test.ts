import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { steerRun } from '../../src/sandbox/page/hands.ts';
import {
  begin,
  box,
  converse,
  type Journey,
  notice,
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
    tickets: ['stopped', 'cancelled', 'crashing', 'blocked', 'taken', 'conflict'],
  });
});
afterAll(() => journey?.stop());

const runsOf = (change: string) =>
  journey.local.github
    .runs(journey.local.repository)
    .filter((run) => run.inputs.assignment?.includes(`"change":"${change}"`));

const ends = (change: string, conclusion: string) =>
  wait(journey.local, `a run of ${change} to end ${conclusion}`, () =>
    runsOf(change)[0]?.conclusion === conclusion ? true : null,
  );

const underWay = (change: string) =>
  wait(journey.local, `a run of ${change}`, () => runsOf(change).find((run) => run.status === 'in_progress'));

describe('a run that is not wanted any more', () => {
  it('is cancelled by /cancel, and the ticket is left to people until /delegate', async () => {
    const { local } = journey;
    const ticket = journey.ticket('stopped');
    journey.order('stopped', 'wait');
    const pull = await begin(journey, 'stopped');
    await underWay('stopped');
    await ticket.reaches('In Progress');
    await converse(local, { number: pull, body: '/cancel' });
    await ends('stopped', 'cancelled');
    expect(await ticket.shows('Stage: **cancelled**')).toContain('`/delegate` takes it up again');
    await wait(local, 'the word on the ticket', () =>
      ticket.told().find((said) => said.startsWith('Cancelled by ada. Nothing was deleted')),
    );
    expect(ticket.history()).toEqual(['Todo', 'In Progress']);
    expect((await converse(local, { number: pull, body: '/cancel' })).said).toContain('cancelled already');
    expect((await converse(local, { number: pull, body: '/resume' })).said).toContain('`/delegate` takes it');

    await converse(local, { number: pull, body: '/delegate 1-2' });
    await tickBox(local, { number: pull, command: 'confirm', decision: 'd2' });
    await ticket.shows('attempt 1 of delegation 2 (sections 1-2): running');
    await converse(local, { number: pull, body: '/cancel' });
  });
});

describe('a run that goes wrong', () => {
  it('is shown with its log when somebody cancels it in GitHub, and /retry goes on', async () => {
    const { local } = journey;
    const ticket = journey.ticket('cancelled');
    journey.order('cancelled', 'wait');
    const pull = await begin(journey, 'cancelled');
    const run = await underWay('cancelled');
    await steerRun(local, { as: 'ada', id: run.id, action: 'cancel' });
    const said = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(said).toContain('**Blocked: the run was cancelled.**');
    expect(said).toContain(`[Log](${run.html_url})`);
    expect(said).toContain('`/retry`');
    await ticket.shows('Stage: **blocked**');
    journey.order('cancelled', 'work');
    await converse(local, { number: pull, body: '/retry' });
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a2' });
    await box(local, { number: pull, command: 'confirm', decision: 'd2' });
    expect((await converse(local, { number: pull, body: '/retry' })).said).toContain('nothing is blocked');
  });

  it('says how the agent ended when it left nothing', async () => {
    const { local } = journey;
    journey.order('crashing', 'crash');
    const pull = await begin(journey, 'crashing');
    const crashed = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(crashed).toContain('**Blocked: the agent did not end its work.**');
    expect(crashed).toContain('Agent scribe ended with exit code 3 and changed nothing.');
    journey.order('crashing', 'nothing');
    await converse(local, { number: pull, body: '/retry' });
    await journey.ticket('crashing').shows('The agent ended well and changed nothing.');
    expect(await shown(local, pull, 'status')).toContain('[Log](');
    await converse(local, { number: pull, body: '/reject This agent cannot do it.' });
    await journey.ticket('crashing').shows('Stage: **rejected**');
  });

  it('is started once, and asked for again under another name, when its branch is taken', async () => {
    const { local } = journey;
    const clone = await journey.clone();
    await clone.push('throughline/taken/1-1', 'PER-210: made by hand');
    const pull = await begin(journey, 'taken');
    expect(await notice(journey.local, { number: pull, kind: 'blocked' })).toContain(
      'The run ended with failure.',
    );
    expect(journey.local.github.runLog(local.repository, runsOf('taken')[0]?.id ?? 0).join('\n')).toContain(
      'throughline/taken/1-1',
    );
    await converse(local, { number: pull, body: '/retry' });
    await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
    expect(await shown(local, pull, 'd1:findings')).toContain('**Recommendation: accept.**');
  });

  it('is not taken when it is started again by hand', async () => {
    const { local } = journey;
    const [run] = runsOf('taken').slice(-1);
    if (!run) throw new Error('no run');
    const before = await journey.ticket('taken').shows('Stage: **deciding**');
    await steerRun(local, { as: 'ada', id: run.id, action: 'rerun' });
    await wait(local, 'the second attempt to end', () =>
      local.github
        .runs(local.repository)
        .find((one) => one.id === run.id && one.run_attempt === 2 && one.status === 'completed'),
    );
    const pull = await journey.ticket('taken').pull();
    expect((await converse(local, { number: pull, body: '/status' })).said).toContain(before);
  });
});

describe('an agent that answers BLOCKED', () => {
  it('has its question shown, and the answer in its next prompt', async () => {
    const { local } = journey;
    journey.order('blocked', 'blocked');
    const pull = await begin(journey, 'blocked');
    const asked = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(asked).toContain('**Blocked: the agent says it cannot go on.**');
    expect(asked).toContain('> The format is not said. Should the list be sorted?');
    expect(asked).toContain('`/iterate <notes>` answers the agent');
    journey.order('blocked', 'work');
    await converse(local, { number: pull, body: '/iterate Yes, sorted by date.' });
    await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
    const clone = await journey.clone();
    const findings = await shown(local, pull, 'd1:findings');
    await clone.git('fetch', '--quiet', 'origin', /git fetch origin (refs\/\S+?)`/.exec(findings)?.[1] ?? '');
    const prompt = await clone.git('show', 'FETCH_HEAD:prompt.md');
    expect(prompt).toContain(
      'Attempt 1 answered BLOCKED: The format is not said. Should the list be sorted?',
    );
    expect(prompt).toContain('Yes, sorted by date.');
  });
});

describe('a feature branch that a human moved', () => {
  it('is never overwritten: the accept says so, and /retry does the sections again on the new head', async () => {
    const { local } = journey;
    const ticket = journey.ticket('conflict');
    const pull = await begin(journey, 'conflict');
    await box(local, { number: pull, command: 'accept' });
    const clone = await journey.clone();
    await clone.git('checkout', '--quiet', 'feat/per-211-conflict');
    clone.write('README.md', '# Notes\n\nBy hand.\n');
    // and nobody tells the App of it
    const hear = local.github.mute(local.appId);
    const mine = await clone.push('feat/per-211-conflict', 'PER-211: by hand');
    await local.github.settledHooks();
    hear();
    await tickBox(local, { number: pull, command: 'accept' });
    const said = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(said).toContain('**Blocked: the feature branch moved under the delegation.**');
    expect(said).toContain(mine.slice(0, 7));
    expect(said).toContain('`/retry` has the sections done again on the new head');
    await ticket.shows('Stage: **blocked**');
    await converse(local, { number: pull, body: '/retry' });
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a2' });
    await ticket.shows('confirm the scope');
    await clone.git('fetch', '--quiet', 'origin');
    expect(await clone.git('rev-parse', 'origin/feat/per-211-conflict^1')).toBe(mine);
    expect(await clone.git('show', 'origin/feat/per-211-conflict:README.md')).toContain('By hand.');
    expect(reply(local, pull, 'd1:findings')).toContain('**Accepted** by ada');
  });
});
