import { describe, expect, it } from 'vitest';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Round } from '../../src/core/rounds/round.ts';
import { allFacts, at, commandEvent, configuration, itemAt, later, platformEvent, sha } from './support.ts';

const id = (digit: string): string => `0a6e7c0e-8a4e-4d8e-9f0a-${digit.repeat(12)}`;
const head = (digit: string, more: object = {}) => ({
  ...{ sha: sha(digit), mergeBase: sha('0'), changed: ['src/lint.js'], touched: [] },
  ...more,
});
/** As it is while this head is the newest. */
const atHead = (digit: string, more: Partial<Facts> = {}): Facts =>
  allFacts({ head: head(digit), featureSha: sha(digit), freshId: id(digit === 'b' ? '2' : '1'), ...more });
const seconds = (count: number): string => new Date(Date.parse(later) + count * 1000).toISOString();

const oneShots = ({ effects }: Outcome) =>
  effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
/** Heads that are to be reviewed. */
const reviews = (outcome: Outcome) =>
  oneShots(outcome).flatMap((effect) => (effect.kind === 'dispatch' ? [effect.assignment.base] : []));
const replies = (outcome: Outcome) =>
  JSON.stringify(oneShots(outcome).filter(({ kind }) => kind === 'reply'));

const pushed = (item: Item, digit: string, more: Partial<Facts> = {}): Outcome =>
  decide(
    item,
    { ...platformEvent('feature-pushed'), kind: 'feature-pushed', sha: sha(digit) } as Event,
    atHead(digit, more),
  );
const quietOver = (item: Item, digit: string, facts: Facts): Outcome =>
  decide(item, { ...platformEvent('quiet-over'), kind: 'quiet-over', sha: sha(digit) } as Event, facts);
const drafted = (item: Item, draft = true): Outcome =>
  decide(
    item,
    platformEvent(draft ? 'pull-drafted' : 'pull-ready'),
    atHead('e', {
      pull: { number: 12, state: 'open', draft, merged: false, mergeSha: null, mergedBy: null },
    }),
  );
const review = (item: Item, facts: Facts): Outcome => decide(item, commandEvent({ name: 'review' }), facts);

const round = (digit: string, state: Round['state']): Round => ({
  ...{ number: 1, head: sha(digit), mergeBase: sha('0'), reviewer: 'throughline', state },
  ...{ findings: [], reviews: [], triages: [], fixUp: null, startedAt: at },
});
const ready = (item: Item): Item => ({ ...item, pull: item.pull && { ...item.pull, draft: false } });
/** Handed over after a clean review of `b`. */
const handedOver = (): Item =>
  ready({ ...itemAt('handed-over'), rounds: [round('b', { name: 'closed', clean: true })] });

