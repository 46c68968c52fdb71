import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLinearDelivery } from '../../src/adapters/linear/read-delivery.ts';
import { runName } from '../../src/contracts/assignment.ts';
import type { Attempt, JudgeRun } from '../../src/core/attempt.ts';
import type { Item } from '../../src/core/item.ts';
import { Refused, Unavailable } from '../../src/ports/errors.ts';
import type { AppDelivery } from '../../src/ports/github.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { reconcileItems } from '../../src/shell/sweep/reconcile.ts';
import { redeliverFailed } from '../../src/shell/sweep/redeliver.ts';
import { sweep } from '../../src/shell/sweep/sweep.ts';
import { readTracker } from '../../src/shell/sweep/tracker.ts';
import { pastAttempt } from '../core/models.ts';
import { round } from '../core/rounds/sample.ts';
import { assignmentId, itemAt, sha } from '../core/support.ts';
import { fakeGithub, fakeRepository, pullRequest, workflowRun } from './fake-github.ts';
import {
  brokenConfiguration,
  createStage,
  minutes,
  pendingEvents,
  type Stage,
  trackedItem,
  validConfiguration,
} from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.store.close());

describe('deliveries that GitHub could not hand over', () => {
  const delivery = (guid: string, changes: Partial<AppDelivery> = {}): AppDelivery => ({
    id: `${guid}-1`,
    guid,
    deliveredAt: '2026-05-01T11:00:00Z',
    event: 'push',
    statusCode: 202,
    redelivery: false,
    ...changes,
  });
  const failed = (guid: string, statusCode = 0) => delivery(guid, { statusCode });
  const again = (guid: string, statusCode: number, id = `${guid}-2`) =>
    delivery(guid, { id, statusCode, redelivery: true });

  it('are asked for once each; what was answered, then or later, is left alone', async () => {
    stage.github.deliveries.push(
      delivery('fine'),
      failed('lost'),
      failed('refused', 503),
      failed('healed', 500),
      again('healed', 202),
    );
    expect(await redeliverFailed(stage.world)).toBe(2);
    expect(stage.github.redelivered).toEqual(['lost-1', 'refused-1']);
  });

  it('are asked for again in the next sweep while they keep failing, and given up at last', async () => {
    stage.github.deliveries.push(failed('lost'), again('lost', 503));
    expect(await redeliverFailed(stage.world)).toBe(1);
    for (let index = 3; index <= 6; index += 1)
      stage.github.deliveries.push(again('lost', 503, `lost-${index}`));
    expect(await redeliverFailed(stage.world)).toBe(0);
  });

  it('are looked for from the newest good one on, three days back at most', async () => {
    const old = { ...failed('old'), deliveredAt: '2026-04-20T11:00:00Z' };
    stage.github.deliveries.push(old, delivery('fine'));
    expect(await redeliverFailed(stage.world)).toBe(0);
    expect(await stage.store.cursor('github-deliveries')).toBe('2026-05-01T10:59:00.000Z');
    stage.github.deliveries.push({ ...failed('before'), deliveredAt: '2026-05-01T10:00:00Z' });
    expect(await redeliverFailed(stage.world)).toBe(0);
    stage.github.deliveries.push({ ...failed('after'), deliveredAt: '2026-05-01T11:30:00Z' });
    expect(await redeliverFailed(stage.world)).toBe(1);
  });
});

