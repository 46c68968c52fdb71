import { readCommands } from '../../commands/read.ts';
import type { Actor, CommandSource, Event } from '../../core/event.ts';
import type { Heard } from '../../core/heard.ts';
import { withoutRepositoryTags } from '../../core/repository-tags.ts';
import type { RoutedEvent, RouteOutcome } from '../../ports/store.ts';
import type { Entered } from '../entering/asked.ts';

export const ignored = (reason: string): RouteOutcome => ({ state: 'ignored', reason });

type Known = Exclude<Heard, { kind: 'nothing' }>;
export type Of<K extends Known['kind']> = Extract<Known, { kind: K }>;

export const common = (heard: Pick<Known, 'key' | 'at' | 'actor'>) => ({
  key: heard.key,
  at: heard.at,
  actor: heard.actor,
});

export const deliver = (items: string[], events: Event[], reason: string): RouteOutcome => {
  const routed: RoutedEvent[] = items.flatMap((itemId) => events.map((event) => ({ itemId, event })));
  return routed.length > 0 ? { state: 'routed', events: routed } : ignored(reason);
};

/** Commands of a comment as events, in their order. */
export const commandEvents = (
  heard: { key: string; at: string; actor: Actor; body: string },
  source: CommandSource,
): Event[] =>
  readCommands(withoutRepositoryTags(heard.body)).map((line, index) => {
    const base = { ...common(heard), key: `${heard.key}:${index}`, source };
    return line.state === 'command'
      ? { ...base, kind: 'command' as const, command: line.command, decision: null }
      : { ...base, kind: 'unreadable-command' as const, problem: line.problem };
  });

/** What was asked of a ticket that nobody tracked yet. */
export const deliverEntered = (entered: Entered | null, events: Event[], reason: string): RouteOutcome =>
  entered ? deliver([entered.itemId], [entered.recorded, ...events], '') : ignored(reason);
