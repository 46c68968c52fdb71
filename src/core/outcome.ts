import type { Effect, OneShot, ProjectionName } from './effect.ts';
import { projectionNames } from './effect.ts';
import type { Event } from './event.ts';
import type { Facts } from './facts.ts';
import type { Item } from './item.ts';

/** What a decision came to. `ignored` and `refused` leave the item as it was; `refused` tells the person. */
export interface Outcome {
  state: 'moved' | 'ignored' | 'refused';
  item: Item;
  /** One line for the log and for `explain`. */
  note: string;
  effects: Effect[];
  /** Subjects that lead to this item from now on. */
  aliases: string[];
}

export interface Context<E extends Event = Event> {
  item: Item;
  event: E;
  facts: Facts;
}

export type Rule = (context: Context) => Outcome;

export const oneShot = (effect: OneShot): Effect => ({ type: 'one-shot', oneShot: effect });

export const project = (...names: ProjectionName[]): Effect[] =>
  names.map((name) => ({ type: 'project', name }));

/** The item changed: everything people see of it is rendered anew. */
export const moved = (
  item: Item,
  note: string,
  options: { effects?: OneShot[]; aliases?: string[] } = {},
): Outcome => ({
  state: 'moved',
  item,
  note,
  effects: [...(options.effects ?? []).map(oneShot), ...project(...projectionNames)],
  aliases: options.aliases ?? [],
});

export const ignored = (item: Item, reason: string): Outcome => ({
  state: 'ignored',
  item,
  note: `ignored: ${reason}`,
  effects: [],
  aliases: [],
});

/** Nothing moves; `effects` tell the person why and what would work. */
export const refused = (item: Item, reason: string, effects: OneShot[] = []): Outcome => ({
  state: 'refused',
  item,
  note: `refused: ${reason}`,
  effects: effects.map(oneShot),
  aliases: [],
});
