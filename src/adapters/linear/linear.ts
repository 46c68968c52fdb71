import type { Tracker, TrackerPerson } from '../../ports/tracker.ts';
import { commentsSince, upsertComment } from './comments.ts';
import { createOnce } from './create-once.ts';
import { attachedTo, relatives, team } from './relatives.ts';
import { type Ask, createAsk, type LinearOptions } from './request.ts';
import { shapes } from './shapes.ts';
import { changedSince, createTicket, orNull, readTicket, removeLabel, transition } from './tickets.ts';

const readPerson = (ask: Ask, id: string): Promise<TrackerPerson | null> =>
  orNull(async () => {
    const { gitHubUserId, ...user } = (await ask('person', { id }, shapes.person)).user;
    return { ...user, githubUserId: gitHubUserId };
  });

const relate = async (ask: Ask, relation: Parameters<Tracker['relate']>[0]): Promise<void> => {
  const { id, ticketId, relatedTicketId, type } = relation;
  const variables = { id, issueId: ticketId, relatedIssueId: relatedTicketId, type };
  await createOnce({
    create: async () => {
      await ask('createRelation', variables, shapes.createRelation);
      return true;
    },
    find: () =>
      orNull(async () => {
        await ask('relation', { id }, shapes.relation);
        return true;
      }),
  });
};

const attach = async (ask: Ask, attachment: Parameters<Tracker['attach']>[0]): Promise<void> => {
  const { id, ticketId, url, title } = attachment;
  await createOnce({
    create: async () => {
      await ask('createAttachment', { id, issueId: ticketId, url, title }, shapes.createAttachment);
      return true;
    },
    find: async () => {
      const found = await orNull(async () => (await ask('attachment', { id }, shapes.attachment)).attachment);
      return found?.url === url && found.issue.id === ticketId ? true : null;
    },
  });
};

/** Linear as the tracker. `apiKey` is a personal API key or an OAuth access token. */
export const createLinear = (options: LinearOptions): Tracker => {
  const ask = createAsk(options);
  let self: { id: string } | null = null;
  return {
    ticket: (idOrKey) => readTicket(ask, idOrKey),
    attachedTo: (url) => attachedTo(ask, url),
    relatives: (ticketId) => relatives(ask, ticketId),
    team: (key) => team(ask, key),
    person: (id) => readPerson(ask, id),
    // A key never changes hands, so one answer serves the life of the process.
    self: async () => {
      self ??= (await ask('self', {}, shapes.self)).viewer;
      return self;
    },
    transition: (ticket, target) => transition(ask, ticket, target),
    upsertComment: (comment) => upsertComment(ask, comment),
    createTicket: (ticket) => createTicket(ask, ticket),
    relate: (relation) => relate(ask, relation),
    attach: (attachment) => attach(ask, attachment),
    removeLabel: (ticketId, labelId) => removeLabel(ask, ticketId, labelId),
    changedSince: (since) => changedSince(ask, since),
    commentsSince: (ticketId, since) => commentsSince(ask, ticketId, since),
  };
};
