import { Refused } from '../../ports/errors.ts';
import type { AppDelivery } from '../../ports/github.ts';
import { describe } from '../backoff.ts';
import type { World } from '../world.ts';

const REDELIVER_WITHIN_MS = 3 * 24 * 3_600_000;
/** What failed this often while we were there to ask again will fail again. */
const MOST_TRIES = 6;
/** A delivery that got no answer is listed later than those sent after it that did. */
const LISTED_LATE_MS = 60_000;

/** Deliveries none of whose tries was answered well, by their first try. */
const missedOf = (deliveries: AppDelivery[]): AppDelivery[] => {
  const answered = new Set(
    deliveries.filter((one) => one.statusCode >= 200 && one.statusCode < 300).map((one) => one.guid),
  );
  const tries = (guid: string): number => deliveries.filter((one) => one.guid === guid).length;
  return deliveries.filter(
    (one) => !one.redelivery && !answered.has(one.guid) && tries(one.guid) < MOST_TRIES,
  );
};

/** One that GitHub will not send again keeps no other from being sent. */
const redeliver = async (world: World, delivery: AppDelivery): Promise<void> => {
  try {
    await world.github.redeliver(delivery.id);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    world.log.warn({ delivery: delivery.guid, err: describe(error) }, 'delivery not sent again');
  }
};

/** GitHub never redelivers by itself; its log shows what we missed. */
export const redeliverFailed = async (world: World): Promise<number> => {
  const cursor = await world.store.cursor('github-deliveries');
  const oldest = new Date(world.clock.now().getTime() - REDELIVER_WITHIN_MS);
  const since = cursor && new Date(cursor) > oldest ? new Date(cursor) : oldest;
  const deliveries = await world.github.deliveries(since);
  const missed = missedOf(deliveries);
  for (const delivery of missed) await redeliver(world, delivery);
  const newest = deliveries
    .map((one) => one.deliveredAt)
    .sort()
    .at(-1);
  if (newest && missed.length === 0) {
    const cursorNow = new Date(Date.parse(newest) - LISTED_LATE_MS).toISOString();
    await world.store.setCursor('github-deliveries', cursorNow);
  }
  return missed.length;
};
