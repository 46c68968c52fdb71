import { z } from 'zod';
import type { Actor } from '../../core/event.ts';
import type { Heard } from '../../core/heard.ts';

const envelopeSchema = z.object({
  action: z.string(),
  type: z.string(),
  createdAt: z.string().optional(),
  actor: z
    .object({ id: z.string(), type: z.string(), name: z.string().optional(), email: z.string().optional() })
    .nullish(),
  data: z.unknown(),
  updatedFrom: z.record(z.string(), z.unknown()).nullish(),
  webhookTimestamp: z.number().optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

const commentSchema = z.object({
  id: z.string(),
  body: z.string(),
  createdAt: z.string(),
  issueId: z.string().nullish(),
  botActor: z.unknown().optional(),
});

const issueSchema = z.object({
  id: z.string(),
  identifier: z.string(),
  updatedAt: z.string(),
  team: z.object({ key: z.string() }).nullish(),
  labelIds: z.array(z.string()).default([]),
  labels: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
  delegateId: z.string().nullish(),
  assigneeId: z.string().nullish(),
  parentId: z.string().nullish(),
  state: z.object({ type: z.string() }).nullish(),
});
type Issue = z.infer<typeof issueSchema>;

const nothing = (reason: string): Heard => ({ kind: 'nothing', reason });

const readActor = (envelope: Envelope): { actor: Actor; human: boolean } => {
  const { actor } = envelope;
  if (!actor) return { actor: { surface: 'linear', id: 'unknown', login: 'unknown' }, human: false };
  const login = actor.name ?? actor.email ?? actor.id;
  return { actor: { surface: 'linear', id: actor.id, login }, human: actor.type === 'user' };
};

const readComment = (envelope: Envelope): Heard => {
  if (envelope.action !== 'create') return nothing(`Linear comment ${envelope.action}`);
  const comment = commentSchema.safeParse(envelope.data);
  if (!comment.success) return nothing('Linear comment in a form we do not know');
  const { id, body, createdAt, issueId, botActor } = comment.data;
  if (!issueId) return nothing('Linear comment on something that is not a ticket');
  const { actor, human } = readActor(envelope);
  return {
    kind: 'linear-comment',
    key: `linear-comment:${id}`,
    at: createdAt,
    actor,
    human: human && !botActor,
    ticketId: issueId,
    commentId: id,
    body,
  };
};

/** Names of the labels a ticket has now and did not have before. */
const addedLabels = (issue: Issue, envelope: Envelope, names: ReadonlyMap<string, string>): string[] => {
  const before = z.array(z.string()).safeParse(envelope.updatedFrom?.labelIds);
  if (envelope.action === 'update' && !before.success) return [];
  const had = new Set(before.success ? before.data : []);
  const known = new Map([...names, ...issue.labels.map((label) => [label.id, label.name] as const)]);
  const has = new Set([...issue.labelIds, ...issue.labels.map((label) => label.id)]);
  return [...has].filter((id) => !had.has(id)).flatMap((id) => known.get(id) ?? []);
};

/** Whom the ticket was given to by this very change: a delegate before an assignee. */
const delegatedTo = (issue: Issue, envelope: Envelope): string | null => {
  const given = (field: 'delegateId' | 'assigneeId'): string | null => {
    const changed = envelope.action === 'create' || (envelope.updatedFrom && field in envelope.updatedFrom);
    return changed ? (issue[field] ?? null) : null;
  };
  return given('delegateId') ?? given('assigneeId');
};

const readTicket = (envelope: Envelope, names: ReadonlyMap<string, string>): Heard => {
  const { action } = envelope;
  if (action !== 'create' && action !== 'update') return nothing(`Linear ticket ${action}`);
  const issue = issueSchema.safeParse(envelope.data);
  if (!issue.success) return nothing('Linear ticket in a form we do not know');
  const { id, identifier, updatedAt, team } = issue.data;
  const changed = Object.keys(envelope.updatedFrom ?? {})
    .filter((field) => field !== 'updatedAt')
    .sort();
  return {
    kind: 'linear-ticket',
    // One save is one `updatedAt`; the fields are in it because an automation can save again in the same millisecond.
    key: `linear-ticket:${id}:${action}:${updatedAt}:${changed.join(',')}`,
    at: updatedAt,
    ...readActor(envelope),
    ticketId: id,
    ticketKey: identifier,
    teamKey: team?.key ?? identifier.replace(/-\d+$/, ''),
    addedLabels: addedLabels(issue.data, envelope, names),
    delegatedTo: delegatedTo(issue.data, envelope),
    changed,
    parentId: issue.data.parentId ?? null,
    setAside: ['duplicate', 'canceled'].includes(issue.data.state?.type ?? ''),
  };
};

/**
 * A Linear webhook in our own words. `name` is the delivery's stored name; the signed payload decides.
 * `labelNames` (label id → name) helps where a payload lists labels by id only. Never throws.
 */
export const readLinearDelivery = (
  name: string,
  payload: unknown,
  context: { labelNames?: ReadonlyMap<string, string> } = {},
): Heard => {
  const envelope = envelopeSchema.safeParse(payload);
  if (!envelope.success) return nothing(`Linear ${name || 'delivery'} in a form we do not know`);
  if (envelope.data.type === 'Comment') return readComment(envelope.data);
  if (envelope.data.type === 'Issue') return readTicket(envelope.data, context.labelNames ?? new Map());
  return nothing(`Linear ${envelope.data.type} ${envelope.data.action}`);
};
