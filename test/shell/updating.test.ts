import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OneShot } from '../../src/core/effect.ts';
import type { Item } from '../../src/core/item.ts';
import { Refused, Unavailable } from '../../src/ports/errors.ts';
import type { GitReader } from '../../src/ports/git.ts';
import { caughtUpFact } from '../../src/shell/facts/caught-up.ts';
import { gather } from '../../src/shell/facts/gather.ts';
import type { Once } from '../../src/shell/perform/performer.ts';
import { updateFeature } from '../../src/shell/perform/updating.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { commandEvent, itemAt, sha } from '../core/support.ts';
import { askFor, createStage, lease, pendingEvents, type Stage, trackedItem } from './support.ts';

const once: Once = { maybeSent: false, begin: async () => true, notSent: () => undefined };
const feature = 'feat/per-206-gate-paths';
const effect: Extract<OneShot, { kind: 'update-feature' }> = {
  ...{ kind: 'update-feature', branch: feature, from: sha('b'), base: sha('a') },
};

const change = (path: string) => ({
  ...{ path, oldPath: null, status: 'modified' as const, oldMode: '100644', newMode: '100644' },
  ...{ additions: 1, deletions: 1, bytes: 10 },
});
/** Git in which each side changed files of its own, and one that both did. */
const bothSides = (mergeBase: GitReader['mergeBase'] = async () => sha('0')) => {
  const nothing = async (): Promise<never> => {
    throw new Error('not asked for here');
  };
  const reader: GitReader = {
    range: async ({ base, head }) => ({
      ...{ base, head, commits: [], descends: true },
      files: [change(head === sha('a') ? 'base.js' : 'own.js'), change('src/lint.js')],
    }),
    mergeBase,
    refSha: async () => sha('b'),
    ...{ readFile: nothing, readFiles: nothing, listFiles: nothing, hunks: nothing, search: nothing },
  };
  return { open: () => reader };
};

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage({ git: bothSides() });
  item = await trackedItem(stage, 'handed-over', {
    update: { by: 'ada', source: { on: 'github', issue: 12, commentId: 9, via: 'comment' } },
  });
});
afterEach(() => stage.store.close());

const update = (now: Item = item) => updateFeature({ world: stage.world, item: now, effect, once });
const tip = () => stage.repository.values.refs.get(`heads/${feature}`) ?? '';

describe('the update of a feature branch', () => {
  it('is one merge that names the ticket and who asked, also where the reply to it was lost', async () => {
    stage.repository.failNext('mergeInto', new Unavailable('no answer'), 'after');
    await expect(update()).rejects.toThrow('no answer');
    const merge = tip();
    expect(await update()).toEqual([{ kind: 'feature-updated', sha: merge, base: sha('a') }]);
    expect(tip()).toBe(merge);
    expect(stage.repository.values.commits.get(merge)).toMatchObject({
      parents: [sha('b'), sha('a')],
      message: expect.stringMatching(
        /^Merge main into feat\/per-206-gate-paths \(PER-206\)\n\n[\s\S]*asked for by\sada/,
      ),
    });
  });

  it('is none where the branch contains it, or is gone', async () => {
    const not = (why: string) => [{ kind: 'feature-not-updated', why, base: sha('a'), paths: [] }];
    stage.repository.values.refs.set(`heads/${feature}`, sha('a'));
    expect(await update()).toEqual(not('up-to-date'));
    stage.repository.values.refs.delete(`heads/${feature}`);
    expect(await update()).toEqual(not('missing'));
  });

  it('names the files that both sides changed where they conflict, and writes nothing', async () => {
    stage.repository.values.conflicting.add(sha('a'));
    expect(await update()).toEqual([
      { kind: 'feature-not-updated', why: 'conflict', base: sha('a'), paths: ['src/lint.js'] },
    ]);
    expect(tip()).toBe(sha('b'));
    const away = new Refused('gone', { status: 404, remedy: 'none' });
    stage.world.git = bothSides(async () => Promise.reject(away));
    expect(await update()).toMatchObject([{ why: 'conflict', paths: [] }]);
  });

  it('is left where a delegation began meanwhile', async () => {
    expect(await update({ ...itemAt('delegating'), id: item.id })).toMatchObject([{ why: 'under-way' }]);
    expect(stage.repository.calls).not.toContain('mergeInto');
    expect(tip()).toBe(sha('b'));
  });
});

describe('the base of a pull request that goes to another branch', () => {
  const event = commandEvent({ name: 'update' });

  it('is what is asked about, beside the commit that workflows run at', async () => {
    const { refs } = stage.repository.values;
    refs.set('heads/release/1.x', sha('9'));
    const sent: Item = item.pull ? { ...item, pull: { ...item.pull, base: 'release/1.x' } } : item;
    const facts = await gather({ world: stage.world, item: sent, event });
    expect(facts).toMatchObject({ targetSha: sha('9'), baseSha: refs.get('heads/main') });
    expect(await gather({ world: stage.world, item, event })).not.toHaveProperty('targetSha');
    refs.delete('heads/release/1.x');
    expect(await gather({ world: stage.world, item: sent, event })).toMatchObject({ targetSha: null });
  });

  it('is what a push is compared with', async () => {
    const asked: string[][] = [];
    stage.world.git = bothSides(async ({ refs }) => {
      asked.push(refs);
      return sha('9');
    });
    const sent: Item = { ...item, baseMoved: sha('9') };
    expect(await caughtUpFact(stage.world, sent)).toBe(true);
    if (sent.pull) sent.pull = { ...sent.pull, base: 'release/1.x' };
    expect(await caughtUpFact(stage.world, sent)).toBe(true);
    expect(asked.map((refs) => refs.at(-1))).toEqual(['refs/heads/main', 'refs/heads/release/1.x']);
  });
});

describe('the wait for further pushes', () => {
  it('ends at its time, whoever works then, and holds nothing back meanwhile', async () => {
    const until = new Date(stage.clock.now().getTime() + 30_000).toISOString();
    const waiting = await trackedItem(stage, 'polishing', { quiet: { sha: sha('e'), until } });
    const held = await askFor(stage, waiting, { projections: ['quiet'] });
    await takeTurn(stage.world, held, () => false);
    await stage.store.releaseLease(held);
    expect(await stage.store.nextDue(stage.clock.now())).toEqual(new Date(until));
    const other = await askFor(stage, waiting, {});
    await stage.store.releaseLease(other);
    stage.clock.advance(30_000);
    const later = await lease(stage, 'another process');
    await takeTurn(stage.world, later, () => false);
    await stage.store.releaseLease(later);
    expect(await pendingEvents(stage, waiting)).toMatchObject([{ kind: 'quiet-over', sha: sha('e') }]);
  });
});
