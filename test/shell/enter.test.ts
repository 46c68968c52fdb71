import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../src/core/heard.ts';
import { Refused } from '../../src/ports/errors.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { fakeGithub, fakeRepository, repositoryRef } from './fake-github.ts';
import { ticketOf } from './fake-tracker.ts';
import { createStage, type Stage, validConfiguration } from './support.ts';

const at = '2026-05-01T11:00:00Z';
const onGithub: Extract<Heard, { kind: 'github-comment' }> = {
  kind: 'github-comment',
  key: 'comment:1',
  at,
  actor: { surface: 'github', id: '7', login: 'ada' },
  human: true,
  repository: repositoryRef,
  issue: 3,
  isPull: false,
  commentId: 1,
  body: '/delegate',
  title: 'PER-206 gate the paths',
  issueBody: '',
};
const onLinear: Extract<Heard, { kind: 'linear-ticket' }> = {
  kind: 'linear-ticket',
  key: 'linear-ticket:1',
  at,
  actor: { surface: 'linear', id: 'linear-ada', login: 'Ada' },
  human: true,
  ticketId: 't-206',
  ticketKey: 'PER-206',
  teamKey: 'PER',
  addedLabels: ['phase:delegate'],
  delegatedTo: null,
  changed: ['labelIds'],
};

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.tracker.values.tickets.push(ticketOf('t-206'));
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
});
afterEach(() => stage.store.close());

const said = () => stage.repository.values.comments.map((one) => one.body);

describe('a ticket comes in', () => {
  it('once, however often and from wherever it is asked for at the same time', async () => {
    const asked = await Promise.all([
      routeHeard(stage.world, onGithub),
      routeHeard(stage.world, onLinear),
      routeHeard(stage.world, { ...onGithub, key: 'comment:2', commentId: 2 }),
    ]);
    const items = asked.flatMap((one) => ('events' in one ? one.events.map((event) => event.itemId) : []));
    expect(new Set(items)).toEqual(new Set(['t-206']));
    expect(asked.map((one) => ('events' in one ? one.events.map((each) => each.event.kind) : []))).toEqual([
      ['recorded', 'command'],
      ['recorded', 'entered'],
      ['recorded', 'command'],
    ]);
    expect(await stage.store.items({ open: true })).toHaveLength(1);
    expect(await stage.store.itemsBySubject('gh:acme/beacon:issue:3')).toEqual(['t-206']);
    expect(await stage.store.itemsBySubject('linear:t-206')).toEqual(['t-206']);
  });

  it('from GitHub with the issue as its home, from Linear with the ticket', async () => {
    await routeHeard(stage.world, onGithub);
    const home = async () => (await stage.store.loadItem('t-206'))?.item.home;
    expect(await home()).toEqual({ on: 'github', issue: 3 });
    await stage.store.close();
    const other = await createStage();
    other.tracker.values.tickets.push(ticketOf('t-206'));
    other.repository.values.files.set('.github/throughline.yml', validConfiguration);
    await routeHeard(other.world, onLinear);
    expect((await other.store.loadItem('t-206'))?.item.home).toEqual({ on: 'linear' });
    stage = other;
  });

  it('by its label in Linear when two repositories share the team', async () => {
    const labelled = fakeRepository({ fullName: 'acme/second', installationId: 1 });
    labelled.values.files.set(
      '.github/throughline.yml',
      validConfiguration.replace('team: PER', 'team: PER\n  label: Second'),
    );
    stage.world.github = fakeGithub([labelled]).port;
    expect(await routeHeard(stage.world, onLinear)).toMatchObject({ state: 'ignored' });
    const [ticket] = stage.tracker.values.tickets;
    ticket?.labels.push({ id: 'l', name: 'second' });
    expect(await routeHeard(stage.world, onLinear)).toMatchObject({ state: 'routed' });
    expect((await stage.store.loadItem('t-206'))?.item.repository.fullName).toBe('acme/second');
  });
});

describe('a request that leads to no ticket', () => {
  it('is answered with what would work, when somebody with the right asked', async () => {
    const pull = { ...onGithub, title: 'gate the paths', isPull: true };
    expect((await routeHeard(stage.world, pull)).state).toBe('ignored');
    expect(said()).toEqual([expect.stringContaining('names no ticket')]);
    const unknown = { ...onGithub, key: 'comment:9', title: 'PER-999' };
    await routeHeard(stage.world, unknown);
    expect(said()[1]).toContain('knows no ticket `PER-999`');
    expect(stage.tracker.calls).not.toContain('createTicket');
    expect(await stage.store.items({ open: true })).toEqual([]);
  });

  it('is not answered when a stranger asked, and makes nothing', async () => {
    const stranger = { ...onGithub, actor: { surface: 'github', id: '9', login: 'eve' } as const };
    expect((await routeHeard(stage.world, stranger)).state).toBe('ignored');
    expect(said()).toEqual([]);
    expect(await stage.store.items({ open: true })).toEqual([]);
    expect((await routeHeard(stage.world, onGithub)).state).toBe('routed');
  });

  it('is answered on the ticket when no repository, or more than one, takes its team', async () => {
    stage.repository.values.files.delete('.github/throughline.yml');
    await routeHeard(stage.world, onLinear);
    const twin = fakeRepository({ fullName: 'acme/twin', installationId: 1 });
    twin.values.files.set('.github/throughline.yml', validConfiguration);
    const first = fakeRepository();
    first.values.files.set('.github/throughline.yml', validConfiguration);
    const two = { ...stage.world, github: fakeGithub([first, twin]).port };
    await routeHeard(two, { ...onLinear, key: 'linear-ticket:2' });
    const bodies = stage.tracker.values.comments.map((one) => one.body);
    expect(bodies[0]).toContain('No repository takes tickets of team `PER`');
    expect(bodies[1]).toContain('acme/twin');
    expect(await stage.store.items({ open: true })).toEqual([]);
  });

  it('finds its repository although another one was taken from the App', async () => {
    const gone = fakeRepository({ fullName: 'acme/gone', installationId: 2 });
    gone.failNext('info', new Refused('Not Found', { status: 404, remedy: 'install the App' }));
    const two = { ...stage.world, github: fakeGithub([gone, stage.repository]).port };
    expect(await routeHeard(two, onLinear)).toMatchObject({ state: 'routed' });
  });
});
