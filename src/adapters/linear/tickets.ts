import { Refused, Unavailable } from '../../ports/errors.ts';
import type { NewTicket, StateType, Ticket, TicketState, Tracker } from '../../ports/tracker.ts';
import { createOnce } from './create-once.ts';
import { concernsAccess, isNotFound } from './errors.ts';
import type { Ask } from './request.ts';
import { shapes } from './shapes.ts';

/** The answer of `read`, or null when Linear knows no such thing. */
export const orNull = async <T>(read: () => Promise<T>): Promise<T | null> => {
  try {
    return await read();
  } catch (error) {
    if (isNotFound(error)) return null;
    throw error;
  }
};

export const readTicket = (ask: Ask, idOrKey: string): Promise<Ticket | null> =>
  orNull(async () => (await ask('ticket', { id: idOrKey }, shapes.ticket)).issue);

type PlacedState = TicketState & { position: number };

const pickState = (
  states: PlacedState[],
  target: { type: StateType; name: string },
): PlacedState | undefined => {
  const wanted = target.name.toLowerCase();
  return (
    states.find((state) => state.name.toLowerCase() === wanted) ??
    states.filter((state) => state.type === target.type).sort((a, b) => a.position - b.position)[0]
  );
};

const bare = ({ id, name, type }: TicketState): TicketState => ({ id, name, type });

export const transition = async (
  ask: Ask,
  ticket: Ticket,
  target: { type: StateType; name: string },
): Promise<TicketState> => {
  const { issue } = await ask('ticketStates', { id: ticket.id }, shapes.ticketStates);
  const state = pickState(issue.team.states.nodes, target);
  if (!state) {
    const names = issue.team.states.nodes.map((each) => `“${each.name}”`).join(', ');
    throw new Refused(
      `Linear: team ${issue.team.key} has no state “${target.name}” and none of type ${target.type}`,
      {
        status: 422,
        remedy: `Name one of its states in \`tracker.states\` of .github/throughline.yml: ${names}.`,
      },
    );
  }
  if (issue.state.id === state.id) return bare(issue.state);
  const moved = await ask('moveTicket', { id: ticket.id, stateId: state.id }, shapes.moveTicket);
  const now = moved.issueUpdate.issue.state;
  // An automation of the team can move it on at once; the caller must not believe in a state that is not there.
  if (now.id !== state.id)
    throw new Unavailable(`Linear, moveTicket: ${ticket.key} is in “${now.name}”, not in “${state.name}”`);
  return bare(now);
};

export const createTicket = async (ask: Ask, ticket: NewTicket): Promise<Ticket> => {
  const { id, teamId, title, description, priority, parentId } = ticket;
  const variables = { id, teamId, title, description, priority, ...(parentId ? { parentId } : {}) };
  const { value } = await createOnce({
    create: async () => (await ask('createTicket', variables, shapes.createTicket)).issueCreate.issue,
    find: () => readTicket(ask, id),
  });
  return value;
};

export const removeLabel = async (ask: Ask, ticketId: string, labelId: string): Promise<void> => {
  try {
    await ask('removeLabel', { id: ticketId, labelId }, shapes.removeLabel);
  } catch (error) {
    if (!(error instanceof Refused) || concernsAccess(error)) throw error;
    const ticket = await readTicket(ask, ticketId);
    if (!ticket || ticket.labels.some((label) => label.id === labelId)) throw error;
  }
};

const byChange = (a: Ticket, b: Ticket): number =>
  Date.parse(a.updatedAt) - Date.parse(b.updatedAt) || a.id.localeCompare(b.id);

/**
 * The cursor itself is included (`gte`): two tickets can have changed in the same millisecond, and only one of
 * them may have been seen. So a caller meets the last ticket of the previous call again and tells it by its
 * unchanged `updatedAt`. `limit` is exceeded where that many tickets share the cursor's millisecond, or they would
 * hold it forever.
 */
export const changedSince = async (
  ask: Ask,
  options: Parameters<Tracker['changedSince']>[0],
): Promise<{ tickets: Ticket[]; cursor: string }> => {
  const { cursor, teamKeys, limit } = options;
  const moves = (ticket: Ticket): boolean => Date.parse(ticket.updatedAt) > Date.parse(cursor);
  const seen = new Map<string, Ticket>();
  let before: string | null = null;
  do {
    const page: Record<string, unknown> = { last: Math.min(limit, 50), ...(before ? { before } : {}) };
    const variables = { teamKeys, since: cursor, ...page };
    const { issues } = await ask('changedTickets', variables, shapes.changedTickets);
    for (const ticket of issues.nodes) seen.set(ticket.id, ticket);
    before = issues.pageInfo.hasPreviousPage ? issues.pageInfo.startCursor : null;
  } while (before !== null && !(seen.size >= limit && [...seen.values()].some(moves)));
  const oldestFirst = [...seen.values()].sort(byChange);
  const firstMove = oldestFirst.findIndex(moves);
  const tickets = oldestFirst.slice(0, Math.max(limit, firstMove + 1));
  return { tickets, cursor: tickets.at(-1)?.updatedAt ?? cursor };
};
