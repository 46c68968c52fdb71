import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import type { Event, NotUpdated } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item, StageName } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { updateBarred } from '../../src/core/updating.ts';
import { allFacts, commandEvent, itemAt, platformEvent, reviewOf, sha } from './support.ts';

const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const asked = (item: Item) => decide(item, commandEvent({ name: 'update' }), allFacts());
const said = (outcome: Outcome) => JSON.stringify(oneShots(outcome).filter(({ kind }) => kind === 'reply'));

const branched = (item: Item): Item => ({
  ...item,
  feature: { branch: 'feat/per-206-gate-paths', head: sha('b') },
});
const updated = (base = sha('a')): Event =>
  ({ ...platformEvent('feature-updated'), kind: 'feature-updated', sha: sha('e'), base }) as Event;
const notUpdated = (why: NotUpdated): Event =>
  ({ ...platformEvent('feature-not-updated'), kind: 'feature-not-updated', why }) as Event;
const baseMoved = (to = sha('f')): Event =>
  ({ ...platformEvent('base-moved'), kind: 'base-moved', sha: to }) as Event;

describe('/update', () => {
  it.each<StageName>(['planned', 'polishing', 'handed-over', 'blocked', 'rejected'])(
    'asks for the merge at %s, and changes nothing else',
    (stage) => {
      const item = branched(itemAt(stage));
      const [delegation] = item.delegations;
      const [attempt] = delegation?.attempts ?? [];
      if (stage === 'blocked' && attempt)
        attempt.outcome = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
      const outcome = asked(item);
      expect(outcome.state, outcome.note).toBe('moved');
      expect(oneShots(outcome)).toContainEqual({
        ...{ kind: 'update-feature', branch: 'feat/per-206-gate-paths', from: sha('b'), base: sha('a') },
      });
      expect(outcome.item.stage).toEqual(item.stage);
      expect(outcome.item.decision).toEqual(item.decision);
    },
  );

  it.each<[StageName, string]>([
    ['delegating', 'needs the branch where it is'],
    ['deciding', 'needs the feature branch where it is: decide it first'],
    ['done', 'this ticket is done'],
    ['cancelled', 'this ticket is cancelled'],
    ['grilling', 'answer them first'],
    ['planned', 'there is no feature branch yet'],
    // its run may still bring something
    ['blocked', 'delegation 1 needs the feature branch where it is'],
  ])('is refused at %s: %s', (stage, why) => {
    const outcome = asked(itemAt(stage));
    expect(outcome.state).toBe('refused');
    expect(said(outcome)).toContain(why);
  });

  it('is refused while one is under way, and after the merge', () => {
    expect(said(asked(asked(itemAt('polishing')).item))).toContain('ada asked for it already');
    const merged = branched(itemAt('planned'));
    merged.pull = { ...itemAt('done').pull, number: 12, nodeId: 'n', url: 'u' } as Item['pull'];
    expect(said(asked(merged))).toContain('the pull request is merged');
  });

  it('never moves the branch from under work that is back or goes on from it', () => {
    const item = itemAt('blocked');
    const [attempt] = item.delegations[0]?.attempts ?? [];
    if (!attempt) throw new Error('no attempt');
    const failed = { state: 'failed', failure: 'cap-reached', detail: '', url: null } as const;
    attempt.outcome = failed;
    expect(updateBarred(item)).toBeNull();
    attempt.outcome = { ...failed, head: sha('c') };
    expect(updateBarred(item)).toContain('delegation 1');
    attempt.outcome = { ...failed };
    attempt.pushedBy = 'ada';
    expect(updateBarred(item)).toContain('delegation 1');
    attempt.outcome = {
      ...{ state: 'returned', runId: 5, url: 'u', head: sha('c'), evidenceUrl: 'u' },
      review: reviewOf('accept'),
    };
    expect(updateBarred(item)).toContain('delegation 1');
  });

  it.each<NotUpdated>(['up-to-date', 'conflict', 'missing', 'under-way'])(
    'that wrote nothing is answered: %s',
    (why) => {
      const item = asked(itemAt('handed-over')).item;
      const outcome = decide(item, notUpdated(why), allFacts());
      expect(oneShots(outcome)).toMatchObject([
        { kind: 'reply', home: { on: 'github', issue: 12 }, reply: { kind: 'not-updated', to: 'ada', why } },
      ]);
      expect(outcome.item.stage.name).toBe('handed-over');
      expect(outcome.item.update).toBeUndefined();
      expect(outcome.item.baseMoved).toBe(why === 'up-to-date' ? undefined : sha('a'));
    },
  );

  it('that GitHub refuses is answered, and blocks nothing', () => {
    const refusal: Event = {
      ...platformEvent('effect-refused'),
      ...{ kind: 'effect-refused', effect: 'update-feature', status: 403, detail: 'no', remedy: 'grant it' },
    };
    const outcome = decide(asked(itemAt('polishing')).item, refusal, allFacts());
    expect(said(outcome)).toContain('"kind":"update-refused","to":"ada","detail":"no","remedy":"grant it"');
    expect(outcome.item.stage.name).toBe('polishing');
    expect(outcome.item.update).toBeUndefined();
  });

  it('has the tasks looked up again where they named what was not there', () => {
    const item = itemAt('blocked');
    item.stage = { ...item.stage, name: 'blocked', cause: 'stale-claims' } as Item['stage'];
    const outcome = decide(item, updated(), allFacts({ featureSha: sha('e') }));
    expect(oneShots(outcome).map(({ kind }) => kind)).toContain('dispatch');
    expect(outcome.item.delegations[0]?.recordedBase).toBe(sha('e'));
  });
});

