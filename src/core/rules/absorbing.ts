import type { OneShot } from '../effect.ts';
import type { Facts, RelatedTicket } from '../facts.ts';
import { subjects } from '../heard.ts';
import type { AbsorbedTicket, Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome, project } from '../outcome.ts';
import { mayRun } from '../permissions.ts';
import type { Reply } from '../reply.ts';
import { noteTicketState } from '../ticket-state.ts';
import { copyOf, refuseWith, reply, to } from './parts.ts';

interface Taken {
  effects: OneShot[];
  aliases: string[];
}

const absorbedAlready = (item: Item, id: string): boolean =>
  (item.absorbed ?? []).some((ticket) => ticket.id === id);

const takeIn = (item: Item, related: RelatedTicket, by: string): Taken => {
  const { id, key, title, url } = related;
  const ticket: AbsorbedTicket = { id, key, title, url, by };
  item.absorbed = [...(item.absorbed ?? []), ticket];
  return {
    effects: [{ kind: 'absorb-ticket', ticket, relate: related.how === 'asked' }],
    aliases: [subjects.absorbed(id)],
  };
};

/**
 * Takes in what the tracker marks as a duplicate or a sub-issue of this ticket; what cannot be taken in is left as it is,
 * because nobody asked for it by name. Changes the item.
 */
const takeInRelated = (item: Item, facts: Facts, by: string): Taken => {
  if (item.stage.name === 'done' || item.stage.name === 'cancelled' || isMerged(item))
    return { effects: [], aliases: [] };
  const taken = (facts.related ?? [])
    .filter(({ id, how, barred }) => how !== 'asked' && barred === null && !absorbedAlready(item, id))
    .map((related) => takeIn(item, related, by));
  return {
    effects: taken.flatMap(({ effects }) => effects),
    aliases: taken.flatMap(({ aliases }) => aliases),
  };
};

const isMerged = (item: Item): boolean => item.pull?.state === 'merged';

const keysOf = ({ effects }: Taken): string =>
  effects.flatMap((effect) => (effect.kind === 'absorb-ticket' ? [effect.ticket.key] : [])).join(', ');

/** The ticket came under our care: it and its GitHub issue are linked, and what belongs to it is taken in. */
export const recorded = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'recorded') return ignored(context.item, 'not a record');
  if (!facts.actor || !mayRun('plan', facts.actor).allowed)
    return ignored(context.item, 'nobody with the right asked for it yet');
  const item = copyOf(context.item);
  const taken = takeInRelated(item, facts, event.actor.login);
  const effects = [...linked(context), ...taken.effects];
  if (effects.length === 0) return ignored(item, 'nothing belongs to it');
  return moved(item, `recorded${taken.effects.length > 0 ? `, took in ${keysOf(taken)}` : ''}`, {
    effects,
    aliases: taken.aliases,
  });
};

const linked = (context: Context): OneShot[] => {
  const { event, item } = context;
  if (event.kind !== 'recorded' || !event.from) return [];
  const { issue, url, title, filed } = event.from;
  const attach: OneShot = { kind: 'attach-pull', url, title };
  // where the status comment is, it links the ticket
  const isHome = item.home.on === 'github' && item.home.issue === issue;
  if (isHome && !filed) return [attach];
  const said: Reply = { kind: 'recorded', to: to(event), filed };
  return [attach, { kind: 'reply', home: { on: 'github', issue }, tag: 'recorded', reply: said }];
};

/** Relations can have changed with it. A ticket that nobody has taken up yet takes nothing in. */
export const ticketChanged = (context: Context): Outcome => {
  const item = copyOf(context.item);
  const takenUp = item.change !== null || item.planning !== undefined;
  const taken = takenUp ? takeInRelated(item, context.facts, to(context.event)) : null;
  const seen = noteTicketState(item, context.facts);
  if (taken && taken.effects.length > 0) return moved(item, `took in ${keysOf(taken)}`, taken);
  if (seen) return { ...moved(item, `the tracker shows ${seen}`), effects: project('status') };
  return {
    ...ignored(context.item, 'the ticket is rendered from the item'),
    effects: project('status'),
  };
};

type Refusal = Extract<Reply, { kind: 'absorb-refused' }>['why'];

const refusalOf = (item: Item, related: RelatedTicket | undefined): Refusal | null => {
  if (isMerged(item)) return { why: 'merged' };
  if (!related) return { why: 'unknown' };
  if (absorbedAlready(item, related.id)) return { why: 'already' };
  return related.barred;
};

/** `/absorb KEY`: one merge closes both. */
export const absorb = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'absorb')
    return ignored(context.item, 'not an absorb command');
  const related = facts.related?.find(({ how }) => how === 'asked');
  const why = refusalOf(context.item, related);
  if (why || !related) {
    const asked = related?.key ?? event.command.key;
    const what: Reply = { kind: 'absorb-refused', to: to(event), asked, why: why ?? { why: 'unknown' } };
    return refuseWith(context, `${asked} is not taken in: ${what.why.why}`, what);
  }
  const item = copyOf(context.item);
  const taken = takeIn(item, related, to(event));
  const { key, title, url } = related;
  return moved(item, `took in ${key}`, {
    ...taken,
    effects: [...taken.effects, reply(context, { kind: 'absorbed', to: to(event), key, title, url })],
  });
};
