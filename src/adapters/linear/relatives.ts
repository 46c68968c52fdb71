import type { Relative, Ticket } from '../../ports/tracker.ts';
import type { Ask } from './request.ts';
import { shapes } from './shapes.ts';
import { orNull } from './tickets.ts';

const once = <T extends { id: string }>(found: T[]): T[] => [
  ...new Map(found.map((one) => [one.id, one])).values(),
];

export const attachedTo = async (ask: Ask, url: string): Promise<Ticket[]> => {
  const { attachmentsForURL } = await ask('attachedTo', { url, first: 20 }, shapes.attachedTo);
  return once(attachmentsForURL.nodes.map(({ issue }) => issue));
};

const duplicates = <T extends { type: string }>(relations: T[]): T[] =>
  relations.filter((relation) => relation.type === 'duplicate');

/** A ticket that is both, a duplicate and a sub-issue say, counts once, by the first of these. */
export const relatives = async (ask: Ask, ticketId: string): Promise<Relative[]> => {
  const issue = await orNull(async () => (await ask('relatives', { id: ticketId }, shapes.relatives)).issue);
  if (!issue) return [];
  const as =
    (how: Relative['how']) =>
    (one: Omit<Relative, 'how'>): Relative => ({ ...one, how });
  const found = [
    ...duplicates(issue.relations.nodes).map((one) => as('duplicate-of')(one.relatedIssue)),
    ...(issue.parent ? [as('parent')(issue.parent)] : []),
    ...duplicates(issue.inverseRelations.nodes).map((one) => as('duplicate')(one.issue)),
    ...issue.children.nodes.map(as('child')),
  ];
  return once(found.toReversed()).toReversed();
};

export const team = async (ask: Ask, key: string): Promise<{ id: string; key: string } | null> =>
  (await ask('team', { key }, shapes.team)).teams.nodes[0] ?? null;