describe('a run whose webhook did not come', () => {
  let item: Item;
  /** It was asked for at 10:00; the clock stands at 12:00. */
  const askedAgo = (ms: number): void => {
    stage.clock.advance(Date.parse('2026-05-01T10:00:00Z') + ms - stage.clock.now().getTime());
  };
  beforeEach(async () => {
    item = await trackedItem(stage, 'delegating');
  });

  it('is found finished, once', async () => {
    stage.repository.values.runs.push(workflowRun(5, { status: 'completed', conclusion: 'success' }));
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await reconcileItems(stage.world)).toBe(0);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'run-finished', key: 'run:5:1', runId: 5, runAttempt: 1, assignmentId },
    ]);
  });

  it('is one event with its webhook, which comes after all', async () => {
    stage.repository.values.runs.push(workflowRun(5, { status: 'completed' }));
    await reconcileItems(stage.world);
    const late = await routeHeard(stage.world, {
      kind: 'run-completed',
      key: 'run:5:1',
      at: '2026-05-01T10:05:00Z',
      actor: { surface: 'github', id: '1', login: 'throughline[bot]' },
      human: false,
      repository: stage.repository.port.ref,
      runId: 5,
      runAttempt: 1,
      name: runName(assignmentId),
      path: '.github/workflows/throughline.yml',
    });
    const events = 'events' in late ? late.events : [];
    expect(events).toHaveLength(1);
    expect(await stage.store.addEvents(events, stage.clock.now())).toBe(0);
  });

  it('is lost after fifteen minutes without a sign of it, and not before', async () => {
    askedAgo(minutes(15));
    expect(await reconcileItems(stage.world)).toBe(0);
    askedAgo(minutes(15) + 1);
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'run-lost', assignmentId }]);
  });

  it('is not lost while it goes on, but for the longest time one may take', async () => {
    stage.repository.values.runs.push(workflowRun(5));
    askedAgo(minutes(7 * 60));
    expect(await reconcileItems(stage.world)).toBe(0);
    askedAgo(minutes(7 * 60) + 1);
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'run-late', assignmentId, runId: 5, waiting: false },
    ]);
  });

  const withAttempt = async (changes: Partial<Attempt>): Promise<Item> => {
    await stage.store.close();
    stage = await createStage();
    const { delegations } = itemAt('delegating');
    Object.assign(delegations[0]?.attempts[0] ?? {}, changes);
    return await trackedItem(stage, 'delegating', { delegations });
  };
  const terms = { labels: ['gpu'], isolation: 'required', keepHours: 1, limitSeconds: 3600 } as const;

  it.each([
    ['in_progress', false],
    ['queued', true],
  ] as const)('is late after what its assignment allows, when it is %s', async (status, waiting) => {
    item = await withAttempt({ terms: { ...terms, labels: ['gpu'] } });
    stage.repository.values.runs.push(workflowRun(5, { status }));
    askedAgo(minutes(60));
    expect(await reconcileItems(stage.world)).toBe(0);
    askedAgo(minutes(60) + 1);
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'run-late', waiting }]);
  });

  it('is found by its name when its id is not known, and then told once', async () => {
    item = await withAttempt({ outcome: { state: 'running', runId: null, url: null } });
    const name = runName(assignmentId);
    stage.repository.values.runs.push(workflowRun(3, { name, actor: 'mallory' }), workflowRun(6, { name }));
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await reconcileItems(stage.world)).toBe(0);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'run-found', runId: 6 }]);
  });

  it('is another end when it waited for an approval', async () => {
    const run = workflowRun(5, { status: 'completed', conclusion: 'action_required' });
    stage.repository.values.runs.push(run);
    expect(await reconcileItems(stage.world)).toBe(1);
    Object.assign(run, { conclusion: 'success' });
    expect(await reconcileItems(stage.world)).toBe(1);
    expect((await pendingEvents(stage, item)).map((event) => event.key)).toEqual([
      'run:5:1:needs-approval',
      'run:5:1',
    ]);
  });
});

describe.each(['reviews', 'triages'] as const)(
  'a run of a round whose webhook did not come (%s)',
  (phase) => {
    let item: Item;
    const begin = async (outcome: Attempt['outcome']): Promise<void> => {
      const terms = { labels: ['gpu'], isolation: 'required', keepHours: 1, limitSeconds: 3600 } as const;
      const asked = pastAttempt({ assignmentId, askedAt: '2026-05-01T10:00:00Z', outcome });
      const run: JudgeRun = {
        ...asked,
        terms: { ...terms, labels: ['gpu'] },
        agent: { name: 'replay', kind: 'replay' },
        models: { fallback: [], gateway: true, direct: [] },
      };
      const reviewing = round({ state: { name: phase === 'reviews' ? 'reviewing' : 'triaging' } });
      item = await trackedItem(stage, 'polishing', { rounds: [{ ...reviewing, [phase]: [run] }] });
      stage.repository.values.pulls.push(pullRequest(12));
    };
    const passed = (ms: number): void => {
      stage.clock.advance(Date.parse('2026-05-01T10:00:00Z') + ms - stage.clock.now().getTime());
    };
    const name = runName(assignmentId);

    it('is found by its name', async () => {
      await begin({ state: 'running', runId: null, url: null });
      stage.repository.values.runs.push(workflowRun(6, { name }));
      passed(minutes(5));
      expect(await reconcileItems(stage.world)).toBe(1);
      expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'run-found', assignmentId, runId: 6 }]);
    });

    it('is found finished', async () => {
      await begin({ state: 'running', runId: 6, url: null });
      stage.repository.values.runs.push(workflowRun(6, { name, status: 'completed', conclusion: 'success' }));
      expect(await reconcileItems(stage.world)).toBe(1);
      expect(await pendingEvents(stage, item)).toMatchObject([
        { kind: 'run-finished', assignmentId, runId: 6 },
      ]);
    });

    it('is lost, and late', async () => {
      await begin({ state: 'running', runId: null, url: null });
      passed(minutes(15));
      expect(await reconcileItems(stage.world)).toBe(0);
      passed(minutes(15) + 1);
      expect(await reconcileItems(stage.world)).toBe(1);
      stage.repository.values.runs.push(workflowRun(6, { name, status: 'in_progress' }));
      passed(minutes(60) + 1);
      expect(await reconcileItems(stage.world)).toBe(1);
      expect((await pendingEvents(stage, item)).map(({ kind }) => kind)).toEqual(['run-lost', 'run-late']);
    });

    it('is not looked for once it has ended', async () => {
      await begin({ state: 'failed', failure: 'cancelled', detail: '', url: null });
      passed(minutes(120));
      expect(await reconcileItems(stage.world)).toBe(0);
    });
  },
);