describe('a base that moved', () => {
  const moved = (item: Item, to = sha('f')) => decide(item, baseMoved(to), allFacts({ baseSha: to }));

  it('is noted wherever there is a feature branch, once', () => {
    const first = moved(itemAt('deciding'));
    expect(first.item.baseMoved).toBe(sha('f'));
    expect(moved(first.item).state).toBe('ignored');
    expect(moved(itemAt('planned')).state).toBe('ignored');
  });

  it('is not noted for its own merge', () => {
    const pull: Facts['pull'] = {
      ...{ number: 12, draft: false, merged: true, mergeSha: sha('f'), mergedBy: 'ada' },
      state: 'closed',
    };
    const outcome = decide(itemAt('handed-over'), baseMoved(), allFacts({ baseSha: sha('f'), pull }));
    expect(outcome.state).toBe('ignored');
  });

  it('is settled by the update, also where the push is told after it; what came later is not', () => {
    const item = asked(itemAt('handed-over')).item;
    const done = decide(item, updated(), allFacts()).item;
    expect(done.baseMoved).toBeUndefined();
    expect(moved(done, sha('a')).state).toBe('ignored');
    expect(moved(done, sha('7')).item.baseMoved).toBe(sha('7'));
    const later = decide(moved(item, sha('7')).item, updated(), allFacts()).item;
    expect(later.baseMoved).toBe(sha('7'));
  });

  it('is settled by a person who merges it by hand', () => {
    const item = moved(itemAt('handed-over')).item;
    const pushed = (caughtUp: boolean) =>
      decide(item, platformEvent('feature-pushed'), allFacts({ caughtUp, featureSha: sha('e') })).item;
    expect(pushed(true).baseMoved).toBeUndefined();
    expect(pushed(false).baseMoved).toBe(sha('f'));
  });
});

describe('where the pull request goes to another branch', () => {
  const elsewhere = (item: Item): Item =>
    item.pull ? { ...item, pull: { ...item.pull, base: 'release/1.x' } } : item;
  const facts = (changes: Partial<Facts> = {}) => allFacts({ targetSha: sha('9'), ...changes });
  const moves = (item: Item, branch?: string) =>
    decide(item, { ...baseMoved(sha('9')), ...(branch ? { branch } : {}) } as Event, facts());

  it('that one is merged in by /update', () => {
    const outcome = decide(elsewhere(itemAt('handed-over')), commandEvent({ name: 'update' }), facts());
    expect(oneShots(outcome)).toContainEqual(
      expect.objectContaining({ kind: 'update-feature', base: sha('9') }),
    );
    const gone = decide(
      elsewhere(itemAt('handed-over')),
      commandEvent({ name: 'update' }),
      facts({ targetSha: null }),
    );
    expect(said(gone)).toContain('the branch `release/1.x` cannot be found');
  });

  it('its moves are noted, and those of other branches are not', () => {
    const item = elsewhere(itemAt('handed-over'));
    expect(moves(item, 'release/1.x').item.baseMoved).toBe(sha('9'));
    expect(moves(item).note).toContain('the pull request goes to release/1.x');
    expect(moves(itemAt('handed-over'), 'release/1.x').state).toBe('ignored');
  });

  it('nothing of the branch before is asked for any more', () => {
    const item = { ...itemAt('handed-over'), baseMoved: sha('f'), baseContained: sha('a') };
    const pull: Facts['pull'] = {
      ...{ number: 12, draft: false, merged: false, mergeSha: null, mergedBy: null, state: 'open' },
      base: 'release/1.x',
    };
    const sent = decide(item, platformEvent('pull-retargeted'), allFacts({ pull })).item;
    expect([sent.baseMoved, sent.baseContained]).toEqual([undefined, undefined]);
    expect(decide(item, platformEvent('pull-retargeted'), allFacts()).item.baseMoved).toBe(sha('f'));
  });

  it('a pull request of its own after a closed one goes to the default branch again', () => {
    const closed = { ...elsewhere(itemAt('blocked')), baseMoved: sha('9') };
    if (closed.pull) closed.pull.state = 'closed';
    const [attempt] = closed.delegations[0]?.attempts ?? [];
    if (attempt) attempt.outcome = { state: 'failed', failure: 'failed', detail: 'Broke.', url: null };
    const outcome = decide(closed, commandEvent({ name: 'retry' }), allFacts());
    expect(oneShots(outcome).map(({ kind }) => kind)).toContain('open-pull');
    expect(outcome.item.baseMoved).toBeUndefined();
  });
});
