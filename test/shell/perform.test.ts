import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OneShot } from '../../src/core/effect.ts';
import type { Item } from '../../src/core/item.ts';
import { RateLimited, Refused, Unavailable } from '../../src/ports/errors.ts';
import { createBranch, mergeDelegation, openPull } from '../../src/shell/perform/branches.ts';
import { performOneShot } from '../../src/shell/perform/perform.ts';
import type { Once } from '../../src/shell/perform/performer.ts';
import { removeLabel } from '../../src/shell/perform/talk.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { sha } from '../core/support.ts';
import { pullRequest, shaOf } from './fake-github.ts';
import { askFor, createStage, lease, minutes, pendingEvents, type Stage, trackedItem } from './support.ts';

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage();
  item = await trackedItem(stage, 'deciding');
});
afterEach(() => stage.store.close());

type Of<K extends OneShot['kind']> = Extract<OneShot, { kind: K }>;
const feature = 'feat/per-206-gate-paths';
/** These writes show themselves whether they were made. */
const once: Once = { maybeSent: false, begin: async () => true, notSent: () => undefined };

describe('the feature branch', () => {
  const effect: Of<'create-branch'> = { kind: 'create-branch', branch: 'feat/new', from: shaOf(1) };

  it('gets a start commit that names the ticket and changes nothing', async () => {
    const [result] = await createBranch({ world: stage.world, item, effect, once });
    const made = stage.repository.values.refs.get('heads/feat/new') ?? '';
    expect(result).toEqual({ kind: 'branch-created', branch: 'feat/new', sha: made });
    expect(stage.repository.values.commits.get(made)).toMatchObject({
      tree: 'tree-1',
      parents: [shaOf(1)],
      message: expect.stringContaining('PER-206'),
    });
  });

  it('is adopted where it exists already', async () => {
    stage.repository.values.refs.set('heads/feat/new', sha('9'));
    const results = await createBranch({ world: stage.world, item, effect, once });
    expect(results).toEqual([{ kind: 'branch-created', branch: 'feat/new', sha: sha('9') }]);
    expect(stage.repository.calls).not.toContain('createCommit');
  });

  it('is adopted when somebody made it in between', async () => {
    const createRef = stage.repository.port.createRef;
    stage.repository.port.createRef = async (ref, made) => {
      stage.repository.values.refs.set(ref, sha('9'));
      return createRef(ref, made);
    };
    const results = await createBranch({ world: stage.world, item, effect, once });
    expect(results).toEqual([{ kind: 'branch-created', branch: 'feat/new', sha: sha('9') }]);
  });
});

describe('the pull request', () => {
  const effect: Of<'open-pull'> = { kind: 'open-pull', branch: feature, draft: true };

  it('is opened once: a lost reply finds it again', async () => {
    stage.repository.failNext('openPull', new Unavailable('no answer'), 'after');
    await expect(openPull({ world: stage.world, item, effect, once })).rejects.toThrow('no answer');
    const [result] = await openPull({ world: stage.world, item, effect, once });
    expect(result).toMatchObject({ kind: 'pull-opened', number: 10, draft: true });
    expect(stage.repository.values.pulls).toHaveLength(1);
  });

  it('is opened anew when the earlier one of this branch is closed', async () => {
    stage.repository.values.pulls.push(pullRequest(3, { state: 'closed' }));
    const [result] = await openPull({ world: stage.world, item, effect, once });
    expect(result).toMatchObject({ number: 11 });
  });
});

describe('the merge of a delegation', () => {
  const effect: Of<'merge-delegation'> = {
    kind: 'merge-delegation',
    delegation: 1,
    branch: feature,
    recordedBase: sha('b'),
    head: sha('c'),
  };
  beforeEach(() => {
    stage.repository.values.commits.set(sha('c'), {
      sha: sha('c'),
      tree: 'tree-c',
      parents: [sha('b')],
      message: 'work',
    });
  });

  it("has two parents and the delegate's tree, and is the same however often it is asked for", async () => {
    const first = await mergeDelegation({ world: stage.world, item, effect, once });
    const merge = stage.repository.values.refs.get(`heads/${feature}`) ?? '';
    expect(first).toEqual([{ kind: 'delegation-merged', delegation: 1, sha: merge }]);
    expect(stage.repository.values.commits.get(merge)).toMatchObject({
      tree: 'tree-c',
      parents: [sha('b'), sha('c')],
      message: expect.stringContaining('PER-206'),
    });
    expect(await mergeDelegation({ world: stage.world, item, effect, once })).toEqual(first);
  });

  it('whose reply was lost is the same merge', async () => {
    stage.repository.failNext('updateRef', new Unavailable('no answer'), 'after');
    await expect(mergeDelegation({ world: stage.world, item, effect, once })).rejects.toThrow('no answer');
    const merge = stage.repository.values.refs.get(`heads/${feature}`) ?? '';
    const again = await mergeDelegation({ world: stage.world, item, effect, once });
    expect(again).toEqual([{ kind: 'delegation-merged', delegation: 1, sha: merge }]);
  });

  it('is a conflict when the branch moved, before or while it is made', async () => {
    const { refs } = stage.repository.values;
    refs.set(`heads/${feature}`, sha('9'));
    const conflict = [
      { kind: 'merge-conflict', delegation: 1, detail: expect.stringContaining('moved from bbbbbbb') },
    ];
    expect(await mergeDelegation({ world: stage.world, item, effect, once })).toEqual(conflict);
    refs.set(`heads/${feature}`, sha('b'));
    const createCommit = stage.repository.port.createCommit;
    stage.repository.port.createCommit = async (made) => {
      refs.set(`heads/${feature}`, sha('9'));
      return createCommit(made);
    };
    expect(await mergeDelegation({ world: stage.world, item, effect, once })).toEqual(conflict);
    expect(refs.get(`heads/${feature}`)).toBe(sha('9'));
  });
});

