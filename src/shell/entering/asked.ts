import type { Event } from '../../core/event.ts';
import type { Heard } from '../../core/heard.ts';
import type { PhaseLabel } from '../../core/phase-labels.ts';
import type { Asked } from '../../text/entering.ts';

export type FromGithub = Extract<Heard, { kind: 'github-comment' | 'github-labelled' }>;
export type FromLinear = Extract<Heard, { kind: 'linear-comment' | 'linear-ticket' }>;

/** An item that was found or made for what was heard, and the event that says so: it comes before what was asked. */
export interface Entered {
  itemId: string;
  recorded: Event;
}

const starting = ['explore', 'delegate', 'absorb'] as const;

const isStarting = (name: string): name is (typeof starting)[number] =>
  starting.some((each) => each === name);

/** The first command of a comment that may begin the work of a ticket nobody tracks yet; null when none of them does. */
export const asksToStart = (events: Event[]): Asked | null => {
  for (const event of events)
    if (event.kind === 'command' && isStarting(event.command.name))
      return { by: 'command', name: event.command.name };
  return null;
};

export const askedByLabel = (name: PhaseLabel | null): Asked => ({ by: 'label', name });
