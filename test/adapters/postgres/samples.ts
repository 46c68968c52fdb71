import type { OneShot, ProjectionName } from '../../../src/core/effect.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Item } from '../../../src/core/item.ts';
import type { Commit, Delivery, Lease, NewDelivery, Store } from '../../../src/ports/store.ts';

export const noon = new Date('2026-03-02T12:00:00.000Z');
export const later = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

export const delivery = (id: string, change: Partial<NewDelivery> = {}): NewDelivery => ({
  source: 'github',
  id,
  name: 'issue_comment',
  body: Buffer.from(`{"id":"${id}"}`),
  ...change,
});

export const item = (id: string, change: Partial<Item> = {}): Item => ({
  id,
  ticket: {
    key: 'PER-206',
    title: 'Gate artifact paths',
    url: 'https://linear.test/PER-206',
    teamId: 'team',
  },
  repository: {
    fullName: 'acme/links',
    installationId: 7,
    defaultBranch: 'main',
    url: 'https://github.test/acme/links',
  },
  stage: { name: 'planned' },
  paused: false,
  mode: 'copilot',
  home: { on: 'github', issue: 1 },
  issue: 1,
  change: null,
  feature: null,
  pull: null,
  earlierPulls: [],
  sections: [],
  plan: [],
  agent: null,
  delegations: [],
  decision: null,
  blocks: [],
  startedBy: 'ada',
  lastAt: noon.toISOString(),
  ...change,
});

export const event = (key: string): Event => ({
  key,
  at: noon.toISOString(),
  actor: { surface: 'github', id: '1', login: 'ada' },
  kind: 'ticket-changed',
});

export const oneShot = (title: string): OneShot => ({
  kind: 'attach-pull',
  url: 'https://github.test/acme/links/pull/1',
  title,
});

export const minute = 60_000;

/** The lease on the item that waited longest, or a failed test. */
export const leaseOf = async (store: Store, options: { owner?: string; now?: Date } = {}): Promise<Lease> => {
  const lease = await store.leaseDueItem({
    owner: options.owner ?? 'worker',
    now: options.now ?? noon,
    leaseMs: minute,
  });
  if (!lease) throw new Error('No item is due.');
  return lease;
};

/** A commit of the item's next pending event, as if the decision had been made on what is stored. */
export const nextCommit = async (
  store: Store,
  lease: Lease,
  change: {
    item?: Partial<Item>;
    oneShots?: OneShot[];
    projections?: ProjectionName[];
    aliases?: string[];
  } = {},
): Promise<Commit> => {
  const pending = await store.nextEvent(lease, later(3600));
  const loaded = await store.loadItem(lease.itemId);
  if (!pending || !loaded) throw new Error('Nothing to commit.');
  return {
    eventSeq: pending.seq,
    version: loaded.version,
    item: { ...loaded.item, ...change.item },
    log: { event: pending.event, facts: { now: noon.toISOString() }, outcome: 'ignored: nothing to do' },
    oneShots: change.oneShots ?? [],
    projections: change.projections ?? [],
    aliases: change.aliases ?? [],
  };
};

/** Takes the one pending delivery, or fails the test. */
export const taken = async (store: Store, now = noon): Promise<Delivery> => {
  const [first] = await store.takeDeliveries({ owner: 'worker', limit: 1, now, leaseMs: minute });
  if (!first) throw new Error('No delivery is pending.');
  return first;
};
