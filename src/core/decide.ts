import type { OneShot } from './effect.ts';
import type { Command, CommandSource, Event } from './event.ts';
import type { FactName, Facts } from './facts.ts';
import type { Item } from './item.ts';
import { type Context, ignored, type Outcome, oneShot, project, refused } from './outcome.ts';
import { mayRun } from './permissions.ts';
import { usedLabel } from './rules/entering.ts';
import { factsRefused } from './rules/facts-refused.ts';
import { reply, to } from './rules/parts.ts';
import { notPermitted } from './rules/permitted.ts';
import { rules } from './rules/registry.ts';
import { wrongStage } from './rules/steering.ts';
import { cellFor, table, triggerOf, whoMay } from './table.ts';

/** Facts that deciding on this event asks for. */
export const needs = (event: Event): FactName[] => {
  const row = table[triggerOf(event)];
  return row.who === null ? row.facts : ['actor', ...row.facts];
};

/**
 * The one place where an item's next state is decided: a function of its arguments alone, so that a log of
 * events and facts replays to the same item. Every stage and event has an outcome (core/table.ts).
 */
export const decide = (item: Item, event: Event, facts: Facts): Outcome => {
  const context = { item, event, facts };
  const outcome = givenBack(event, judged(context));
  const at = event.at > outcome.item.lastAt ? event.at : outcome.item.lastAt;
  return acknowledged(event, {
    ...outcome,
    item: outcome.state === 'moved' ? { ...outcome.item, lastAt: at } : outcome.item,
  });
};

const judged = (context: Context): Outcome => {
  const { item, event, facts } = context;
  if (facts.refused) return factsRefused(context, facts.refused);
  const trigger = triggerOf(event);
  const who = whoMay(item.stage.name, trigger);
  if (who !== null) {
    const permission = facts.actor ? mayRun(who, facts.actor) : null;
    if (!permission) return refused(item, 'who asked could not be established');
    if (!permission.allowed) return withLabelTakenOff(event, notPermitted(context, permission));
  }
  if (isStale(item, event)) return stale(context);
  const cell = cellFor(item.stage.name, trigger);
  if ('ignored' in cell) return ignored(item, cell.ignored);
  if ('refused' in cell) return withLabelTakenOff(event, wrongStage(context, cell.refused));
  return rules[cell.rule](context);
};

const withLabelTakenOff = (event: Event, outcome: Outcome): Outcome => ({
  ...outcome,
  effects: [...usedLabel(event).map(oneShot), ...outcome.effects],
});

const answersDecision: Command['name'][] = [
  'choose',
  'confirm',
  'accept',
  'iterate',
  'reject',
  'finish',
  'continue',
];

/** A box of another decision, or words written before the decision they would answer was put. */
const isStale = (item: Item, event: Event): boolean => {
  if (event.kind !== 'command') return false;
  if (event.decision !== null) return event.decision !== item.decision?.id;
  // what is said while questions are asked belongs to the one that stood when it was written
  if (item.stage.name === 'grilling' || !answersDecision.includes(event.command.name)) return false;
  return item.decision !== null && Date.parse(event.at) < floorToSecond(item.decision.since);
};

/** GitHub's comment times have whole seconds. */
const floorToSecond = (iso: string): number => Math.floor(Date.parse(iso) / 1000) * 1000;

const stale = (context: Context): Outcome => {
  const command = context.event.kind === 'command' ? context.event.command.name : 'confirm';
  return refused(context.item, 'stale command', [
    reply(context, {
      kind: 'stale',
      to: to(context.event),
      command,
      current: context.item.decision?.id ?? null,
    }),
  ]);
};

/** A tick that moved nothing is taken off again, so that the box can be ticked once it counts. */
const givenBack = (event: Event, outcome: Outcome): Outcome =>
  'source' in event && event.source.via === 'box' && outcome.state !== 'moved'
    ? { ...outcome, effects: [...outcome.effects, ...project('blocks')] }
    : outcome;

const isWritten = (via: CommandSource['via']): boolean => via === 'comment' || via === 'review';

/** 👀 when it is taken up, 🚀 or 😕 once it is through: one-shots run in order. */
const acknowledged = (event: Event, outcome: Outcome): Outcome => {
  if (event.kind !== 'command' && event.kind !== 'unreadable-command' && event.kind !== 'replied')
    return outcome;
  if (event.source.on !== 'github' || !isWritten(event.source.via)) return outcome;
  if (outcome.state === 'ignored' && outcome.effects.length === 0) return outcome;
  const react = (reaction: 'eyes' | 'rocket' | 'confused') =>
    oneShot({ kind: 'react', source: event.source, reaction } satisfies OneShot);
  const last = outcome.state === 'refused' ? react('confused') : react('rocket');
  return { ...outcome, effects: [react('eyes'), ...outcome.effects, last] };
};
