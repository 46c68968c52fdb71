import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Heard } from '../../src/core/heard.ts';
import type { Item } from '../../src/core/item.ts';
import { Refused, Unavailable } from '../../src/ports/errors.ts';
import { routeHeard } from '../../src/shell/route.ts';
import { sha } from '../core/support.ts';
import { repositoryRef } from './fake-github.ts';
import { brokenConfiguration, createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

const heard: Heard = {
  kind: 'push',
  key: 'push:refs/heads/main',
  at: '2026-05-01T11:00:00Z',
  actor: { surface: 'github', id: '7', login: 'ada' },
  human: true,
  repository: repositoryRef,
  ref: 'refs/heads/main',
  before: sha('b'),
  after: sha('e'),
  toDefaultBranch: true,
};

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage();
  item = await trackedItem(stage, 'deciding');
});
afterEach(() => stage.store.close());

describe('a push to the default branch', () => {
  const checks = () => stage.repository.values.checks;

  it('says on its head that a broken configuration is broken, and that a corrected one is not', async () => {
    const { files, refs } = stage.repository.values;
    files.set('.github/throughline.yml', brokenConfiguration);
    await routeHeard(stage.world, heard);
    expect(checks()).toEqual([
      expect.objectContaining({
        name: 'throughline / configuration',
        headSha: refs.get('heads/main'),
        state: { status: 'completed', conclusion: 'failure' },
        summary: expect.stringContaining('did you mean `tracker.team`'),
      }),
    ]);
    files.set('.github/throughline.yml', validConfiguration);
    refs.set('heads/main', sha('e'));
    await routeHeard(stage.world, heard);
    expect(checks()[1]).toMatchObject({ headSha: sha('e'), state: { conclusion: 'success' } });
    expect(stage.passed).toEqual([
      'before:configuration-check',
      'after:configuration-check',
      'before:configuration-check',
      'after:configuration-check',
    ]);
  });

  it('writes nothing where there is no configuration, nor the same twice', async () => {
    await routeHeard(stage.world, heard);
    expect(stage.repository.calls).not.toContain('upsertCheck');
    stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
    stage.repository.values.refs.set('heads/main', sha('9'));
    await routeHeard(stage.world, heard);
    await routeHeard(stage.world, heard);
    expect(stage.repository.calls.filter((call) => call === 'upsertCheck')).toHaveLength(1);
  });

  it('reaches the open items of this repository and no others', async () => {
    const elsewhere = { ...item.repository, fullName: 'acme/other' };
    await trackedItem(stage, 'planned', { repository: elsewhere });
    await trackedItem(stage, 'done', { delegations: [], pull: null, feature: null });
    const second = await trackedItem(stage, 'exploring');
    const outcome = await routeHeard(stage.world, heard);
    const reached = 'events' in outcome ? outcome.events.map((one) => one.itemId) : [];
    expect(reached.sort()).toEqual([item.id, second.id].sort());
  });

  it('reaches them even when the check may not be written', async () => {
    stage.repository.values.files.set('.github/throughline.yml', brokenConfiguration);
    stage.repository.values.refs.set('heads/main', sha('8'));
    stage.repository.failNext('upsertCheck', new Refused('no', { status: 403, remedy: 'grant it' }));
    expect(await routeHeard(stage.world, heard)).toMatchObject({ state: 'routed' });
    stage.repository.failNext('upsertCheck', new Unavailable('away'));
    await expect(routeHeard(stage.world, heard)).rejects.toThrow('away');
  });
});
