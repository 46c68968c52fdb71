import type { OneShot, ProjectionName } from '../core/effect.ts';
import type { Event } from '../core/event.ts';
import type { Facts } from '../core/facts.ts';
import type { Item } from '../core/item.ts';
import type { Spent } from '../core/spent.ts';

export type DeliverySource = 'github' | 'linear';

/** A webhook as it came. `id`: GitHub's delivery GUID, or for Linear the SHA-256 of the body. */
export interface NewDelivery {
  source: DeliverySource;
  id: string;
  /** GitHub's event name; Linear's `type`. */
  name: string;
  body: Buffer;
}

export interface Delivery extends NewDelivery {
  seq: number;
  receivedAt: Date;
  /** Tries before this one; a try that ended with the process counts. */
  attempts: number;
}

/** An event addressed to an item; several for a push or relation that fans out. */
export interface RoutedEvent {
  itemId: string;
  event: Event;
}

export type RouteOutcome =
  | { state: 'routed'; events: RoutedEvent[] }
  | { state: 'ignored'; reason: string }
  | { state: 'retry'; at: Date; error: string }
  /** Tried often enough: kept for a person, shown by metrics, never silently dropped. */
  | { state: 'failed'; error: string };

/** A hold on one item. `token` grows with every hold: writes under an older token are refused. */
export interface Lease {
  itemId: string;
  owner: string;
  token: number;
}

export interface PendingEvent {
  seq: number;
  event: Event;
  /** For logs; null for effect results and the sweep's own events. */
  deliveryId: string | null;
  attempts: number;
}

export interface PendingOneShot {
  id: number;
  oneShot: OneShot;
  /** Platform time of the event that caused it; carried by the result. */
  causeAt: string;
  attempts: number;
  /** When an earlier try noted that it was about to send what must not be sent twice; null when none did. */
  begunAt: Date | null;
}

export interface DirtyProjection {
  name: ProjectionName;
  /** Item version that made it dirty; finishing an older version leaves it dirty. */
  version: number;
  attempts: number;
}

export interface LogLine {
  event: Event;
  facts: Facts;
  /** What the decision was: transition or `ignored: reason`, for people and `explain`. */
  outcome: string;
}

export interface Commit {
  eventSeq: number;
  /** Version the decision was made on. */
  version: number;
  item: Item;
  log: LogLine;
  oneShots: OneShot[];
  projections: ProjectionName[];
  /** Subjects that lead to this item from now on. */
  aliases: string[];
}

/** `fenced`: the lease is not ours any more, nothing was written; drop everything and go on. */
export type Fenced = 'fenced';

export interface LoadedItem {
  item: Item;
  version: number;
}

/**
 * All state. Two homes (PGlite, PostgreSQL), one behaviour. Every method is one short transaction;
 * none is called while another system is being asked. Times are the caller's clock, never the database's.
 *
 * Text comes back as it went in, but for NUL and lone surrogates, which PostgreSQL cannot hold: U+FFFD.
 * Rejects with `Unavailable` (ports/errors) when the database was away for some seconds: worth another try.
 */
export interface Store {
  /** Applies migrations; safe to call from several processes at once. */
  migrate(): Promise<void>;
  close(): Promise<void>;
  /** Cheap round trip for `/readyz`. */
  ping(): Promise<void>;

  // accept: one statement for concurrent callers, row by row when that fails; ids seen before are not new
  insertDelivery(delivery: NewDelivery, now: Date): Promise<'new' | 'known'>;

  // route
  takeDeliveries(options: { owner: string; limit: number; now: Date; leaseMs: number }): Promise<Delivery[]>;
  /**
   * Writes outcome and events together; an event whose key its item has seen is not written again.
   * Does nothing when another worker has finished the delivery. An unknown item rejects, nothing is written.
   */
  finishDelivery(delivery: Delivery, outcome: RouteOutcome, now: Date): Promise<void>;
  /** Events that do not come from a delivery (the sweep's). Answers how many were new to their items. */
  addEvents(events: RoutedEvent[], now: Date): Promise<number>;
  itemsBySubject(subject: string): Promise<string[]>;
  /** Creates the item with its aliases; `exists` when the ticket has one already (aliases are added to it). */
  createItem(item: Item, aliases: string[], now: Date): Promise<'created' | 'exists'>;
  /** A subject that leads to another item already stays with that one, here and in `createItem` and `commit`. */
  addAlias(subject: string, itemId: string): Promise<void>;

