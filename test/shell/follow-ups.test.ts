import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLinear } from '../../src/adapters/linear/linear.ts';
import type { Item } from '../../src/core/item.ts';
import type { AskedFollowUp, Finding } from '../../src/core/rounds/round.ts';
import { RateLimited, Refused, Unavailable } from '../../src/ports/errors.ts';
import type { Tracker } from '../../src/ports/tracker.ts';
import { type LocalLinear, startLinear } from '../../src/sandbox/linear/start.ts';
import { performOneShot } from '../../src/shell/perform/perform.ts';
import { finding, round, toFile } from '../core/rounds/sample.ts';
import { askFor, createStage, lease, minutes, pendingEvents, type Stage, trackedItem } from './support.ts';

/** The shell against the local Linear, over real HTTP. */
let stage: Stage;
let linear: LocalLinear;
let tracker: Tracker;
let item: Item;

const toBeFiled = (over: Partial<typeof toFile> = {}): Finding =>
  finding({ decided: { ...toFile, ...over } });

const start = async (found: Finding, changes: Partial<Item> = {}): Promise<void> => {
  item = await trackedItem(stage, 'polishing', {
    id: linear.issue('PER-206')?.id ?? '',
    ticket: { key: 'PER-206', title: 'Gate paths', url: 'https://linear.test/PER-206', teamId: team },
    rounds: [round({ findings: [found.id] })],
    findings: [found],
    ...changes,
  });
};

let team: string;
beforeEach(async () => {
  stage = await createStage();
  linear = await startLinear({ now: () => stage.clock.now() });
  linear.createOrganization({ name: 'Acme', urlKey: 'acme' });
  team = linear.createTeam({ key: 'PER', name: 'Person' }).id;
  linear.addUser({ name: 'Ada', email: 'ada@acme.test' });
  linear.addUser({ name: 'Throughline', email: 'app@acme.test' });
  for (const number of [206, 240])
    linear.createIssue({ team: 'PER', by: 'Ada', number, title: `Ticket ${number}`, state: 'Todo' });
  const apiKey = linear.createApiKey({ user: 'Throughline' });
  tracker = createLinear({ apiKey, apiUrl: linear.apiUrl, now: () => stage.clock.now() });
  stage.world.tracker = tracker;
});
afterEach(async () => {
  await stage.store.close();
  await linear.close();
});

/** Fails these once, before or after the real call was made, then is itself again. */
const failing = (
  what: 'createTicket' | 'relate',
  error: Error,
  { sent, from = 1 }: { sent: boolean; from?: number },
): void => {
  let calls = 0;
  const real = tracker[what].bind(tracker) as (one: never) => Promise<never>;
  const once = async (one: never): Promise<never> => {
    calls += 1;
    if (calls !== from) return real(one);
    if (sent) await real(one);
    throw error;
  };
  stage.world.tracker = { ...tracker, [what]: once };
};

const effect = { kind: 'file-follow-up', finding: 'F1' } as const;

/** One try of what is due; what came of it. */
const attempt = async (): Promise<string> => {
  const held = await lease(stage);
  const pending = await stage.store.nextOneShot(held, stage.clock.now());
  if (!pending) throw new Error('nothing to perform');
  const state = await performOneShot({ world: stage.world, lease: held, pending });
  await stage.store.releaseLease(held);
  return state;
};
const askToFile = async (): Promise<void> => {
  await stage.store.releaseLease(await askFor(stage, item, { oneShots: [effect] }));
};
const filed = () => linear.issues().filter(({ key }) => !['PER-206', 'PER-240'].includes(key));
const said = () => filed().flatMap(({ comments }) => comments.map(({ body }) => body));

