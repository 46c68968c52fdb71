import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { type Heard, subjects } from '../../src/core/heard.ts';
import type { Relative } from '../../src/ports/tracker.ts';
import { relatedFact } from '../../src/shell/entering/related.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { fakeGithub, fakeRepository, repositoryRef, shaOf } from './fake-github.ts';
import { states, ticketOf } from './fake-tracker.ts';
import { createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

const at = '2026-05-01T11:00:00Z';
const ada = { surface: 'github', id: '7', login: 'ada' } as const;
type Of<K extends Heard['kind']> = Extract<Heard, { kind: K }>;

const labelled = (changes: Partial<Of<'github-labelled'>> = {}): Of<'github-labelled'> => ({
  kind: 'github-labelled',
  key: 'labelled:1',
  at,
  actor: ada,
  human: true,
  repository: repositoryRef,
  issue: 3,
  isPull: false,
  label: 'phase:explore',
  title: 'Links break',
  issueBody: 'In `src/links.js` and `src/gone.js`, see `docs/`. Fixes #1, cc @eve',
  ...changes,
});
const written = (body: string, changes: Partial<Of<'github-comment'>> = {}): Of<'github-comment'> => {
  const { label: _, ...rest } = labelled();
  return { ...rest, kind: 'github-comment', key: `comment:${body}`, commentId: 1, body, ...changes };
};
const onLinear = (body: string): Of<'linear-comment'> => ({
  kind: 'linear-comment',
  key: `linear-comment:${body}`,
  at,
  actor: { surface: 'linear', id: 'linear-ada', login: 'Ada' },
  human: true,
  ticketId: 't-206',
  commentId: 'c1',
  body,
});
const inLinear = (changes: Partial<Of<'linear-ticket'>>): Of<'linear-ticket'> => ({
  ...onLinear(''),
  kind: 'linear-ticket',
  key: `linear-ticket:${JSON.stringify(changes)}`,
  ticketKey: 'PER-206',
  teamKey: 'PER',
  addedLabels: [],
  delegatedTo: null,
  changed: ['labelIds'],
  ...changes,
});

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
});
afterEach(() => stage.store.close());

const said = () => stage.repository.values.comments.map((one) => one.body);
const tickets = () => stage.tracker.values.tickets;
const eventsOf = (outcome: Awaited<ReturnType<typeof routeHeard>>): Event[] =>
  outcome.state === 'routed' ? outcome.events.map(({ event }) => event) : [];
const known = (key: string, changes = {}) => {
  const ticket = ticketOf(`t-${key}`, { key, url: `https://linear.test/acme/issue/${key}/x`, ...changes });
  tickets().push(ticket);
  return ticket;
};

describe('an issue that names no ticket', () => {
  it('is filed as one, with what the code says to its claims', async () => {
    stage.repository.values.files.set('src/links.js', 'x');
    stage.repository.values.files.set('docs/links.md', 'x');
    const outcome = await routeHeard(stage.world, labelled());
    const [ticket] = tickets();
    expect(tickets()).toHaveLength(1);
    expect(ticket?.title).toBe('Links break');
    expect(ticket?.description).toContain('`src/links.js`, `docs/`; **not there**: `src/gone.js`');
    expect(ticket?.description).toContain(shaOf(1));
    expect(ticket?.description).toContain('[`acme/beacon#3`](https://github.test/acme/beacon/issues/3)');
    expect(ticket?.description).not.toContain('Fixes #1');
    expect(ticket?.description).not.toContain('@eve');
    expect(eventsOf(outcome)).toMatchObject([
      { kind: 'recorded', from: { issue: 3, filed: true } },
      { kind: 'entered', label: 'phase:explore', source: { via: 'label' } },
    ]);
    expect(await stage.store.itemsBySubject('gh:acme/beacon:issue:3')).toEqual([ticket?.id]);
    expect(stage.passed).toContain('after:create-ticket');
  });

  it('is filed once, however many ask at the same time, and in two processes', async () => {
    const asked = [
      labelled(),
      labelled({ key: 'labelled:2', label: 'phase:grill' }),
      written('/delegate'),
      labelled({ key: 'labelled:3', issue: 4 }),
    ];
    const other = { ...stage.world };
    const outcomes = await Promise.all(
      asked.flatMap((heard) => [stage.world, other].map((world) => routeHeard(world, heard))),
    );
    expect(outcomes.map(({ state }) => state)).toEqual(Array(8).fill('routed'));
    // the issue 4 is another source
    expect(tickets()).toHaveLength(2);
    expect(await stage.store.items({ open: true })).toHaveLength(2);
  });

  it('is not filed when the tracker links a ticket to it already', async () => {
    const url = 'https://github.test/acme/beacon/issues/3';
    known('PER-9', { attachments: [{ url, title: 'Links break' }] });
    const outcome = await routeHeard(stage.world, labelled());
    expect(outcome).toMatchObject({ state: 'routed', events: [{ itemId: 't-PER-9' }, {}] });
    expect(tickets()).toHaveLength(1);
  });

  it.each<[string, () => void, string]>([
    [
      'there is no configuration',
      () => stage.repository.values.files.delete('.github/throughline.yml'),
      'there is no `.github/throughline.yml` on `main`',
    ],
    [
      'the configuration is broken',
      () => stage.repository.values.files.set('.github/throughline.yml', 'tracker: {}'),
      'cannot be used',
    ],
    ['Linear shows no such team', () => stage.tracker.values.teams.pop(), 'Linear shows no team `PER`'],
  ])('is not filed when %s, and says what to do', async (_, spoil, why) => {
    spoil();
    stage.repository.values.labels.push('phase:explore');
    expect((await routeHeard(stage.world, labelled())).state).toBe('ignored');
    expect(said()[0]).toContain(why);
    expect(said()[0]).toContain('then set the label `phase:explore` again');
    expect(stage.repository.values.labels).toEqual([]);
    expect(tickets()).toEqual([]);
  });

  it('is not filed for a stranger, who is not answered', async () => {
    const eve = { surface: 'github', id: '9', login: 'eve' } as const;
    expect((await routeHeard(stage.world, labelled({ actor: eve }))).state).toBe('ignored');
    expect(tickets()).toEqual([]);
    expect(said()).toEqual([]);
  });
});

