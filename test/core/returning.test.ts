import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { longestRunSeconds, runLimitSeconds } from '../../src/core/assignment.ts';
import { type RunFailure, runFailures } from '../../src/core/attempt.ts';
import { decide } from '../../src/core/decide.ts';
import type { OneShot } from '../../src/core/effect.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import { keptAssignments } from '../../src/core/kept.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import {
  allFacts,
  assignmentId,
  at,
  commandEvent,
  configuration,
  itemAt,
  later,
  person,
  reviewOf,
  sha,
} from './support.ts';

const shots = (outcome: Outcome): OneShot[] =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const kinds = (outcome: Outcome): string[] => shots(outcome).map(({ kind }) => kind);
let counter = 0;
const common = () => ({ key: `happening:${++counter}`, at, actor: person });
const finished = (): Event => ({ ...common(), kind: 'run-finished', runId: 5, runAttempt: 1, assignmentId });
const url = 'https://github.test/runs/5';
const lastAttempt = (item: Item) => item.delegations.at(-1)?.attempts.at(-1);
const failing = (failure: RunFailure): Facts =>
  allFacts({ returned: { state: 'failed', failure, detail: 'as found', url } });

describe('a dispatch', () => {
  it('remembers what it was dispatched with, and from which commit', () => {
    const value = configurationSchema.parse({
      ...configuration,
      caps: { minutes: 60 },
      verify: { setup: ['npm ci'], timeout: 60 },
      runner: { labels: ['self-hosted', 'arm'], isolation: 'preferred', keep: 3 },
    });
    const facts = allFacts({ configuration: { state: 'valid', value } });
    const item = itemAt('delegating');
    const returned = decide(item, finished(), {
      ...facts,
      returned: { state: 'failed', failure: 'lost', detail: '', url: null },
    });
    const again = decide(returned.item, commandEvent({ name: 'retry' }), facts);
    expect(lastAttempt(again.item)).toMatchObject({
      workflowSha: sha('a'),
      terms: {
        labels: ['self-hosted', 'arm'],
        isolation: 'preferred',
        keepHours: 3,
        // 70 minutes for the agent, 16 for the verification, 10 to publish, 30 to wait
        limitSeconds: 126 * 60,
      },
    });
    expect(shots(again).find((shot) => shot.kind === 'dispatch')).toMatchObject({
      workflowSha: sha('a'),
      assignment: { runner: { isolation: 'preferred', keepHours: 3 } },
    });
  });

  it('is not made where the default branch has no commit', () => {
    const item = itemAt('rejected');
    const words = commandEvent({ name: 'iterate', notes: 'x' });
    expect(kinds(decide(item, words, allFacts()))).toContain('dispatch');
    const stopped = decide(item, words, allFacts({ baseSha: null }));
    expect(kinds(stopped)).not.toContain('dispatch');
    expect(stopped.item.stage).toMatchObject({ name: 'blocked', cause: 'configuration' });
  });

  it('may take no longer than seven hours altogether', () => {
    const [dispatch] = shots(
      decide(itemAt('rejected'), commandEvent({ name: 'iterate', notes: '' }), allFacts()),
    ).filter((shot) => shot.kind === 'dispatch');
    if (!dispatch) throw new Error('nothing was dispatched');
    const limit = (limits: { agentSeconds: number; verifySeconds: number }) =>
      runLimitSeconds({ ...dispatch.assignment, limits: { stallSeconds: 60, ...limits } });
    expect(limit({ agentSeconds: 60, verifySeconds: 10 })).toBe((11 + 11 + 10 + 30) * 60);
    expect(limit({ agentSeconds: 21_000, verifySeconds: 3600 })).toBe(longestRunSeconds);
  });

  it('has the run it was found as, once', () => {
    const item = itemAt('delegating');
    const attempt = lastAttempt(item);
    if (attempt) attempt.outcome = { state: 'running', runId: null, url: null };
    const found = (runId: number): Event => ({ ...common(), kind: 'run-found', assignmentId, runId, url });
    const known = decide(item, found(5), allFacts());
    expect(lastAttempt(known.item)?.outcome).toEqual({ state: 'running', runId: 5, url });
    expect(decide(known.item, found(6), allFacts()).state).toBe('ignored');
  });
});

