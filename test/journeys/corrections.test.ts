import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  begin,
  box,
  type Clone,
  converse,
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
  journey = await startJourney({ tickets: ['steering', 'auto', 'again', 'dropping'] });
});
afterAll(() => journey?.stop());

const runsOf = (change: string) =>
  journey.local.github
    .runs(journey.local.repository)
    .filter((run) => run.inputs.assignment?.includes(`"change":"${change}"`));

describe('steering', () => {
  let pull: number;
  const say = (body: string) => converse(journey.local, { number: pull, body });

  it('is told on the ticket what is valid before anything runs', async () => {
    const ticket = journey.ticket('steering');
    ticket.say('/delegate 1');
    await ticket.shows('confirm the scope');
    const help = await ticket.answer(ticket.say('/help'));
    expect(help).toContain('Valid now (planned):');
    expect(help).toContain('`/confirm [option]`');
    expect(help).not.toContain('/accept');
    expect(await ticket.answer(ticket.say('/prompt'))).toContain('nothing was dispatched yet');
    for (const [asked, said] of [
      ['/delegate 9', 'section 9: not open in tasks.md. Open are sections 1-3: name one of them.'],
      ['/delegate --agent nobody', 'the configuration allows no agent `nobody`. Allowed: `scribe`.'],
      ["/delegate --agent 'command:rm -rf /'", '`--agent` takes the name of an agent'],
      ['/drop 2', '`/drop 2` needs a reason after the sections.'],
      ['/mode turbo', '`/mode` takes `copilot`'],
      ['/accept', '`/accept` did nothing: no review waits for a decision. Valid now (planned):'],
      ['/merged 1234567', 'there is no pull request yet'],
    ] as const)
      expect(await ticket.answer(ticket.say(asked))).toContain(said);
    expect(ticket.status()).toContain('| 1 | First note | scope shown | 1 | – |');
  });

  it('keeps a result that comes while paused, and gives back a box that did not count', async () => {
    const ticket = journey.ticket('steering');
    journey.order('steering', 'wait');
    ticket.say('/confirm');
    pull = await ticket.pull();
    await ticket.shows('running');
    expect((await say('/help')).said).toContain('Valid now (delegating):');
    await say('/pause');
    expect(await ticket.shows('**paused**')).toContain('`/resume` goes on');
    journey.order('steering', 'work');
    // kept and shown; its judge is a new run, and waits
    const kept = await shown(journey.local, pull, 'd1:findings');
    expect(kept).toContain('Status: **returned, to be judged**');
    expect(kept).toContain('Paused: it is judged, and you are asked, after `/resume`.');
    expect(runsOf('steering')).toHaveLength(1);
    await say('/resume');
    await box(journey.local, { number: pull, command: 'accept', decision: 'd1a1' });
    await say('/pause');
    await tickBox(journey.local, { number: pull, command: 'accept' });
    await ticket.shows('Stage: **planned** · **paused**');
    const scope = await tickBox(journey.local, { number: pull, command: 'confirm', decision: 'd2' });
    const refused = await wait(journey.local, 'the refusal of the tick', () =>
      reply(journey.local, pull, `reply:comment-edit:${scope.comment.id}`),
    );
    expect(refused).toContain('this ticket is paused: `/resume` first');
    await box(journey.local, { number: pull, command: 'confirm', decision: 'd2' });
    expect(runsOf('steering')).toHaveLength(2);
  });

  it('goes on where it was', async () => {
    const ticket = journey.ticket('steering');
    await say('/resume\n/confirm');
    await box(journey.local, { number: pull, command: 'accept', decision: 'd2a1' });
    const { said } = await say('/prompt');
    const fetched = /git fetch origin (\S+)/.exec(said)?.[1] ?? '';
    const clone = await journey.clone();
    await clone.git('fetch', '--quiet', 'origin', fetched);
    expect(await clone.git('show', 'FETCH_HEAD:prompt.md')).toContain('Write `notes/steering-2.txt`');
    expect((await say('/status')).said).toContain('| 2 | Second note | to be decided | 2 | – |');
    expect((await say('/delegate 3')).said).toContain('waits for your decision: `/accept`');
    expect((await say('/confirm')).said).toContain('no scope waits for a confirmation');
    expect((await say('/drop 3 not needed')).said).toContain('decide it first');
    expect(ticket.status()).toContain('Stage: **deciding**');
    expect(ticket.told().join('\n')).toContain(`said in [pull request #${pull}]`);
  });
});

describe('auto mode', () => {
  it('runs to the hand-over by itself, and leaves the merge to a person', async () => {
    const { local } = journey;
    const ticket = journey.ticket('auto');
    ticket.label();
    await ticket.shows('confirm the scope');
    ticket.say('/delegate 1-2, 3\n/mode auto');
    const pull = await ticket.pull();
    const end = await ticket.shows('handed over');
    expect(end.match(/✅ accepted/g)).toHaveLength(3);
    expect(pullOf(local, pull).state).toBe('open');
    expect(pullOf(local, pull).draft).toBe(false);
    expect(local.linear.issue(ticket.key)?.labels).toEqual([]);
    expect(ticket.history()).toEqual(['Todo', 'In Progress']);
    const findings = await shown(local, pull, 'd1:findings');
    expect(findings).toContain('**Accepted** by auto mode');
    await local.github.mergePullAs('ada', { repository: local.repository, number: pull });
    await ticket.shows('Stage: **done**');
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    expect((await converse(local, { number: pull, body: '/mode copilot' })).said).toContain('is done');
  });
});