describe('pushes in a row', () => {
  it('are one review, of the last head', () => {
    const first = pushed(handedOver(), 'e');
    expect(first.item).toMatchObject({
      stage: { name: 'polishing' },
      quiet: { sha: sha('e'), until: seconds(30) },
    });
    expect(reviews(first)).toEqual([]);
    const second = pushed(first.item, 'f', { now: seconds(20) });
    expect(second.item.quiet).toEqual({ sha: sha('f'), until: seconds(50) });
    expect(quietOver(second.item, 'e', atHead('f', { now: seconds(31) })).state).toBe('ignored');
    const over = quietOver(second.item, 'f', atHead('f', { now: seconds(51) }));
    expect(reviews(over)).toEqual([sha('f')]);
    expect(over.item.quiet).toBeUndefined();
    expect(quietOver(over.item, 'f', atHead('f', { now: seconds(52) })).state).toBe('ignored');
  });

  it('are waited for also where the last one is not told yet', () => {
    const first = pushed(handedOver(), 'e');
    const outcome = quietOver(first.item, 'e', atHead('f', { now: seconds(30) }));
    expect(outcome.item).toMatchObject({
      feature: { head: sha('f') },
      quiet: { sha: sha('f'), until: seconds(60) },
    });
    expect(pushed(outcome.item, 'f', { now: seconds(31) }).state).toBe('ignored');
  });

  it('drop the review under way, whose end is no failure', () => {
    const begun = quietOver(pushed(handedOver(), 'e').item, 'e', atHead('e', { now: seconds(30) }));
    const [run] = begun.item.rounds?.at(-1)?.reviews ?? [];
    const next = pushed(begun.item, 'f', { now: seconds(40) });
    expect(oneShots(next)).toContainEqual({
      kind: 'cancel-run',
      assignmentId: run?.assignmentId,
      runId: null,
    });
    const ended = decide(
      next.item,
      { ...platformEvent('run-finished'), assignmentId: run?.assignmentId } as Event,
      atHead('f', { returned: { state: 'failed', failure: 'cancelled', detail: 'Cancelled.', url: 'u' } }),
    );
    expect(ended.state).toBe('ignored');
    const over = quietOver(next.item, 'f', atHead('f', { now: seconds(70), freshId: id('3') }));
    expect(reviews(over)).toEqual([sha('f')]);
    expect(over.item.rounds).toHaveLength(2);
    expect(over.item.rounds?.at(-1)?.superseded).toEqual([{ head: sha('e'), review: 1 }]);
  });

  it('are not waited for where that is configured, nor for our own merges', () => {
    const value = configurationSchema.parse({ ...configuration, rounds: { quiet: 0 } });
    expect(reviews(pushed(handedOver(), 'e', { configuration: { state: 'valid', value } }))).toEqual([
      sha('e'),
    ]);
    const own = { ...platformEvent('feature-updated'), kind: 'feature-updated', sha: sha('e') } as Event;
    expect(reviews(decide(handedOver(), own, atHead('e')))).toEqual([sha('e')]);
    // its webhook was quicker
    expect(reviews(decide(pushed(handedOver(), 'e').item, own, atHead('e')))).toEqual([sha('e')]);
  });

  it('wait for a pause as well', () => {
    const item = { ...pushed(handedOver(), 'e').item, paused: true };
    const over = quietOver(item, 'e', atHead('e', { now: seconds(30) }));
    expect(reviews(over)).toEqual([]);
    expect(reviews(decide(over.item, commandEvent({ name: 'resume' }), atHead('e')))).toEqual([sha('e')]);
  });
});

describe('a draft', () => {
  it('is not reviewed while somebody made it one, and then is', () => {
    const draft = drafted(handedOver());
    expect(draft.item.stage.name).toBe('handed-over');
    expect(draft.item.pull).toMatchObject({ draft: true, draftedBy: 'ada' });
    const held = quietOver(pushed(draft.item, 'e').item, 'e', atHead('e', { now: seconds(30) }));
    expect([reviews(held), held.item.stage.name]).toEqual([[], 'polishing']);
    expect(oneShots(held).map(({ kind }) => kind)).not.toContain('mark-ready');
    const going = drafted(held.item, false);
    expect(reviews(going)).toEqual([sha('e')]);
    expect(going.item.pull?.draftedBy).toBeUndefined();
  });

  it('that is over changes nothing where the head was reviewed', () => {
    const outcome = drafted(drafted(handedOver()).item, false);
    expect([outcome.item.stage.name, oneShots(outcome)]).toEqual(['handed-over', []]);
  });

  it('that we marked ready ourselves, and what is told twice, are no news', () => {
    expect(drafted(handedOver(), false).state).toBe('ignored');
    expect(drafted(drafted(handedOver()).item).state).toBe('ignored');
  });

  it('before the rounds is what it is by itself', () => {
    const outcome = drafted(ready(itemAt('deciding')));
    expect(outcome.item.pull).toMatchObject({ draft: true });
    expect(outcome.item.pull?.draftedBy).toBeUndefined();
  });
});

const fixUpAt = (stage: 'delegating' | 'deciding' | 'rejected'): Item => {
  const item = itemAt(stage);
  const last = item.delegations.at(-1);
  if (last) last.fixUp = { round: 1, tasks: '', behavioural: [] };
  for (const section of item.sections) section.state = 'accepted';
  return item;
};

