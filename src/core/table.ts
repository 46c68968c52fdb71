import type { Event } from './event.ts';
import type { StageName } from './item.ts';
import type { Who } from './permissions.ts';
import type { Cell, Row, Trigger } from './table/cells.ts';
import { commandRows } from './table/commands.ts';
import { planningRows } from './table/planning.ts';
import { platformRows } from './table/platforms.ts';

/** The life of a ticket: design §3, whole. A cell not named is the row's `otherwise`. */
export const table: Record<Trigger, Row> = { ...planningRows, ...commandRows, ...platformRows };

export const triggerOf = (event: Event): Trigger =>
  event.kind === 'command' ? `command:${event.command.name}` : event.kind;

export const whoMay = (stage: StageName, trigger: Trigger): Who | null =>
  table[trigger].whoAt?.[stage] ?? table[trigger].who;

export const cellFor = (stage: StageName, trigger: Trigger): Cell =>
  table[trigger].stages[stage] ?? table[trigger].otherwise;
