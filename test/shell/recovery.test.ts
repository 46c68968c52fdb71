import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Heard } from '../../src/core/heard.ts';
import { Refused } from '../../src/ports/errors.ts';
import type { GitReader } from '../../src/ports/git.ts';
import type { RepositoryRef } from '../../src/ports/github.ts';
import { handle } from '../../src/shell/handle.ts';
import { performOneShot } from '../../src/shell/perform/perform.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { reconcileItems } from '../../src/shell/sweep/reconcile.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { routeAll } from '../../src/shell/worker.ts';
import { assignmentId, commandEvent, itemAt, sha } from '../core/support.ts';
import { fakeGithub, fakeRepository, workflowRun } from './fake-github.ts';
import { ticketOf } from './fake-tracker.ts';
import {
  askFor,
  brokenConfiguration,
  createStage,
  lease,
  minutes,
  type Stage,
  trackedItem,
  validConfiguration,
} from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
});
afterEach(() => stage.store.close());

const refusal = () => new Refused('the contents are not ours to read.', { status: 403, remedy: 'Grant it.' });

describe('an event whose facts are refused', () => {
  it('is answered, and lets those behind it through', async () => {
    const item = await trackedItem(stage, 'planned');
    const events = [commandEvent({ name: 'confirm' }), commandEvent({ name: 'cancel' })];
    await stage.store.addEvents(
      events.map((event) => ({ itemId: item.id, event })),
      stage.clock.now(),
    );
    stage.repository.failNext('readFile', refusal());
    const held = await lease(stage);
    for (const expected of ['refused: facts refused', 'cancelled by ada']) {
      const pending = await stage.store.nextEvent(held, stage.clock.now());
      if (!pending) throw new Error('no event is pending');
      expect(await handle({ world: stage.world, lease: held, pending })).toBe('handled');
      expect((await stage.store.log(item.id)).at(-1)?.outcome).toContain(expected);
    }
  });

  it('that nobody foresaw are given up after eight tries', async () => {
    const item = await trackedItem(stage, 'deciding');
    await stage.store.addEvents(
      [{ itemId: item.id, event: commandEvent({ name: 'reject', why: 'no' }) }],
      stage.clock.now(),
    );
    const held = await lease(stage);
    const pending = await stage.store.nextEvent(held, stage.clock.now());
    if (!pending) throw new Error('no event is pending');
    for (const [attempts, expected] of [
      [7, 'postponed'],
      [8, 'handled'],
    ] as const) {
      stage.repository.failNext('permission', new TypeError('unforeseen'));
      expect(await handle({ world: stage.world, lease: held, pending: { ...pending, attempts } })).toBe(
        expected,
      );
    }
  });
});

describe('an effect that fails in a way nobody foresaw', () => {
  it('is reported after eight tries, and no longer holds back what comes after it', async () => {
    const item = await trackedItem(stage, 'handed-over');
    const held = await askFor(stage, item, { oneShots: [{ kind: 'mark-ready', nodeId: 'PR_12' }] });
    const pending = await stage.store.nextOneShot(held, stage.clock.now());
    if (!pending) throw new Error('no effect is pending');
    for (const [attempts, expected] of [
      [7, 'postponed'],
      [8, 'finished'],
    ] as const) {
      stage.repository.failNext('markReady', new TypeError('unforeseen'));
      expect(
        await performOneShot({ world: stage.world, lease: held, pending: { ...pending, attempts } }),
      ).toBe(expected);
    }
    expect(await stage.store.nextEvent(held, stage.clock.now())).toMatchObject({
      event: { kind: 'effect-refused', effect: 'mark-ready' },
    });
  });
});

describe('a delivery whose events cannot be written', () => {
  it('keeps no other from being routed', async () => {
    const item = await trackedItem(stage, 'deciding');
    // a comment of ours that belongs to no item, into which somebody wrote a box
    await stage.store.rememberOwn({ surface: 'github', id: '1', itemId: 'acme/beacon#3', tag: 't' });
    const box = '- [ ] x <!-- box:accept:d1a1 -->';
    const heard: Record<string, Heard> = {
      poisoned: {
        kind: 'github-comment-edited',
        key: 'comment-edit:1:t',
        at: '2026-05-01T11:00:00Z',
        actor: { surface: 'github', id: '7', login: 'ada' },
        human: true,
        repository: item.repository,
        issue: 3,
        commentId: 1,
        authorLogin: null,
        before: box,
        after: box.replace('[ ]', '[x]'),
      },
      good: {
        kind: 'run-completed',
        key: 'run:5:1',
        at: '2026-05-01T11:00:00Z',
        actor: { surface: 'github', id: '7', login: 'ada' },
        human: true,
        repository: item.repository,
        runId: 5,
        runAttempt: 1,
        name: `throughline ${assignmentId}`,
        path: '.github/workflows/throughline.yml',
      },
    };
    stage.world.readers.github = (name) => heard[name] ?? { kind: 'nothing', reason: '' };
    for (const name of ['poisoned', 'good'])
      await stage.store.insertDelivery(
        { source: 'github', id: name, name, body: Buffer.from('{}') },
        stage.clock.now(),
      );
    expect(await routeAll(stage.world, 'worker')).toBe(2);
    const held = await lease(stage);
    expect((await stage.store.nextEvent(held, stage.clock.now()))?.event.kind).toBe('run-finished');
  });
});

