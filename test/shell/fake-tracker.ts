import type { Relative, Ticket, TicketState, Tracker, TrackerPerson } from '../../src/ports/tracker.ts';
import { fakeOf } from './fake-port.ts';

export const states: Record<'todo' | 'started' | 'review' | 'done', TicketState> = {
  todo: { id: 's1', name: 'Todo', type: 'unstarted' },
  started: { id: 's2', name: 'In Progress', type: 'started' },
  review: { id: 's3', name: 'In Review', type: 'started' },
  done: { id: 's4', name: 'Done', type: 'completed' },
};

export const ticketOf = (id: string, changes: Partial<Ticket> = {}): Ticket => ({
  id,
  key: 'PER-206',
  title: 'Gate reference paths',
  description: '',
  url: 'https://linear.test/PER-206',
  team: { id: 'team', key: 'PER' },
  state: states.todo,
  labels: [],
  updatedAt: '2026-05-01T09:00:00.000Z',
  attachments: [],
  ...changes,
});

const ada: TrackerPerson = {
  id: 'linear-ada',
  name: 'Ada',
  email: 'ada@acme.test',
  githubUserId: '7',
  guest: false,
  active: true,
  app: false,
};

export interface WrittenComment {
  id: string;
  ticketId: string;
  body: string;
  createdAt: string;
  authorId: string | null;
}

/** A tracker as plain lists. Comments of ours have the account `throughline`. */
export const fakeTracker = () => {
  const values = {
    tickets: [] as Ticket[],
    people: [{ ...ada }],
    comments: [] as WrittenComment[],
    attachments: [] as { ticketId: string; url: string }[],
    teams: [{ id: 'team', key: 'PER' }],
    /** By the ticket they stand beside. */
    relatives: new Map<string, Relative[]>(),
    relations: [] as { ticketId: string; relatedTicketId: string; type: string }[],
    transitions: [] as string[],
    removedLabels: [] as string[],
    teamsAsked: [] as string[][],
  };
  const tracker: Tracker = {
    ticket: async (idOrKey) =>
      values.tickets.find((one) => one.id === idOrKey || one.key === idOrKey) ?? null,
    person: async (id) => values.people.find((one) => one.id === id) ?? null,
    self: async () => ({ id: 'throughline' }),
    transition: async (ticket, target) => {
      const found = Object.values(states).find((one) => one.name === target.name) ?? states.todo;
      const kept = values.tickets.find((one) => one.id === ticket.id);
      if (kept) kept.state = found;
      values.transitions.push(found.name);
      return found;
    },
    upsertComment: async ({ id, ticketId, body }) => {
      const known = values.comments.find((one) => one.id === id);
      if (known) known.body = body;
      else
        values.comments.push({
          id,
          ticketId,
          body,
          createdAt: '2026-05-01T10:00:00.000Z',
          authorId: 'throughline',
        });
      return { id, change: known ? 'updated' : 'created' };
    },
    attachedTo: async (url) =>
      values.tickets.filter(
        (one) =>
          one.attachments.some((each) => each.url === url) ||
          values.attachments.some((each) => each.ticketId === one.id && each.url === url),
      ),
    relatives: async (ticketId) => values.relatives.get(ticketId) ?? [],
    team: async (key) => values.teams.find((one) => one.key === key.toUpperCase()) ?? null,
    createTicket: async ({ id, title, description }) => {
      const known = values.tickets.find((one) => one.id === id);
      if (known) return known;
      const key = `PER-${300 + values.tickets.length}`;
      const ticket = ticketOf(id, { key, title, description, url: `https://linear.test/${key}` });
      values.tickets.push(ticket);
      return ticket;
    },
    relate: async ({ ticketId, relatedTicketId, type }) => {
      values.relations.push({ ticketId, relatedTicketId, type });
    },
    attach: async ({ ticketId, url }) => {
      values.attachments.push({ ticketId, url });
    },
    removeLabel: async (_ticketId, labelId) => {
      values.removedLabels.push(labelId);
    },
    changedSince: async ({ cursor, teamKeys }) => {
      values.teamsAsked.push(teamKeys);
      const tickets = values.tickets.filter(
        (one) => one.updatedAt >= cursor && teamKeys.includes(one.team.key),
      );
      return {
        tickets,
        cursor:
          tickets
            .map((one) => one.updatedAt)
            .sort()
            .at(-1) ?? cursor,
      };
    },
    commentsSince: async (ticketId, since) =>
      values.comments
        .filter((one) => one.ticketId === ticketId && one.createdAt >= since)
        .map(({ id, body, createdAt, authorId }) => ({ id, body, createdAt, authorId })),
  };
  return { ...fakeOf(tracker), values };
};