describe('the ticket an issue means', () => {
  it.each<[string, { title?: string; issueBody?: string }, string]>([
    ['the one of its title', { title: 'PER-1: links', issueBody: 'like PER-2 and PER-3' }, 't-PER-1'],
    [
      'the one it links to',
      { issueBody: 'https://linear.test/acme/issue/PER-2 like PER-1, PER-3' },
      't-PER-2',
    ],
    ['the only one it names', { issueBody: 'wanted by PER-3, see UTF-8' }, 't-PER-3'],
    ['the only one of this team', { issueBody: 'OPS-1 and PER-3' }, 't-PER-3'],
  ])('is %s', async (_, names, id) => {
    for (const key of ['PER-1', 'PER-2', 'PER-3']) known(key);
    known('OPS-1', { team: { id: 'ops', key: 'OPS' } });
    expect(await routeHeard(stage.world, labelled(names))).toMatchObject({ events: [{ itemId: id }, {}] });
  });

  it('is none of another team or another workspace', async () => {
    known('OPS-1', { team: { id: 'ops', key: 'OPS' } });
    known('PER-1');
    await routeHeard(stage.world, labelled({ title: 'OPS-1' }));
    expect(said()[0]).toContain('`OPS-1` is not this repository');
    const outcome = await routeHeard(
      stage.world,
      labelled({ issue: 5, issueBody: 'https://linear.test/other/issue/PER-1' }),
    );
    expect(eventsOf(outcome)).toMatchObject([{ from: { filed: true } }, {}]);
  });

  it('is asked for when there are several, and a tick goes on with what was asked', async () => {
    known('PER-1', { title: 'One' });
    known('PER-2', { title: 'Two' });
    const body = '/delegate 1\n/mode auto';
    expect((await routeHeard(stage.world, written(body, { title: 'PER-1 or PER-2' }))).state).toBe('ignored');
    const before = said()[0] ?? '';
    expect(before).toContain('names several tickets');
    const edit = (changes: Partial<Of<'github-comment-edited'>>): Of<'github-comment-edited'> => ({
      kind: 'github-comment-edited',
      key: 'edit:1',
      at,
      actor: ada,
      human: true,
      repository: repositoryRef,
      issue: 3,
      commentId: 500,
      authorLogin: 'throughline[bot]',
      before,
      after: before.replace('- [ ] [**PER-2**]', '- [x] [**PER-2**]'),
      ...changes,
    });
    const eve = { surface: 'github', id: '9', login: 'eve' } as const;
    for (const changes of [
      { actor: eve },
      { authorLogin: 'eve' },
      { after: before.replaceAll('[ ]', '[x]') },
    ])
      expect((await routeHeard(stage.world, edit(changes))).state).toBe('ignored');
    const outcome = await routeHeard(stage.world, edit({}));
    expect(outcome).toMatchObject({ events: [{ itemId: 't-PER-2' }, {}, {}] });
    expect(eventsOf(outcome)).toMatchObject([
      { kind: 'recorded', actor: ada },
      { kind: 'command', command: { name: 'delegate', groups: [['1']] }, source: { via: 'box' } },
      { kind: 'command', command: { name: 'mode', mode: 'auto' } },
    ]);
    expect(said()).toEqual([expect.stringContaining('This issue is about [PER-2]')]);
    expect((await routeHeard(stage.world, edit({ key: 'edit:2' }))).state).toBe('ignored');
  });

  it('is worked on where it was taken in', async () => {
    const item = await trackedItem(stage, 'planned', {
      ticket: { key: 'PER-206', title: 'Gate', url: 'https://linear.test/PER-206', teamId: 'team' },
    });
    known('PER-2');
    await stage.store.addAlias(subjects.absorbed('t-PER-2'), item.id);
    expect((await routeHeard(stage.world, labelled({ title: 'PER-2' }))).state).toBe('ignored');
    expect(said()[0]).toContain('`PER-2` was taken in by [PER-206]');
  });
});

