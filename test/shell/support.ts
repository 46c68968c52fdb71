import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { OneShot, ProjectionName } from '../../src/core/effect.ts';
import type { Event } from '../../src/core/event.ts';
import { subjects } from '../../src/core/heard.ts';
import type { Item, StageName } from '../../src/core/item.ts';
import type { Git } from '../../src/ports/git.ts';
import type { Lease, Store } from '../../src/ports/store.ts';
import { createConfigurationReader } from '../../src/shell/configuration.ts';
import type { World } from '../../src/shell/world.ts';
import { freshStore } from '../adapters/postgres/support.ts';
import { itemAt } from '../core/support.ts';
import { fakeGithub, fakeRepository, shaOf } from './fake-github.ts';
import { fakeTracker, ticketOf } from './fake-tracker.ts';

const startOfTest = '2026-05-01T12:00:00.000Z';

/** Time that goes on only when told to. */
const stoppedClock = (iso = startOfTest) => {
  let time = Date.parse(iso);
  return {
    now: () => new Date(time),
    advance: (ms: number): void => {
      time += ms;
    },
  };
};

export const minutes = (count: number): number => count * 60_000;

const noGit: Git = {
  open: () => {
    throw new Error('this test has no git objects');
  },
};

/** A whole world for the shell: a real store in memory, everything else plain values. */
export const createStage = async (options: { git?: Git; store?: Store } = {}) => {
  const clock = stoppedClock();
  const repository = fakeRepository();
  const github = fakeGithub([repository]);
  const tracker = fakeTracker();
  const store = options.store ?? (await freshStore());
  const passed: string[] = [];
  const world: World = {
    store,
    github: github.port,
    tracker: tracker.port,
    git: options.git ?? noGit,
    clock,
    log: pino({ level: 'silent' }),
    freshId: randomUUID,
    readConfiguration: createConfigurationReader(),
    readers: {
      github: () => ({ kind: 'nothing', reason: 'no reader in this test' }),
      linear: () => ({ kind: 'nothing', reason: 'no reader in this test' }),
    },
    failpoint: (name) => passed.push(name),
  };
  return { world, store, clock, repository, github, tracker, passed };
};
export type Stage = Awaited<ReturnType<typeof createStage>>;

export const validConfiguration = `tracker:
  team: PER
agents:
  default: replay
  allowed:
    replay:
      kind: replay
`;
export const brokenConfiguration = 'tracker:\n  tem: PER\n';

/** An item that stands in this stage, with its ticket, subjects and branches where the stories would have put them. */
export const trackedItem = async (
  stage: Stage,
  name: StageName,
  changes: Partial<Item> = {},
): Promise<Item> => {
  const item: Item = { ...itemAt(name), id: randomUUID(), ...changes };
  const { fullName } = item.repository;
  const aliases = [
    subjects.ticket(item.id),
    ...(item.pull ? [subjects.issue(fullName, item.pull.number)] : []),
    ...(item.feature ? [subjects.branch(fullName, item.feature.branch)] : []),
    ...item.delegations.flatMap((delegation) =>
      delegation.attempts.flatMap((attempt) => [
        subjects.assignment(attempt.assignmentId),
        subjects.branch(fullName, attempt.codeBranch),
      ]),
    ),
  ];
  await stage.store.createItem(item, aliases, stage.clock.now());
  stage.tracker.values.tickets.push(ticketOf(item.id));
  if (item.feature?.head) {
    const { branch, head } = item.feature;
    stage.repository.values.refs.set(`heads/${branch}`, head);
    stage.repository.values.commits.set(head, {
      sha: head,
      tree: 'tree-f',
      parents: [shaOf(1)],
      message: 'start',
    });
  }
  return item;
};

/** The lease on whatever is due now. */
export const lease = async (stage: Stage, owner = 'worker'): Promise<Lease> => {
  const taken = await stage.store.leaseDueItem({ owner, now: stage.clock.now(), leaseMs: minutes(1) });
  if (!taken) throw new Error('nothing is due');
  return taken;
};

const noteworthy = (key: string): Event => ({
  key,
  at: startOfTest,
  actor: { surface: 'github', id: '7', login: 'ada' },
  kind: 'ticket-changed',
});

/** Has the item ask for these effects, as a decision would have; answers the lease it was done under. */
export const askFor = async (
  stage: Stage,
  item: Item,
  effects: { oneShots?: OneShot[]; projections?: ProjectionName[] },
): Promise<Lease> => {
  const { store, clock } = stage;
  const event = noteworthy(randomUUID());
  await store.addEvents([{ itemId: item.id, event }], clock.now());
  const held = await lease(stage);
  const pending = await store.nextEvent(held, clock.now());
  const loaded = await store.loadItem(item.id);
  if (!pending || !loaded) throw new Error('nothing to decide on');
  const state = await store.commit(
    held,
    {
      ...loaded,
      eventSeq: pending.seq,
      log: { event, facts: { now: startOfTest }, outcome: 'as the test wants it' },
      oneShots: effects.oneShots ?? [],
      projections: effects.projections ?? [],
      aliases: [],
    },
    clock.now(),
  );
  if (state !== 'committed') throw new Error('not committed');
  return held;
};

/** Events that wait for an item, in their order; takes them off. */
export const pendingEvents = async (stage: Stage, item: Item): Promise<Event[]> => {
  const held = await lease(stage, 'onlooker');
  const found: Event[] = [];
  for (;;) {
    const pending = await stage.store.nextEvent(held, stage.clock.now());
    const loaded = await stage.store.loadItem(item.id);
    if (!pending || !loaded || held.itemId !== item.id) break;
    found.push(pending.event);
    await stage.store.commit(
      held,
      {
        ...loaded,
        eventSeq: pending.seq,
        log: { event: pending.event, facts: { now: startOfTest }, outcome: 'looked at' },
        oneShots: [],
        projections: [],
        aliases: [],
      },
      stage.clock.now(),
    );
  }
  await stage.store.releaseLease(held);
  return found;
};