  // handle and perform, under a lease
  /** The due item that waited longest: events pending, one-shots due or projections dirty, and nobody's live lease. */
  leaseDueItem(options: { owner: string; now: Date; leaseMs: number }): Promise<Lease | null>;
  renewLease(lease: Lease, until: Date): Promise<'renewed' | Fenced>;
  /** Gives it back. */
  releaseLease(lease: Lease): Promise<void>;
  loadItem(itemId: string): Promise<LoadedItem | null>;
  /** The oldest pending event that is due, in order: one that waits for its retry holds those behind it. */
  nextEvent(lease: Lease, now: Date): Promise<PendingEvent | null>;
  /** `fenced` also when the item has moved on from `version` or the event is not pending any more. */
  commit(lease: Lease, commit: Commit, now: Date): Promise<'committed' | Fenced>;
  /** Facts could not be gathered: try the event again later. */
  postponeEvent(lease: Lease, seq: number, retry: { at: Date; error: string }): Promise<'postponed' | Fenced>;
  /** The oldest unfinished one-shot, if it is due; later ones wait for it. */
  nextOneShot(lease: Lease, now: Date): Promise<PendingOneShot | null>;
  /**
   * Notes, before it is sent, what must not be sent twice. Only who gets `begun` may send it; `known`: somebody may
   * have sent it already, so that it can only be looked for.
   */
  beginOneShot(lease: Lease, id: number, now: Date): Promise<'begun' | 'known' | Fenced>;
  /** Marks it done and writes the events it results in, together. */
  finishOneShot(
    lease: Lease,
    id: number,
    result: { events: Event[]; now: Date },
  ): Promise<'finished' | Fenced>;
  /** `notSent` takes back what `beginOneShot` noted: the other side refused it. */
  postponeOneShot(
    lease: Lease,
    id: number,
    retry: { at: Date; error: string; notSent?: boolean },
  ): Promise<'postponed' | Fenced>;
  dirtyProjections(lease: Lease, now: Date): Promise<DirtyProjection[]>;
  finishProjection(lease: Lease, projection: DirtyProjection): Promise<'finished' | Fenced>;
  postponeProjection(
    lease: Lease,
    projection: DirtyProjection,
    retry: { at: Date; error: string },
  ): Promise<'postponed' | Fenced>;
  /** Earliest time anything becomes due (what is overdue: `now`), for the idle timer; null when nothing is waiting. */
  nextDue(now: Date): Promise<Date | null>;

  // memory of our own writes: comments we made, by platform id
  rememberOwn(write: {
    surface: DeliverySource;
    id: string;
    itemId: string | null;
    tag: string;
  }): Promise<void>;
  ownWrite(surface: DeliverySource, id: string): Promise<{ itemId: string | null; tag: string } | null>;
  /** The newest write with this tag. */
  ownId(surface: DeliverySource, itemId: string, tag: string): Promise<string | null>;

  // sweep
  /** `open: true`: those not done or cancelled; `false`: the others. Oldest first. */
  items(filter: { open: boolean }): Promise<LoadedItem[]>;
  /** The state the item was created with, where a replay of its log starts; null when there is no such item. */
  firstState(itemId: string): Promise<Item | null>;
  /** Oldest first; `version` is the item's after the line. */
  log(itemId: string): Promise<(LogLine & { at: Date; version: number })[]>;
  cursor(name: string): Promise<string | null>;
  setCursor(name: string, value: string): Promise<void>;

  // budgets, shared by every process: `count` takings in any `windowMs`; one name has one window
  takeBudget(options: {
    name: string;
    count: number;
    windowMs: number;
    now: Date;
  }): Promise<{ state: 'taken' } | { state: 'wait'; until: Date }>;
  /** Nothing may be taken before `until` (a limit was hit). */
  blockBudget(name: string, until: Date): Promise<void>;

  /** What runs of a repository that were asked for in this time used, those of the item `except` left out. */
  spent(options: { fullName: string; except: string; from: Date; to: Date }): Promise<Spent>;

  /** Numbers for metrics. */
  counts(): Promise<{
    deliveriesPending: number;
    deliveriesFailed: number;
    eventsPending: number;
    oneShotsPending: number;
    oneShotsRetrying: number;
  }>;
}