describe('what happens twice within a second', () => {
  it.each<[string, Partial<Heard>]>([
    ['a pull request that is reopened', { kind: 'pull', number: 12, headBranch: 'x', action: 'reopened' }],
    [
      'a branch that goes to and fro',
      { kind: 'push', ref: 'refs/heads/feat/per-206-gate-paths', before: sha('a'), after: sha('b') },
    ],
  ])('is handled twice: %s', async (_, told) => {
    // no fetched repository: where the branch is, GitHub's own word says
    stage.world.git = { open: () => ({ refSha: async () => null }) as unknown as GitReader };
    const item = await trackedItem(stage, 'deciding');
    const [actor, at] = [{ surface: 'github', id: '7', login: 'ada' }, '2026-05-01T11:00:00Z'];
    const heard = { key: 'at the same second', at, actor, human: true, repository: item.repository, ...told };
    stage.world.readers.github = () => heard as Heard;
    // the third is the first once more, as GitHub redelivers it
    for (const id of ['first', 'second', 'first'])
      await stage.store.insertDelivery(
        { source: 'github', id, name: 'any', body: Buffer.from('{}') },
        stage.clock.now(),
      );
    await routeAll(stage.world, 'worker');
    await takeTurn(stage.world, await lease(stage), () => false);
    expect(await stage.store.log(item.id)).toHaveLength(2);
  });
});

describe('a run that bears the name of ours', () => {
  it.each([
    ['a stranger’s pull request', { event: 'pull_request' }, 'delegating'],
    ['another workflow', { path: '.github/workflows/ci.yml' }, 'delegating'],
    ['somebody else', { actor: 'mallory' }, 'delegating'],
    ['our own', {}, 'blocked'],
  ] as const)('from %s leaves the item %s', async (_, changes, ends) => {
    const { delegations } = itemAt('delegating');
    const attempt = delegations[0]?.attempts[0];
    if (attempt) attempt.outcome = { state: 'running', runId: null, url: null };
    const item = await trackedItem(stage, 'delegating', { delegations });
    stage.repository.values.runs.push(
      workflowRun(77, { status: 'completed', conclusion: 'failure', ...changes }),
    );
    const event: Event = {
      kind: 'run-finished',
      key: 'run:77:1',
      at: '2026-05-01T11:30:00Z',
      actor: { surface: 'github', id: '66', login: 'mallory' },
      runId: 77,
      runAttempt: 1,
      assignmentId,
    };
    await stage.store.addEvents([{ itemId: item.id, event }], stage.clock.now());
    await takeTurn(stage.world, await lease(stage), () => false);
    expect((await stage.store.loadItem(item.id))?.item.stage.name).toBe(ends);
  });
});

describe('a dispatch that still waits in the queue', () => {
  it('is not called lost; one that GitHub took and does not show is', async () => {
    const item = await trackedItem(stage, 'delegating');
    stage.clock.advance(minutes(200));
    expect(await reconcileItems(stage.world)).toBe(1);
    const asked = structuredClone(item);
    const attempt = asked.delegations[0]?.attempts[0];
    if (attempt) attempt.outcome = { state: 'asked' };
    const other = await createStage();
    await trackedItem(other, 'delegating', { delegations: asked.delegations });
    other.clock.advance(minutes(200));
    expect(await reconcileItems(other.world)).toBe(0);
    await other.store.close();
  });
});

describe('a ticket whose states are not known', () => {
  it('moves once the configuration is mended', async () => {
    const item = await trackedItem(stage, 'done');
    stage.repository.values.files.set('.github/throughline.yml', brokenConfiguration);
    const held = await askFor(stage, item, { projections: ['ticket-state'] });
    await takeTurn(stage.world, held, () => false);
    expect(stage.tracker.values.tickets.at(-1)?.state.type).not.toBe('completed');
    stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
    stage.clock.advance(minutes(1));
    await takeTurn(stage.world, held, () => false);
    expect(stage.tracker.values.tickets.at(-1)?.state.type).toBe('completed');
  });
});

describe('a ticket that an issue names', () => {
  const labelled = (repository: RepositoryRef): Heard => ({
    kind: 'github-labelled',
    key: `labelled:${repository.fullName}`,
    at: '2026-05-01T11:00:00Z',
    actor: { surface: 'github', id: '7', login: 'ada' },
    human: true,
    repository,
    issue: 5,
    isPull: false,
    label: 'phase:delegate',
    title: 'PER-206',
    issueBody: '',
  });

  it('is not taken over from the repository that works on it', async () => {
    await trackedItem(stage, 'planned');
    const { ref } = stage.repository.port;
    const other = { ...ref, fullName: 'acme/other' };
    const repository = fakeRepository(other);
    const github = fakeGithub([stage.repository, repository]);
    const world = { ...stage.world, github: github.port };
    expect((await routeHeard(world, labelled(other))).state).toBe('ignored');
    expect(repository.values.comments.map((comment) => comment.body).join()).toContain(
      'is not this repository',
    );
    expect((await routeHeard(world, labelled(ref))).state).toBe('routed');
  });

  it('is not taken from another team', async () => {
    const { values, port } = stage.repository;
    stage.tracker.values.tickets.push(ticketOf('t-206'));
    values.files.set('.github/throughline.yml', validConfiguration.replace('team: PER', 'team: OPS'));
    expect((await routeHeard(stage.world, labelled(port.ref))).state).toBe('ignored');
    values.files.set('.github/throughline.yml', validConfiguration);
    expect((await routeHeard(stage.world, labelled(port.ref))).state).toBe('routed');
  });
});
