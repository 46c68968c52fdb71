import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectionNames } from '../../src/core/effect.ts';
import { Unavailable } from '../../src/ports/errors.ts';
import { configurationOf } from '../../src/shell/configuration.ts';
import { handle } from '../../src/shell/handle.ts';
import { inOneHandling } from '../../src/shell/one-handling.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { pastAttempt } from '../core/models.ts';
import { commandEvent, itemAt } from '../core/support.ts';
import { fakeGithub, fakeRepository, repositoryRef } from './fake-github.ts';
import {
  askFor,
  brokenConfiguration,
  createStage,
  type Stage,
  trackedItem,
  validConfiguration,
} from './support.ts';

const path = '.github/throughline.yml';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set(path, validConfiguration);
});
afterEach(() => stage.store.close());

const times = (method: string): number => stage.repository.calls.filter((call) => call === method).length;
const asked = () => ({ info: times('info'), readFile: times('readFile') });

describe('in one handling', () => {
  it('repository and configuration are asked about once, by those who ask at once as well', async () => {
    const world = inOneHandling(stage.world);
    const read = () => configurationOf(world, repositoryRef);
    const [one, other] = await Promise.all([read(), read()]);
    expect(one).toMatchObject({ state: 'valid' });
    expect([other, await read()]).toEqual([one, one]);
    await world.github.repository(repositoryRef).info();
    expect(asked()).toEqual({ info: 1, readFile: 1 });
  });

  it('each repository has its own answer', async () => {
    const other = fakeRepository({ fullName: 'acme/other', installationId: 2 });
    stage.world.github = fakeGithub([stage.repository, other]).port;
    const world = inOneHandling(stage.world);
    const infoOf = (ref: typeof repositoryRef) => world.github.repository(ref).info();
    expect(await infoOf(repositoryRef)).toMatchObject({ fullName: 'acme/beacon' });
    expect(await infoOf(other.port.ref)).toMatchObject({ fullName: 'acme/other' });
    expect(await configurationOf(world, other.port.ref)).toEqual({ state: 'absent' });
  });

  it('a failure is not kept', async () => {
    const world = inOneHandling(stage.world);
    stage.repository.failNext('info', new Unavailable('away'));
    stage.repository.failNext('readFile', new Unavailable('away'));
    for (const _ of ['info', 'readFile'])
      await expect(configurationOf(world, repositoryRef)).rejects.toThrow('away');
    expect(await configurationOf(world, repositoryRef)).toMatchObject({ state: 'valid' });
  });
});

it('the next handling asks anew, since branches are renamed and configurations mended', async () => {
  const look = async () => {
    const world = inOneHandling(stage.world);
    const { state } = await configurationOf(world, repositoryRef);
    return [state, (await world.github.repository(repositoryRef).info()).defaultBranch];
  };
  expect(await look()).toEqual(['valid', 'main']);
  stage.repository.values.files.set(path, brokenConfiguration);
  stage.repository.values.defaultBranch = 'trunk';
  expect(await look()).toEqual(['broken', 'trunk']);
});

describe('what is asked once', () => {
  const attempts = [pastAttempt()];
  const delegations = itemAt('blocked').delegations.map((one) => ({ ...one, attempts }));

  it('for the facts of an event', async () => {
    const item = await trackedItem(stage, 'blocked', { delegations });
    const held = await askFor(stage, item, {});
    const event = commandEvent({ name: 'retry' });
    await stage.store.addEvents([{ itemId: item.id, event }], stage.clock.now());
    const pending = await stage.store.nextEvent(held, stage.clock.now());
    if (!pending) throw new Error('no event is pending');
    await handle({ world: stage.world, lease: held, pending });
    expect(times('info')).toBe(1);
  });

  it('for all that people see of an item', async () => {
    const blocks = [{ kind: 'findings' as const, delegation: 1, home: { on: 'github' as const, issue: 12 } }];
    const item = await trackedItem(stage, 'deciding', { delegations, blocks });
    const held = await askFor(stage, item, { projections: [...projectionNames] });
    await takeTurn(stage.world, held, () => false);
    expect(asked()).toEqual({ info: 1, readFile: 1 });
  });
});
