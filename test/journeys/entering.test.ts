import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Local } from '../../src/sandbox/local.ts';
import { typeOnGithub } from '../../src/sandbox/person.ts';
import { configurationText } from './project.ts';
import {
  box,
  commentsOn,
  converse,
  type Journey,
  reactionsOn,
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
    tickets: ['labelled', 'unplanned', 'twins', 'bare', 'broken', 'shared'],
    // PER-207 has no change, PER-208 two
    changes: { unplanned: ['PER-900'], twins: ['PER-208'], 'twins-too': ['PER-208'] },
  });
});
afterAll(() => journey?.stop());

const openIssue = (local: Local, body: string, title = 'Keep notes'): number =>
  local.github.openIssueAs('ada', { repository: local.repository, title, body }).number;

const labelsOf = (local: Local, number: number): string[] =>
  local.github
    .thread(local.repository, number)
    .issue.labels.map((label) => (typeof label === 'string' ? label : label.name));

/** For what leads to no ticket: the person is told all the same. */
const toldOn = async (local: Local, number: number, body: string): Promise<string> => {
  const id = typeOnGithub(local, { number, body });
  await wait(local, 'an answer', () => (reactionsOn(local, number, id).includes('confused') ? true : null));
  return reply(local, number, `reply:comment:${id} `) ?? '';
};

describe('from a GitHub issue', () => {
  it('the label begins the work of the ticket that the issue names, and is used up', async () => {
    const { local } = journey;
    const issue = openIssue(local, 'Wanted by PER-206.');
    local.github.labelAs('ada', { repository: local.repository, number: issue, label: 'phase:delegate' });
    const scope = await box(local, { number: issue, command: 'confirm' });
    expect(scope.comment.body).toContain('### Scope of delegation 1: section 1');
    await wait(local, 'the label to be gone', () => (labelsOf(local, issue).length === 0 ? true : null));
    await tickBox(local, { number: issue, command: 'confirm' });
    const pull = await journey.ticket('labelled').pull();
    await box(local, { number: pull, command: 'accept' });
    expect(await shown(local, issue, 'd1:scope')).toContain(`The deep review is in [pull request #${pull}]`);
    // set once more, it does nothing but answer
    local.github.labelAs('ada', { repository: local.repository, number: issue, label: 'phase:delegate' });
    expect(await shown(local, issue, 'reply:labelled:')).toContain(
      'ada: the label did nothing: this ticket is',
    );
    await wait(local, 'the label to be gone', () => (labelsOf(local, issue).length === 0 ? true : null));
  });

  it('says what is wrong when it names a ticket that nobody knows', async () => {
    const { local } = journey;
    const unknown = openIssue(local, 'For PER-999.');
    expect(await toldOn(local, unknown, '/delegate 1')).toContain('the tracker knows no ticket `PER-999`');
    local.github.labelAs('ada', { repository: local.repository, number: unknown, label: 'phase:delegate' });
    expect(await shown(local, unknown, 'reply:labelled:')).toContain(
      'then set the label `phase:delegate` again',
    );
    await wait(local, 'the label to be gone', () => (labelsOf(local, unknown).length === 0 ? true : null));
    // other commands there are nobody's
    const id = typeOnGithub(local, { number: unknown, body: '/status' });
    await toldOn(local, unknown, '/delegate');
    expect(reactionsOn(local, unknown, id)).toEqual([]);
  });
});

describe('a ticket whose change is not clear', () => {
  it('without any: it can be planned, or the change be written', async () => {
    const ticket = journey.ticket('unplanned');
    ticket.label();
    await wait(journey.local, 'the ticket to be told', () =>
      ticket
        .told()
        .find((body) =>
          body.includes(
            '`/delegate --from-ticket` has the tasks written from the ticket alone; or write the change',
          ),
        ),
    );
    expect(journey.local.linear.issue(ticket.key)?.labels).toEqual([]);
    const clone = await journey.clone();
    clone.write('openspec/changes/late/proposal.md', '## Why\n\nPER-207 wants it.\n');
    clone.write('openspec/changes/late/tasks.md', 'Later.\n');
    await clone.push('main', 'Begin the change of PER-207');
    expect(await ticket.answer(ticket.say('/delegate'))).toContain('`late` has no numbered section');
    clone.write('openspec/changes/late/tasks.md', '## 1. Late note\n\n- [ ] 1.1 Write `notes/late-1.txt`\n');
    await clone.push('main', 'Name the tasks of PER-207');
    ticket.say('/delegate');
    expect(await ticket.shows('Stage: **planned**')).toContain('| 1 | Late note | scope shown |');
  });

  it('with two: both are named', async () => {
    const ticket = journey.ticket('twins');
    const said = await ticket.answer(ticket.say('/delegate 1'));
    expect(said).toContain('several OpenSpec changes name [PER-208]');
    expect(said).toContain('- `twins`\n');
    expect(said).toContain('- `twins-too`\n');
  });
});