describe('labels in Linear', () => {
  it.each([['phase:explore'], ['phase:grill'], ['phase:propose'], ['phase:enhance'], ['phase:delegate']])(
    '%s starts the ticket',
    async (label) => {
      tickets().push(ticketOf('t-206'));
      const outcome = await routeHeard(stage.world, inLinear({ addedLabels: ['bug', label] }));
      expect(eventsOf(outcome)).toMatchObject([
        { kind: 'recorded', from: null },
        { kind: 'entered', label },
      ]);
    },
  );

  it('two of them at once are two requests, and other labels are none', async () => {
    tickets().push(ticketOf('t-206'));
    const two = inLinear({ addedLabels: ['phase:explore', 'Phase:Enhance'] });
    expect(eventsOf(await routeHeard(stage.world, two))).toMatchObject([
      { kind: 'recorded' },
      { label: 'phase:explore' },
      { label: 'phase:enhance' },
    ]);
    expect(eventsOf(await routeHeard(stage.world, inLinear({ addedLabels: ['phase:x'] })))).toMatchObject([
      { kind: 'ticket-changed' },
    ]);
  });
});

describe('the repository of a Linear ticket', () => {
  const twin = () => {
    const repository = fakeRepository({ fullName: 'acme/Twin', installationId: 1 });
    repository.values.files.set('.github/throughline.yml', validConfiguration);
    const other = fakeRepository({ fullName: 'acme/ops', installationId: 1 });
    other.values.files.set('.github/throughline.yml', validConfiguration.replace('PER', 'OPS'));
    stage.world.github = fakeGithub([stage.repository, repository, other]).port;
  };
  const place = async () => (await stage.store.loadItem('t-206'))?.item.repository.fullName;
  const told = () => stage.tracker.values.comments.map(({ body }) => body);

  it.each<[string, string, string]>([
    ['by the comment that asks', '/delegate \\[repo=ACME/twin\\]', ''],
    ['by its description', '/delegate', 'Somewhere.\n\n\\[repo=acme/twin\\]'],
    ['by the comment, whatever its description says', '/delegate [repo=acme/twin]', '[repo=acme/beacon]'],
  ])('is named %s', async (_, body, description) => {
    twin();
    tickets().push(ticketOf('t-206', { description }));
    const outcome = await routeHeard(stage.world, onLinear(body));
    expect(eventsOf(outcome)).toMatchObject([{}, { kind: 'command', command: { name: 'delegate' } }]);
    expect(await place()).toBe('acme/Twin');
  });

  it('is asked for with lines to copy, when several would do', async () => {
    twin();
    tickets().push(ticketOf('t-206', { labels: [{ id: 'l1', name: 'phase:explore' }] }));
    expect((await routeHeard(stage.world, inLinear({ addedLabels: ['phase:explore'] }))).state).toBe(
      'ignored',
    );
    expect(told()[0]).toContain('- `/explore [repo=acme/beacon]`\n- `/explore [repo=acme/Twin]`');
    expect(told()[0]).not.toContain('acme/ops');
    expect(stage.tracker.values.removedLabels).toEqual(['l1']);
    await routeHeard(stage.world, onLinear('/delegate'));
    expect(told()[1]).toContain('`/delegate [repo=acme/Twin]`');
  });

  it('is none that does not take the team, and none where work has begun elsewhere', async () => {
    twin();
    tickets().push(ticketOf('t-206'));
    await routeHeard(stage.world, onLinear('/delegate [repo=acme/ops]'));
    expect(told()[0]).toContain('does not take tickets of team `PER`');
    expect(told()[0]).toContain('`/delegate [repo=acme/Twin]`');
    expect(await place()).toBeUndefined();
    await routeHeard(stage.world, onLinear('/delegate [repo=acme/beacon]'));
    const late = await routeHeard(stage.world, onLinear('/delegate 1 [repo=acme/twin]'));
    expect(eventsOf(late)).toMatchObject([
      { kind: 'unreadable-command', problem: expect.stringContaining('acme/beacon') },
    ]);
  });
});