describe('a finding that is filed', () => {
  it('becomes one ticket, related to its own and blocking the later one', async () => {
    await start(toBeFiled({ blocks: 'PER-240', priority: 'high' }));
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()).toMatchObject([
      {
        key: 'PER-241',
        title: toFile.title,
        priority: 2,
        description: expect.stringContaining('**Blocks:** PER-240, which cannot go on without it'),
        relations: [
          { type: 'related', key: 'PER-206' },
          { type: 'blocks', key: 'PER-240' },
        ],
      },
    ]);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'follow-up-filed', finding: 'F1', ticketKey: 'PER-241' },
    ]);
  });

  it.each([
    ['the tracker is away', 'createTicket', new Unavailable('away'), false, 'postponed'],
    ['the answer to its creation is lost', 'createTicket', new Unavailable('cut'), true, 'postponed'],
    ['its relation fails', 'relate', new Unavailable('away'), false, 'postponed'],
    ['the answer to its relation is lost', 'relate', new Unavailable('cut'), true, 'postponed'],
    [
      'the tracker has had enough',
      'createTicket',
      new RateLimited('enough', { until: new Date('2026-05-01T12:01:00Z') }),
      false,
      'limited',
    ],
  ] as const)('is one ticket and one relation although %s', async (_name, what, error, sent, first) => {
    await start(toBeFiled());
    failing(what, error, { sent });
    await askToFile();
    expect(await attempt()).toBe(first);
    stage.clock.advance(minutes(2));
    expect(await attempt()).toBe('finished');
    expect(filed()).toMatchObject([{ relations: [{ type: 'related', key: 'PER-206' }] }]);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'follow-up-filed' }]);
  });

  it('waits for the time that Linear names once its limit is used up', async () => {
    await linear.close();
    linear = await startLinear({
      now: () => stage.clock.now(),
      limits: { requests: 3, windowMs: minutes(10) },
      snapshot: linear.snapshot(),
    });
    const apiKey = linear.createApiKey({ user: 'Throughline' });
    stage.world.tracker = createLinear({ apiKey, apiUrl: linear.apiUrl, now: () => stage.clock.now() });
    await start(toBeFiled());
    for (let spent = 0; spent < 2; spent += 1) await stage.world.tracker.ticket('PER-206');
    await askToFile();
    expect(await attempt()).toBe('limited');
    expect(filed()).toMatchObject([{ relations: [] }]);
    stage.clock.advance(minutes(9));
    await expect(attempt()).rejects.toThrow('nothing is due');
    stage.clock.advance(minutes(60));
    expect(await attempt()).toBe('finished');
    expect(filed()).toMatchObject([{ relations: [{ type: 'related', key: 'PER-206' }] }]);
  });

  it('is checked before: what its words name in the code, and in the tracker', async () => {
    stage.repository.values.refs.set('heads/main', 'a'.repeat(40));
    await start(
      finding({
        ...{ path: 'src/gone.ts', detail: 'As PER-240 says of `src/lint.ts`; PER-206 and PER-999 too.' },
        decided: toFile,
      }),
    );
    await askToFile();
    expect(await attempt()).toBe('finished');
    const [ticket] = filed();
    expect(ticket?.description).toMatch(/Verified at .*\*\*not there\*\*: `src\/gone\.ts`, `src\/lint\.ts`/);
    expect(ticket?.description).toMatch(/Its words name \[PER-240\].* related to this ticket/);
    expect(ticket?.relations).toEqual([
      expect.objectContaining({ type: 'related', key: 'PER-206' }),
      expect.objectContaining({ type: 'related', key: 'PER-240' }),
    ]);
  });

  it('is filed without the later ticket that nobody knows, and says so', async () => {
    await start(toBeFiled({ blocks: 'PER-999' }));
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()).toMatchObject([
      {
        relations: [{ type: 'related', key: 'PER-206' }],
        description: expect.stringContaining('**Blocks:** PER-999, as the triage says; the tracker knows no'),
      },
    ]);
  });

  it('blocks nothing where the later ticket is its own', async () => {
    await start(toBeFiled({ blocks: 'PER-206' }));
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()[0]).toMatchObject({ relations: [{ type: 'related', key: 'PER-206' }] });
    expect(filed()[0]?.description).not.toContain('Blocks');
  });

  it.each([
    ['to its own ticket', 1, 'This belongs to PER-206', 'PER-240'],
    ['to the later ticket', 2, 'This blocks PER-240', 'PER-206'],
  ])('is filed although its relation %s is refused, and says what it belongs to', async (...given) => {
    const [, from, words, related] = given;
    await start(toBeFiled({ blocks: 'PER-240' }));
    failing('relate', new Refused('No.', { status: 403, remedy: '' }), { sent: false, from });
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()).toMatchObject([{ relations: [{ key: related }] }]);
    expect(said()).toEqual([expect.stringContaining(words)]);
    expect(await pendingEvents(stage, item)).toMatchObject([{ kind: 'follow-up-filed' }]);
  });

  it('that is refused for good is an event that names it', async () => {
    await start(toBeFiled());
    failing('createTicket', new Refused('No.', { status: 403, remedy: 'Ask an admin.' }), { sent: false });
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()).toEqual([]);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'effect-refused', effect: 'file-follow-up', finding: 'F1', status: 403 },
    ]);
  });

  it('is not filed once a person decided otherwise, or its ticket is known', async () => {
    await start(finding({ decided: { ...toFile }, answer: { ...otherAnswer }, state: 'answered' }));
    await askToFile();
    expect(await attempt()).toBe('finished');
    expect(filed()).toEqual([]);
  });
});

const otherAnswer = { kind: 'acknowledged', reason: 'So be it.', cites: null, sha: null } as const;

describe('a ticket that a person asked for', () => {
  const asked: AskedFollowUp = {
    ...{ id: 'U1', title: 'Look at `src/a.ts`', priority: 'low', by: 'ada', ticket: null },
    at: '2026-05-01T10:00:00Z',
    source: { on: 'linear', ticketId: 'PER-206', commentId: 'c', via: 'comment' },
  };

  it('is one ticket, however often it is asked for', async () => {
    await start(finding(), { followUps: [asked] });
    const twice = { kind: 'file-follow-up', finding: 'U1' } as const;
    await stage.store.releaseLease(await askFor(stage, item, { oneShots: [twice, twice] }));
    expect([await attempt(), await attempt()]).toEqual(['finished', 'finished']);
    expect(filed()).toMatchObject([
      { title: 'Look at `src/a.ts`', priority: 4, relations: [{ type: 'related', key: 'PER-206' }] },
    ]);
    expect(await pendingEvents(stage, item)).toMatchObject([
      { kind: 'follow-up-filed', finding: 'U1' },
      { kind: 'follow-up-filed', finding: 'U1' },
    ]);
  });
});
