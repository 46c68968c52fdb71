import type { OneShot } from '../effect.ts';
import type { Command, Event } from '../event.ts';
import { type Item, openSections } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { oneShot, refused } from '../outcome.ts';
import { chooseAgent } from './choosing.ts';
import { configurationOf } from './dispatching.ts';
import { delegateFromTicket } from './from-ticket.ts';
import { mergeFirst } from './merging.ts';
import { cancelRun, copyOf, planRunUnderWay, refuseWith, reply, to, withdraw } from './parts.ts';
import { mayNotWrite } from './permitted.ts';
import { beginPlanning } from './planning/exploring.ts';
import { startPlanning } from './planning/starting.ts';
import { polish } from './polishing.ts';
import { leaveMergedPull, mergeAnswered } from './pull.ts';
import { fixAnew } from './rounds/rejecting.ts';
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
  // what was written from the ticket says what is to be done
  if (item.authored) return null;
  if (facts.change?.state === 'several')
    return refuse('several changes', { kind: 'changes-several', to: to(event), ids: facts.change.ids });
  if (facts.change?.state === 'no-sections')
    return refuse('change without sections', { kind: 'change-empty', to: to(event), id: facts.change.id });
  return null;
};

const asksFromTicket = (event: Event): boolean =>
  event.kind === 'command' && event.command.name === 'delegate' && event.command.fromTicket === true;

/** Tasks were written from the ticket, and it is handed over; no label plans them anew. */
const takesAuthored = ({ item, event }: Context): boolean =>
  Boolean(item.authored) &&
  (event.kind !== 'entered' || event.label === null || event.label === 'phase:delegate');

/** A ticket comes in: with a change it is planned already, without one planning begins. */
export const enter = (context: Context): Outcome => {
  const trouble = problem(context);
  if (trouble) return trouble;
  const item = copyOf(context.item);
  const { event, facts } = context;
  item.startedBy = event.actor.login;
  if (asksFromTicket(event)) return delegateFromTicket(context);
  if (facts.change?.state !== 'found' && !takesAuthored(context)) return enterUnplanned(context);
  // in auto mode the scope that is shown is dispatched at once
  const forbidden = mayNotWrite(context);
  if (forbidden) return { ...forbidden, effects: [...usedLabel(event).map(oneShot), ...forbidden.effects] };
  if (event.kind === 'command' && event.command.name === 'delegate') return delegate(context);
  if (event.kind === 'entered' && event.label === 'phase:enhance') return enhancePlanned(context);
  // what `/mode` chose since stays
  if (item.sections.length === 0) item.mode = configurationOf(facts)?.mode ?? item.mode;
  syncSections(item, facts);
  const before = [
    ...stopPlanning(item),
    ...usedLabel(event),
    ...mergeAnswered(item, event.actor.login, 'continue'),
  ];
  leaveMergedPull(item);
  return mergeFirst({ item, event, facts }, before) ?? proposeScope({ item, event, facts, before });
};

/** Test cases and summaries for tasks that nobody has worked on yet: they would change under the work. */
const enhancePlanned = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  if (planRunUnderWay(item) || item.delegations.some((one) => one.attempts.length > 0)) {
    const why = 'its tasks are planned or worked on already, and are not changed under the work';
    return refused(item, why, [...usedLabel(event), wrong(context, why)]);
  }
  syncSections(item, facts);
  item.startedBy = event.actor.login;
  return startPlanning({ item, event, facts, before: usedLabel(event) }, { phase: 'enhance' });
};

const labelNeeds: Record<string, string> = {
  'phase:propose':
    'nothing was decided yet: label `phase:explore` or `phase:grill` first; the plan is written once every question is closed',
  'phase:enhance': 'there is no plan yet that could be enhanced: label `phase:explore` first',
};

/** No change names the ticket: it is planned. What is under way goes on; what needs a plan says so. */
const enterUnplanned = (context: Context): Outcome => {
  const { event, facts, item } = context;
  const label = event.kind === 'entered' ? event.label : null;
  const refuse = (why: string): Outcome => refused(item, why, [...usedLabel(event), wrong(context, why)]);
  if (label === 'phase:delegate' || event.kind === 'command')
    return refused(item, 'no change', [
      ...usedLabel(event),
      reply(context, { kind: 'change-missing', to: to(event) }),
    ]);
  if (item.authored)
    return refuse(
      'its tasks are written from the ticket: `/delegate` hands them over, `/cancel` takes them back, and then `/explore` plans it',
    );
  const missing = label === null ? undefined : labelNeeds[label];
  if (missing !== undefined) return refuse(missing);
  if (isUnderWay(item))
    return refuse('planning is under way already: answer what is asked, or `/explore <hint>` looks again');
  const copy = copyOf(item);
  copy.startedBy = event.actor.login;
  if (!copy.planning) copy.mode = configurationOf(facts)?.mode ?? copy.mode;
  return beginPlanning({ item: copy, event, facts }, usedLabel(event));
};

/** The plan is there already, written by somebody: what was to be planned of it is not wanted. */
const stopPlanning = (item: Item): OneShot[] => {
  const run = planRunUnderWay(item);
  if (!run) return [];
  const effects = cancelRun(item);
  if (item.planning) item.planning.next = null;
  run.outcome = { state: 'failed', failure: 'cancelled', detail: 'The plan was there already.', url: null };
  return effects;
};

const isUnderWay = (item: Item): boolean =>
  planRunUnderWay(item) !== null ||
  (item.planning?.next ?? null) !== null ||
  ['choosing', 'grilling', 'proposing'].includes(item.stage.name);

const wrong = (context: Context, why: string): OneShot =>
  reply(context, {
    kind: 'wrong-stage',
    to: to(context.event),
    command: 'label',
    stage: context.item.stage.name,
    why,
  });

/** `/delegate`: chooses sections, plan and agent, and shows the scope. */
export const delegate = (context: Context): Outcome => {
  const trouble = problem(context);
  if (trouble) return trouble;
  const { event, facts } = context;
  if (event.kind !== 'command' || event.command.name !== 'delegate')
    return refused(context.item, 'not a delegate command');
  if (asksFromTicket(event)) return delegateFromTicket(context);
  if (facts.change?.state !== 'found' && !context.item.authored)
    return refuseWith(context, 'no change', { kind: 'change-missing', to: to(event) });
  const item = copyOf(context.item);
  const configuration = configurationOf(facts);
  if (item.sections.length === 0 && configuration) item.mode = configuration.mode;
  syncSections(item, facts);
  // nothing is left to delegate, but something was made: back to where it is handed over
  if (openNumbers(item).length === 0 && item.feature?.head && !Array.isArray(event.command.groups)) {
    return mergeFirst({ item, event, facts }) ?? goOnPolishing({ item, event, facts });
  }
  const { command } = event;
  const refusal =
    chooseAgent(context, item, command) ??
    wrongSections(context, { groups: command.groups, open: openNumbers(item) });
  if (refusal) return refusal;
  const before = [...stopPlanning(item), ...mergeAnswered(item, event.actor.login, 'continue')];
  leaveMergedPull(item);
  item.plan = planOf(command.groups, { open: openNumbers(item), plan: item.plan });
  item.startedBy = event.actor.login;
  return mergeFirst({ item, event, facts }, before) ?? proposeAnew({ item, event, facts }, before);
};

const goOnPolishing = ({ item, event, facts }: Context): Outcome => {
  fixAnew(item, event.actor.login);
  return polish({ item, event, facts });
};

const proposeAnew = ({ item, event, facts }: Context, before: OneShot[]): Outcome => {
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