describe('the end of a run', () => {
  it.each(runFailures)('that failed as %s blocks with that cause, and /retry goes on', (failure) => {
    const blocked = decide(itemAt('delegating'), finished(), failing(failure));
    expect(blocked.item.stage).toEqual({
      name: 'blocked',
      cause: 'run-failed',
      failure,
      detail: 'as found',
      url,
      resume: 'delegating',
    });
    expect(kinds(blocked)).toEqual(['reply']);
    const again = decide(blocked.item, commandEvent({ name: 'retry' }), allFacts({ freshId: 'fresh' }));
    expect(kinds(again)).toContain('dispatch');
    expect(lastAttempt(again.item)).toMatchObject({
      number: 2,
      notes: [expect.stringContaining('as found')],
    });
  });

  it('is nothing when the run is not ours: ours is still awaited', () => {
    const reason = 'run 77 is not ours: run 5 was dispatched';
    const outcome = decide(
      itemAt('delegating'),
      finished(),
      allFacts({ returned: { state: 'not-ours', reason } }),
    );
    expect(outcome).toMatchObject({ state: 'ignored', note: `ignored: ${reason}`, effects: [] });
    expect(decide(outcome.item, finished(), allFacts()).item.stage.name).toBe('deciding');
  });

  it('is taken once', () => {
    const once = decide(itemAt('delegating'), finished(), allFacts());
    expect(once.item.stage.name).toBe('deciding');
    expect(decide(once.item, finished(), allFacts()).state).toBe('ignored');
    const blockedAgain = { ...once.item, stage: itemAt('blocked').stage };
    expect(decide(blockedAgain, finished(), allFacts()).note).toContain('consumed already');
  });

  it('leaves on record how it ran', () => {
    const ran = {
      isolation: 'none' as const,
      isolationGap: 'no sudo',
      environment: 'self-hosted' as const,
      worktree: '/w',
      tmux: 't',
      remarks: ['x'],
    };
    const { returned } = allFacts();
    if (returned?.state !== 'returned') throw new Error('no result');
    const good = decide(itemAt('delegating'), finished(), allFacts({ returned: { ...returned, ran } }));
    expect(lastAttempt(good.item)?.ran).toEqual(ran);
    const bad = failing('empty');
    if (bad.returned?.state === 'failed') bad.returned.ran = ran;
    expect(lastAttempt(decide(itemAt('delegating'), finished(), bad).item)?.ran).toEqual(ran);
  });
});

describe('a run that is late', () => {
  const late = (waiting = false): Event => ({
    ...common(),
    kind: 'run-late',
    assignmentId,
    runId: 5,
    url,
    waiting,
  });

  it('is stopped and told with its limit, and its end is no further news', () => {
    const item = itemAt('delegating');
    const attempt = lastAttempt(item);
    if (attempt) attempt.terms = { labels: ['gpu'], isolation: 'required', keepHours: 1, limitSeconds: 5400 };
    const told = decide(item, late(), allFacts());
    expect(shots(told).map(({ kind }) => kind)).toEqual(['cancel-run', 'reply']);
    expect(told.item.stage).toMatchObject({
      failure: 'late',
      detail: 'The run goes on after 90 minutes, the longest it may take. It is being cancelled.',
      url,
    });
    expect(decide(item, late(true), allFacts()).item.stage).toMatchObject({
      detail: expect.stringContaining(
        'No runner took the run within 90 minutes: is one with the labels gpu online?',
      ),
    });
    const end = decide(told.item, finished(), failing('cancelled'));
    expect(end.state).toBe('ignored');
    expect(decide(told.item, finished(), failing('failed')).state).toBe('moved');
    expect(decide(told.item, finished(), allFacts()).item.stage.name).toBe('deciding');
  });

  it('is no news when it has ended', () => {
    expect(decide(itemAt('deciding'), late(), allFacts()).state).toBe('ignored');
    const lost = decide(itemAt('delegating'), { ...common(), kind: 'run-lost', assignmentId }, allFacts());
    expect(lost.item.stage).toMatchObject({
      failure: 'lost',
      detail: expect.stringContaining('shows no run'),
    });
    expect(decide(lost.item, late(), allFacts()).state).toBe('ignored');
  });
});

describe('auto mode', () => {
  const finish = (flags?: string[]) => {
    const item: Item = { ...itemAt('delegating'), mode: 'auto' };
    const { returned } = allFacts();
    if (returned?.state !== 'returned') throw new Error('no result');
    const review = { ...reviewOf('accept'), ...(flags ? { flags } : {}) };
    return decide(item, finished(), allFacts({ returned: { ...returned, review } }));
  };

  it('accepts what is not flagged', () => {
    for (const flags of [undefined, []]) expect(kinds(finish(flags))).toContain('merge-delegation');
  });

  it('stops and asks when something has to be looked at', () => {
    const outcome = finish(['`Makefile` says how things are built or tested.', 'another']);
    expect(kinds(outcome)).toEqual(['reply']);
    expect(outcome.item.stage.name).toBe('deciding');
    expect(outcome.item.decision?.asks).toBe('accept');
    expect(JSON.stringify(shots(outcome))).toContain(
      '`Makefile` says how things are built or tested. and 1 more',
    );
    const accepted = decide(outcome.item, commandEvent({ name: 'accept' }, { at: later }), allFacts());
    expect(kinds(accepted)).toContain('merge-delegation');
  });
});

describe('what a runner is asked to keep', () => {
  const named = (item: Item, id: string, askedAt = at): Item => {
    const attempt = lastAttempt(item);
    if (attempt) Object.assign(attempt, { assignmentId: id, askedAt });
    return item;
  };

  it('is what is under way, to be decided or rejected, newest first', () => {
    const items = [
      named(itemAt('delegating'), 'running', later),
      named(itemAt('deciding'), 'deciding'),
      named(itemAt('rejected'), 'rejected'),
      named(itemAt('handed-over'), 'accepted'),
      named(itemAt('done'), 'done'),
      named({ ...itemAt('rejected'), stage: { name: 'cancelled' } }, 'cancelled'),
      itemAt('planned'),
    ];
    expect(keptAssignments(items)).toEqual(['running', 'deciding', 'rejected']);
  });

  it('is two hundred at most', () => {
    const items = Array.from({ length: 300 }, (_, index) =>
      named(itemAt('rejected'), String(index), new Date(index * 1000).toISOString()),
    );
    const kept = keptAssignments(items);
    expect(kept).toHaveLength(200);
    expect(kept[0]).toBe('299');
  });
});
