import type { World } from '../world.ts';

const REDELIVER_WITHIN_MS = 3 * 24 * 3_600_000;

/** GitHub never redelivers by itself; its log shows what we missed. */
export const redeliverFailed = async (world: World): Promise<number> => {
  const cursor = await world.store.cursor('github-deliveries');
  const oldest = new Date(world.clock.now().getTime() - REDELIVER_WITHIN_MS);
  const since = cursor && new Date(cursor) > oldest ? new Date(cursor) : oldest;
  const deliveries = await world.github.deliveries(since);
  const answered = new Set(
    deliveries.filter((one) => one.statusCode >= 200 && one.statusCode < 300).map((one) => one.guid),
  );
  const missed = deliveries.filter((one) => !answered.has(one.guid) && !one.redelivery);
  for (const delivery of missed) await world.github.redeliver(delivery.id);
  const newest = deliveries
    .map((one) => one.deliveredAt)
    .sort()
    .at(-1);
  if (newest && missed.length === 0) await world.store.setCursor('github-deliveries', newest);
  return missed.length;
};
