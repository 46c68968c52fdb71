import type { CommandName, EventKind } from '../event.ts';
import type { FactName } from '../facts.ts';
import type { StageName } from '../item.ts';
import type { Who } from '../permissions.ts';
import type { RuleName } from '../rules/registry.ts';

/** Every kind of thing that can happen to an item; commands count one by one. */
export type Trigger = Exclude<EventKind, 'command'> | `command:${CommandName}`;

export type Cell =
  | { rule: RuleName }
  | { ignored: string }
  /** Said to the person who asked, with what is valid now. */
  | { refused: string };

export interface Row {
  /** Least right of the person; null for what the platforms themselves report. */
  who: Who | null;
  /** Where the same word decides something else. */
  whoAt?: Partial<Record<StageName, Who>>;
  /** Facts the rules of this row decide on. `actor` is added wherever `who` is set. */
  facts: FactName[];
  stages: Partial<Record<StageName, Cell>>;
  otherwise: Cell;
}

export const rule = (name: RuleName): Cell => ({ rule: name });
export const ignore = (reason: string): Cell => ({ ignored: reason });
export const refuse = (why: string): Cell => ({ refused: why });

export const planningStages = {
  exploring: refuse('it is being explored: wait for its directions, or `/cancel`'),
  choosing: refuse('a direction has to be chosen first: `/choose <number>`'),
  grilling: refuse('questions are open: answer them first'),
  proposing: refuse('the plan is being written: wait for it, or `/cancel`'),
} as const;
export const enterStages = {
  exploring: rule('enter'),
  choosing: rule('enter'),
  grilling: rule('enter'),
  proposing: rule('enter'),
} as const;
export const start: FactName[] = [
  'configuration',
  'change',
  'baseSha',
  'featureSha',
  'head',
  'spent',
  'freshId',
];
export const plan: FactName[] = [...start, 'brief'];
export const whileRunning = (cell: Cell): Row['stages'] => ({
  exploring: cell,
  grilling: cell,
  proposing: cell,
  delegating: cell,
  polishing: cell,
});
