import type { OneShot } from '../effect.ts';
import type { Command, Event } from '../event.ts';
import { type Item, openSections } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { moved, refused } from '../outcome.ts';
import { chooseAgent } from './choosing.ts';
import { configurationOf } from './dispatching.ts';
import { copyOf, refuseWith, reply, to, withdraw } from './parts.ts';
import { polish } from './polishing.ts';
import { leaveMergedPull, mergeAnswered } from './pull.ts';
import { proposeScope, syncSections } from './scope.ts';

/** The label that asked is used up: it is taken off so that it can ask again. */
export const usedLabel = (event: Event): OneShot[] =>
  event.kind === 'entered' && event.label
    ? [{ kind: 'remove-label', source: event.source, label: event.label }]
    : [];

/** Why nothing can be delegated here. */
const problem = (context: Context): Outcome | null => {
  const { facts, event, item } = context;
  const label = usedLabel(event);
  const refuse = (reason: string, what: Parameters<typeof reply>[1]): Outcome =>
    refused(item, reason, [...label, reply(context, what)]);
  if (facts.configuration?.state === 'broken')
    return refuse('broken configuration', {
      kind: 'configuration-broken',
      to: to(event),
      problems: facts.configuration.problems,
    });
  if (facts.configuration?.state !== 'valid')
    return refuse('no configuration', { kind: 'configuration-absent', to: to(event) });
  if (facts.change?.state === 'several')
    return refuse('several changes', { kind: 'changes-several', to: to(event), ids: facts.change.ids });
  if (facts.change?.state === 'no-sections')
    return refuse('change without sections', { kind: 'change-empty', to: to(event), id: facts.change.id });
  return null;
};

/** A ticket comes in. With a change it is planned at once; without one, planning would begin, which is not there yet. */
export const enter = (context: Context): Outcome => {
  const trouble = problem(context);
  if (trouble) return trouble;
  const item = copyOf(context.item);
  const { event, facts } = context;
  item.startedBy = event.actor.login;
  if (facts.change?.state !== 'found') {
    if (item.stage.name === 'cancelled' || item.stage.name === 'rejected')
      return refused(item, 'no change', [
        ...usedLabel(event),
        reply(context, { kind: 'change-missing', to: to(event) }),
      ]);
    item.stage = { name: 'exploring' };
    return moved(item, 'no change names this ticket; planning is not available yet', {
      effects: [...usedLabel(event), reply(context, { kind: 'planning-unavailable', to: to(event) })],
    });
  }
  if (event.kind === 'command' && event.command.name === 'delegate') return delegate(context);
  // what `/mode` chose since stays
  if (item.sections.length === 0) item.mode = configurationOf(facts)?.mode ?? item.mode;
  syncSections(item, facts);
  const before = [...usedLabel(event), ...mergeAnswered(item, event.actor.login, 'continue')];
  leaveMergedPull(item);
  return proposeScope({ item, event, facts, before });
};

/** `/delegate`: chooses sections, plan and agent, and shows the scope. */
export const delegate = (context: Context): Outcome => {
  const trouble = problem(context);
  if (trouble) return trouble;
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'delegate')
    return refused(context.item, 'not a delegate command');
  if (facts.change?.state !== 'found')
    return refuseWith(context, 'no change', { kind: 'change-missing', to: to(event) });
  const item = copyOf(context.item);
  const configuration = configurationOf(facts);
  if (item.sections.length === 0 && configuration) item.mode = configuration.mode;
  syncSections(item, facts);
  // nothing is left to delegate, but something was made: back to where it is handed over
  if (openNumbers(item).length === 0 && item.feature?.head && !Array.isArray(event.command.groups))
    return polish({ item, event, facts });
  const { command } = event;
  const refusal =
    chooseAgent(context, item, command) ??
    wrongSections(context, { groups: command.groups, open: openNumbers(item) });
  if (refusal) return refusal;
  const before = mergeAnswered(item, event.actor.login, 'continue');
  leaveMergedPull(item);
  item.plan = planOf(command.groups, { open: openNumbers(item), plan: item.plan });
  item.startedBy = event.actor.login;
  if (item.delegations.at(-1)?.state.name !== 'proposed') withdraw(item, event.actor.login);
  return proposeScope({ item, event, facts, before });
};

const openNumbers = (item: Item): string[] => openSections(item).map((section) => section.number);

const wrongSections = (context: Context, scope: { groups: Groups; open: string[] }): Outcome | null => {
  const { groups, open } = scope;
  const asked = Array.isArray(groups) ? groups.flat() : open;
  const unknown = asked.filter((number) => !open.includes(number));
  if (unknown.length === 0 && open.length > 0) return null;
  return refuseWith(context, 'unknown sections', {
    kind: 'unknown-sections',
    to: to(context.event),
    asked: unknown,
    known: open,
    why: open.length === 0 ? 'every section is accepted or dropped' : 'not open in tasks.md',
  });
};

type Groups = Extract<Command, { name: 'delegate' }>['groups'];

/** `all`: every open section, one delegation each; `next`: the plan as it stands. */
const planOf = (groups: Groups, known: { open: string[]; plan: string[][] }): string[][] => {
  if (groups === 'next') return known.plan;
  if (groups === 'all') return known.open.map((number) => [number]);
  return groups;
};
