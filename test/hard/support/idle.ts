import { setTimeout as wait } from 'node:timers/promises';
import type { Local } from '../../../src/sandbox/local.ts';

const waiting = ['deliveries_pending', 'events_pending', 'one_shots_pending'];

const numberIn = (metrics: string, name: string): number =>
  Number(new RegExp(`^throughline_${name} (\\d+)`, 'm').exec(metrics)?.[1] ?? Number.NaN);

const hasWork = async (local: Local): Promise<boolean> => {
  try {
    const metrics = await (await fetch(`${local.app().url}/metrics`)).text();
    return waiting.some((name) => numberIn(metrics, name) !== 0);
  } catch {
    // it is being started again
    return true;
  }
};

/** Resolves once every webhook is answered, every delivery routed and every event decided. */
export const idle = async (local: Local): Promise<void> => {
  do {
    await local.github.settledHooks();
    await local.linear.idle();
    // the App has no way to call: it is asked
    await wait(25);
  } while (await hasWork(local));
};
