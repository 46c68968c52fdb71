/** Port to the issue tracker. Methods may throw `Refused`, `RateLimited` or `Unavailable` (ports/errors.ts). */

export type StateType =
  | 'triage'
  | 'backlog'
  | 'unstarted'
  | 'started'
  | 'completed'
  | 'canceled'
  | 'duplicate';

export interface TicketState {
  id: string;
  name: string;
  type: StateType;
}

export interface Ticket {
  /** The tracker's UUID: the identity of a work item. */
  id: string;
  /** Readable key such as `PER-206`; may change. */
  key: string;
  title: string;
  description: string;
  url: string;
  team: { id: string; key: string };
  state: TicketState;
  labels: { id: string; name: string }[];
  /** ISO 8601; order of changes. */
  updatedAt: string;
  attachments: { url: string; title: string }[];
}

/** A ticket beside another one. `duplicate`: marked in the tracker as a duplicate of it; `child`: a sub-issue of it. */
export interface Relative {
  how: 'duplicate' | 'child' | 'duplicate-of' | 'parent';
  id: string;
  key: string;
  title: string;
  url: string;
  team: { id: string; key: string };
  state: TicketState;
}

export interface TrackerPerson {
  id: string;
  name: string;
  email: string;
  /** Numeric GitHub user id as text, when the person linked one. */
  githubUserId: string | null;
  guest: boolean;
  active: boolean;
  /** An app's account, or ours: not a person at all. */
  app: boolean;
}

export interface TrackerComment {
  id: string;
  body: string;
  createdAt: string;
}

export interface NewTicket {
  /** Our own v4 UUID: a repeated create finds the first. */
  id: string;
  teamId: string;
  title: string;
  description: string;
  priority: 0 | 1 | 2 | 3 | 4;
  parentId?: string;
}

export interface Tracker {
  /** By UUID or key; null when there is none. One lean document. */
  ticket(idOrKey: string): Promise<Ticket | null>;
  /** Tickets that link to this address by an attachment, each once. */
  attachedTo(url: string): Promise<Ticket[]>;
  /** Parent, sub-issues and duplicates of a ticket; empty when there is no such ticket. */
  relatives(ticketId: string): Promise<Relative[]>;
  /** By its key (case-insensitive); null when there is none, or our account does not see it. */
  team(key: string): Promise<{ id: string; key: string } | null>;
  person(id: string): Promise<TrackerPerson | null>;
  /** The account behind our key: its own writes must not be read as a person's. */
  self(): Promise<{ id: string }>;
  /**
   * Moves a ticket to the team's state named `name` (case-insensitively), else to its lowest-position state of `type`.
   * A ticket already there is left alone. Throws Refused, naming the states there are, when neither exists.
   */
  transition(ticket: Ticket, target: { type: StateType; name: string }): Promise<TicketState>;
  /** Creates or updates the comment with this v4 UUID. */
  upsertComment(options: {
    id: string;
    ticketId: string;
    body: string;
  }): Promise<{ id: string; change: 'created' | 'updated' | 'same' }>;
  createTicket(ticket: NewTicket): Promise<Ticket>;
  relate(options: {
    id: string;
    ticketId: string;
    relatedTicketId: string;
    type: 'blocks' | 'related' | 'duplicate';
  }): Promise<void>;
  /** Links a URL to a ticket; the same URL twice is one attachment. */
  attach(options: { id: string; ticketId: string; url: string; title: string }): Promise<void>;
  removeLabel(ticketId: string, labelId: string): Promise<void>;
  /** Tickets changed from a cursor on, its own moment included, oldest first; `cursor` is the last one's `updatedAt`. */
  changedSince(options: {
    cursor: string;
    teamKeys: string[];
    limit: number;
  }): Promise<{ tickets: Ticket[]; cursor: string }>;
  /** Comments of a ticket written from a time on, that moment included, oldest first, with their author. */
  commentsSince(ticketId: string, since: string): Promise<(TrackerComment & { authorId: string | null })[]>;
}
