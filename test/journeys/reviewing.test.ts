import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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
  withoutMark,
} from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['stale', 'mended', 'moved', 'manual', 'watched'] });
});
afterAll(() => journey?.stop());

const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;
const runs = (change: string) =>
  journey.local.github
    .runs(journey.local.repository)
    .filter((run) => run.inputs.assignment?.includes(`"change":"${change}"`));
const phases = (change: string): string[] =>
  runs(change)
    .map((run) => JSON.parse(run.inputs.assignment ?? '{}').phase)
    .toReversed();

describe('a task that names a file which was renamed meanwhile', () => {
  let pull: number;

  it('is caught before any agent works, with the right suggestion', async () => {
    const { local } = journey;
    const ticket = journey.ticket('stale');
    const clone = await journey.clone();
    clone.write('src/lint/rules.js', 'export const rules = [];\n');
    const tasks = await clone.git('show', `HEAD:${tasksPath('stale')}`);
    clone.write(
      tasksPath('stale'),
      `${tasks.replace('Write `notes/stale-1.txt`', 'Write `notes/stale-1.txt`; change `rules` in `src/rules.js`')}\n`,
    );
    await clone.push('main', 'PER-206: Rename the rules, and plan with the old name');
    pull = await begin(journey, 'stale', '1');
    const blocked = await ticket.shows('the tasks name something that is not in the code any more');
    expect(blocked).toContain('src/rules.js');
    expect(blocked).toContain('src/lint/rules.js');
    expect(blocked).toContain('`/confirm` to go on all the same, on the record');
    expect(withoutMark(await notice(local, { number: pull, kind: 'blocked' }))).toContain(
      'src/lint/rules.js',
    );
    expect(phases('stale')).toEqual(['delegate']);
    expect(await clone.git('ls-remote', 'origin', 'refs/heads/throughline/stale/*')).toBe('');
  });

  it('goes on by itself once the plan is corrected and pushed', async () => {
    const ticket = journey.ticket('stale');
    const clone = await journey.clone();
    const feature = 'feat/per-206-stale';
    await clone.git('fetch', '--quiet', 'origin', feature);
    await clone.git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    const tasks = await clone.git('show', `HEAD:${tasksPath('stale')}`);
    clone.write(tasksPath('stale'), `${tasks.replace('; change `rules` in `src/rules.js`', '')}\n`);
    await clone.push(feature, 'PER-206: Name what is there');
    await box(journey.local, { number: pull, command: 'accept', decision: 'd1a2' });
    await ticket.shows('Stage: **deciding**');
    expect(phases('stale')).toEqual(['delegate', 'delegate', 'review']);
  });
});

describe('a rejected delegation that a person repairs', () => {
  it('is verified, judged and merged as the person left it', async () => {
    const { local } = journey;
    const ticket = journey.ticket('mended');
    journey.order('mended', 'wrong');
    const pull = await begin(journey, 'mended', '1');
    await box(local, { number: pull, command: 'iterate', decision: 'd1a1' });
    await converse(local, { number: pull, body: '/reject I do it myself.' });
    const rejected = await wait(local, 'the findings to say what became of them', () => {
      const body = reply(local, pull, 'd1:findings');
      return body?.includes('**Rejected** by ada') ? body : null;
    });
    expect(rejected).toContain('Nothing was deleted:');
    expect(rejected).toContain('throughline/mended/1-1');
    expect(rejected).toContain('Push to that branch and what you changed is reviewed again');

    const clone = await journey.clone();
    await clone.git('fetch', '--quiet', 'origin', 'throughline/mended/1-1');
    await clone.git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    clone.write('notes/mended-1.txt', 'good\n');
    const mine = await clone.push('throughline/mended/1-1', 'The right word');
    await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
    const findings = await shown(local, pull, 'd1:findings');
    expect(findings).toContain('commits of ada');
    expect(findings).toContain('**Recommendation: accept.**');
    expect(findings).toContain('| `answer-contract` |');
    expect(findings).toMatch(/`answer-contract` \|.*\| ➖ n\/a/);
    expect(phases('mended')).toEqual(['delegate', 'review', 'review']);
    await tickBox(local, { number: pull, command: 'accept' });
    await ticket.shows('confirm the scope');
    await clone.git('fetch', '--quiet', 'origin', 'feat/per-207-mended');
    expect(await clone.git('rev-parse', 'FETCH_HEAD^2')).toBe(mine);
  });
});

