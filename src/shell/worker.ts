import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, RouteOutcome } from '../ports/store.ts';
import { describe } from './backoff.ts';
import { notRouted, route } from './route.ts';
import { takeTurn } from './turn.ts';
import type { World } from './world.ts';

const LEASE_MS = 30_000;
const IDLE_MS = 2_000;

export interface Worker {
  /** Something may be due: look now. */
  wake(): void;
  /** Ends after the step under way; resolves when nothing of this worker runs any more. */
  stop(): Promise<void>;
}

/** A bell that remembers one ring. */
const createBell = () => {
  let ring: (() => void) | null = null;
  let rung = false;
  return {
    ring: (): void => {
      rung = true;
      ring?.();
    },
    heard: async (ms: number): Promise<void> => {
      if (!rung) {
        const timer = new AbortController();
        const bell = new Promise<void>((resolve) => {
          ring = resolve;
        });
        await Promise.race([bell, wait(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
        timer.abort();
      }
      rung = false;
      ring = null;
    },
  };
};

/** One whose events cannot be written must not keep the others from being routed. */
const finished = async (world: World, delivery: Delivery): Promise<RouteOutcome> => {
  const outcome = await route(world, delivery);
  try {
    await world.store.finishDelivery(delivery, outcome, world.clock.now());
    return outcome;
  } catch (error) {
    const instead = notRouted(world, delivery, error);
    await world.store.finishDelivery(delivery, instead, world.clock.now());
    return instead;
  }
};

export const routeAll = async (world: World, owner: string): Promise<number> => {
  const now = world.clock.now();
  const deliveries = await world.store.takeDeliveries({ owner, limit: 20, now, leaseMs: LEASE_MS });
  for (const delivery of deliveries) {
    const outcome = await finished(world, delivery);
    world.log.info(
      {
        delivery: delivery.id,
        outcome: outcome.state,
        reason: 'reason' in outcome ? outcome.reason : undefined,
      },
      'delivery routed',
    );
  }
  return deliveries.length;
};

const oneTurn = async (options: {
  world: World;
  owner: string;
  isStopping: () => boolean;
}): Promise<boolean> => {
  const { world, owner } = options;
  const lease = await world.store.leaseDueItem({ owner, now: world.clock.now(), leaseMs: LEASE_MS });
  if (!lease) return false;
  const heartbeat = setInterval(() => {
    const until = new Date(world.clock.now().getTime() + LEASE_MS);
    world.store.renewLease(lease, until).catch(() => undefined);
  }, LEASE_MS / 3);
  try {
    await takeTurn(world, lease, options.isStopping);
  } finally {
    clearInterval(heartbeat);
    await world.store.releaseLease(lease);
  }
  return true;
};

/** Routes deliveries and takes turns on items, several at once, until stopped. */
export const startWorker = (options: { world: World; owner: string; concurrency: number }): Worker => {
  const { world, owner } = options;
  let stopping = false;
  const bells = Array.from({ length: options.concurrency + 1 }, createBell);
  const wake = (): void => {
    for (const bell of bells) bell.ring();
  };

  const loop = async (bell: ReturnType<typeof createBell>, step: () => Promise<boolean>): Promise<void> => {
    while (!stopping) {
      const went = await step().catch((error: unknown) => {
        world.log.error({ err: describe(error) }, 'worker step failed');
        return false;
      });
      if (went) wake();
      else if (!stopping) await bell.heard(IDLE_MS);
    }
  };

  const running = bells.map((bell, index) =>
    loop(
      bell,
      index === 0
        ? async () => (await routeAll(world, owner)) > 0
        : () => oneTurn({ world, owner, isStopping: () => stopping }),
    ),
  );
  return {
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await Promise.all(running);
    },
  };
};
