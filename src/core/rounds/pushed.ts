import type { Event } from '../event.ts';
import type { Pushed } from '../feature.ts';
import type { Item } from '../item.ts';

const laterOf = (one: string, other: string): string => (Date.parse(one) > Date.parse(other) ? one : other);

/**
 * When this head was pushed, as far as anybody knows: by GitHub's own word of the push, else when it was seen here. A
 * commit's own time is anybody's invention, and is never asked. What is seen is later than the push, and gives way to it.
 */
export const pushedOf = (item: Item, event: Event, { sha, now }: { sha: string; now: string }): Pushed => {
  const known = item.feature?.pushed?.sha === sha ? item.feature.pushed : null;
  const isTold = event.kind === 'feature-pushed' && event.sha === sha && event.actor.surface === 'github';
  if (!isTold) return known ?? { sha, at: now, by: 'seen' };
  // the same commit can be pushed again
  return { sha, at: known?.by === 'told' ? laterOf(known.at, event.at) : event.at, by: 'told' };
};
