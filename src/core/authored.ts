import type { Item } from './item.ts';

/** What a delegate is to do where no change says it: written from the ticket. */
export interface Authored {
  /** For the person who confirms it. */
  summary: string;
  /** Markdown in the form of tasks.md; in no file of the repository. */
  tasks: string;
  /** Who had it written. */
  by: string;
}

/** An agent was sent: what it was told may not change under its work. One that stale claims kept from starting was told nothing. */
export const isWorkedOn = (item: Item): boolean =>
  item.delegations.some(({ attempts }) =>
    attempts.some(({ outcome }) => outcome.state !== 'failed' || outcome.failure !== 'stale-claims'),
  );

/** Nobody has confirmed yet what was written from the ticket: not even auto mode goes on without a person. */
export const isUnconfirmed = (item: Item): boolean => Boolean(item.authored) && !isWorkedOn(item);