describe('another attempt', () => {
  it('gets the failures and the person’s words in its prompt, and keeps everything of the rejected one', async () => {
    const { local } = journey;
    const ticket = journey.ticket('again');
    journey.order('again', 'wrong');
    const pull = await begin(journey, 'again');
    await box(local, { number: pull, command: 'iterate', decision: 'd1a1' });
    const first = await shown(local, pull, 'd1:findings');
    expect(first).toMatch(/\*\*Recommendation: iterate\.\*\* Failed: .*verification-commands/);
    expect(first).toContain('notes/again-1.txt:1:wrong');

    await converse(local, { number: pull, body: '/reject The word is not the one we want.' });
    expect(await ticket.shows('Stage: **rejected**')).toContain('nothing was deleted');
    expect(await shown(local, pull, 'd1:findings')).toContain('**Rejected** by ada: The word is not');
    const clone = await journey.clone();
    const evidence = /git fetch origin (refs\/\S+?)`/.exec(first)?.[1] ?? '';
    await clone.git('fetch', '--quiet', 'origin', evidence, 'throughline/again/1-1');
    const rejected = await clone.git('rev-parse', 'origin/throughline/again/1-1');

    await converse(local, { number: pull, body: '/iterate Make it right:\n\nno bad words, please.' });
    await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
    const second = await shown(local, pull, 'd1:findings');
    expect(second).toContain('**Recommendation: accept.**');
    expect(second).toMatch(/Attempt 1: iterate recommended, failed .*`verification-commands`/);
    const prompt = await promptOf(clone, second);
    expect(prompt).toContain('Attempt 1 failed verification-commands');
    expect(prompt).toContain('Make it right:');
    expect(prompt).toContain('no bad words, please.');
    // attempt 2 builds on attempt 1, on a branch of its own
    await clone.git('fetch', '--quiet', 'origin');
    expect(await clone.git('rev-parse', 'origin/throughline/again/1-1')).toBe(rejected);
    expect(await clone.git('rev-parse', 'origin/throughline/again/1-2^')).toBe(rejected);
    await needsToldOnce(pull);

    // a box of attempt 1, out of a page that was open before: the whole old text comes back with a tick
    const now = await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
    local.github.editCommentAs('ada', {
      repository: local.repository,
      id: now.comment.id,
      body: `<!-- throughline:d1:findings -->\n${first.replace('- [ ] **Accept**', '- [x] **Accept**')}`,
    });
    await wait(local, 'the comment to be put back', () =>
      (reply(local, pull, 'd1:findings') ?? '').includes('box:accept:d1a2') ? true : null,
    );
    expect(ticket.status()).toContain('Stage: **deciding**');
  });

  const promptOf = async (clone: Clone, findings: string): Promise<string> => {
    await clone.git('fetch', '--quiet', 'origin', /git fetch origin (refs\/\S+?)`/.exec(findings)?.[1] ?? '');
    return clone.git('show', 'FETCH_HEAD:prompt.md');
  };

  /** An edit of the findings notifies nobody, so the second review comes with a comment of its own. */
  const needsToldOnce = async (pull: number): Promise<void> => {
    const told = await wait(journey.local, 'the news of attempt 2', () =>
      reply(journey.local, pull, 'notice:run:'),
    );
    expect(told).toContain('attempt 2 of section 1 is back: accept is recommended');
  };
});

describe('dropped sections', () => {
  it('are left out with their reason, and the merge is enough', async () => {
    const { local } = journey;
    const ticket = journey.ticket('dropping');
    const pull = await begin(journey, 'dropping', '1');
    await tickBox(local, { number: pull, command: 'accept' });
    await ticket.shows('confirm the scope');
    expect((await converse(local, { number: pull, body: '/drop 1 done' })).said).toContain(
      'section 1: only open sections can be dropped. Open are sections 2-3',
    );
    await converse(local, { number: pull, body: '/drop 2-3 They moved to another ticket.' });
    const handed = await ticket.shows('handed over');
    expect(handed).toContain('| 2 | Second note | dropped by ada: They moved to another ticket.');
    const sha = await local.github.mergePullAs('ada', { repository: local.repository, number: pull });
    await ticket.shows('Stage: **done**');
    await wait(local, 'the last word on the ticket', () =>
      ticket.told().find((said) => said.includes(`\`${sha}\``) && said.includes('2 dropped (2, 3)')),
    );
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    expect((await converse(local, { number: pull, body: '/help' })).said).not.toContain('/delegate');
  });
});