describe('a feature branch that moves while a delegation works', () => {
  it('is told, loses nothing, and is what the next attempt starts from', async () => {
    const { local } = journey;
    const ticket = journey.ticket('moved');
    journey.order('moved', 'wait');
    const pull = await begin(journey, 'moved', '1');
    await ticket.shows('running');
    const clone = await journey.clone();
    const feature = 'feat/per-208-moved';
    await clone.git('fetch', '--quiet', 'origin', feature);
    await clone.git('checkout', '--quiet', '--detach', 'FETCH_HEAD');
    clone.write('notes.md', 'Moved on.\n');
    const moved = await clone.push(feature, 'PER-208: Meanwhile');
    journey.order('moved', 'work');
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
    await ticket.shows(/Blocked: .*moved/);
    await converse(local, { number: pull, body: '/retry' });
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a2' });
    await ticket.shows('confirm the scope');
    await clone.git('fetch', '--quiet', 'origin', feature);
    expect(await clone.git('rev-parse', 'FETCH_HEAD^1')).toBe(moved);
    expect(await clone.git('show', 'FETCH_HEAD:notes.md')).toBe('Moved on.');
  });
});

describe('a [MANUAL] task', () => {
  it('is left to people: not done, not ticked, listed, and no reason to fail', async () => {
    const { local } = journey;
    const clone = await journey.clone();
    const tasks = await clone.git('show', `HEAD:${tasksPath('manual')}`);
    clone.write(
      tasksPath('manual'),
      `${tasks.replace('notes/manual-1.txt`', 'notes/manual-1.txt`\n- [ ] 1.2 [MANUAL] Read it aloud to the team')}\n`,
    );
    await clone.push('main', 'PER-209: A task for people');
    const pull = await begin(journey, 'manual', '1');
    await box(local, { number: pull, command: 'accept', decision: 'd1a1' });
    const findings = await shown(local, pull, 'd1:findings');
    expect(findings).toContain('**Recommendation: accept.**');
    expect(findings).toContain('Left to a person:');
    expect(findings).toContain('Read it aloud to the team');
    expect(findings).toMatch(/`tasks-checkbox-state` \|.*\| ✅ pass/);
  });
});

describe('auto mode', () => {
  it('stops where the repository’s own CI is red, and a person goes on', async () => {
    const { local } = journey;
    const ticket = journey.ticket('watched');
    const pull = await begin(journey, 'watched', '1');
    await box(local, { number: pull, command: 'accept', decision: 'd1a1' });
    await fails('ci/build', 'feat/per-210-watched');
    await converse(local, { number: pull, body: '/mode auto' });
    const stopped = withoutMark(await notice(local, { number: pull, kind: 'needs-decision' }));
    expect(stopped).toContain('ci/build');
    expect(await ticket.shows('confirm the scope')).toMatch(/\| 1 \|.*✅ accepted/);
    expect(phases('watched')).toEqual(['delegate', 'review']);
    await converse(local, { number: pull, body: '/confirm' });
    await ticket.shows('handed over');
    expect(phases('watched').filter((phase) => phase === 'delegate')).toHaveLength(3);
  });
});

/** A check of somebody else on the head of a branch. */
const fails = async (context: string, branch: string): Promise<void> => {
  const { local } = journey;
  const clone = await journey.clone();
  const head = (await clone.git('ls-remote', 'origin', `refs/heads/${branch}`)).slice(0, 40);
  const answer = await fetch(`${local.github.url}/repos/${local.repository}/statuses/${head}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${local.github.createUserToken('ada')}` },
    body: JSON.stringify({ context, state: 'failure' }),
  });
  expect(answer.status).toBe(201);
};
