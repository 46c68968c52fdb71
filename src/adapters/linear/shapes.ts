import { z } from 'zod';
import type { Relative, StateType, Ticket } from '../../ports/tracker.ts';

const stateTypes = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
] as const satisfies readonly StateType[];

const stateSchema = z.object({ id: z.string(), name: z.string(), type: z.enum(stateTypes) });

const nodes = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node) });

/** `TicketFields` of documents.ts, read into the port's words. */
const ticketSchema = z
  .object({
    id: z.string(),
    identifier: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    url: z.string(),
    updatedAt: z.string(),
    team: z.object({ id: z.string(), key: z.string() }),
    state: stateSchema,
    labels: nodes(z.object({ id: z.string(), name: z.string() })),
    attachments: nodes(z.object({ url: z.string(), title: z.string() })),
  })
  .transform(
    ({ identifier, description, labels, attachments, ...rest }): Ticket => ({
      ...rest,
      key: identifier,
      description: description ?? '',
      labels: labels.nodes,
      attachments: attachments.nodes,
    }),
  );

const relativeSchema = z
  .object({
    id: z.string(),
    identifier: z.string(),
    title: z.string(),
    url: z.string(),
    team: z.object({ id: z.string(), key: z.string() }),
    state: stateSchema,
  })
  .transform(({ identifier, ...rest }): Omit<Relative, 'how'> => ({ ...rest, key: identifier }));

const success = z.object({ success: z.literal(true) });

/** One schema per document: the shape of its `data`. */
export const shapes = {
  ticket: z.object({ issue: ticketSchema }),
  changedTickets: z.object({
    issues: nodes(ticketSchema).extend({
      pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
    }),
  }),
  ticketStates: z.object({
    issue: z.object({
      state: stateSchema,
      team: z.object({ key: z.string(), states: nodes(stateSchema.extend({ position: z.number() })) }),
    }),
  }),
  moveTicket: z.object({ issueUpdate: success.extend({ issue: z.object({ state: stateSchema }) }) }),
  createTicket: z.object({ issueCreate: success.extend({ issue: ticketSchema }) }),
  removeLabel: z.object({ issueRemoveLabel: success }),
  comment: z.object({
    comment: z.object({ id: z.string(), body: z.string(), issue: z.object({ id: z.string() }).nullable() }),
  }),
  ticketComments: z.object({
    comments: nodes(
      z.object({
        id: z.string(),
        body: z.string(),
        createdAt: z.string(),
        user: z.object({ id: z.string() }).nullable(),
      }),
    ).extend({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }) }),
  }),
  createComment: z.object({ commentCreate: success }),
  updateComment: z.object({ commentUpdate: success }),
  relation: z.object({ issueRelation: z.object({ id: z.string() }) }),
  createRelation: z.object({ issueRelationCreate: success }),
  attachment: z.object({
    attachment: z.object({ url: z.string(), issue: z.object({ id: z.string() }) }),
  }),
  createAttachment: z.object({ attachmentCreate: success }),
  attachedTo: z.object({ attachmentsForURL: nodes(z.object({ issue: ticketSchema })) }),
  relatives: z.object({
    issue: z.object({
      parent: relativeSchema.nullable(),
      children: nodes(relativeSchema),
      relations: nodes(z.object({ type: z.string(), relatedIssue: relativeSchema })),
      inverseRelations: nodes(z.object({ type: z.string(), issue: relativeSchema })),
    }),
  }),
  team: z.object({ teams: nodes(z.object({ id: z.string(), key: z.string() })) }),
  person: z.object({
    user: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      gitHubUserId: z.string().nullable(),
      guest: z.boolean(),
      active: z.boolean(),
      app: z.boolean(),
    }),
  }),
  self: z.object({ viewer: z.object({ id: z.string() }) }),
};