describe('/review', () => {
  it('says so where the head is clean, is being reviewed, or has findings to be answered', () => {
    expect(replies(review(handedOver(), atHead('b')))).toContain('was reviewed in round 1 and is clean');
    const going = review(handedOver(), atHead('e'));
    expect(reviews(going)).toEqual([sha('e')]);
    expect(replies(review(going.item, atHead('e')))).toContain('is being reviewed in round 2: wait for it');
    const found: Round = { ...round('e', { name: 'answering' }), findings: ['F1'] };
    expect(replies(review({ ...handedOver(), rounds: [found] }, atHead('e')))).toContain(
      'what round 1 found is answered first',
    );
  });

  it('does not wait for quiet, a draft, another repository or a rule', () => {
    expect(reviews(review(pushed(handedOver(), 'e').item, atHead('e')))).toEqual([sha('e')]);
    expect(reviews(review(drafted(handedOver()).item, atHead('e')))).toEqual([sha('e')]);
    const fork = atHead('e', { head: head('e', { fork: true }) });
    const held = quietOver(pushed(handedOver(), 'e').item, 'e', { ...fork, now: seconds(30) });
    expect([reviews(held), held.item.pull?.fork]).toEqual([[], true]);
    expect(reviews(review(held.item, fork))).toEqual([sha('e')]);
    const documentation = atHead('e', { head: head('e', { changed: ['README.md'] }) });
    expect(reviews(review(handedOver(), documentation))).toEqual([sha('e')]);
  });

  it('takes up a head that nobody reviewed', () => {
    const cause = { name: 'not-reviewed', cause: 'cancelled', detail: '', url: null } as const;
    const item = { ...handedOver(), rounds: [round('b', cause)] };
    item.stage = {
      ...{ name: 'blocked', cause: 'run-failed', failure: 'cancelled', detail: '', url: null },
      resume: 'polishing',
    };
    expect(reviews(review(item, atHead('b')))).toEqual([sha('b')]);
  });

  it.each<[string, (item: Item) => Item, string]>([
    ['a pause', (item) => ({ ...item, paused: true }), '`/resume` first'],
    [
      'a cap',
      (item) => ({
        ...item,
        stage: {
          ...{ name: 'blocked', cause: 'caps', failure: null, detail: '', url: null, caps: ['caps.rounds'] },
          resume: 'polishing',
        },
      }),
      'a cap is used up',
    ],
    ['a section', () => itemAt('blocked'), 'once every section is decided'],
    ['a section that waits for its decision', () => itemAt('deciding'), 'once every section is decided'],
    ['a section that was rejected', () => itemAt('rejected'), 'once every section is decided'],
    ['a fix-up', () => fixUpAt('delegating'), 'fixes are being made'],
    ['a fix-up that waits for its decision', () => fixUpAt('deciding'), 'fixes are being made'],
    ['a fix-up that was rejected', () => fixUpAt('rejected'), 'the fix-up was rejected'],
    ['a closed pull request', (item) => ({ ...item, pull: null }), 'no pull request is open'],
  ])('goes over nothing: %s', (_what, change, why) => {
    const outcome = review(change(handedOver()), atHead('e'));
    expect(outcome.state).toBe('refused');
    expect(replies(outcome)).toContain(why);
  });
});

describe('documentation only', () => {
  const documented = (digit: string) =>
    atHead(digit, { head: head(digit, { changed: ['docs/links.md'] }), now: seconds(30) });

  it('is clean and said once: further heads of the kind take its place, and no cap counts them', () => {
    const first = quietOver(pushed(handedOver(), 'e').item, 'e', documented('e'));
    expect(first.item.rounds?.at(-1)).toMatchObject({
      ...{ number: 2, head: sha('e'), state: { name: 'skipped', why: 'documentation only' } },
    });
    expect(replies(first)).toContain('handed-over');
    const second = quietOver(pushed(first.item, 'f', { now: later }).item, 'f', documented('f'));
    expect(second.item.rounds).toHaveLength(2);
    expect(second.item.rounds?.at(-1)?.head).toBe(sha('f'));
    expect([second.item.stage.name, replies(second)]).toEqual(['handed-over', '[]']);
  });
});