describe('a repository without a usable configuration', () => {
  const control = () => journey.control;

  it('gets a link that fills one in', async () => {
    const there = await journey.addRepository('bare', {
      changes: { bare: ['PER-209'] },
      configuration: null,
    });
    const issue = openIssue(there, 'For PER-209.');
    const { said, reactions } = await converse(there, { number: issue, body: '/delegate' });
    expect(reactions).toEqual(['eyes', 'confused']);
    expect(said).toContain('there is no `.github/throughline.yml` on `main` of `acme/bare`');
    const url = /\[Create it with this text\]\((\S+)\)/.exec(said)?.[1] ?? '';
    const { pathname, searchParams } = new URL(url);
    expect(pathname).toBe('/acme/bare/new/main');
    expect(searchParams.get('filename')).toBe('.github/throughline.yml');
    // what the link fills in works as it is
    const clone = await journey.clone('acme/bare');
    clone.write('.github/throughline.yml', searchParams.get('value') ?? '');
    await clone.push('main', 'Configure Throughline');
    await converse(there, { number: issue, body: '/delegate 1' });
    expect(await shown(there, issue, 'd1:scope')).toContain('| **Agent** | `local` |');
  });

  it('is told every problem of a broken one, and goes on once it is corrected', async () => {
    const there = await journey.addRepository('broken', {
      changes: { broken: ['PER-210'] },
      configuration: 'tracker:\n  team: PER\nagent:\n  default: scribe\nmode: fast\n',
    });
    const issue = openIssue(there, 'For PER-210.');
    const { said } = await converse(there, { number: issue, body: '/delegate' });
    expect(said).toContain('`.github/throughline.yml` on `main` cannot be used:');
    expect(said).toContain('- line 3:');
    expect(said).toContain('did you mean `agents`?');
    expect(said).toContain('- line 5:');
    const clone = await journey.clone('acme/broken');
    clone.write('.github/throughline.yml', configurationText(control()));
    await clone.push('main', 'Repair the configuration');
    await converse(there, { number: issue, body: '/delegate 2' });
    await box(there, { number: issue, command: 'confirm' });

    // and is told as well when it breaks under the work
    clone.write('.github/throughline.yml', 'tracker: {}\n');
    await clone.push('main', 'Break the configuration');
    await tickBox(there, { number: issue, command: 'confirm' });
    const stopped = await wait(there, 'the news', () =>
      commentsOn(there, issue).find((comment) => comment.body.includes(':blocked -->')),
    );
    expect(stopped.body).toContain('**Blocked: the configuration cannot be used.**');
    expect(stopped.body).toContain('`tracker.team`');
    expect(stopped.body).toContain('`agents` is missing');
    clone.write('.github/throughline.yml', configurationText(control()));
    await clone.push('main', 'Repair it again');
    // it never started, so its scope is shown anew
    await converse(there, { number: issue, body: '/retry' });
    await box(there, { number: issue, command: 'confirm' });
    await converse(there, { number: issue, body: '/confirm' });
    await wait(there, 'the pull request', () => there.github.pulls(there.repository)[0]);
  });
});

describe('a Linear ticket that several repositories or none would take', () => {
  it('asks which is meant, with a line to reply with, and takes labels from then on', async () => {
    const { local } = journey;
    const ticket = journey.ticket('shared');
    const { control } = journey;
    await journey.addRepository('second', { changes: {} });
    ticket.label();
    const said = await wait(local, 'the question', () =>
      ticket.told().find((one) => one.startsWith('Several repositories take tickets like this one.')),
    );
    expect(said).toContain('- `/delegate [repo=acme/second]`');
    expect(said).toContain('`tracker.label`');
    await wait(local, 'the label to be gone', () =>
      local.linear.issue(ticket.key)?.labels.length === 0 ? true : null,
    );
    for (const repository of local.github.repositories().map((one) => one.full_name)) {
      const clone = await journey.clone(repository);
      const label = repository.split('/')[1];
      clone.write('.github/throughline.yml', configurationText(control, { tracker: { team: 'PER', label } }));
      await clone.push('main', 'Say which tickets belong here');
    }
    local.linear.createLabel({ name: 'agentic-beacon' });
    local.linear.labelAs({ user: 'Ada', issue: ticket.key, label: 'agentic-beacon' });
    ticket.say('/delegate');
    expect(await ticket.shows('Stage: **planned**')).toContain('`shared`');
  });

  it('says that no repository takes tickets of the team', async () => {
    const { linear } = journey.local;
    linear.createTeam({ key: 'OPS', name: 'Operations' });
    const { key } = linear.createIssue({ team: 'OPS', by: 'Ada', title: 'Rotate the keys' });
    linear.labelAs({ user: 'Ada', issue: key, label: 'phase:delegate' });
    const said = await wait(journey.local, 'the answer', () =>
      linear.issue(key)?.comments.find((comment) => comment.author === 'Throughline'),
    );
    expect(said.body).toContain('No repository takes tickets of team `OPS`. Set `tracker.team` to `OPS`');
  });
});