describe('tickets beside this one', () => {
  const relative = (key: string, changes: Partial<Relative> = {}): Relative => ({
    how: 'child',
    id: `t-${key}`,
    key,
    title: key,
    url: `https://linear.test/${key}`,
    team: { id: 'team', key: 'PER' },
    state: states.todo,
    ...changes,
  });
  const changed: Event = { kind: 'ticket-changed', key: 'k', at, actor: ada };
  const absorb = (key: string): Event => ({
    kind: 'command',
    command: { name: 'absorb', key },
    key: 'a',
    at,
    actor: ada,
    source: { on: 'github', issue: 3, commentId: 1, via: 'comment' },
    decision: null,
  });
  const inTeam = { ticket: { key: 'PER-206', title: 'Gate', url: 'u', teamId: 'team' } };

  it('are its sub-issues and duplicates, with what keeps each from being taken in', async () => {
    const item = await trackedItem(stage, 'planned', inTeam);
    const busy = await trackedItem(stage, 'delegating', inTeam);
    const done = { id: 's', name: 'Duplicate', type: 'duplicate' } as const;
    stage.tracker.values.relatives.set(item.id, [
      relative('PER-1'),
      relative('PER-2', { how: 'duplicate', state: done }),
      relative('PER-3', { state: states.done }),
      relative('OPS-4', { team: { id: 'ops', key: 'OPS' } }),
      relative('PER-5', { id: busy.id }),
      relative('PER-6', { how: 'parent' }),
    ]);
    const found = await relatedFact(stage.world, item, changed);
    expect(found.map(({ key, how, barred }) => [key, how, barred?.why ?? null])).toEqual([
      ['PER-1', 'child', null],
      ['PER-2', 'duplicate', null],
      ['PER-3', 'child', 'closed'],
      ['OPS-4', 'child', 'elsewhere'],
      ['PER-5', 'child', 'under-way'],
    ]);
  });

  it('are the one that is asked for, unless it has this one or another has it', async () => {
    const item = await trackedItem(stage, 'planned', inTeam);
    const other = await trackedItem(stage, 'planned', { ticket: { ...inTeam.ticket, key: 'PER-300' } });
    known('PER-1');
    const why = async (key: string) => (await relatedFact(stage.world, item, absorb(key)))[0]?.barred;
    expect(await why('per-1')).toBeNull();
    expect(await relatedFact(stage.world, item, absorb('PER-99'))).toEqual([]);
    await stage.store.addAlias(subjects.absorbed('t-PER-1'), other.id);
    expect(await why('PER-1')).toEqual({ why: 'taken-in', by: 'PER-300' });
    await stage.store.addAlias(subjects.absorbed(item.id), other.id);
    expect(await why('PER-1')).toEqual({ why: 'takes-this-in', by: 'PER-300' });
  });

  it('are heard of by their own change: a new parent, or closed as a duplicate', async () => {
    const item = await trackedItem(stage, 'planned', inTeam);
    stage.tracker.values.relatives.set('t-1', [relative('PER-206', { id: item.id, how: 'duplicate-of' })]);
    const nested = inLinear({ ticketId: 't-1', parentId: item.id, changed: ['parentId'] });
    expect(await routeHeard(stage.world, nested)).toMatchObject({
      events: [{ itemId: item.id, event: { kind: 'ticket-changed' } }],
    });
    const closed = inLinear({ ticketId: 't-1', setAside: true, changed: ['stateId'] });
    expect(await routeHeard(stage.world, closed)).toMatchObject({ events: [{ itemId: item.id }] });
    const retitled = inLinear({ ticketId: 't-1', parentId: item.id, setAside: true, changed: ['title'] });
    expect((await routeHeard(stage.world, retitled)).state).toBe('ignored');
  });
});