it('a used label is taken off where it was put', async () => {
  stage.repository.values.labels = ['phase:delegate', 'bug'];
  const remove = (source: Of<'remove-label'>['source']) =>
    removeLabel({
      world: stage.world,
      item,
      effect: { kind: 'remove-label', source, label: 'phase:delegate' },
      once,
    });
  await remove({ on: 'github', issue: 12, commentId: 0, via: 'label' });
  expect(stage.repository.values.labels).toEqual(['bug']);
  stage.tracker.values.tickets[0]?.labels.push({ id: 'l1', name: 'Phase:Delegate' });
  await remove({ on: 'linear', ticketId: item.id, commentId: null, via: 'label' });
  expect(stage.tracker.values.removedLabels).toEqual(['l1']);
});

describe('what becomes of an effect', () => {
  const branch: OneShot = { kind: 'create-branch', branch: 'feat/new', from: shaOf(1) };
  const rocket: OneShot = {
    kind: 'react',
    source: { on: 'github', issue: 12, commentId: 5, via: 'comment' },
    reaction: 'rocket',
  };
  const performNext = async (held: Awaited<ReturnType<typeof askFor>>) => {
    const pending = await stage.store.nextOneShot(held, stage.clock.now());
    if (!pending) throw new Error('no effect is due');
    return performOneShot({ world: stage.world, lease: held, pending });
  };

  it('its result comes back as an event of ours, between its failpoints', async () => {
    const held = await askFor(stage, item, { oneShots: [branch] });
    expect(await performNext(held)).toBe('finished');
    await stage.store.releaseLease(held);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'branch-created', branch: 'feat/new', actor: { surface: 'throughline' } },
    ]);
    expect(stage.passed).toEqual(['before:create-branch', 'between:create-branch', 'after:create-branch']);
  });

  it('a refusal for good comes back as an event with its remedy', async () => {
    stage.repository.failNext('createCommit', new Refused('protected', { status: 403, remedy: 'allow it' }));
    const held = await askFor(stage, item, { oneShots: [branch] });
    expect(await performNext(held)).toBe('finished');
    await stage.store.releaseLease(held);
    expect(await pendingEvents(stage, item)).toMatchObject([
      {
        kind: 'effect-refused',
        effect: 'create-branch',
        status: 403,
        detail: 'protected',
        remedy: 'allow it',
      },
    ]);
  });

  it('an outage is waited out, and what comes after it waits too', async () => {
    stage.repository.failNext('refSha', new Unavailable('away'));
    const held = await askFor(stage, item, { oneShots: [branch, rocket] });
    expect(await performNext(held)).toBe('postponed');
    expect(await stage.store.nextOneShot(held, stage.clock.now())).toBeNull();
    stage.clock.advance(2_000);
    expect(await performNext(held)).toBe('finished');
    expect(await performNext(held)).toBe('finished');
    expect(stage.repository.values.reactions).toEqual([{ comment: 5, reaction: 'rocket' }]);
  });

  it('nothing is written down under a lease that is lost', async () => {
    const held = await askFor(stage, item, { oneShots: [branch] });
    stage.clock.advance(minutes(2));
    const other = await lease(stage, 'other');
    expect(await performNext(held)).toBe('fenced');
    expect(await performNext(other)).toBe('finished');
  });

  it('a limit is waited for until its time; the status says so, and stops saying so', async () => {
    const until = new Date(stage.clock.now().getTime() + minutes(10));
    stage.repository.failNext('react', new RateLimited('secondary limit', { until }));
    const held = await askFor(stage, item, { oneShots: [rocket] });
    const turn = () => takeTurn(stage.world, held, () => false);
    const status = () => stage.repository.values.comments.find((one) => one.tag === 'status')?.body;
    await turn();
    expect(status()).toContain(`goes on by itself at ${until.toISOString()}`);
    stage.clock.advance(minutes(10) - 1);
    await turn();
    expect(stage.repository.values.reactions).toEqual([]);
    stage.clock.advance(1);
    await turn();
    expect(stage.repository.values.reactions).toHaveLength(1);
    expect(status()).not.toContain('goes on by itself');
  });
});
