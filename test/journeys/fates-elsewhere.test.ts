import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { people } from '../../src/sandbox/local.ts';
import { handedOver, lastWord } from './fates-support.ts';
import { converse, type Journey, notice, pullOf, shown, startJourney } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ tickets: ['by-hand', 'elsewhere', 'deleted'] });
});
afterAll(() => journey?.stop());

const at = (number: number) => ({ repository: journey.local.repository, number });

describe('a merge', () => {
  it('by hand, of which GitHub knows nothing, is taken from whoever names the commit', async () => {
    const { local } = journey;
    const { pull, ticket } = await handedOver(journey, 'by-hand');
    const { git, push } = await journey.clone();
    const before = await git('rev-parse', 'origin/main');
    const wrong = await converse(local, { number: pull, body: `/merged ${before}` });
    expect(wrong.said).toMatch(
      /GitHub shows #\d+ as not merged, and \w{7} does not hold what #\d+ changes in/,
    );
    await git('merge', '--quiet', '--squash', `origin/${pullOf(local, pull).head.ref}`);
    const sha = await push('main', 'Notes, all at once');
    expect(pullOf(local, pull).state).toBe('open');
    await converse(local, { number: pull, body: `/merged ${sha}` });
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
    expect(await lastWord(journey, ticket)).toContain(
      `(\`${sha}\`), as ada said with \`/merged\`. GitHub shows no merge of it: close it there.`,
    );
  });
});

describe('another base', () => {
  it('is said, and the merge into it ends the ticket with its name; the tracker’s own moves are left alone', async () => {
    const { local } = journey;
    const { pull, ticket } = await handedOver(journey, 'elsewhere');
    const { url } = { url: pullOf(local, pull).html_url };
    // as the tracker's own integration does, by its own rules
    local.linear.attachAs({ user: 'Ada', issue: ticket.key, url, title: 'By the integration' });
    local.linear.moveAs({ user: 'Ada', issue: ticket.key, state: 'Done' });
    await ticket.shows('Linear shows **Done**; the pull request is not merged.');
    local.linear.moveAs({ user: 'Ada', issue: ticket.key, state: 'Todo' });
    await ticket.shows(/^(?![\s\S]*Linear shows)/);

    const { git, push } = await journey.clone();
    await git('checkout', '--quiet', '-b', 'release');
    await push('release', 'A release');
    await local.github.retargetAs(people.writer, { ...at(pull), base: 'release' });
    expect(await ticket.shows('into `release`')).toContain('Stage: **handed over**');
    expect(await shown(local, pull, `retargeted:${pull}`)).toContain('goes to `release` now, not to `main`');
    const sha = await local.github.mergePullAs(people.writer, at(pull));
    // where a person had put it, it stayed until the merge
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done', 'Todo', 'Done']);
    const said = await lastWord(journey, ticket);
    expect(said).toContain(sha);
    expect(said).toContain('It went to `release`, not to the default branch `main`.');
    const attached = local.linear.issue(ticket.key)?.attachments.filter((one) => one.url === url);
    expect(attached).toHaveLength(1);
  });
});

describe('a branch that is deleted', () => {
  it('is closed with its branch, and goes on when both are back', async () => {
    const { local } = journey;
    const { pull, ticket } = await handedOver(journey, 'deleted');
    const { head } = pullOf(local, pull);
    await local.github.deleteBranchAs(people.writer, at(pull));
    await ticket.shows('closed with its branch');
    const said = await notice(local, { number: pull, kind: 'branch-deleted' });
    expect(said).toContain(`git push origin ${head.sha}:refs/heads/${head.ref}`);
    await local.github.restoreBranchAs(people.writer, at(pull));
    await ticket.shows('Reopen it to go on');
    await local.github.setPullStateAs(people.writer, { ...at(pull), state: 'open' });
    await ticket.shows('handed over');
    await local.github.mergePullAs(people.writer, at(pull));
    expect(await ticket.reaches('Done')).toEqual(['Todo', 'In Progress', 'Done']);
  });
});
