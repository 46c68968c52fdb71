import type { Projector } from './projections.ts';

/** What a projection waits for is in the future: performed then, and no failure until it is. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
  readonly at: Date;
  constructor(at: Date) {
    super(`not before ${at.toISOString()}`);
    this.at = at;
  }
}

/**
 * Tells the item that nothing more was pushed. A projection and no event with a time of its own, because an event that
 * waits holds those behind it; kept in the store, so that it comes after a restart as well.
 */
export const quiet: Projector = async ({ world, item }) => {
  if (!item.quiet) return;
  const { sha, until } = item.quiet;
  const now = world.clock.now();
  if (Date.parse(until) > now.getTime()) throw new NotYet(new Date(until));
  const actor = { surface: 'throughline', id: 'throughline', login: 'throughline' } as const;
  const event = {
    kind: 'quiet-over',
    key: `quiet:${sha}:${until}`,
    at: now.toISOString(),
    actor,
    sha,
  } as const;
  await world.store.addEvents([{ itemId: item.id, event }], now);
};
