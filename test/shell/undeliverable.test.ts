import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RateLimited, Unavailable } from '../../src/ports/errors.ts';
import type { Delivery } from '../../src/ports/store.ts';
import { route } from '../../src/shell/route.ts';
import { ticketOf } from './fake-tracker.ts';
import { createStage, minutes, type Stage } from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.world.readers.linear = () => ({
    kind: 'linear-comment',
    key: 'linear-comment:c1',
    at: '2026-05-01T11:00:00Z',
    actor: { surface: 'linear', id: 'linear-ada', login: 'Ada' },
    human: true,
    ticketId: 't',
    commentId: 'c1',
    body: '/delegate',
  });
  stage.tracker.values.tickets.push(ticketOf('t'));
});
afterEach(() => stage.store.close());

describe('a delivery that cannot be routed now', () => {
  const delivery = (attempts: number): Delivery => ({
    source: 'linear',
    id: 'd',
    name: 'Comment',
    body: Buffer.from('{}'),
    seq: 1,
    receivedAt: new Date(),
    attempts,
  });

  it('is tried again later, after an outage by a growing wait', async () => {
    stage.github.failNext('repositories', new Unavailable('GitHub is away'));
    const first = await route(stage.world, delivery(0));
    stage.github.failNext('repositories', new Unavailable('GitHub is away'));
    const fifth = await route(stage.world, delivery(5));
    const in_ = (ms: number) => new Date(stage.clock.now().getTime() + ms);
    expect(first).toEqual({ state: 'retry', at: in_(2_000), error: 'Unavailable: GitHub is away' });
    expect(fifth).toMatchObject({ state: 'retry', at: in_(64_000) });
  });

  it('is tried when a limit is over, and not before', async () => {
    const until = new Date(stage.clock.now().getTime() + minutes(20));
    stage.github.failNext('repositories', new RateLimited('limit', { until }));
    expect(await route(stage.world, delivery(0))).toMatchObject({ state: 'retry', at: until });
  });

  it('is given up after eight tries, and kept', async () => {
    stage.github.failNext('repositories', new TypeError('unforeseen'));
    expect((await route(stage.world, delivery(7))).state).toBe('retry');
    stage.github.failNext('repositories', new TypeError('unforeseen'));
    expect(await route(stage.world, delivery(8))).toEqual({
      state: 'failed',
      error: 'TypeError: unforeseen',
    });
  });

  it('outlasts an outage, however long', async () => {
    stage.github.failNext('repositories', new Unavailable('GitHub is away'));
    expect((await route(stage.world, delivery(40))).state).toBe('retry');
  });

  it('is retried rather than lost when its bytes are no JSON', async () => {
    const outcome = await route(stage.world, { ...delivery(0), body: Buffer.from('{') });
    expect(outcome.state).toBe('retry');
  });
});