describe('what happened to a pull request and its branch meanwhile', () => {
  it('is heard of: a merge, a close, a push', async () => {
    const item = await trackedItem(stage, 'deciding');
    const { pulls, refs } = stage.repository.values;
    pulls.push(pullRequest(12));
    expect(await reconcileItems(stage.world)).toBe(0);
    refs.set('heads/feat/per-206-gate-paths', sha('9'));
    Object.assign(pulls[0] ?? {}, {
      state: 'closed',
      merged: true,
      mergeSha: sha('8'),
      mergedBy: 'ada',
    });
    expect(await reconcileItems(stage.world)).toBe(2);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'pull-merged', actor: { login: 'ada' } },
      { kind: 'feature-pushed', sha: sha('9') },
    ]);
  });

  it('is heard of although another item’s repository was taken from the App', async () => {
    const gone = fakeRepository({ fullName: 'acme/gone', installationId: 2 });
    stage.world.github = fakeGithub([gone, stage.repository]).port;
    gone.failNext('pull', new Refused('Not Found', { status: 404, remedy: 'install the App' }));
    const lost = await trackedItem(stage, 'deciding');
    await trackedItem(stage, 'deciding', {
      repository: { ...lost.repository, fullName: 'acme/gone', installationId: 2 },
    });
    stage.repository.values.pulls.push(pullRequest(12, { state: 'closed' }));
    expect(await reconcileItems(stage.world)).toBe(1);
    expect(await pendingEvents(stage, lost)).toMatchObject([{ kind: 'pull-closed' }]);
  });
});

describe('commands in Linear whose webhooks did not come', () => {
  let item: Item;
  beforeEach(async () => {
    item = await trackedItem(stage, 'deciding');
    stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
  });
  const write = (id: string, body: string, authorId: string | null = 'linear-ada') => {
    const createdAt = '2026-05-01T13:00:00.000Z';
    stage.tracker.values.comments.push({ id, ticketId: item.id, body, createdAt, authorId });
    Object.assign(stage.tracker.values.tickets[0] ?? {}, { updatedAt: createdAt });
  };

  it('are picked up once, under the key of their webhook', async () => {
    expect(await readTracker(stage.world)).toBe(0);
    write('c1', 'well\n/pause');
    write('c2', 'just talk');
    write('c3', '/pause', null);
    expect(await readTracker(stage.world)).toBe(1);
    expect(await readTracker(stage.world)).toBe(0);
    const webhook = readLinearDelivery('Comment', {
      action: 'create',
      type: 'Comment',
      createdAt: '2026-05-01T13:00:00.000Z',
      actor: { id: 'linear-ada', type: 'user', name: 'Ada' },
      data: { id: 'c1', body: 'well\n/pause', createdAt: '2026-05-01T13:00:00.000Z', issueId: item.id },
    });
    const outcome = await routeHeard(stage.world, webhook);
    const events = 'events' in outcome ? outcome.events : [];
    expect(events).toHaveLength(1);
    expect(await stage.store.addEvents(events, stage.clock.now())).toBe(0);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'command', command: { name: 'pause' }, actor: { login: 'Ada' } },
    ]);
  });

  it('are not looked for in what lay there before the first sweep, nor among our own', async () => {
    write('c0', '/cancel');
    Object.assign(stage.tracker.values.comments[0] ?? {}, { createdAt: '2026-05-01T11:00:00.000Z' });
    await readTracker(stage.world);
    write('c1', '/pause');
    await stage.store.rememberOwn({ surface: 'linear', id: 'c1', itemId: item.id, tag: 'reply' });
    expect(await readTracker(stage.world)).toBe(0);
    write('c2', '/pause');
    expect(await readTracker(stage.world)).toBe(1);
  });

  it('are looked for in the teams that some configuration names', async () => {
    const gone = fakeRepository({ fullName: 'acme/gone', installationId: 2 });
    gone.failNext('info', new Refused('Not Found', { status: 404, remedy: 'install the App' }));
    stage.world.github = fakeGithub([gone, stage.repository]).port;
    await readTracker(stage.world);
    await readTracker(stage.world);
    expect(stage.tracker.values.teamsAsked).toEqual([['PER']]);
  });
});

describe('a sweep', () => {
  it('says of every repository whether its configuration can be used', async () => {
    stage.repository.values.files.set('.github/throughline.yml', brokenConfiguration);
    stage.repository.values.refs.set('heads/main', sha('7'));
    await sweep(stage.world);
    await sweep(stage.world);
    expect(stage.repository.values.checks).toMatchObject([
      { name: 'throughline / configuration', headSha: sha('7'), state: { conclusion: 'failure' } },
    ]);
    expect(stage.repository.calls.filter((call) => call === 'upsertCheck')).toHaveLength(1);
  });

  it('does its other parts when one platform is away', async () => {
    const item = await trackedItem(stage, 'deciding');
    stage.repository.values.pulls.push(pullRequest(12, { state: 'closed' }));
    stage.github.failNext('repositories', new Unavailable('away'));
    stage.github.failNext('deliveries', new Unavailable('away'));
    await sweep(stage.world);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'pull-closed' }]);
    expect(await stage.store.cursor('linear-tickets')).toBe(stage.clock.now().toISOString());
  });
});
