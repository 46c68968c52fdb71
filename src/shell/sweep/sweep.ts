import { describe } from '../backoff.ts';
import { checkConfigurations } from '../default-branch.ts';
import type { World } from '../world.ts';
import { reconcileItems } from './reconcile.ts';
import { redeliverFailed } from './redeliver.ts';
import { readTracker } from './tracker.ts';

/** Heals what webhooks missed. Each part on its own: one platform's trouble does not keep the others from being read. */
export const sweep = async (world: World): Promise<void> => {
  const parts = {
    configurations: checkConfigurations,
    redelivered: redeliverFailed,
    reconciled: reconcileItems,
    tracker: readTracker,
  };
  for (const [name, part] of Object.entries(parts)) {
    try {
      const count = await part(world);
      world.log.info({ sweep: name, count }, 'swept');
    } catch (error) {
      world.log.warn({ sweep: name, err: describe(error) }, 'sweep part failed');
    }
  }
};
