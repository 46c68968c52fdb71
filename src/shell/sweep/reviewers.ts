import type { Event } from '../../core/event.ts';
import type { Item } from '../../core/item.ts';
import { openRoundOf } from '../../core/rounds/current.ts';
import type { World } from '../world.ts';
import { own } from './own.ts';

/** Another reviewer whose time is over, so that its silence is said; null while it has some left. Asks nobody. */
export const reviewerEvent = (world: World, item: Item): Event | null => {
  const round = openRoundOf(item);
  const now = world.clock.now();
  if (item.stage.name !== 'polishing' || item.paused || round?.state.name !== 'reviewing') return null;
  const { until, number, head } = round;
  if (until === undefined || now.getTime() <= Date.parse(until)) return null;
  return {
    kind: 'reviewer-late',
    key: `reviewer-late:${number}:${head}:${until}`,
    at: now.toISOString(),
    actor: own,
    round: number,
    head,
  };
};
