import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RateLimited, Unavailable } from '../../src/ports/errors.ts';
import { say } from '../../src/shell/say.ts';
import { repositoryRef } from './fake-github.ts';
import { createStage, minutes, type Stage } from './support.ts';

let stage: Stage;
const ticketId = randomUUID();
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.store.close());

const onGithub = (tag: string, body = 'text') =>
  say({
    world: stage.world,
    repository: repositoryRef,
    ticketId,
    home: { on: 'github', issue: 12 },
    tag,
    body,
  });
const onTicket = (tag: string, body = 'text') =>
  say({ world: stage.world, repository: null, ticketId, home: { on: 'linear' }, tag, body });

const limitOf = (said: Promise<void>): Promise<Date | null> =>
  said.then(
    () => null,
    (error: unknown) => {
      if (error instanceof RateLimited) return error.until;
      throw error;
    },
  );

describe('a comment of ours', () => {
  it('is one comment per tag, edited in place, and known as ours', async () => {
    await onGithub('status', 'one');
    await onGithub('status', 'two');
    await onGithub('reply', 'three');
    expect(stage.repository.values.comments.map(({ tag, body }) => `${tag}: ${body}`)).toEqual([
      'status: two',
      'reply: three',
    ]);
    const id = String(stage.repository.values.comments[0]?.id);
    expect(await stage.store.ownWrite('github', id)).toMatchObject({ itemId: ticketId });
    expect(await stage.store.ownWrite('github', '1')).toBeNull();
  });

  it('in Linear is known as ours before it is sent: its webhook may come before the answer', async () => {
    const known: (object | null)[] = [];
    const { upsertComment } = stage.tracker.port;
    stage.tracker.port.upsertComment = async (comment) => {
      known.push(await stage.store.ownWrite('linear', comment.id));
      return upsertComment(comment);
    };
    await onTicket('status');
    expect(known).toEqual([{ itemId: ticketId, tag: 'status' }]);
  });

  it('in Linear is the same one after a lost reply', async () => {
    stage.tracker.failNext('upsertComment', new Unavailable('no answer'), 'after');
    await expect(onTicket('status')).rejects.toThrow('no answer');
    await onTicket('status', 'newer');
    expect(stage.tracker.values.comments.map((one) => one.body)).toEqual(['newer']);
  });
});

describe('the budget of what one installation may write', () => {
  it('has room for sixty new comments a minute; the next waits for the oldest to be a minute old', async () => {
    await onGithub('c0');
    stage.clock.advance(10_000);
    for (let index = 1; index < 60; index += 1) await onGithub(`c${index}`);
    const until = new Date(stage.clock.now().getTime() + 50_000);
    expect(await limitOf(onGithub('c60'))).toEqual(until);
    expect(stage.repository.values.comments).toHaveLength(60);
    stage.clock.advance(50_000);
    expect(await limitOf(onGithub('c60'))).toBeNull();
    expect(await limitOf(onGithub('c61'))).not.toBeNull();
  });

  it('is not used by edits, nor by another installation', async () => {
    for (let index = 0; index < 60; index += 1) await onGithub(`c${index}`);
    expect(await limitOf(onGithub('c1', 'edited'))).toBeNull();
    const taken = await stage.store.takeBudget({
      name: 'github-content:2:60000',
      count: 60,
      windowMs: 60_000,
      now: stage.clock.now(),
    });
    expect(taken).toEqual({ state: 'taken' });
  });

  it('is held back for all until the time the platform names', async () => {
    const until = new Date(stage.clock.now().getTime() + minutes(5));
    stage.repository.failNext('upsertComment', new RateLimited('secondary limit', { until }));
    expect(await limitOf(onGithub('c1'))).toEqual(until);
    expect(await limitOf(onGithub('c2'))).toEqual(until);
    expect(stage.repository.calls).toEqual(['upsertComment']);
    expect(await limitOf(onTicket('c3'))).toBeNull();
    stage.clock.advance(minutes(5));
    expect(await limitOf(onGithub('c1'))).toBeNull();
  });
});
