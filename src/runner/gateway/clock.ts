import { setTimeout as timer } from 'node:timers/promises';

/** Time and chance, so that tests need neither. */
export interface Clock {
  /** Milliseconds since 1970; never goes back. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => timer(ms, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};
